"""Charts over dates or numbers: lines, and steps that hold until the next value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from fupin.charting.ends import end_labels, end_words, ends_at, point_labels
from fupin.charting.labels import Labels
from fupin.charting.pen import wide
from fupin.charting.scale import (
    Scale,
    bounds,
    month_ends,
    placed,
    read,
    said,
    ticks,
    whole,
)
from fupin.charting.spoken import say, told

if TYPE_CHECKING:
    from fupin.charting.pen import Anchor, Pen, Spot
    from fupin.document import Chart, Point, Rule, Series

MANY, MOST_MARKS = 24, 1_000


@dataclass
class Plot:
    """Where a line chart lies, and its two scales."""

    x: Scale
    y: Scale
    labels: Labels
    hold: bool  # steps, not slopes

    def spot(self, point: Point, value: float) -> Spot:
        """Return where a value lies at the place of a point."""
        return self.x(placed(point.at)), self.y(value)


def lines(pen: Pen, chart: Chart, width: float, height: float) -> None:
    """Draw a line or step chart into an area of this size."""
    points = [p for s in chart.series for p in s.points]
    left, right = bounds(
        [placed(p.at) for p in points] + [r.value for r in chart.rules if r.is_upright]
    )
    low, high = bounds(
        [v for p in points for v in (p.value, p.high)]
        + [r.value for r in chart.across] + [chart.most]
    )  # fmt: skip
    tick_at = ticks(min(low, chart.starts), high, 5, whole=whole(chart))
    step = tick_at[1] - tick_at[0]
    edge = max(wide(read(t, step), pen.size) for t in tick_at) + pen.size * 0.7
    ends = [end_words(s) for s in chart.series if ends_at(s, left, right)]
    margin = max((wide(w, pen.size * 1.1, bold=True) for w in ends), default=0)
    x_end = width - max(min(margin + pen.size, width * 0.4), pen.size * 1.5)
    uprights = len(chart.rules) - len(chart.across)
    top, bottom = pen.size * (1.1 + 1.7 * uprights), height - pen.size * 2
    plot = Plot(
        Scale(left, right, edge, x_end), Scale(tick_at[0], tick_at[-1], bottom, top),
        Labels((edge, top - pen.size, width, bottom)), chart.kind == "step",
    )  # fmt: skip
    _axes(pen, plot, tick_at, step, points)
    for series in chart.series:
        _bands(pen, plot, series)
    for series in chart.series:
        _line(pen, plot, chart, series)
    _rules(pen, plot, chart)
    for series in chart.series:
        _marks(pen, plot, chart, series)
    end_labels(pen, plot, chart, width)
    for series in chart.series:
        point_labels(pen, plot, series)


def _axes(
    pen: Pen, plot: Plot, tick_at: list[float], step: float, points: list[Point]
) -> None:
    left, right = plot.x.start, plot.x.end
    for value in tick_at:
        y = plot.y(value)
        pen.line((left, y), (right, y), "line" if value == tick_at[0] else "grid")
        place = (left - pen.size * 0.6, y + pen.size * 0.36)
        pen.words(place, read(value, step), "ink3", anchor="end")
    y, before = plot.y.start + pen.size * 1.6, left - pen.size * 9
    for value, words in _places(pen, plot, points):
        half = wide(words, pen.size) / 2
        x = min(max(plot.x(value), half), plot.labels.area[2] - half)
        if x - half > before:
            pen.words((x, y), words, "ink3", anchor="middle")
            before = x + half + pen.size * 0.5


def _places(pen: Pen, plot: Plot, points: list[Point]) -> list[tuple[float, str]]:
    """Return where the x axis has its words, and the words."""
    low, high = plot.x.low, plot.x.high
    if any(isinstance(p.at, date) for p in points):
        last = date.fromordinal(int(high))
        fits = partial(_fits, pen, plot)
        days = month_ends(date.fromordinal(int(low)), last, fits) or [last]
        return [(placed(d), said(d, pen.lang)) for d in days]
    room = plot.x.end - plot.x.start
    most = int(room // (wide(read(high), pen.size) + pen.size * 1.5)) + 1
    found = ticks(low, high, min(max(most, 2), 6))
    step = found[1] - found[0]
    held = [(v, read(v, step)) for v in found if low <= v <= high]
    return held or [(low, read(low))]


def _fits(pen: Pen, plot: Plot, days: list[date]) -> bool:
    """Say whether the days' words stand apart on the axis."""
    width = max((wide(said(d, pen.lang), pen.size) for d in days), default=0)
    return all(
        plot.x(placed(b)) - plot.x(placed(a)) > width + pen.size * 0.8
        for a, b in pairwise(days)
    )


