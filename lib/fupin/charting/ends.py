"""What stands at a line's end and beside its points, none over another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.charting.pen import fitted, wide
from fupin.charting.scale import placed, read, spread
from fupin.charting.spoken import ink_of, say

if TYPE_CHECKING:
    from fupin.charting.lines import Plot
    from fupin.charting.pen import Pen
    from fupin.document import Chart, Point, Series

AT_END = 0.02


def ends_at(series: Series, left: float, right: float) -> bool:
    """Say whether a line comes to the right edge."""
    known = [p for p in series.points if p.value is not None]
    if not known:
        return False
    return placed(known[-1].at) >= right - (right - left) * AT_END


def end_words(series: Series) -> str:
    """Return the label at a line's end: its name, with what the last point says."""
    known = [p for p in series.points if p.value is not None]
    text = known[-1].text if known else ""
    if not text:
        return series.name
    return text if not series.name or series.name in text else f"{series.name} {text}"


def end_labels(pen: Pen, plot: Plot, chart: Chart, width: float) -> None:
    """Write the labels of the lines that reach the right edge, none over another."""
    held = []
    for series in chart.series:
        known = [p for p in series.points if p.value is not None]
        if known and ends_at(series, plot.x.low, plot.x.high):
            point = known[-1]
            held.append((plot.spot(point, float(point.value or 0)), series, point))
    held.sort(key=lambda one: one[0][1])
    size = pen.size * 1.1
    x = plot.x.end + pen.size * 0.7
    own = [_broken(series, width - x, size) for _, series, _ in held]
    counts = [
        len(lines) + _below(point)
        for lines, (_, _, point) in zip(own, held, strict=True)
    ]
    low, high = plot.y.end - pen.size * 0.4, plot.y.start
    places = spread(
        [spot[1] for spot, _, _ in held], [size * 1.3 * n for n in counts], low, high
    )
    for y, count, lines, (spot, series, point) in zip(
        places, counts, own, held, strict=True
    ):
        if abs(y - spot[1]) > size * 0.8:
            pen.line((spot[0] + pen.size * 0.45, spot[1]), (x - 1, y), "s3")
        target = series.role == "target"
        ink = "ink3" if target else ink_of(point, series, "ink")
        for n, words in enumerate(lines):
            place = (x, y + size * (0.36 + 1.2 * n))
            pen.words(place, words, ink, size=size, bold=not target)
        plot.labels.boxes.append(
            (x, y - size * 0.6, width, y + size * (1.3 * count - 0.7))
        )
        if _below(point):
            note = fitted(point.note, width - x, pen.size)
            tone = "unmet-ink" if series.role == "projection" else "ink3"
            pen.words((x, y + size * (0.3 + 1.2 * len(lines))), note, tone)


def _broken(series: Series, room: float, size: float) -> list[str]:
    """Return the label at a line's end; where it is too long, its figure on a line."""
    whole = end_words(series)
    text = next((p.text for p in reversed(series.points) if p.value is not None), "")
    is_both = text and series.name and whole != text
    if wide(whole, size, bold=True) <= room or not is_both:
        return [fitted(whole, room, size, bold=True)]
    return [fitted(words, room, size, bold=True) for words in (series.name, text)]


def _below(point: Point) -> bool:
    """Say whether a label has a second line; that of a range stands at its high end."""
    return bool(point.note) and point.high is None


def point_labels(pen: Pen, plot: Plot, series: Series) -> None:
    """Write what points say, and the names of lines that end within the plot."""
    known = [p for p in series.points if p.value is not None]
    at_edge = ends_at(series, plot.x.low, plot.x.high)
    for point in known:
        last = point is known[-1]
        text = end_words(series) if last and not at_edge else point.text
        if point.high is not None and (last or point.note):
            most = point.note or say(pen.lang, "most", n=read(point.high))
            spot = plot.spot(point, float(point.high))
            plot.labels.near(pen, spot, most, "unk-ink", size=pen.size)
        if text and not (last and at_edge):
            spot = plot.spot(point, float(point.value or 0))
            ink = "ink3" if series.role == "target" else ink_of(point, series, "ink")
            size = pen.size * (1.1 if last else 1)
            plot.labels.near(pen, spot, text, ink, size=size, bold=last)
