"""Where a chart's lines lie on a slide: its axes, and the words at the lines' ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.exports.deck import native
from fupin.exports.deck.canvas import Box, ink
from fupin.exports.measure import width
from fupin.exports.stretches import Lines

if TYPE_CHECKING:
    from fupin.document import Chart

TOP, BOTTOM, LEFT = 40, 36, 70
SIZE = 20
# From a line's end to its words, and air after them, px.
APART = 30
# How wide the words at the lines' ends may be, px.
SAYS = (80, 260)
# What a line's words are in: as the line, where that can be read.
_WORDS = {"met": "met-ink", "unmet": "unmet-ink", "unknown": "unk-ink", "s1": "s1",
          "target": "ink3", "projection": "ink3"}  # fmt: skip


class Lie(Lines):
    """The axes of one chart of lines in a box, and the plot between them."""

    def __init__(self, chart: Chart, box: Box) -> None:
        super().__init__(chart)
        self.box = box
        at = [self.at(p) for p in self.points]
        self.step = native.scale([*at, self.most], self.least).step
        self.bounds = native.scale(native.numbers_of(chart), chart.starts)
        wide = max(
            (width(words, SIZE, bold=True) for words, *_ in self.ends()), default=0
        )
        wide += APART
        wide = min(max(wide, SAYS[0]), SAYS[1])
        self.plot = Box(
            box.left + LEFT, box.top + TOP, box.width - LEFT - wide,
            box.height - TOP - BOTTOM,
        )  # fmt: skip

    @property
    def is_xy(self) -> bool:
        """Say whether it is drawn by pairs: exact steps, and lines over numbers."""
        return self.is_step or self.is_of_numbers

    def x(self, at: float) -> float:
        """Return the px of a place on the axis below."""
        part = (at - self.least) / (self.most - self.least)
        return self.plot.left + part * self.plot.width

    def y(self, value: float) -> float:
        """Return the px of a value."""
        return self.plot.top + (1 - self.bounds.part(value)) * self.plot.height

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
            plain = _WORDS.get(series.role, "ink2")
            token = ink(last.verdict) if last.verdict else plain
            found.append((words, token, self.at(last), float(last.value or 0)))
        for rule in self.chart.rules:
            token = "ink3" if rule.dashed else "ink"
            if rule.is_upright and not rule.dashed:
                found.append((rule.label, token, float(rule.value), self.reach[1]))
            elif not (rule.at or rule.is_upright) and rule.until is None:
                found.append((rule.label, token, self.most, float(rule.value)))
        return found
