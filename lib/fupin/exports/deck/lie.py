"""Where a chart's lines lie on a slide: its axes, and what is known of a series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fupin.exports.deck import native
from fupin.exports.deck.canvas import Box, ink
from fupin.exports.measure import width

if TYPE_CHECKING:
    from fupin.document import Chart, Point, Series

TOP, BOTTOM, LEFT = 40, 36, 70
SIZE = 20
# How wide the words at the lines' ends may be, px.
SAYS = (80, 260)
_EXCEL = date(1899, 12, 30)
# What a line's words are in: as the line, where that can be read.
_WORDS = {"met": "met-ink", "unmet": "unmet-ink", "unknown": "unk-ink", "s1": "s1",
          "target": "ink3", "projection": "ink3"}  # fmt: skip


def serial(at: Any) -> float:
    """Return where a date or a number stands on the axis: days as Excel counts them."""
    return float((at - _EXCEL).days) if isinstance(at, date) else float(at)


def day(counted: float) -> date:
    """Return the date that Excel counts so."""
    return _EXCEL + timedelta(days=int(counted))


@dataclass
class Lie:
    """The axes of one chart of lines in a box; a chart without points has none."""

    chart: Chart
    box: Box

    def __post_init__(self) -> None:
        """Work out both axes and the plot between them."""
        self.points = [p for series in self.chart.series for p in series.points]
        if self.points:
            self._across()
            self._upwards()

    def _across(self) -> None:
        self.is_of_dates = all(isinstance(p.at, date) for p in self.points)
        words = [p.at for p in self.points if isinstance(p.at, str)]
        self.words = {word: float(n) for n, word in enumerate(dict.fromkeys(words))}
        self.is_of_numbers = not self.is_of_dates and not words
        at = [self.at(p) for p in self.points]
        self.least, self.most = min(at), max(at)
        if self.least == self.most:
            self.least, self.most = self.least - 1, self.most + 1
        self.step = native.scale(at, self.least).step

    def _upwards(self) -> None:
        self.bounds = native.scale(native.numbers_of(self.chart), self.chart.starts)
        wide = max((width(words, SIZE) for words, *_ in self.ends()), default=0) + 24
        wide = min(max(wide, SAYS[0]), SAYS[1])
        box = self.box
        self.plot = Box(
            box.left + LEFT, box.top + TOP, box.width - LEFT - wide,
            box.height - TOP - BOTTOM,
        )  # fmt: skip

    @property
    def is_xy(self) -> bool:
        """Say whether it is drawn by pairs: exact steps, and lines over numbers."""
        return self.chart.kind == "step" or self.is_of_numbers

    def at(self, point: Point) -> float:
        """Return where a point stands: a category by its order, a date by its day."""
        return self.words[point.at] if isinstance(point.at, str) else serial(point.at)

    def x(self, at: float) -> float:
        """Return the px of a place on the axis below."""
        part = (at - self.least) / (self.most - self.least)
        return self.plot.left + part * self.plot.width

    def y(self, value: float) -> float:
        """Return the px of a value."""
        return self.plot.top + (1 - self.bounds.part(value)) * self.plot.height

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

    def ends(self) -> list[tuple[str, str, float, float]]:
        """Return what stands at the lines' ends: words, colour, place, value."""
        found = []
        for series in self.chart.series:
            runs = self.known(series)
            if not runs:
                continue
            last = runs[-1][-1]
            words = last.text
            if series.name not in words:
                words = f"{series.name} {words}".strip()
            token = (
                ink(last.verdict) if last.verdict else _WORDS.get(series.role, "ink2")
            )
            found.append((words, token, self.at(last), float(last.value or 0)))
        for rule in self.chart.rules:
            token = "ink3" if rule.dashed else "ink"
            found.append((rule.label, token, self.most, float(rule.value)))
        return found
