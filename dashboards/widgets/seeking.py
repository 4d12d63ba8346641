"""Goal seek: the goal's fields and its answer, of households or of villages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dashboards.models.whatif import figures_of
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.counted import told
from dashboards.widgets.marks import card
from fupin.errors import FupinError
from fupin.whatif.seek import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.whatif import WhatIf
    from fupin.whatif.seek import Goal


def seeking(
    page: WhatIf, fields: Mapping[str, str], goal: Goal | FupinError, lang: str
) -> str:
    """Return the goal's fields and its answer, or what is wrong with it."""
    selects = "".join(
        f'<select data-field="goal.{name}" aria-label="{say(lang, f"whatif.goal_{name}")}">'
        + choices(
            ((one, told(page, lang, f"{name}_{one}")) for one in options), fields[name]
        )
        + "</select>"
        for name, options in (
            ("figure", figures_of(page)),
            ("relation", tuple(RELATIONS)),
        )
    )
    amount = figures.text(fields["amount"])
    box = f'<input type="number" data-field="goal.amount" value="{amount}" aria-label="{say(lang, "whatif.goal_amount")}">'
    note = told(page, lang, "seek_note")
    body = f'<p class="goal">{selects}{box}</p>{_answer(page, goal, lang)}'
    body += f'<p class="note">{note}</p>' if note else ""
    return card(
        say(lang, "whatif.seek"), say(lang, "whatif.seek_caption"), body, "seek"
    )


def _answer(page: WhatIf, goal: Goal | FupinError, lang: str) -> str:
    try:
        if isinstance(goal, FupinError):
            raise goal
        found = page.answer(goal)
    except FupinError as error:
        return f'<p class="warning">{figures.text(error.say(lang))}</p>'
    values = {
        "value": f"{found.value:,g}", "least": f"{found.least:,g}",
        "most": f"{found.most:,g}", "figure": f"{found.figure:,.1f}".removesuffix(".0"),
        "village": escape(page.desk.village_names.get(found.village, "")),
        "unit": say(lang, f"whatif.unit_{page.curve.parameter.unit}"),
    }  # fmt: skip
    key = "found" if found.is_possible else "impossible"
    if found.village:
        key += "_village"
    use = f'<button class="btn" data-go="value={found.value:g}">{say(lang, "whatif.use")}</button>'
    return f'<h2 class="serif">{values["value"]} {values["unit"]}</h2><p class="clause">{say(lang, f"whatif.{key}", **values)}</p>{use}'
