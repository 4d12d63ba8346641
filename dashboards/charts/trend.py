"""The share of enrolled households that meet the standard, against the plan's path."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import HATCH
from fupin.measures import CAMPAIGN_END, truncated

if TYPE_CHECKING:
    from dashboards.models.overview import Overview

WIDTH, HEIGHT = 560, 226
LEFT, RIGHT, TOP, BOTTOM = 34, 110, 12, 24
FIRST = date(2016, 1, 1)
TICKS = (0, 25, 50, 75, 100)


def _x(day: date) -> float:
    span = (CAMPAIGN_END - FIRST).days
    return LEFT + (day - FIRST).days / span * (WIDTH - LEFT - RIGHT)


def _y(percent: float) -> float:
    return TOP + (100 - percent) / 100 * (HEIGHT - TOP - BOTTOM)


def trend(page: Overview, lang: str) -> str:
    """Return the chart as SVG; the points are exact counts at each date."""
    points = [(day, count) for day, count in page.trend if count.total]
    if not points:
        return f'<p class="empty">{say(lang, "overview.no_trend")}</p>'
    met = [(_x(day), _y(c.met / c.total * 100)) for day, c in points]
    high = [(_x(day), _y((c.met + c.unknown) / c.total * 100)) for day, c in points]
    path = [(_x(FIRST), _y(0))] + [(_x(day), _y(share)) for day, share in page.targets]
    parts = [
        HATCH.format(id="trend-hatch"), _grid(lang),
        f'<polyline points="{_line(path)}" class="target"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" class="target-dot"/>' for x, y in path[1:]),
        f'<polygon points="{_line(met + high[::-1])}" class="band" '
        'fill="url(#trend-hatch)"/>',
        f'<polyline points="{_line(met)}" class="actual"/>',
        _year_ends(page, lang), _now(page, lang), _end(page, lang),
    ]  # fmt: skip
    label = say(lang, "overview.trend_alt", rate=figures.percent(page.count.rate))
    return (
        f'<svg class="chart trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{label}">{"".join(parts)}</svg>'
    )


def _line(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _grid(lang: str) -> str:
    rows = "".join(
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(t)}" y2="{_y(t)}" '
        f'class="{"base" if t == 0 else "grid"}"/>'
        f'<text x="{LEFT - 8}" y="{_y(t) + 4}" text-anchor="end" class="t3">{t}</text>'
        for t in TICKS
    )
    days = [date(y, m, 30 if m == 6 else 31) for y in (2016, 2017, 2018) for m in (6, 12)]
    return rows + "".join(
        f'<text x="{_x(day):.1f}" y="{HEIGHT - 6}" text-anchor="middle" class="t3">'
        f"{figures.month(day, lang)}</text>"
        for day in days
    )


def _year_ends(page: Overview, lang: str) -> str:
    """Label each closed year: its share, and how far from the plan's path."""
    targets = dict(page.targets)
    labels = []
    for day, count in page.trend:
        if day == page.day or day not in targets or count.rate is None:
            continue
        gap = round(targets[day] - count.rate, 1)
        key = "overview.year_behind" if gap > 0 else "overview.year_ahead"
        words = say(lang, key, year=day.year, rate=count.rate, gap=abs(gap))
        x, y = _x(day), _y(count.rate)
        side, dx, dy = ("start", 8, 18) if gap <= 0 else ("end", -8, -12)
        labels.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="actual-dot"/>'
            f'<text x="{x + dx:.1f}" y="{y + dy:.1f}" text-anchor="{side}">{words}</text>'
        )
    return "".join(labels)


def _now(page: Overview, lang: str) -> str:
    count = page.count
    if count.rate is None:
        return ""
    x, y = _x(page.day), _y(count.rate)
    side, dx = ("end", -8) if page.day.year == CAMPAIGN_END.year and page.day.month > 6 else ("start", 8)
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{_y(0)}" class="now"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="now-dot"/>'
        f'<text x="{x + dx:.1f}" y="{y + 20:.1f}" text-anchor="{side}" '
        f'class="b tm big">{figures.percent(count.rate)} %</text>'
    ) + _open(page, x, lang)


def _open(page: Overview, x: float, lang: str) -> str:
    """Label where the share would be if every undecided household met the standard."""
    count = page.count
    share = truncated(count.met + count.unknown, count.total)
    if not count.unknown or share is None:
        return ""
    words = say(lang, "overview.all_open_met", n=count.unknown, share=figures.percent(share))
    return f'<text x="{x - 8:.1f}" y="{_y(share) - 8:.1f}" text-anchor="end" class="tk">{words}</text>'


def _end(page: Overview, lang: str) -> str:
    """Draw the projection at the present pace, and label both ends at the right."""
    x = WIDTH - RIGHT + 10
    target = page.targets[-1][1]
    words = say(lang, "overview.plan_end", share=figures.number(target))
    labels = [f'<text x="{x}" y="{_y(target) + 4:.1f}" class="t3">{words}</text>']
    projected = page.pace.projected
    if projected is None or page.count.rate is None or page.day >= CAMPAIGN_END:
        return "".join(labels)
    start = f"{_x(page.day):.1f},{_y(page.count.rate):.1f}"
    end = f"{_x(CAMPAIGN_END):.1f},{_y(projected):.1f}"
    short = page.count.total - int(page.count.total * projected / 100 + 1e-9)
    y = max(_y(projected) + 4, _y(target) + 20)
    words = say(lang, "overview.at_this_pace", share=figures.percent(projected))
    labels += [
        f'<polyline points="{start} {end}" class="projection"/>',
        f'<text x="{x}" y="{y:.1f}" class="b tm">{words}</text>',
    ]
    if short:
        words = say(lang, "overview.short_at_end", n=short)
        labels.append(f'<text x="{x}" y="{y + 17:.1f}" class="b tu">{words}</text>')
    return "".join(labels)
