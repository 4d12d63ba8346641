"""A category a row, and its distance from the first rule: who is short by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.charting.pen import fitted, wide
from fupin.charting.rows import (
    NARROW,
    RIGHT,
    axis,
    begin_row,
    frame,
    name_row,
    points_of,
    rule_line,
    rules,
    spanned,
)
from fupin.charting.scale import Scale, bounds, read
from fupin.charting.spoken import fill_of, ink_of, say, told, verdict_of

if TYPE_CHECKING:
    from fupin.charting.pen import Anchor, Pen
    from fupin.charting.rows import Frame
    from fupin.document import Chart, Point, Series


# A plot that is narrower than this part has its words above its rows; the marks stand
# lower then, by this part of a row.
STACKED, LOWER = 0.36, 0.22


def dots(pen: Pen, chart: Chart, width: float, height: float) -> None:
    """Draw the rows of a dot chart into an area of this size."""
    marks = [(s, p) for s in chart.series for p in s.points]
    at = frame(pen, chart, (width, height), 0)
    column = max((_said_width(pen, at, s, p) for s, p in marks), default=0)
    at.right = width - min(column, width * RIGHT) - pen.size
    # On a phone long words at both sides leave no room between: they go above.
    stacks = width < NARROW * pen.size and at.right - at.left < width * STACKED
    if stacks:
        at.left, at.right = 0, width
    low, high = bounds(
        [v for _, p in marks for v in (p.value, p.high)]
        + [r.value for r in chart.rules]
    )
    low = min(low, chart.starts) if chart.starts else low
    scale, tick_at = spanned(chart, low, high, at)
    scale = _with_room(pen, at, scale, marks)
    axis(pen, at, scale, tick_at)
    if stacks:
        rules(pen, chart, at, scale)
    for n, name in enumerate(at.names):
        if n:
            y = at.top + n * at.row
            pen.line((0, y), (width, y), "line")
        begin_row(pen, at, n)
        if not stacks:
            name_row(pen, chart, at, n)
        for series, point in points_of(chart, name):
            pen.begin(told(chart, series, point, pen.lang))
            middle = at.middle(n) + at.row * LOWER * stacks
            _mark(pen, at, scale, middle, chart, series, point)
            if stacks:
                _cross(pen, at, scale, middle, chart)
                _head(pen, at, at.top + n * at.row, series, point)
            else:
                _say(pen, at, at.middle(n), series, point)
            pen.end()
        pen.end()
    if not stacks:
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


def _cross(pen: Pen, at: Frame, scale: Scale, y: float, chart: Chart) -> None:
    """Draw the thresholds once more over a mark, not over the words above it."""
    tall = min(at.row * 0.22, pen.size)
    for rule in chart.across:
        rule_line(pen, rule, scale(rule.value), y - tall, y + tall)


def _head(pen: Pen, at: Frame, top: float, series: Series, point: Point) -> None:
    """Write name and note at the left above a mark, and what it says at the right."""
    y, name = top + at.label * 1.25, str(point.at)
    said, _ = _words(pen, at, series, point)
    room = at.edge - wide(said, at.label, bold=True) - pen.size
    name = fitted(name, room, at.label, bold=True)
    pen.words((0, y), name, "ink", size=at.label, bold=True, halo=True)
    after = wide(name, at.label, bold=True) + pen.size * 0.7
    if point.note and after + wide(point.note, pen.size) <= room:
        pen.words((after, y), point.note, "ink3", halo=True)
    ink = ink_of(point, series, "ink")
    pen.words((at.edge, y), said, ink, size=at.label, anchor="end", bold=True,
              halo=True)  # fmt: skip


def _say(pen: Pen, at: Frame, y: float, series: Series, point: Point) -> None:
    text, word = _words(pen, at, series, point)
    ink, room = ink_of(point, series, "ink"), at.edge - at.right - pen.size * 0.5
    line = y - pen.size * 0.15 if word else y + at.label * 0.36
    text = fitted(text, room, at.label, bold=True)
    pen.words((at.edge, line), text, ink, size=at.label, anchor="end", bold=True)
    pen.words((at.edge, line + pen.size * 1.4), word, ink, anchor="end")
