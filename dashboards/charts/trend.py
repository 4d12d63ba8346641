"""The share of enrolled households that meet the standard, against the plan's path."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import HATCH
from fupin.measures import truncated

if TYPE_CHECKING:
    from dashboards.models.overview import Overview

LEFT, TOP, BOTTOM = 34, 12, 24
FIRST = date(2016, 1, 1)
TICKS = (0, 25, 50, 75, 100)
HALF_YEAR_DAYS = 180


@dataclass(frozen=True)
class Frame:
    """The drawing's size; a phone gets a smaller drawing with fewer labels."""

    width: int
    height: int
    right: int
    is_small: bool = False
    last: date = FIRST

    def x(self, day: date) -> float:
        """Return where a day lies."""
        span = (self.last - FIRST).days
        return LEFT + (day - FIRST).days / span * (self.width - LEFT - self.right)

    def y(self, percent: float) -> float:
        """Return where a share lies."""
        return TOP + (100 - percent) / 100 * (self.height - TOP - BOTTOM)


WIDE = Frame(560, 204, 110)
SMALL = Frame(326, 190, 88, is_small=True)


def trend(page: Overview, lang: str) -> str:
    """Return the chart as SVG, once for wide screens and once for phones.

    The points are exact counts at each date.
    """
    if not any(count.total for _, count in page.trend):
        return f'<p class="empty">{say(lang, "overview.no_trend")}</p>'
    return "".join(
        f'<div class="{"only-small" if frame.is_small else "only-wide"}">'
        f"{_drawing(page, lang, replace(frame, last=page.deadline))}</div>"
        for frame in (WIDE, SMALL)
    )


def _drawing(page: Overview, lang: str, frame: Frame) -> str:
    points = [(day, count) for day, count in page.trend if count.total]
    met = [(frame.x(day), frame.y(c.met / c.total * 100)) for day, c in points]
    high = [
        (frame.x(day), frame.y((c.met + c.unknown) / c.total * 100))
        for day, c in points
    ]
    path = [(frame.x(FIRST), frame.y(0))] + [
        (frame.x(day), frame.y(share)) for day, share in page.targets
    ]
    parts = [
        HATCH.format(id=f"trend-hatch-{frame.width}"), _grid(lang, frame),
        f'<polyline points="{_line(path)}" class="target"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" class="target-dot"/>' for x, y in path[1:]),
        (
            f'<polygon points="{_line(met + high[::-1])}" class="band" '
            f'fill="url(#trend-hatch-{frame.width})"/>'
        ),
        f'<polyline points="{_line(met)}" class="actual"/>',
        "" if frame.is_small else _year_ends(page, lang, frame),
        _now(page, lang, frame), _end(page, lang, frame),
    ]  # fmt: skip
    label = say(lang, "overview.trend_alt", rate=figures.percent(page.count.rate))
    return (
        f'<svg class="chart trend" viewBox="0 0 {frame.width} {frame.height}" role="img" '
        f'aria-label="{label}">{"".join(parts)}</svg>'
    )


def _line(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _grid(lang: str, frame: Frame) -> str:
    rows = "".join(
        f'<line x1="{LEFT}" x2="{frame.width - frame.right}" y1="{frame.y(t)}" y2="{frame.y(t)}" '
        f'class="{"base" if t == 0 else "grid"}"/>'
        f'<text x="{LEFT - 8}" y="{frame.y(t) + 4}" text-anchor="end" class="t3">{t}</text>'
        for t in TICKS
    )
    days = [
        date(y, m, 30 if m == 6 else 31)
        for y in (2016, 2017, 2018)
        for m in ((12,) if frame.is_small else (6, 12))
    ]
    return rows + "".join(
        f'<text x="{frame.x(day):.1f}" y="{frame.height - 6}" text-anchor="middle" class="t3">'
        f"{figures.month(day, lang)}</text>"
        for day in days
    )


def _year_ends(page: Overview, lang: str, frame: Frame) -> str:
    """Label each closed year: its share, and how far from the plan's path."""
    targets = dict(page.targets)
    labels = []
    for day, count in page.trend:
        if day == page.day or day not in targets or count.rate is None:
            continue
        gap = round(targets[day] - count.rate, 1)
        key = "overview.year_behind" if gap > 0 else "overview.year_ahead"
        words = say(lang, key, year=day.year, rate=count.rate, gap=abs(gap))
        x, y = frame.x(day), frame.y(count.rate)
        side, dx, dy = ("start", 8, 18) if gap <= 0 else ("end", -8, -12)
        labels.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="actual-dot"/>'
            f'<text x="{x + dx:.1f}" y="{y + dy:.1f}" text-anchor="{side}">{words}</text>'
        )
    return "".join(labels)


def _now(page: Overview, lang: str, frame: Frame) -> str:
    count = page.count
    if count.rate is None:
        return ""
    x, y = frame.x(page.day), frame.y(count.rate)
    # Beside the line's end there is room on the right until the last half year.
    is_late = (page.deadline - page.day).days < HALF_YEAR_DAYS
    side, dx = ("end", -8) if is_late else ("start", 8)
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{frame.y(0)}" class="now"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="now-dot"/>'
        f'<text x="{x + dx:.1f}" y="{y + 20:.1f}" text-anchor="{side}" '
        f'class="b tm big">{figures.percent(count.rate)} %</text>'
    ) + _open(page, lang, frame)


def _open(page: Overview, lang: str, frame: Frame) -> str:
    """Label where the share would be if every undecided household met the standard."""
    count = page.count
    share = truncated(count.met + count.unknown, count.total)
    if frame.is_small or not count.unknown or share is None:
        return ""
    x, y = frame.x(page.day), frame.y(share) - 8
    words = say(
        lang, "overview.all_open_met", n=count.unknown, share=figures.percent(share)
    )
    # At the left of the date while there is room for the words.
    side, x = ("end", x - 8) if x > frame.width / 2 else ("start", LEFT + 4)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{side}" class="tk">{words}</text>'
    )


def _end(page: Overview, lang: str, frame: Frame) -> str:
    """Draw the projection at the present pace, and label both ends at the right."""
    x = frame.width - frame.right + 10
    target = page.targets[-1][1]
    words = say(lang, "overview.plan_end", share=figures.number(target))
    labels = [f'<text x="{x}" y="{frame.y(target) + 4:.1f}" class="t3">{words}</text>']
    projected = page.pace.projected
    if projected is None or page.count.rate is None or page.day >= page.deadline:
        return "".join(labels)
    start = f"{frame.x(page.day):.1f},{frame.y(page.count.rate):.1f}"
    end = f"{frame.x(page.deadline):.1f},{frame.y(projected):.1f}"
    short = page.count.total - int(page.count.total * projected / 100 + 1e-9)
    y = max(frame.y(projected) + 4, frame.y(target) + 20)
    words = say(lang, "overview.at_this_pace", share=figures.percent(projected))
    labels += [
        f'<polyline points="{start} {end}" class="projection"/>',
        f'<text x="{x}" y="{y:.1f}" class="b tm">{words}</text>',
    ]
    if short:
        words = say(lang, "overview.short_at_end", n=short)
        labels.append(f'<text x="{x}" y="{y + 17:.1f}" class="b tu">{words}</text>')
    return "".join(labels)
