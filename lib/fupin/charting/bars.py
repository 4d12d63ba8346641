"""A category a row, and its parts one after the other: bars that start at 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.charting.pen import wide
from fupin.charting.rows import (
    axis,
    categories,
    frame,
    name_rows,
    points_of,
    rules,
    spanned,
)
from fupin.charting.scale import read
from fupin.charting.spoken import FILLS, INKS, fill_of, ink_of, say, told, verdict_of

if TYPE_CHECKING:
    from fupin.charting.pen import Pen
    from fupin.charting.rows import Frame
    from fupin.charting.scale import Scale
    from fupin.document import Chart, Point, Series

# Words on a fill; on the hatch they get a halo.
ON_FILL = {
    "met": "on-met", "unmet": "on-unmet", "s1": "surface", "s2": "surface",
    "s3": "ink", "s4": "ink", "hatch": "unk-ink",
}  # fmt: skip
Part = tuple["Series", "Point", float, float]  # and from where to where it reaches


def bars(pen: Pen, chart: Chart, width: float, height: float) -> None:
    """Draw the rows of a bar chart into an area of this size."""
    header = pen.size * 1.8 if len(chart.series) > 1 else 0
    at = frame(pen, chart, (width, height), 0, header)
    rows = {name: _parts(points_of(chart, name)) for name in categories(chart)}
    ends = [end for parts in rows.values() for _, _, *reach in parts for end in reach]
    values = [*ends, *(r.value for r in chart.rules), 0]
    room = max((_outside_width(pen, parts) for parts in rows.values()), default=0)
    at.right = width - min(room, (width - at.left) * 0.5) - pen.size * 0.5
    low, high = min(values), max(values) or 1
    scale, tick_at = spanned(chart, low, high, at)
    axis(pen, at, scale, tick_at)
    name_rows(pen, chart, at)
    if header:
        _name_series(pen, chart, at)
    for n, name in enumerate(at.names):
        _row(pen, at, scale, chart, at.middle(n), rows[name])
    rules(pen, chart, at, scale)


def _parts(held: list[tuple[Series, Point]]) -> list[Part]:
    """Return the parts of a row: where each begins and ends; those below 0 leftwards.

    A part that isn't known has no length, and is said at the row's end.
    """
    found: list[Part] = []
    up = down = 0.0
    for series, point in held:
        value = float(point.value or 0)
        start = up if value >= 0 else down
        end = start + value
        found.append((series, point, start, max(end, start + float(point.high or 0))
                      if value >= 0 else end))  # fmt: skip
        if value >= 0:
            up = end
        else:
            down = end
    return found


def _row(
    pen: Pen, at: Frame, scale: Scale, chart: Chart, y: float, parts: list[Part]
) -> None:
    tall = min(at.row * 0.56, pen.size * 1.9)
    gap = max(pen.size / 12, 1)
    outside, edge = [], scale(0)
    for series, point, start, end in parts:
        one, other = sorted((scale(start), scale(end)))
        edge = max(edge, other)
        pen.begin(told(chart, series, point, pen.lang), str(point.at))
        if other - one > 0.01:
            _bar(pen, scale, (one, other - gap), y, tall, series, point)
        elif point.value is None:
            _open(pen, edge, y, tall)
            edge += tall
        said = _said(point)
        if point.value is None or not _fits(pen, said, other - one - gap, tall):
            if point.value != 0 or len(parts) == 1:
                outside.append((series, point, said))
        else:
            _inside(pen, (one + other - gap) / 2, y, said, series, point)
        pen.end()
    _outside(pen, edge + pen.size * 0.5, y, outside)


def _bar(
    pen: Pen, scale: Scale, reach: tuple[float, float], y: float, tall: float,
    series: Series, point: Point,
) -> None:  # fmt: skip
    one, other = reach
    sure = other
    if point.high is not None and point.value is not None and point.high > point.value:
        sure = one + scale(point.value) - scale(0)
        pen.rect((sure, y - tall / 2), other - sure, tall, "hatch")
    pen.rect((one, y - tall / 2), sure - one, tall, fill_of(point, series))


def _open(pen: Pen, x: float, y: float, tall: float) -> None:
    """Hatch a small field for a value that isn't known: no length is meant."""
    pen.rect((x, y - tall / 2), tall, tall, "hatch")


def _said(point: Point) -> str:
    if point.text:
        return point.text
    return "" if point.value is None else read(point.value)


def _fits(pen: Pen, said: str, room: float, tall: float) -> bool:
    size = pen.size * 1.1
    return tall >= size * 1.15 and wide(said, size, bold=True) + pen.size * 0.6 <= room


def _inside(
    pen: Pen, x: float, y: float, said: str, series: Series, point: Point
) -> None:
    fill = fill_of(point, series)
    size = pen.size * 1.1
    pen.words((x, y + size * 0.36), said, ON_FILL.get(fill, "ink"), size=size,
              anchor="middle", bold=True, halo=fill == "hatch")  # fmt: skip


def _sign(pen: Pen, spot: tuple[float, float], kind: str, fill: str) -> None:
    """Draw what tells a series beside its words: a verdict's mark, or its colour."""
    x, y = spot
    if kind in INKS:
        pen.mark(kind, (x + pen.size * 0.4, y), pen.size * 0.38)
    else:
        side = pen.size * 0.7
        pen.rect((x, y - side / 2), side, side, fill)


def _outside_words(pen: Pen, point: Point, said: str) -> str:
    return said or say(pen.lang, "unknown" if point.value is None else "empty")


def _outside(
    pen: Pen, x: float, y: float, held: list[tuple[Series, Point, str]]
) -> None:
    """Say at the row's end what has no room within its part, each with its mark."""
    size = pen.size * 1.1
    for series, point, words in held:
        said = _outside_words(pen, point, words)
        verdict = verdict_of(point, series)
        if verdict or len(held) > 1:
            _sign(pen, (x, y), verdict, fill_of(point, series))
            x += pen.size * 1.1
        ink = ink_of(point, series, "ink")
        pen.words((x, y + size * 0.36), said, ink, size=size, bold=True, halo=True)
        x += wide(said, size, bold=True) + pen.size * 0.8


def _outside_width(pen: Pen, parts: list[Part]) -> float:
    """Return what is needed at a row's end were all its words there."""
    size = pen.size * 1.1
    told = [(_said(p), p) for _, p, _, _ in parts if p.value != 0 or len(parts) == 1]
    if len(told) > 1:
        # The longest part holds its own words.
        longest = max(told, key=lambda pair: float(pair[1].value or 0))
        told.remove(longest)
    return sum(
        wide(_outside_words(pen, p, said), size, bold=True) + pen.size * 1.9
        for said, p in told
    )


def _name_series(pen: Pen, chart: Chart, at: Frame) -> None:
    """Write the names of the series over the first bar, each with its mark."""
    x, y = at.left, pen.size * 0.8
    for series in chart.series:
        fill = FILLS.get(series.role, series.role)
        _sign(pen, (x, y), series.role, fill)
        x += pen.size * 1.1
        colour = INKS.get(series.role, "ink2")
        pen.words((x, y + pen.size * 0.36), series.name, colour, bold=True)
        x += wide(series.name, pen.size, bold=True) + pen.size * 1.2
