"""Who meets the rule before and after: by village, by kind of household, by cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.counted import KINDS, told, verdict
from dashboards.widgets.marks import card
from fupin.codes import label
from fupin.whatif.engine import MET

if TYPE_CHECKING:
    from dashboards.models.whatif import WhatIf

MOST_VILLAGES = 20
# Of met, unmet and unknown: whether more of it is good.
GOOD = (1, -1, 0)


def groups(page: WhatIf, lang: str) -> str:
    """Return who meets the rule before and after, by village, kind and cause."""
    if page.is_of_villages:
        return _of_villages(page, lang)
    names = page.desk.village_names
    rows = [
        (names.get(village, village), int(page.before[n, MET]), int(page.after[n, MET]))
        for n, village in enumerate(page.engine.villages["village_id"])
    ]
    # The villages that change most: a county's hundreds would be sent on every move.
    rows.sort(key=lambda row: -abs(row[2] - row[1]))
    body = _group(say(lang, "whatif.by_village"), rows[:MOST_VILLAGES])
    for column in ("poverty_type", "cause"):
        found = [
            (
                label(column, name, lang) if name else say(lang, "whatif.no_value"),
                was,
                now,
            )
            for name, was, now in page.groups(column)
        ]
        body += _group(say(lang, f"whatif.by_{column}"), found)
    caption = told(page, lang, "groups_caption")
    return card(
        told(page, lang, "groups"), caption, f'<div class="tables">{body}</div>', ""
    )


def _group(
    title: str, rows: list[tuple[str, int, int]], signs: tuple[int, ...] = ()
) -> str:
    """Return a table of before and after; `signs` say of each row if more is good."""
    if not rows:
        return ""
    lines = ""
    for n, (name, was, now) in enumerate(rows):
        gain = (now - was) * (signs[n] if signs else 1)
        tone = "unmet" if gain < 0 else "met" if gain > 0 else "ink2"
        lines += (
            f'<tr><td>{figures.text(name)}</td><td class="r">{figures.number(was)} → {figures.number(now)}</td>'
            f'<td class="r {tone}">{figures.signed(now - was)}</td></tr>'
        )
    return f"<table><tr><th>{title}</th><th></th><th></th></tr>{lines}</table>"


def _of_villages(page: WhatIf, lang: str) -> str:
    """Return villages and the people in them by answer; no household moves."""
    people = page.engine.villages["population_count"].fill_null(0).to_numpy()
    tables = ""
    for key, weight in (("villages_by_answer", None), ("people_by_answer", people)):
        counts = [
            each.sum(axis=0) if weight is None else (each * weight[:, None]).sum(axis=0)
            for each in (page.before, page.after)
        ]
        rows = [
            (verdict(page, lang, n), int(counts[0][n]), int(counts[1][n]))
            for n, _ in KINDS
        ]
        tables += _group(say(lang, f"whatif.{key}"), rows, GOOD)
    note = f'<p class="note">{say(lang, "whatif.groups_note_villages")}</p>'
    return card(told(page, lang, "groups"), told(page, lang, "groups_caption"),
                f'<div class="tables">{tables}</div>{note}', "")  # fmt: skip
