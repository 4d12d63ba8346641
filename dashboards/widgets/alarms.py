"""What has to be done first: each alarm with its count, its owner and its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, go
from fupin.assess import UNKNOWN

if TYPE_CHECKING:
    from dashboards.models.overview import Overview

# A name and its figure stay on one line.
JOINED = "\u00a0"


def alarms(page: Overview, lang: str) -> str:
    """Return the card of alarms; what counts nothing is left out."""
    low = page.low_funds
    departments = say(lang, "list_comma").join(
        f"{say(lang, f'department.{name}')}{JOINED}{len(days)}"
        for name, days in list(page.late_by_department.items())[:4]
    )
    open_ = say(lang, "list_comma").join(
        f"{figures.text(v.name.removesuffix('村'))}{JOINED}{v.count.unknown}"
        for v in sorted(page.chosen, key=lambda v: -v.count.unknown)
        if v.count.unknown
    )
    funds = say(lang, "list_comma").join(
        f"{figures.text(v.name)}{JOINED}{figures.money(v.funds, lang)}" for v in low
    )
    rows = (
        ("late", len(page.late), departments, 'data-go="list=late"', "unmet"),
        ("unknown", page.count.unknown, open_,
         go("households", rule="exit_standard", verdict=UNKNOWN, v=page.village), "unmet"),
        ("unvisited", page.unvisited, say(lang, "overview.unvisited_who"),
         go("households", alarm="unvisited", v=page.village), "unmet"),
        ("unverified", page.unverified, say(lang, "overview.unvisited_who"),
         go("households", alarm="unverified", v=page.village), "unmet"),
        ("low_funds", len(low), funds, 'data-go="list=funds"', "unmet"),
        ("borderline", page.borderline, say(lang, "overview.borderline_next"),
         go("households", alarm="borderline", v=page.village), "ink2"),
    )  # fmt: skip
    wanted = [row for row in rows if row[1]]
    body = "".join(
        f'<div class="alarm" {link}><b class="{tone}">{n}</b>'
        f"<span><b>{_alarm_words(key, page, lang)}</b><small>{who}</small></span>"
        '<i class="chevron"></i></div>'
        for key, n, who, link, tone in wanted
    )
    title = say(lang, "overview.alarms_title", n=len(wanted))
    if not wanted:
        body = f'<p class="empty">{say(lang, "overview.alarms_none")}</p>'
    return card(
        title,
        say(lang, "overview.alarms_caption"),
        f'<div class="alarms">{body}</div>',
        "three first",
    )


def _alarm_words(key: str, page: Overview, lang: str) -> str:
    return say(lang, f"overview.alarm_{key}", floor=figures.money(page.funds_floor, lang),
               days=page.unvisited_days)  # fmt: skip
