"""A category a row: stacked bars, and distances from the line that decides.

In a dot chart the bars begin where the axis of categories crosses: at the rule. What
can't be decided reaches to both sides of it, hatched, as its lowest and highest value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fupin.exports.deck import native
from fupin.exports.deck.beside import Beside
from fupin.exports.deck.canvas import Box, Run, ink
from fupin.exports.measure import width
from fupin.exports.stretches import highest
from fupin.exports.words import ICONS
from fupin.palette import LIGHT, contrast

if TYPE_CHECKING:
    from fupin.document import Chart, Document, Point, Series

# A row isn't lower than this, px; what has more rows goes on on the next slide.
LOWEST = 44
TOP, BOTTOM, GAP = 46, 36, 20
NAMES, SAYS = (120, 380), (60, 320)


def categories(chart: Chart) -> list[str]:
    """Return the rows of a chart in order, each once."""
    return list(
        dict.fromkeys(
            str(point.at) for series in chart.series for point in series.points
        )
    )


def split(chart: Chart, height: float) -> list[Chart]:
    """Return a chart as several with as many rows each as `height` px take."""
    names = categories(chart)
    most = max(int((height - TOP - BOTTOM) / LOWEST), 1)
    parts = [set(names[n : n + most]) for n in range(0, len(names), most)]
    return [
        replace(chart, series=tuple(
            replace(s, points=tuple(p for p in s.points if str(p.at) in part))
            for s in chart.series
        ))
        for part in parts or [set()]
    ]  # fmt: skip


@dataclass
class Rows:
    """Draws one chart of rows into a box of a slide; `bounds` is the axis."""

    slide: Any
    document: Document
    chart: Chart
    box: Box
    bounds: native.Scale

    def draw(self) -> None:
        """Draw what lies behind, the native chart, and the words beside it."""
        self.names = categories(self.chart)
        if not self.names:
            return
        self.by_name = [
            {str(p.at): p for p in series.points} for series in self.chart.series
        ]
        self._measure()
        beside = Beside(self)
        beside.behind()
        self._dress(self._native())
        beside.write()

    def _measure(self) -> None:
        small = self.row_height() < 70  # noqa: PLR2004
        self.sizes = (18, 14) if small else (24, 16)
        notes = [p.note for rows in self.by_name for p in rows.values()]
        left = max(width(n, self.sizes[0], bold=True) for n in self.names) + GAP
        left = max(left, max(width(n, self.sizes[1]) for n in notes or [""]) + GAP)
        said = [t for name in self.names for t, _ in self.says(name)]
        # Another font than the one measured may be wider: air for two more letters.
        spare = GAP + self.sizes[0]
        right = (
            max((width(t, self.sizes[0], bold=True) for t in said), default=0) + spare
        )
        left = min(max(left, NAMES[0]), NAMES[1])
        right = min(max(right, SAYS[0]), SAYS[1])
        box = self.box
        self.plot = Box(
            box.left + left, box.top + TOP, box.width - left - right,
            box.height - TOP - BOTTOM,
        )  # fmt: skip
        self._leave_room()

    def _leave_room(self) -> None:
        """Narrow the plot where a number at a bar's end would stand on other words."""
        points = [point for rows in self.by_name for point in rows.values()]
        values = [v for p in points for v in (p.value, p.high) if v is not None]
        if not self.is_dot or not values:
            return
        said_ = f"{max(values, key=abs):,.0f} ●"
        wide = width(said_, self.sizes[0] * 0.85, bold=True) + 12
        low = max(wide - (self.x(min(values)) - self.plot.left), 0)
        high = max(wide - (self.plot.left + self.plot.width - self.x(max(values))), 0)
        left, top, room, tall = self.plot
        self.plot = Box(left + low, top, room - low - high, tall)

    def row_height(self) -> float:
        """Return how high a row is, px."""
        return (self.box.height - TOP - BOTTOM) / len(self.names)

    @property
    def is_dot(self) -> bool:
        """Say whether distances from a rule are drawn."""
        return self.chart.kind == "dot"

    @property
    def gap(self) -> int:
        """Return the air between two bars, as a percentage of a bar."""
        return 400 if self.is_dot else 90

    def x(self, value: float) -> float:
        """Return the px of a value."""
        return self.plot.left + self.bounds.part(value) * self.plot.width

    def y(self, row: float) -> float:
        """Return the px of a row's top; of its middle, with a half."""
        return self.plot.top + row * self.row_height()

    def says(self, name: str) -> list[tuple[str, str]]:
        """Return what stands at the right end of a row: words, and their colour."""
        pairs = zip(self.chart.series, self.by_name, strict=True)
        points = [(s, rows[name]) for s, rows in pairs if name in rows]
        said = [(s, p) for s, p in points if p.text]
        if self.is_dot or self._is_plain:
            return [(p.text, ink(p.verdict)) for _, p in said]
        return [
            (f"{s.name} {p.text}", ink(p.verdict))
            for s, p in said
            # A part that isn't there needs no words beside the bar.
            if p.value != 0 and not self._fits(p)
        ]

    @property
    def _is_plain(self) -> bool:
        """Say whether each row is one bar, its words at its end."""
        return not self.is_dot and len(self.chart.series) == 1

    def beside(self, name: str) -> list[tuple[str, str]]:
        """Return what is written at the right: all but what stands at a bar's end."""
        if self._is_plain and self.by_name[0][name].value is not None:
            return []
        return self.says(name)

    def _fits(self, point: Point) -> bool:
        """Say whether a label fits into its part of a stacked bar."""
        if point.value is None:
            return False
        # Before the plot is measured: as if six tenths of the box were left for it.
        wide = self.box.width * 0.6 * abs(point.value)
        room = wide / (self.bounds.most - self.bounds.least)
        return width(point.text, self.sizes[0] * 0.85) + 4 < room

    def _native(self) -> Any:
        from pptx.chart.data import CategoryChartData  # noqa: PLC0415
        from pptx.enum.chart import XL_CHART_TYPE  # noqa: PLC0415

        data = CategoryChartData(number_format=native.NUMBER)
        data.categories = self.names
        for series, rows in zip(self.chart.series, self.by_name, strict=True):
            data.add_series(series.name, [self._value(rows, n) for n in self.names])
        self.highs = [
            (series, rows) for series, rows in zip(self.chart.series, self.by_name,
                                                   strict=True)
            if any(p.high is not None for p in rows.values())
        ]  # fmt: skip
        if self.is_dot:
            for series, rows in self.highs:
                data.add_series(
                    f"{series.name} {highest(self.document.lang)}",
                    [rows[n].high if n in rows else None for n in self.names],
                )
            for rule in self.chart.across:
                data.add_series(rule.label, [rule.value] * len(self.names))
        stacked = XL_CHART_TYPE.BAR_STACKED
        kind = XL_CHART_TYPE.BAR_CLUSTERED if self.is_dot or self._is_plain else stacked
        return native.add(self.slide, self.document, self.chart, kind, data,
                          (self.box, self.plot))  # fmt: skip

    @staticmethod
    def _value(rows: dict[str, Point], name: str) -> float | None:
        return rows[name].value if name in rows else None

    def _dress(self, made: Any) -> None:
        from pptx.enum.chart import XL_TICK_LABEL_POSITION  # noqa: PLC0415

        values, names = made.value_axis, made.category_axis
        native.dress_values(values, self.bounds)
        # The first row is at the top; its axis of numbers stays at the bottom.
        names.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        names.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        native.quiet(names)
        native.look_axis(names, "line", 1)
        if self.is_dot and self.chart.across:
            values.crosses_at = self.chart.across[0].value
            native.look_axis(names, "ink", 2.5)
        plot = made.plots[0]
        plot.overlap = 100
        plot.gap_width = self.gap
        for index, series in enumerate(plot.series):
            series.invert_if_negative = False
            if index < len(self.chart.series):
                self._series(series._element, index)  # noqa: SLF001
            elif index < len(self.chart.series) + len(self.highs):
                held = self.highs[index - len(self.chart.series)]
                self._high(series._element, held)  # noqa: SLF001
            else:
                native.look(series._element, native.HIDDEN)  # noqa: SLF001

    def _series(self, element: Any, index: int) -> None:
        series, rows = self.chart.series[index], self.by_name[index]
        native.look(element, native.fill(series.role))
        labels = []
        for n, name in enumerate(self.names):
            point = rows.get(name)
            if point is None or point.value is None:
                continue
            role = point.verdict or series.role
            if role != series.role:
                native.point(element, n, native.fill(role))
            labels.append(self._label(n, point, series))
        native.labels(element, [made for made in labels if made])

    def _label(self, n: int, point: Point, series: Series) -> str:
        """Return a value's label; as a number it follows the chart's sheet."""
        if point.value is None:
            return ""
        size, plain = self.sizes[0] * 0.85, native.form([float(point.value)])
        if self.is_dot:
            run = Run("", size, ink(point.verdict), True)
            return native.label(n, run, "outEnd", shape=self._marked(point, plain))
        if not self._is_plain and not self._fits(point):
            return ""
        token = (
            ink(point.verdict) if self._is_plain else _on(point.verdict or series.role)
        )
        place = "outEnd" if self._is_plain else "ctr"
        run = Run("", size, token, True)
        if not point.text or native.is_plain(point.text, point.value):
            return native.label(n, run, place, shape=plain)
        return native.label(n, run, place, text=point.text)

    def _marked(self, point: Point, plain: str) -> str:
        """Return a number format with the verdict's mark next to the bar's end."""
        icon = "" if point.high is not None else ICONS.get(point.verdict, "")
        if not icon:
            return plain
        base = self.chart.across[0].value if self.chart.across else self.bounds.least
        is_left = float(point.value or 0) < base
        return ";".join(
            f'{part}" {icon}"' if is_left else f'"{icon} "{part}'
            for part in plain.split(";")
        )

    def _high(self, element: Any, held: tuple[Series, dict[str, Point]]) -> None:
        native.look(element, native.fill("unknown"))
        run = Run("", self.sizes[0] * 0.85, "unk-ink", True)
        native.labels(element, [
            native.label(n, run, "outEnd", shape=native.form([float(high)]))
            for n, name in enumerate(self.names)
            if name in held[1] and (high := held[1][name].high) is not None
        ])  # fmt: skip


def _on(role: str) -> str:
    """Return the colour of words on a role's fill: ink or white, as is read best."""
    if role == "unknown":
        return "unk-ink"
    fill = LIGHT[{"target": "s2", "projection": "s3"}.get(role, role)]
    return max(("surface", "ink"), key=lambda token: contrast(LIGHT[token], fill))
