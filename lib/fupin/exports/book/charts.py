"""A native chart on a sheet of its own, above its data, beside what it is drawn from.

What it is drawn from stands under the printed page: a cell is empty there
where a value isn't known, since Excel would draw a word as 0. The table says 待核实.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.document import Blank, Column, Table
from fupin.exports.book import cells, looks
from fupin.exports.book.sheets import widths
from fupin.exports.book.styles import INTEGER
from fupin.exports.book.words import say
from fupin.exports.measure import clean
from fupin.exports.stretches import Lines, highest
from fupin.exports.words import number
from fupin.exports.words import say as said_by_all
from fupin.palette import LIGHT

if TYPE_CHECKING:
    from fupin.document import Chart
    from fupin.exports.book.sheets import Book

# The chart's height in rows, and its size in px.
ROWS, SIZE = 24, (900, 460)
ONE_PAGE = 60
# A character of a column's width, in px.
CHARACTER = 7


@dataclass
class ChartSheet:
    """Writes one chart of a document and its data."""

    book: Book
    chart: Chart
    name: str

    def write(self) -> None:
        """Write the sheet; a chart without points is only its empty table."""
        lang, said = self.book.document.lang, self.book.document.said
        self.sheet = self.book.sheet(self.name)
        caption = said(self.chart.caption)
        if self.chart.starts:
            word = said_by_all(lang, "from", n=number(self.chart.starts))
            caption += f"{'；' if lang == 'zh' else '; '}{word}"
        rules = "\u3000".join(rule.label for rule in self.chart.rules)
        self.title = clean(said(self.chart.title))
        top = self.book.top(self.sheet, self.title, caption, rules)
        is_drawn = any(series.points for series in self.chart.series)
        table = self._table()
        end = self.book.rows(self.sheet, table, top + ROWS * is_drawn)
        if is_drawn:
            self._draw(top, end + 1)
        self.sheet.set_landscape()
        if end <= ONE_PAGE:
            self.sheet.fit_to_pages(1, 1)
        self.sheet.print_area(0, 0, end - 1, self._last(widths(table, lang)))

    @staticmethod
    def _last(wides: list[float]) -> int:
        """Return the last column to print: the chart isn't cut off."""
        lacks = SIZE[0] - sum(wide * CHARACTER + 5 for wide in wides)
        return len(wides) - 1 + max(math.ceil(lacks / (8.43 * CHARACTER + 5)), 0)

    def _table(self) -> Table:
        """Return the chart as a table: what the screen shows under 看数据."""
        lang, unit = self.book.document.lang, self.chart.unit
        places = self._places()
        across = self._across()
        kind: Any = "date" if across == "day" else cells.kind(places)
        columns = [Column("at", say(lang, across), kind)]
        made: list[list[Any]] = [[at] for at in places]
        for series in self.chart.series:
            held = {point.at: point for point in series.points}
            points = [held.get(at) for at in places]
            values = [p.value for p in points if p and p.value is not None]
            columns.append(Column("value", series.name, cells.kind(values), unit))
            cells.add(made, [cells.held(p) for p in points])
            highs = [p.high for p in points if p and p.high is not None]
            if highs:
                name = f"{series.name} {highest(lang)}"
                columns.append(Column("high", name, cells.kind(highs), unit))
                cells.add(made, [cells.upper(p) for p in points])
            for key, label in (("text", "label"), ("note", "remark")):
                words = [getattr(p, key) if p else "" for p in points]
                if any(
                    p and not cells.is_number(w, p)
                    for w, p in zip(words, points, strict=True)
                    if w
                ):
                    columns.append(Column(key, say(lang, label)))
                    cells.add(made, [word or Blank.NOTHING for word in words])
        rows = tuple(tuple(row) for row in made)
        return Table(self.chart.key, self.title, tuple(columns), rows)

    def _places(self) -> list[Any]:
        at = dict.fromkeys(p.at for s in self.chart.series for p in s.points)
        is_word = any(isinstance(place, str) for place in at)
        return list(at) if is_word else sorted(at, key=cells.order)

    def _across(self) -> str:
        places = self._places()
        if places and all(isinstance(at, date) for at in places):
            return "day"
        return "across" if places and not isinstance(places[0], str) else "category"

    def _draw(self, row: int, below: int) -> None:
        """Put the chart at `row`, and what it is drawn from under the table."""
        lang = self.book.document.lang
        self.right, self.top = 0, below
        look = self.book.styles("note")
        self.sheet.write_string(below, 0, say(lang, "drawn"), look)
        if self.chart.kind in ("bar", "dot"):
            made = self._bars()
        elif self._across() == "category":
            made = self._words()
        else:
            made = self._pairs()
        made.set_title({"name": self.title, "overlay": False,
                        "name_font": looks.font("ink", 12, is_bold=True)})  # fmt: skip
        made.set_legend({"position": "bottom", "font": looks.font("ink2", 9)})
        made.set_chartarea({"border": {"none": True}})
        made.set_size({"width": SIZE[0], "height": SIZE[1]})
        self.sheet.insert_chart(row, 0, made, {
            "description": self.title, "object_position": 3, "y_offset": 6,
        })  # fmt: skip

    def _column(self, name: str, values: list[Any]) -> list[Any]:
        """Write a column of what is drawn; return its range, without its name."""
        column, self.right = self.right, self.right + 1
        self.sheet.write_string(self.top + 1, column, clean(name))
        for n, value in enumerate(values, self.top + 2):
            if isinstance(value, str):
                self.sheet.write_string(n, column, clean(value))
            elif value is not None:
                self.sheet.write_number(n, column, value)
        last = self.top + 1 + max(len(values), 1)
        return [self.sheet.name, self.top + 2, column, last, column]

    def _named(self, cells: list[Any]) -> list[Any]:
        return [cells[0], cells[1] - 1, cells[2]]

    def _bars(self) -> Any:
        is_dot = self.chart.kind == "dot"
        names = [str(at) for at in self._places()]
        lang = self.book.document.lang
        kind = "clustered" if is_dot or len(self.chart.series) == 1 else "stacked"
        made = self.book.file.add_chart({"type": "bar", "subtype": kind})
        across = self._column(say(lang, "category"), [self._open(n) for n in names])
        gap = {"gap": 300 if is_dot else 80, "overlap": 100}
        # A part that isn't there says nothing: its 0 would stand on its neighbour.
        bare = ";" if kind == "stacked" else ""
        for series in self.chart.series:
            held = {str(p.at): p for p in series.points}
            points = [held.get(name) for name in names]
            values = self._column(series.name, [p.value if p else None for p in points])
            made.add_series({
                "name": self._named(values), "categories": across, "values": values,
                "points": [looks.own(p, series) for p in points],
                "data_labels": {"value": True, "num_format": cells.shape(points) + bare,
                                "font": looks.font(looks.on(series.role, kind), 9)},
                **looks.fill(series.role), **gap,
            })  # fmt: skip
        if is_dot:
            self._ends(made, names, across)
        axis: dict[str, Any] = {
            "num_format": INTEGER, "num_font": looks.font("ink3", 9),
            "line": {"none": True},
            # The first row is at the top; the numbers stay at the bottom.
            "label_position": "high",
            "major_gridlines": {"visible": True, "line": {"color": LIGHT["grid"]}},
        }  # fmt: skip
        if self.chart.starts:
            axis["min"] = self.chart.starts
        if is_dot and self.chart.across:
            # The bars begin where the axis of categories crosses: at the rule.
            axis["crossing"] = self.chart.across[0].value
        made.set_x_axis(axis)
        made.set_y_axis({
            "reverse": True, "num_font": looks.font("ink", 10), "label_position": "low",
            "line": {"color": LIGHT["ink"], "width": 1.5}, "major_tick_mark": "none",
        })  # fmt: skip
        return made

    def _open(self, name: str) -> str:
        """Return a row's name, with 待核实 where there is nothing to draw."""
        points = [p for s in self.chart.series for p in s.points if str(p.at) == name]
        if any(point.value is not None for point in points):
            return name
        word = said_by_all(self.book.document.lang, "unknown")
        return (
            f"{name}（{word}）"
            if self.book.document.lang == "zh"
            else f"{name} ({word})"
        )

    def _ends(self, made: Any, names: list[str], across: list[Any]) -> None:
        """Add the upper ends of ranges, and the rules, which bars begin at."""
        lang = self.book.document.lang
        for series in self.chart.series:
            held = {str(p.at): p.high for p in series.points if p.high is not None}
            if held:
                name = f"{series.name} {highest(lang)}"
                values = self._column(name, [held.get(n) for n in names])
                made.add_series({
                    "name": self._named(values), "categories": across, "values": values,
                    "data_labels": {"value": True, "num_format": INTEGER,
                                    "font": looks.font("unk-ink", 9)},
                    **looks.fill("unknown"),
                })  # fmt: skip
        for rule in self.chart.across:
            values = self._column(rule.label, [rule.value] * len(names))
            made.add_series({
                "name": self._named(values), "categories": across, "values": values,
                "fill": {"none": True}, "border": {"none": True},
            })  # fmt: skip

    def _words(self) -> Any:
        """Draw a line over categories; a cell that isn't known leaves a gap."""
        made = self.book.file.add_chart({"type": "line"})
        names = [str(at) for at in self._places()]
        across = self._column(say(self.book.document.lang, "category"), names)
        for series in self.chart.series:
            held = {str(p.at): p.value for p in series.points}
            values = self._column(series.name, [held.get(name) for name in names])
            made.add_series({
                "name": self._named(values), "categories": across, "values": values,
                "line": looks.line(series.role),
                "marker": {"type": "circle", "size": 5},
            })  # fmt: skip
        for rule in self.chart.across:
            values = self._column(rule.label, [rule.value] * len(names))
            made.add_series({
                "name": self._named(values), "categories": across, "values": values,
                "line": looks.line("old rule" if rule.dashed else "rule"),
            })  # fmt: skip
        made.show_blanks_as("gap")
        self._axes(made, {})
        return made

    def _pairs(self) -> Any:
        """Draw lines and exact steps by pairs, dates as Excel counts days."""
        made = self.book.file.add_chart({"type": "scatter", "subtype": "straight"})
        lines = Lines(self.chart)
        lang = self.book.document.lang
        for stretch in lines.stretches(lang):
            across = self._column(
                say(lang, self._across()), [x for x, _ in stretch.pairs]
            )
            values = self._column(stretch.name, [y for _, y in stretch.pairs])
            marked = not lines.is_step and bool(
                stretch.held or stretch.role == "unknown"
            )
            colour = looks.colour(stretch.role)
            made.add_series({
                "name": self._named(values), "categories": across, "values": values,
                "line": looks.line(stretch.role),
                "marker": {"type": "circle", "size": 5, "fill": {"color": colour},
                           "border": {"color": colour}} if marked else {"type": "none"},
            })  # fmt: skip
        shape = 'yyyy"年"m"月"' if lang == "zh" else "mmm yyyy"
        months = max(round((lines.most - lines.least) / 30.5 / 6), 1)
        self._axes(made, {
            "min": lines.least, "max": lines.most,
            **({"major_unit": months * 30.5} if lines.is_of_dates else {}),
            "num_format": shape if lines.is_of_dates else INTEGER,
        })  # fmt: skip
        return made

    def _axes(self, made: Any, across: dict[str, Any]) -> None:
        plain = {"num_font": looks.font("ink3", 9), "major_tick_mark": "none"}
        made.set_x_axis(plain | across | {
            "line": {"color": LIGHT["line"]}, "major_gridlines": {"visible": False},
        })  # fmt: skip
        shares = self.chart.unit == "%"
        made.set_y_axis(plain | {
            # There is nothing above the whole.
            **({"max": 100, "major_unit": 25} if shares else {}),
            "min": self.chart.starts, "num_format": INTEGER, "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": LIGHT["grid"]}},
        })  # fmt: skip
