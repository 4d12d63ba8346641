"""The lines of a chart as an office program draws them: stretches of known values.

A stretch ends where a value isn't known. A step is two points where the value changes.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from fupin.document import Chart, Point, Series

# Where Excel begins to count days.
_ORIGIN = date(1899, 12, 30)


class Stretch(NamedTuple):
    """A part of a series, or of the upper ends of its ranges, or a rule.

    `held` are the document's points that it was made of; `pairs` what is drawn.
    """

    name: str
    role: str
    held: list[Point]
    pairs: list[tuple[float, float]]


def serial(at: Any) -> float:
    """Return where a date or a number stands on the axis: days as Excel counts them."""
    return float((at - _ORIGIN).days) if isinstance(at, date) else float(at)


def day(counted: float) -> date:
    """Return the date that Excel counts so."""
    return _ORIGIN + timedelta(days=int(counted))


def highest(lang: str) -> str:
    """Return what the upper ends of ranges are called in a chart's sheet."""
    return "最高" if lang == "zh" else "highest"


class Lines:
    """What a chart of lines or steps stands on, and its stretches."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.points = [p for series in chart.series for p in series.points]
        self.is_of_dates = all(isinstance(p.at, date) for p in self.points)
        words = [p.at for p in self.points if isinstance(p.at, str)]
        self.words = {word: float(n) for n, word in enumerate(dict.fromkeys(words))}
        self.is_of_numbers = not self.is_of_dates and not words
        at = [self.at(p) for p in self.points] or [0.0]
        self.least, self.most = min(at), max(at)
        if self.least == self.most:
            self.least, self.most = self.least - 1, self.most + 1

    @property
    def is_step(self) -> bool:
        """Say whether values go on until the next one."""
        return self.chart.kind == "step"

    def at(self, point: Point) -> float:
        """Return where a point stands: a category by its order, a date by its day."""
        return self.words[point.at] if isinstance(point.at, str) else serial(point.at)

    def ordered(self, series: Series) -> list[Point]:
        """Return a series' points from left to right."""
        return sorted(series.points, key=self.at)

    def known(self, series: Series) -> list[list[Point]]:
        """Return a series' points in order, broken where a value isn't known."""
        runs: list[list[Point]] = [[]]
        for point in self.ordered(series):
            if point.value is None:
                runs.append([])
            else:
                runs[-1].append(point)
        return [run for run in runs if run]

    def stretches(self, lang: str) -> list[Stretch]:
        """Return all that is drawn, in order: series, their ranges, rules."""
        found = [
            made for series in self.chart.series for made in self._of(series, lang)
        ]
        for rule in self.chart.rules:
            if rule.at:
                continue
            value = float(rule.value)
            last = self.most if rule.until is None else float(rule.until)
            ends = [(at, value) for at in (self.least, last)]
            if rule.is_upright:
                ends = [(value, y) for y in self.reach]
            role = "old rule" if rule.dashed else "rule"
            found.append(Stretch(rule.label, role, [], ends))
        return found

    @property
    def reach(self) -> tuple[float, float]:
        """Return from where to where an upright rule goes: over all values."""
        held = [v for p in self.points for v in (p.value, p.high) if v is not None]
        return float(self.chart.starts), float(max([*held, self.chart.starts]))

    def _of(self, series: Series, lang: str) -> list[Stretch]:
        ordered = self.ordered(series)
        found = []
        for n, run in enumerate(self.known(series)):
            # The first stretch bears the series' name, further ones a number too.
            name = series.name if n == 0 else f"{series.name} {n + 1}"
            after = ordered[ordered.index(run[-1]) + 1 :][:1]
            end = self.at(after[0]) if after else None
            low = [(self.at(p), float(p.value or 0)) for p in run]
            found.append(Stretch(name, series.role, run, self._pairs(low, end)))
        high = [(self.at(p), float(p.high)) for p in ordered if p.high is not None]
        if high:
            name = f"{series.name} {highest(lang)}"
            found.append(Stretch(name, "unknown", [], self._pairs(high, None)))
        return found

    def _pairs(
        self, values: list[tuple[float, float]], end: float | None
    ) -> list[tuple[float, float]]:
        """Return pairs; of steps, each value goes on until the next, or to `end`."""
        if not self.is_step:
            return values
        points: list[tuple[float, float]] = []
        for x, y in values:
            if points:
                points.append((x, points[-1][1]))
            points.append((x, y))
        return points + ([(end, points[-1][1])] if end is not None else [])
