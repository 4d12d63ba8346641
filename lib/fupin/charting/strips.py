"""One row of a dot chart in the small: a mark beside its line, what it says over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.charting.pen import wide
from fupin.charting.rows import points_of
from fupin.charting.scale import Scale, read
from fupin.charting.spoken import fill_of, ink_of, say, told, verdict_of

if TYPE_CHECKING:
    from fupin.charting.pen import Anchor, Pen
    from fupin.document import Chart, Point, Series

# A chart of near values doesn't make a yuan look like a mile.
LEAST_REACH = 400
OPEN = 0.22


def strip(pen: Pen, chart: Chart, row: str, width: float, height: float) -> str:
    """Draw the row around the middle, where its rule stands; return what it says.

    Each row stands on its own line where each has one, all on one scale of distances.
    """
    y, size, middle = height * 0.68, pen.size, width / 2
    scale = Scale(0, reach(chart), middle, width - size * 2)
    pen.line((0, y), (width, y), "grid")
    said = []
    for series, point in points_of(chart, row):
        said.append(told(chart, series, point, pen.lang))
        pen.begin(said[-1])
        _mark(pen, chart, series, point, scale, y, width)
        pen.end()
    if chart.line_of(row) is not None:
        pen.line((middle, 0), (middle, height + size * 3), "ink", 1.5)
    return "\n".join(said)


def reach(chart: Chart) -> float:
    """Return how far from the line the scale of the strips reaches, to both sides."""
    far = [
        abs(v - rule.value)
        for s in chart.series
        for p in s.points
        for v in (p.value, p.high)
        if v is not None and (rule := chart.line_of(str(p.at))) is not None
    ]
    return max([*far, LEAST_REACH]) * 1.15


def _mark(
    pen: Pen, chart: Chart, series: Series, point: Point, scale: Scale, y: float,
    width: float,
) -> None:  # fmt: skip
    middle, size, rule = scale.start, pen.size, chart.line_of(str(point.at))
    if point.value is None or rule is None:
        half = width * OPEN
        pen.rect((middle - half, y - size / 2), half * 2, size, "hatch")
        words, spot = point.text or say(pen.lang, "unknown"), middle + half + size * 0.6
        if spot + wide(words, size, bold=True) > width:
            # No room beside it: over it, on the right of the line.
            _say(pen, words, middle + size / 2, y, "unk-ink", "start")
            return
        pen.words((spot, y + size * 0.36), words, "unk-ink", bold=True)
        return
    x, line = scale(point.value - rule.value), scale(0)
    ink = ink_of(point, series, "ink")
    if point.high is not None and point.high != point.value:
        pen.rect((x, y - size / 2), scale(point.high - rule.value) - x, size, "hatch")
        _say(pen, point.text, line + size / 2, y, ink, "start")
        return
    fill = fill_of(point, series).replace("hatch", "unk")
    pen.line((line, y), (x, y), fill, size / 4)
    pen.mark(verdict_of(point, series), (x, y), size * 0.45, fill)
    is_left = point.value < rule.value
    anchor: Anchor = "end" if is_left else "start"
    spot = line + size / 2 * (-1 if is_left else 1)
    _say(pen, both(point, pen.lang), spot, y, ink, anchor)


def both(point: Point, lang: str) -> str:
    """Return a value and its distance in words: 8,964，差 214."""
    value = read(point.value or 0)
    if not point.text or value in point.text:
        return point.text or value
    return f"{value}{'，' if lang == 'zh' else ', '}{point.text}"


def _say(pen: Pen, said: str, x: float, y: float, ink: str, anchor: Anchor) -> None:
    pen.words((x, y - pen.size * 0.9), said, ink, anchor=anchor, bold=True)
