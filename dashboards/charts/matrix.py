"""两不愁、三保障、一相当 by village: only what lacks or can't be decided gets a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.overview import HOUSEHOLD_RULES, PANEL
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import go

if TYPE_CHECKING:
    from dashboards.models.overview import Overview
    from fupin.measures import Count


def matrix(page: Overview, lang: str) -> str:
    """Return the table; every figure opens the households behind it."""
    heads = "".join(
        f'<th class="c">{figures.text(v.name.removesuffix("村"))}</th>'
        for v in page.villages
    )
    body = ""
    for group, rules in PANEL.items():
        for index, rule in enumerate(rules):
            first = (
                f'<th class="group">{say(lang, f"group.{group}")}</th>'
                if not index
                else "<th></th>"
            )
            cells = "".join(
                f"<td>{_cell(rule, v.id, page.matrix[rule, v.id], lang)}</td>"
                for v in page.villages
            )
            edge = "first" if not index else ""
            body += f'<tr class="{edge}">{first}<th title="{say(lang, f"rule.{rule}")}">{say(lang, f"panel.{rule}")}</th>{cells}</tr>'
    return (
        f'<table class="matrix"><thead><tr><th></th><th></th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _cell(rule: str, village: str, count: Count, lang: str) -> str:
    if not count.left:
        return f'<i class="dot" title="{say(lang, "verdict.met")}"></i>'
    badges = ""
    for verdict, n, tone in (
        ("unmet", count.unmet, "unmet"),
        ("unknown", count.unknown, "unk"),
    ):
        if n:
            link = ""
            if rule in HOUSEHOLD_RULES:
                link = go("households", v=village, rule=rule, verdict=verdict)
            words = say(lang, f"verdict.{verdict}")
            shown = n if rule in HOUSEHOLD_RULES else "!" if verdict == "unmet" else "?"
            badges += f'<b class="badge {tone}" title="{words} {n}" {link}>{shown}</b>'
    return f'<span class="cell">{badges}</span>'
