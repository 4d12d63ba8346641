"""Lines over dates or numbers, and exact steps, as native charts.

Dates stand in the chart's sheet as dates. A step is an xy chart with two points where
the value changes. What isn't known is hatched behind the chart and breaks the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fupin.exports.deck import native
from fupin.exports.deck.around import Around
from fupin.exports.deck.canvas import Run, ink, stroke
from fupin.exports.deck.lie import SIZE, Lie
from fupin.exports.stretches import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupin.document import Chart, Document, Point
    from fupin.exports.deck.canvas import Box
    from fupin.exports.stretches import Stretch

# A role's line: colour, width in px, dash.
LOOKS = {
    "s1": ("s1", 4, ""), "s2": ("s2", 4, ""), "s3": ("s3", 4, ""), "s4": ("s4", 4, ""),
    "met": ("met", 4, ""), "unmet": ("unmet", 4, ""), "unknown": ("unk", 3, "sysDash"),
    "target": ("s2", 3, "dash"), "projection": ("ink3", 3, "sysDot"),
    "rule": ("ink", 3, ""), "old rule": ("ink3", 2, "dash"),
}  # fmt: skip
RULES = ("rule", "old rule")
UNMARKED = ("target", "projection", *RULES)
_MONTHS = (1, 2, 3, 6, 12, 24, 60)
_MOST_TICKS = 7
# A path that passes so near above or below a point, as a part of the axis, is above it.
NEAR = 0.06


@dataclass
class Curves:
    """Draws one chart of lines into a box of a slide."""

    slide: Any
    document: Document
    chart: Chart
    box: Box

    def draw(self) -> None:
        """Draw what is hatched, the native chart, and the words at the lines' ends."""
        if not any(series.points for series in self.chart.series):
            return
        self.lie = Lie(self.chart, self.box)
        around = Around(self.slide, self.document, self.lie)
        around.behind()
        if self.lie.is_xy:
            self._pairs()
        else:
            self._lines()
        around.beside()

    def _add(self, kind: Any, data: Any) -> Any:
        return native.add(self.slide, self.document, self.chart, kind, data,
                          (self.box, self.lie.plot))  # fmt: skip

    def _lines(self) -> None:
        """Draw a line chart over categories or dates, each series with gaps spanned."""
        from pptx.chart.data import CategoryChartData  # noqa: PLC0415
        from pptx.enum.chart import XL_CHART_TYPE  # noqa: PLC0415

        lie = self.lie
        drawn = lie.stretches(self.document.lang)
        self.places = sorted({lie.at(p) for p in lie.points})
        names = {n: word for word, n in lie.words.items()}
        data = CategoryChartData(number_format="General")
        data.categories = [names[n] if names else day(n) for n in self.places]
        for stretch in drawn:
            held = dict(stretch.pairs)
            if stretch.role in RULES:
                held = dict.fromkeys(self.places, stretch.pairs[0][1])
            data.add_series(stretch.name, [held.get(n) for n in self.places])
        made = self._add(XL_CHART_TYPE.LINE_MARKERS, data)
        # What another series has no value at isn't a break: its next value joins on.
        native.blanks(made, "span")
        self._dress(made, drawn)
        if lie.is_of_dates:
            months = (lie.most - lie.least) / 30.4
            unit = next((n for n in _MONTHS if months / n <= _MOST_TICKS), _MONTHS[-1])
            native.date_axis(made.category_axis, unit, self._date_format())

    def _pairs(self) -> None:
        """Draw an xy chart: exact steps, or lines over numbers."""
        from pptx.chart.data import XyChartData  # noqa: PLC0415
        from pptx.enum.chart import XL_CHART_TYPE  # noqa: PLC0415

        lie = self.lie
        drawn = lie.stretches(self.document.lang)
        data = XyChartData(number_format="General")
        for stretch in drawn:
            held = data.add_series(stretch.name)
            for x, y in stretch.pairs:
                held.add_data_point(x, y)
        made = self._add(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data)
        self._dress(made, drawn)
        axis = made.category_axis
        axis.minimum_scale, axis.maximum_scale = lie.least, lie.most
        axis.major_unit = (lie.most - lie.least) / 5 if lie.is_of_dates else lie.step
        axis.tick_labels.number_format = (
            self._date_format()
            if lie.is_of_dates
            else native.form([lie.least, lie.step])
        )
        axis.tick_labels.number_format_is_linked = False

    def _dress(self, made: Any, drawn: list[Stretch]) -> None:
        native.dress_values(made.value_axis, self.lie.bounds)
        names = made.category_axis
        native.quiet(names)
        names.has_major_gridlines = False
        native.look_axis(names, "line", 1)
        native.between(made)
        for series, stretch in zip(made.plots[0].series, drawn, strict=True):
            element, look = series._element, LOOKS[stretch.role]  # noqa: SLF001
            native.look(element, stroke(*look))
            native.marker(element, self._mark(stretch.role), look[0])
            series.smooth = False
            native.labels(element, self._labels(stretch))

    def _mark(self, role: str) -> str:
        if self.lie.is_xy or role in UNMARKED:
            return "none"
        return "dash" if role == "unknown" else "circle"

    def _labels(self, stretch: Stretch) -> list[str]:
        """Return the words inside a line; those of its end stand beside it."""
        if self.lie.is_xy:
            return []
        if stretch.role == "unknown" and not stretch.held:
            # A range's upper end says its number; the line's words say the lower one.
            shape = native.form([y for _, y in stretch.pairs])
            run = Run("", SIZE * 0.8, "unk-ink")
            return [
                native.label(self.places.index(x), run, "t", shape=shape)
                for x, _ in stretch.pairs
            ]
        lasts = [
            self.lie.known(s)[-1][-1] for s in self.chart.series if self.lie.known(s)
        ]
        return [
            native.label(
                self.places.index(self.lie.at(p)),
                Run("", SIZE * 0.9, ink(p.verdict), True), self._side(p), text=p.text,
            )
            for p in stretch.held
            if p.text and not any(p is last for last in lasts)
        ]  # fmt: skip

    def _side(self, point: Point) -> str:
        """Return where a point's words stand: below it where the path is above."""
        lie = self.lie
        near = (lie.bounds.most - lie.bounds.least) * NEAR
        paths = [lie.known(s) for s in self.chart.series if s.role == "target"]
        heights = [self._height(run, lie.at(point)) for runs in paths for run in runs]
        lowest = float(point.value or 0) - near
        return "b" if any(h is not None and h > lowest for h in heights) else "t"

    def _height(self, run: Sequence[Point], at: float) -> float | None:
        """Return how high a line is at a place; None where it isn't."""
        for one, other in pairwise(run):
            start, end = self.lie.at(one), self.lie.at(other)
            if start <= at <= end and start < end:
                low, high = float(one.value or 0), float(other.value or 0)
                return low + (high - low) * (at - start) / (end - start)
        return None

    def _date_format(self) -> str:
        return 'yyyy"年"m"月"' if self.document.lang == "zh" else "mmm yyyy"
