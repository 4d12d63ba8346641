"""What stands around a chart's lines: hatched fields behind, words beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupin.exports.deck.canvas import (
    HATCH,
    Box,
    Run,
    field,
    ink,
    paragraph,
    stroke,
    text,
)
from fupin.exports.deck.lie import SIZE
from fupin.exports.measure import cut, width
from fupin.exports.words import say

if TYPE_CHECKING:
    from fupin.document import Document, Point, Series
    from fupin.exports.deck.lie import Lie

# How wide a range at one place is drawn, and how far apart words are, px.
RANGE, APART = 18, 28
# Steps nearer to one another are one field, px.
NARROWEST = 3


@dataclass
class Around:
    """Draws around the lines of one chart."""

    slide: Any
    document: Document
    lie: Lie

    def behind(self) -> None:
        """Hatch what isn't known: a range at its place, a gap over the whole height."""
        for series in self.lie.chart.series:
            ordered = self._seen(self.lie.ordered(series))
            for n, point in enumerate(ordered):
                x = self.lie.x(self.lie.at(point))
                after = ordered[n + 1 : n + 2]
                self._hatch(
                    series, point, x, self.lie.x(self.lie.at(after[0])) if after else x
                )

    def _seen(self, ordered: list[Point]) -> list[Point]:
        """Return the points whose fields can be told apart: of steps, not each pixel's.

        A town has hundreds of steps; a field a step would be a file of nothing else.
        """
        if not self.lie.is_step:
            return ordered
        found: list[Point] = []
        for point in ordered:
            x = self.lie.x(self.lie.at(point))
            is_near = found and x - self.lie.x(self.lie.at(found[-1])) < NARROWEST
            if not is_near or point.value is None or point is ordered[-1]:
                found.append(point)
        return found

    def _hatch(self, series: Series, point: Point, x: float, after: float) -> None:
        if point.value is not None and point.high is None:
            return
        is_step = self.lie.is_step and after > x
        left, wide = (x, after - x) if is_step else (x - RANGE / 2, RANGE)
        top, tall = self.lie.plot.top, self.lie.plot.height
        if point.value is not None and point.high is not None:
            top = self.lie.y(float(point.high))
            tall = self.lie.y(float(point.value)) - top
        said = f"{series.name} {say(self.document.lang, 'unknown')}"
        where = Box(left, top, wide, tall)
        # Many narrow fields beside one another have no edges between them.
        edge = stroke("unk", 1) if wide >= RANGE else ""
        field(self.slide, where, HATCH, border=edge, name=said, said=said)
        if point.value is None:
            self._open(point, left + wide / 2)

    def _open(self, point: Point, middle: float) -> None:
        """Write above a gap that it isn't known."""
        run = Run(point.text or say(self.document.lang, "unknown"), 16, "unk-ink", True)
        wide = width(run.text, 16)
        where = Box(middle - wide / 2, self.lie.plot.top - 28, wide, 24)
        text(self.slide, where, [paragraph([run], "ctr")], wrap=False)

    def beside(self) -> None:
        """Write each line's words at its end, none over another, and those of steps."""
        if self.lie.is_xy:
            self._inside()
        self._rules()
        taken: list[float] = []
        right = self.lie.box.left + self.lie.box.width
        for words, token, at, value in sorted(self.lie.ends(), key=lambda end: -end[3]):
            x, y = self.lie.x(at) + RANGE / 2 + 8, self.lie.y(value)
            if at < self.lie.most:
                # Others go on to the right: below its point it is clear of them.
                y += APART * 0.8
            if taken and y - taken[-1] < APART:
                y = taken[-1] + APART
            taken.append(y)
            room = right - x
            run = Run(cut(words, SIZE, room, SIZE, bold=True), SIZE, token, True)
            where = Box(x, y - APART / 2, room, APART)
            text(self.slide, where, [paragraph([run])], anchor="ctr", wrap=False)

    def _rules(self) -> None:
        """Write a target's words below it, from the axis on, and the plan's above it.

        Over a target lies the line; beside the plan's value the one that is set.
        """
        lie = self.lie
        for rule in lie.chart.rules:
            wide = width(rule.label, SIZE)
            if rule.until is not None:
                x, y = lie.plot.left + 8, lie.y(float(rule.value)) + 2
            elif rule.is_upright and rule.dashed:
                x, y = lie.x(float(rule.value)) - wide / 2, lie.y(lie.reach[1]) - APART
            else:
                continue
            run = Run(rule.label, SIZE * 0.9, "ink2")
            where = Box(x, y, wide, APART)
            text(self.slide, where, [paragraph([run])], anchor="ctr", wrap=False)

    def _inside(self) -> None:
        """Write the words of points inside an xy chart above them."""
        for series in self.lie.chart.series:
            known = [point for run in self.lie.known(series) for point in run]
            for point in known[:-1]:
                if point.text and point.value is not None:
                    x = self.lie.x(self.lie.at(point)) + 8
                    y = self.lie.y(float(point.value)) - APART
                    run = Run(point.text, SIZE * 0.9, ink(point.verdict), True)
                    where = Box(x, y, width(point.text, SIZE), APART)
                    text(
                        self.slide, where, [paragraph([run])], anchor="ctr", wrap=False
                    )
