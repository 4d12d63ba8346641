"""The numbers that a sample is drawn by, each with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card
from dashboards.widgets.rows import list_table, wide
from fupin.units import unit_label

if TYPE_CHECKING:
    from dashboards.models.oversight import Oversight


def numbers(page: Oversight) -> str:
    """Return the numbers of sampling.yaml with unit, source and confidence."""
    lang, sampling = page.lang, page.sampling
    rows = "".join(
        f'<tr class="{"" if one.applies else "oversight-off"}"><td class="wrap"><b>{figures.text(one.label[lang])}</b></td>'
        f'<td class="r">{figures.number(one.value)} {unit_label(one.unit, lang)}</td>'
        f'<td class="wrap min-hide">{figures.text(one.source)}</td>'
        f'<td class="min-hide">{say(lang, f"plan.confidence_{one.confidence}")}</td></tr>'
        for one in sampling.numbers.values()
    )
    heads = (
        (say(lang, f"oversight.number_{key}"), css)
        for key, css in (
            ("what", ""),
            ("value", "r"),
            ("source", "min-hide"),
            ("sure", "min-hide"),
        )
    )
    table = wide(list_table(heads, rows))
    note = f'<p class="note">{figures.text(sampling.reading[lang])}</p>'
    return card(say(lang, "oversight.numbers"), say(lang, "oversight.numbers_caption"), table + note, "")  # fmt: skip
