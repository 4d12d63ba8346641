"""Lines over dates or numbers, and exact steps, as native charts.

Dates stand in the chart's sheet as dates. A step is an xy chart with two points where
the value changes. What isn't known is hatched behind the chart and breaks the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from fupin.exports.deck import native
from fupin.exports.deck.around import Around
from fupin.exports.deck.canvas import Run, ink, stroke
from fupin.exports.deck.lie import SIZE, Lie, day

if TYPE_CHECKING:
    from fupin.document import Chart, Document, Point, Series
    from fupin.exports.deck.canvas import Box

# A role's line: colour, width in px, dash.
LOOKS = {
    "s1": ("s1", 4, ""), "s2": ("s2", 4, ""), "s3": ("s3", 4, ""), "s4": ("s4", 4, ""),
    "met": ("met", 4, ""), "unmet": ("unmet", 4, ""), "unknown": ("unk", 3, "sysDash"),
    "target": ("s2", 3, "dash"), "projection": ("ink3", 3, "sysDot"),
    "rule": ("ink", 3, ""), "old rule": ("ink3", 2, "dash"),
}  # fmt: skip
UNMARKED = ("target", "projection", "rule", "old rule")
_MONTHS = (1, 2, 3, 6, 12, 24, 60)
_MOST_TICKS = 7


class Piece(NamedTuple):
    """A part of a series that is known without a break, as it is drawn."""

    name: str
    role: str
    points: list[tuple[float, float]]


@dataclass
class Curves:
    """Draws one chart of lines into a box of a slide."""

    slide: Any
    document: Document
    chart: Chart
    box: Box

    def draw(self) -> None:
        """Draw what is hatched, the native chart, and the words at the lines' ends."""
        self.lie = Lie(self.chart, self.box)
        if not self.lie.points:
            return
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

    def _highest(self, series: Series) -> str:
        return f"{series.name} {native.highest(self.document.lang)}"

    def _lines(self) -> None:
        """Draw a line chart over categories or dates, each series with gaps spanned."""
        from pptx.chart.data import CategoryChartData  # noqa: PLC0415
        from pptx.enum.chart import XL_CHART_TYPE  # noqa: PLC0415

        at = self.lie.at
        data = CategoryChartData(number_format="General")
        places = sorted({at(p) for p in self.lie.points})
        names = {n: word for word, n in self.lie.words.items()}
        data.categories = [names[n] if names else day(n) for n in places]
        drawn: list[tuple[str, str]] = []

        def add(name: str, role: str, values: dict[float, Any]) -> None:
            data.add_series(name, [values.get(n) for n in places])
            drawn.append((name, role))

        for series in self.chart.series:
            for n, run in enumerate(self.lie.known(series)):
                add(_named(series, n), series.role, {at(p): p.value for p in run})
            if any(p.high is not None for p in series.points):
                highs = {at(p): p.high for p in series.points}
                add(self._highest(series), "unknown", highs)
        for rule in self.chart.rules:
            add(rule.label, _rule(rule.dashed), dict.fromkeys(places, rule.value))
        made = self._add(XL_CHART_TYPE.LINE_MARKERS, data)
        # What another series has no value at isn't a break: its next value joins on.
        native.blanks(made, "span")
        self._dress(made, drawn)
        if self.lie.is_of_dates:
            axis = made.category_axis
            months = (self.lie.most - self.lie.least) / 30.4
            unit = next((n for n in _MONTHS if months / n <= _MOST_TICKS), _MONTHS[-1])
            native.date_axis(axis, unit, self._date_format())

    def _pairs(self) -> None:
        """Draw an xy chart: exact steps, or lines over numbers."""
        from pptx.chart.data import XyChartData  # noqa: PLC0415
        from pptx.enum.chart import XL_CHART_TYPE  # noqa: PLC0415

        pieces = [piece for series in self.chart.series for piece in self._cut(series)]
        for rule in self.chart.rules:
            ends = [(at, float(rule.value)) for at in (self.lie.least, self.lie.most)]
            pieces.append(Piece(rule.label, _rule(rule.dashed), ends))
        data = XyChartData(number_format="General")
        for piece in pieces:
            held = data.add_series(piece.name)
            for x, y in piece.points:
                held.add_data_point(x, y)
        made = self._add(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data)
        self._dress(made, [(piece.name, piece.role) for piece in pieces])
        axis, lie = made.category_axis, self.lie
        axis.minimum_scale, axis.maximum_scale = lie.least, lie.most
        axis.major_unit = (lie.most - lie.least) / 5 if lie.is_of_dates else lie.step
        axis.tick_labels.number_format = (
            self._date_format()
            if lie.is_of_dates
            else native.form([lie.least, lie.step])
        )
        axis.tick_labels.number_format_is_linked = False

    def _cut(self, series: Series) -> list[Piece]:
        """Return a series' known stretches; of steps, with both ends of each."""
        ordered = self.lie.ordered(series)
        found = []
        for n, run in enumerate(self.lie.known(series)):
            after = ordered[ordered.index(run[-1]) + 1 :][:1]
            end = self.lie.at(after[0]) if after else None
            low = [(self.lie.at(p), float(p.value or 0)) for p in run]
            found.append(Piece(_named(series, n), series.role, self._stepped(low, end)))
            found += self._over(series, run)
        return found

    def _over(self, series: Series, run: list[Point]) -> list[Piece]:
        high = [(self.lie.at(p), float(p.high)) for p in run if p.high is not None]
        pairs = self._stepped(high, None)
        return [Piece(self._highest(series), "unknown", pairs)] if high else []

    def _stepped(
        self, values: list[tuple[float, float]], end: float | None
    ) -> list[tuple[float, float]]:
        """Return pairs; of steps, each value goes on until the next, or to `end`."""
        if self.chart.kind != "step":
            return values
        points: list[tuple[float, float]] = []
        for x, y in values:
            if points:
                points.append((x, points[-1][1]))
            points.append((x, y))
        return points + ([(end, points[-1][1])] if end is not None else [])

    def _dress(self, made: Any, drawn: list[tuple[str, str]]) -> None:
        native.dress_values(made.value_axis, self.lie.bounds)
        names = made.category_axis
        native.quiet(names)
        names.has_major_gridlines = False
        native.look_axis(names, "line", 1)
        native.between(made)
        for series, (name, role) in zip(made.plots[0].series, drawn, strict=True):
            element = series._element  # noqa: SLF001
            native.look(element, stroke(*LOOKS[role]))
            native.marker(element, self._mark(role), LOOKS[role][0])
            series.smooth = False
            native.labels(element, self._labels(name))

    def _mark(self, role: str) -> str:
        if self.lie.is_xy or role in UNMARKED:
            return "none"
        return "dash" if role == "unknown" else "circle"

    def _labels(self, name: str) -> list[str]:
        """Return the words inside a line; those of its end stand beside it."""
        runs = [
            (run, known[-1][-1])
            for series in self.chart.series if (known := self.lie.known(series))
            for n, run in enumerate(known) if _named(series, n) == name
        ]  # fmt: skip
        if self.lie.is_xy or not runs:
            return []
        at = self.lie.at
        places = sorted({at(p) for p in self.lie.points})
        (run, last), *_ = runs
        return [
            native.label(
                places.index(at(p)), Run("", SIZE * 0.9, ink(p.verdict), True), "t",
                text=p.text,
            )
            for p in run
            if p.text and p is not last
        ]  # fmt: skip

    def _date_format(self) -> str:
        return 'yyyy"年"m"月"' if self.document.lang == "zh" else "mmm yyyy"


def _named(series: Series, n: int) -> str:
    """Return the name of a series' n-th stretch: each is a series of its own."""
    return series.name if n == 0 else f"{series.name} {n + 1}"


def _rule(dashed: bool) -> str:
    return "old rule" if dashed else "rule"