def _runs(plot: Plot, series: Series) -> list[list[Spot]]:
    """Return the line in pieces: it breaks where a value isn't known."""
    runs: list[list[Spot]] = [[]]
    for point in series.points:
        if point.value is None:
            if plot.hold and runs[-1]:
                runs[-1].append((plot.x(placed(point.at)), runs[-1][-1][1]))
            runs.append([])
            continue
        spot = plot.spot(point, float(point.value))
        if plot.hold and runs[-1]:
            runs[-1].append((spot[0], runs[-1][-1][1]))
        runs[-1].append(spot)
    return [run for run in runs if run]


def _look(pen: Pen, chart: Chart, series: Series) -> tuple[str, float, str]:
    """Return a line's colour, width and dashes."""
    part = max(pen.size / 12, 1)
    if series.role == "target":
        return "s2", 1.4 * part, f"{5 * part:.1f} {4 * part:.1f}"
    if series.role == "projection":
        actual = [s.role for s in chart.series if s.role in ("met", "unmet")]
        colour = actual[0] if actual else "s1"
        return colour, 2 * part, f"{1.5 * part:.1f} {3.5 * part:.1f}"
    return series.role.replace("unknown", "unk"), 2.4 * part, ""


def _line(pen: Pen, plot: Plot, chart: Chart, series: Series) -> None:
    colour, width, dash = _look(pen, chart, series)
    for run in _runs(plot, series):
        if len(run) > 1:
            pen.path(run, colour, width, dash)
        plot.labels.along(run)


def _bands(pen: Pen, plot: Plot, series: Series) -> None:
    """Hatch what isn't known: a range over the line, and a gap of it."""
    known = [p for p in series.points if p.value is not None]
    if any(p.high is not None for p in known):
        low = [plot.spot(p, float(p.value or 0)) for p in known]
        high = [plot.spot(p, float((p.value if p.high is None else p.high) or 0))
                for p in known]  # fmt: skip
        if plot.hold:
            low, high = _held(low), _held(high)
        if len(low) > 1:
            pen.area([*high, *low[::-1]])
        plot.labels.along(high)
    for n, point in enumerate(series.points):
        if point.value is None:
            _gap(pen, plot, series, n)


def _held(spots: list[Spot]) -> list[Spot]:
    found: list[Spot] = []
    for x, y in spots:
        if found:
            found.append((x, found[-1][1]))
        found.append((x, y))
    return found


def _gap(pen: Pen, plot: Plot, series: Series, n: int) -> None:
    points = series.points
    here = plot.x(placed(points[n].at))
    left = here if plot.hold or n == 0 else plot.x(placed(points[n - 1].at))
    last = n + 1 == len(points)
    right = plot.x.end if last and plot.hold else (
        here if last else plot.x(placed(points[n + 1].at))
    )  # fmt: skip
    least = pen.size * 1.2
    if right - left < least:
        left, right = here - least / 2, here + least / 2
    left, right = max(left, plot.x.start), min(right, plot.x.end)
    top, bottom = plot.y.end, plot.y.start
    pen.rect((left, top), right - left, bottom - top, "hatch")
    middle = (left + right) / 2
    plot.labels.best(
        pen, points[n].text or say(pen.lang, "unknown"),
        [(middle, top + pen.size * (1.5 + 1.4 * k), "middle") for k in range(4)],
        "unk-ink", size=pen.size, bold=True,
    )  # fmt: skip


