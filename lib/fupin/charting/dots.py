"""A category a row, and its distance from the first rule: who is short by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.charting.pen import fitted, wide
from fupin.charting.rows import (
    RIGHT,
    axis,
    begin_row,
    frame,
    name_row,
    points_of,
    rules,
    spanned,
)
from fupin.charting.scale import Scale, bounds, read
from fupin.charting.spoken import fill_of, ink_of, say, told, verdict_of

if TYPE_CHECKING:
    from fupin.charting.pen import Anchor, Pen
    from fupin.charting.rows import Frame
    from fupin.document import Chart, Point, Series


def dots(pen: Pen, chart: Chart, width: float, height: float) -> None:
    """Draw the rows of a dot chart into an area of this size."""
    marks = [(s, p) for s in chart.series for p in s.points]
    at = frame(pen, chart, (width, height), 0)
    column = max((_said_width(pen, at, s, p) for s, p in marks), default=0)
    at.right = width - min(column, width * RIGHT) - pen.size
    low, high = bounds(
        [v for _, p in marks for v in (p.value, p.high)]
        + [r.value for r in chart.rules]
    )
    low = min(low, chart.starts) if chart.starts else low
    scale, tick_at = spanned(chart, low, high, at)
    scale = _with_room(pen, at, scale, marks)
    axis(pen, at, scale, tick_at)
    for n, name in enumerate(at.names):
        if n:
            y = at.top + n * at.row
            pen.line((0, y), (width, y), "line")
        begin_row(pen, at, n)
        name_row(pen, chart, at, n)
        for series, point in points_of(chart, name):
            pen.begin(told(chart, series, point, pen.lang))
            _mark(pen, at, scale, at.middle(n), chart, series, point)
            _say(pen, at, at.middle(n), series, point)
            pen.end()
        pen.end()
    rules(pen, chart, at, scale)


def _value_size(pen: Pen, at: Frame) -> float:
    return min(pen.size * 1.2, at.label)


def _with_room(
    pen: Pen, at: Frame, scale: Scale, marks: list[tuple[Series, Point]]
) -> Scale:
    """Return a scale on which no figure beside a mark runs out of the plot."""
    size = _value_size(pen, at)
    for _ in range(3):
        over = [0.0, 0.0]
        for _, point in marks:
            for n, value in enumerate((point.value, point.high)):
                if value is None:
                    continue
                needed = wide(read(value), size, bold=True) + pen.size * 1.4
                # A range says its ends at both; a mark alone may stand at either.
                if n == 0:
                    over[0] = max(over[0], at.left - (scale(value) - needed))
                if n == 1 or point.high is None:
                    over[1] = max(over[1], scale(value) + needed - at.right)
        most = (at.right - at.left) * 0.35
        scale = Scale(
            scale.low, scale.high,
            min(scale.start + over[0], at.left + most),
            max(scale.end - over[1], at.right - most),
        )  # fmt: skip
    return scale


def _mark(
    pen: Pen, at: Frame, scale: Scale, y: float, chart: Chart, series: Series,
    point: Point,
) -> None:  # fmt: skip
    size = _value_size(pen, at)
    ink, tall = ink_of(point, series, "ink"), min(at.row * 0.34, pen.size * 1.6)
    if point.value is None:
        # It may lie anywhere.
        pen.rect((at.left, y - tall / 2), at.right - at.left, tall, "hatch")
        return
    x, said = scale(point.value), read(point.value)
    if point.high is not None and point.high != point.value:
        end = scale(point.high)
        pen.rect((x, y - tall / 2), end - x, tall, "hatch")
        _figure(pen, (x - pen.size * 0.6, y), said, ink, size, "end")
        other = read(point.high)
        _figure(pen, (end + pen.size * 0.6, y), other, ink, size, "start")
        return
    fill = fill_of(point, series).replace("hatch", "unk")
    radius = min(pen.size * 0.72, at.row * 0.26)
    rule = chart.line_of(str(point.at))
    if rule is not None:
        line = scale(rule.value)
        pen.line((line, y), (x, y), fill, max(radius * 0.48, 2))
        if rule.at:
            pen.line((line, y - tall), (line, y + tall), "ink", max(pen.size / 8, 1.5))
    pen.mark(verdict_of(point, series), (x, y), radius, fill)
    left = rule is not None and point.value < rule.value
    beside = x + (-1 if left else 1) * (radius + pen.size * 0.6)
    _figure(pen, (beside, y), said, ink, size, "end" if left else "start")


def _figure(
    pen: Pen,
    spot: tuple[float, float],
    said: str,
    ink: str,
    size: float,
    anchor: Anchor,
) -> None:
    place = (spot[0], spot[1] + size * 0.36)
    pen.words(place, said, ink, size=size, anchor=anchor, bold=True, halo=True)


def _said_width(pen: Pen, at: Frame, series: Series, point: Point) -> float:
    text, word = _words(pen, at, series, point)
    return max(wide(text, at.label, bold=True), wide(word, pen.size))


def _words(pen: Pen, at: Frame, series: Series, point: Point) -> tuple[str, str]:
    """Return what stands at the right of a row: its distance, and its verdict below."""
    verdict = verdict_of(point, series)
    word = say(pen.lang, verdict) if verdict else ""
    if not point.text:
        return word, ""
    two = at.row >= at.label + pen.size * 1.6
    return point.text, word if two and word not in point.text else ""


def _say(pen: Pen, at: Frame, y: float, series: Series, point: Point) -> None:
    text, word = _words(pen, at, series, point)
    ink, room = ink_of(point, series, "ink"), at.edge - at.right - pen.size * 0.5
    line = y - pen.size * 0.15 if word else y + at.label * 0.36
    text = fitted(text, room, at.label, bold=True)
    pen.words((at.edge, line), text, ink, size=at.label, anchor="end", bold=True)
    pen.words((at.edge, line + pen.size * 1.4), word, ink, anchor="end")
