"""Two columns against each other: the moves between the answers, and who moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models import beside as told
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.answers import cross
from dashboards.widgets.choices import choices
from dashboards.widgets.counted import verdict
from dashboards.widgets.outcomes import CODES, mover

if TYPE_CHECKING:
    from dashboards.models.shelf import Shelf
    from dashboards.models.whatif import WhatIf
    from fupin.whatif.compare import Compared

NAMED = 12
SIDES = ("one", "other")
ANSWERS = {code: name for name, code in CODES.items()}


def pair(page: WhatIf, shelf: Shelf, keys: tuple[str, str], lang: str) -> str:
    """Return the choice of two columns, and who differs between them by name."""
    head = f"<h4>{say(lang, 'whatif.pair')}</h4>{_choice(page, shelf, keys, lang)}"
    found = told.between(page, shelf, keys)
    if found is None:
        return f'{head}<p class="empty">{say(lang, "whatif.not_allowed")}</p>'
    return head + _villages(page, shelf, keys, lang) + _households(page, found, lang)


def _choice(page: WhatIf, shelf: Shelf, keys: tuple[str, str], lang: str) -> str:
    now = told.chosen(page, shelf, keys)
    selects = []
    for side, chosen in zip(SIDES, now, strict=True):
        options = choices(
            (
                (key, figures.text(name) if name else say(lang, f"whatif.{key}"))
                for key, name, _ in told.columns(page, shelf)
            ),
            chosen,
        )
        selects.append(
            f'<select data-field="pair.{side}" aria-label="{say(lang, f"whatif.pair_{side}")}">{options}</select>'
        )
    return f'<p class="row">{" → ".join(selects)}</p>'


def _villages(page: WhatIf, shelf: Shelf, keys: tuple[str, str], lang: str) -> str:
    rows = told.villages_between(page, shelf, keys)
    if not rows:
        return f'<p class="note">{say(lang, "whatif.pair_no_village")}</p>'
    said = "；" if lang == "zh" else "; "
    words = said.join(
        f"{figures.text(name)} {say(lang, f'verdict.{ANSWERS[was]}')} → {say(lang, f'verdict.{ANSWERS[now]}')}"
        for name, was, now in rows
    )
    return f'<p class="note">{say(lang, "whatif.pair_villages", n=len(rows), who=words)}</p>'


def _households(page: WhatIf, found: Compared, lang: str) -> str:
    rows = found.flips
    total = rows.height + found.unnamed
    if not total:
        return f'<p class="empty">{say(lang, "whatif.pair_nobody")}</p>'
    body = "".join(
        mover(page, row, lang, change=_change(page, row, lang))
        for row in rows.head(NAMED).iter_rows(named=True)
    )
    heads = "".join(
        f'<th class="{tone}">{say(lang, f"whatif.{key}")}</th>'
        for key, tone in (("head", ""), ("code", ""), ("persons", "r"), ("cause", ""),
                          ("change", ""), ("distance", "r"))
    )  # fmt: skip
    more = total - min(NAMED, rows.height)
    words = say(lang, "whatif.more_rows", n=more) if more > 0 else ""
    button = f'<button class="btn" data-go="download=pair">{say(lang, "whatif.download")}</button>'
    caption = say(lang, "whatif.pair_households", n=total)
    return (
        f'<p class="note">{caption}</p>{cross(page, found.moves, lang)}'
        f'<div class="scroll"><table class="list"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<p class="row"><span class="caption">{words}</span>{button}</p>'
    )


def _change(page: WhatIf, row: dict[str, object], lang: str) -> str:
    was, now = (CODES[str(row[name])] for name in ("before", "after"))
    return f"{verdict(page, lang, was)} → {verdict(page, lang, now)}"
