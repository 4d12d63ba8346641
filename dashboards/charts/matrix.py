"""两不愁、三保障、一相当 by village: only what lacks or can't be decided gets a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.overview import HOUSEHOLD_RULES, PANEL
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import go
from fupin.charting import Badge, Matrix, Row

if TYPE_CHECKING:
    from dashboards.models.overview import Overview
    from fupin.measures import Count

TONES = {"unmet": "unmet", "unknown": "unk"}


def matrix(page: Overview, lang: str) -> str:
    """Return the table; every figure opens the households behind it."""
    drawn = picture(page, lang)
    heads = "".join(f'<th class="c">{figures.text(one)}</th>' for one in drawn.columns)
    body, before = "", ""
    for row in drawn.rows:
        first = f'<th class="group">{row.group}</th>' if row.group != before else "<th></th>"  # fmt: skip
        edge = "first" if row.group != before else ""
        cells = "".join(f"<td>{_cell(cell, lang)}</td>" for cell in row.cells)
        body += f'<tr class="{edge}">{first}<th class="rule" title="{row.said}">{row.name}</th>{cells}</tr>'
        before = row.group
    return (
        f'<table class="matrix"><thead><tr><th class="group"></th><th class="rule"></th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def picture(page: Overview, lang: str) -> Matrix:
    """Return what the table shows and a saved picture draws."""
    return Matrix(
        "matrix", "", "",
        tuple(v.name.removesuffix("村") for v in page.villages),
        tuple(
            Row(say(lang, f"group.{group}"), say(lang, f"panel.{rule}"), tuple(
                _badges(rule, v.id, page.matrix[rule, v.id], lang)
                for v in page.villages
            ), say(lang, f"rule.{rule}"))
            for group, rules in PANEL.items() for rule in rules
        ),
    )  # fmt: skip


def _badges(rule: str, village: str, count: Count, lang: str) -> tuple[Badge, ...]:
    """Return the numbers of a cell: households, or a sign where a village decides."""
    found = []
    for verdict, n in (("unmet", count.unmet), ("unknown", count.unknown)):
        if not n:
            continue
        link, shown = "", "!" if verdict == "unmet" else "?"
        if rule in HOUSEHOLD_RULES:
            link = go("households", v=village, rule=rule, verdict=verdict)
            shown = str(n)
        said = f"{say(lang, f'verdict.{verdict}')} {n}"
        found.append(Badge(verdict, shown, link, said))
    return tuple(found)


def _cell(cell: tuple[Badge, ...], lang: str) -> str:
    if not cell:
        return f'<i class="dot" title="{say(lang, "verdict.met")}"></i>'
    badges = "".join(
        f'<b class="badge {TONES[one.verdict]}" title="{one.said}" {one.key}>{one.text}</b>'
        for one in cell
    )
    return f'<span class="cell">{badges}</span>'
