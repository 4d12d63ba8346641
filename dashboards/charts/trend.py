"""The share of enrolled households that meet the standard, against the plan's path."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.fitted import fitted
from fupin import charting
from fupin.document import Chart, Point, Series
from fupin.measures import Count, truncated

if TYPE_CHECKING:
    from dashboards.models.overview import Overview

FIRST = date(2016, 1, 1)
LEAST, MOST, SIZE = 256, 940, 12
# Below this width the labels within the plot are left out.
ROOMY = 440


def trend(page: Overview, lang: str) -> str:
    """Return the chart as SVG; the points are exact counts at each date."""
    if not any(count.total for _, count in page.trend):
        return f'<p class="empty">{say(lang, "overview.no_trend")}</p>'

    def made(width: int) -> str:
        drawn = chart(page, lang, str(width), plain=width < ROOMY)
        height = 140 + width * 0.13
        return charting.draw(drawn, lang, width, height, css=True, size=SIZE)

    return fitted(made, LEAST, MOST)


def chart(page: Overview, lang: str, key: str, plain: bool = False) -> Chart:
    """Return what is drawn; `plain` says only what stands at the lines' ends."""
    series = [_actual(page, lang, plain), _planned(page, lang)]
    ahead = _projected(page, lang)
    if ahead is not None:
        series.append(ahead)
    title = say(lang, "overview.trend_alt", rate=figures.percent(page.count.rate))
    return Chart(
        f"trend-{key}" if key else "trend", "line", title, "", "%", tuple(series)
    )


def _actual(page: Overview, lang: str, plain: bool) -> Series:
    points = tuple(
        _point(page, day, count, lang, plain)
        for day, count in page.trend
        if count.total
    )
    return Series(say(lang, "overview.actual"), points, "met")


def _point(page: Overview, day: date, count: Count, lang: str, plain: bool) -> Point:
    """Return a date's share; what isn't decided lies between it and `high`."""
    high = truncated(count.met + count.unknown, count.total)
    open_ = high if count.unknown and high is not None else None
    if day == page.day:
        note = "" if plain or open_ is None else say(
            lang, "overview.all_open_met", n=count.unknown, share=figures.percent(open_)
        )  # fmt: skip
        words = f"{figures.percent(count.rate)} %"
        return Point(day, count.rate, words, "met", open_, note)
    words = "" if plain else _year_end(page, day, count, lang)
    return Point(day, count.rate, words, "met", open_)


def _year_end(page: Overview, day: date, count: Count, lang: str) -> str:
    """Return a closed year's share, and how far from the plan's path it was."""
    targets = dict(page.targets)
    if day not in targets or count.rate is None:
        return ""
    gap = round(targets[day] - count.rate, 1)
    key = "overview.year_behind" if gap > 0 else "overview.year_ahead"
    return say(lang, key, year=day.year, rate=count.rate, gap=abs(gap))


def _planned(page: Overview, lang: str) -> Series:
    start = (Point(FIRST, 0, ""),)
    points = tuple(Point(day, share, "") for day, share in page.targets[:-1])
    day, share = page.targets[-1]
    words = say(lang, "overview.plan_end", share=figures.number(share))
    name = say(lang, "overview.planned")
    return Series(name, (*start, *points, Point(day, share, words)), "target")


def _projected(page: Overview, lang: str) -> Series | None:
    """Return where the present pace leads by the deadline, and who is short then."""
    projected, rate = page.pace.projected, page.count.rate
    if projected is None or rate is None or page.day >= page.deadline:
        return None
    words = say(lang, "overview.at_this_pace", share=figures.percent(projected))
    short = page.count.total - int(page.count.total * projected / 100 + 1e-9)
    note = say(lang, "overview.short_at_end", n=short) if short else ""
    end = Point(page.deadline, projected, words, note=note)
    return Series("", (Point(page.day, rate, ""), end), "projection")