def _marks(pen: Pen, plot: Plot, chart: Chart, series: Series) -> None:
    """Draw a dot at each value, and a field around it that says it when pointed at."""
    colour, width, _ = _look(pen, chart, series)
    plain = len(series.points) > MANY or plot.hold or series.role == "projection"
    crowd = len(series.points) > MOST_MARKS
    for n, point in enumerate(series.points):
        # Of thousands none can be pointed at; the table has them all.
        if point.value is None or (crowd and not point.text):
            continue
        x, y = plot.spot(point, float(point.value))
        pen.begin(told(chart, series, point, pen.lang))
        pen.clear((x, y), pen.size * 0.8)
        last = n + 1 == len(series.points) and series.role != "target"
        if not plain or point.text:
            inner = colour if last and not plot.hold else "surface"
            pen.dot((x, y), pen.size * (0.4 if last else 0.28), inner, colour, width)
        pen.end()


def _rules(pen: Pen, plot: Plot, chart: Chart) -> None:
    part = max(pen.size / 12, 1)
    uprights = sorted((r for r in chart.rules if r.is_upright), key=lambda r: r.value)
    for n, rule in enumerate(uprights):
        side = "middle" if len(uprights) == 1 else "start" if n else "end"
        _upright(pen, plot, rule, len(uprights) - n - 1, side)  # type: ignore[arg-type]
    for rule in chart.across:
        y, left, right = plot.y(float(rule.value)), plot.x.start, plot.x.end
        if rule.until is not None:
            _until(pen, plot, rule)
            continue
        dash = f"{4 * part:.0f} {3 * part:.0f}" if rule.dashed else ""
        colour = "ink3" if rule.dashed else "ink"
        pen.line((left, y), (right, y), colour, part * (1 if dash else 1.5), dash)
        plot.labels.along([(left, y), (right, y)])
        size = pen.size
        above, below = y - size * 0.4, y + size * 1.2
        plot.labels.best(
            pen, rule.label,
            [(left + size * 0.5, above, "start"), (right - size * 0.5, above, "end"),
             (left + size * 0.5, below, "start"), (right - size * 0.5, below, "end")],
            colour, size=size, bold=not rule.dashed,
        )  # fmt: skip


def _until(pen: Pen, plot: Plot, rule: Rule) -> None:
    """Draw a target from the axis to where the line meets it; its words beside it."""
    part, size = max(pen.size / 12, 1), pen.size
    y, left = plot.y(float(rule.value)), plot.x.start
    x = plot.x(float(rule.until or 0))
    pen.line((left, y), (x, y), "s2", part * 1.4, f"{2 * part:.0f} {3 * part:.0f}")
    pen.diamond((x, y), size * 0.45, "surface", "ink", part * 1.4)
    plot.labels.along([(left, y), (x + size * 0.5, y)])
    above, below = y - size * 0.5, y + size * 1.3
    plot.labels.best(
        pen, rule.label,
        [(x - size, below, "end"), (left + size * 0.5, below, "start"),
         (left + size * 0.5, below + size, "start"), (x + size, above, "start"),
         (left + size * 0.5, above, "start")],
        "ink2", size=size,
    )  # fmt: skip


def _upright(pen: Pen, plot: Plot, rule: Rule, row: int, side: Anchor) -> None:
    """Draw a threshold over the x axis; its label above, on the side of no other."""
    part, x = max(pen.size / 12, 1), plot.x(float(rule.value))
    ink = "ink3" if rule.dashed else "accent" if rule.is_current else "ink"
    dash = f"{4 * part:.0f} {3 * part:.0f}" if rule.dashed else ""
    size, y = pen.size * 1.1, plot.y.end - pen.size * (0.6 + 1.5 * row)
    pen.line((x, y - size), (x, plot.y.start), ink, part * (1 if dash else 2), dash)
    plot.labels.along([(x, plot.y.end), (x, plot.y.start)])
    room = wide(rule.label, size, bold=not rule.dashed)
    off = {"start": size * 0.4, "end": -room - size * 0.4, "middle": -room / 2}[side]
    left, _, right, _ = plot.labels.area
    start = min(max(x + off, left), right - room)
    pen.words((start, y), rule.label, ink, size=size, bold=not rule.dashed,
              halo=True)  # fmt: skip
