"""One sheet of a form: title, 口径, headers on two levels, cells, and how it prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from fupin.forms.cells import words
from fupin.forms.layout import A4, LINE_HEIGHT, column_width, lines, paper
from fupin.forms.model import NUMBERS
from fupin.forms.unsigned import MARK, note
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fupin.forms.cells import Cell
    from fupin.forms.filled import FilledForm, FilledTable
    from fupin.forms.model import FormColumn

# Rows that decide a column's width: enough to see, few enough to be quick.
MEASURED = 200
# A card's pairs of label and value stand side by side, so many to a row.
PAIRS = 6
CARD_WIDTH = {"zh": 11, "en": 13}
# What stands at the right.
RIGHT = (*NUMBERS, "date")
# The first cell of a row whose household's survey isn't signed.
MARKED = "marked"
SAYS = {
    "zh": {
        "reading": "口径：", "as_of": "截至",
        "undecided": "另有 {n} 户（行）待核实，未列入",
        "open": "含待核实：{n} 格写成范围、“≥”或“待核实”", "masked": "姓名、号码已遮盖",
        "footer": "截至 {day} · 方案 {scenario} · 台账 {register}",
        "page": "第 &P 页，共 &N 页", "source": "表样来源：",
    },
    "en": {
        "reading": "Reading: ", "as_of": "As of",
        "undecided": "{n} more rows can't be decided and aren't listed",
        "open": "{n} cells are a range, at least (≥), or to be verified",
        "masked": "Names and numbers are masked",
        "footer": "As of {day} · plan {scenario} · register {register}",
        "page": "Page &P of &N", "source": "Form after: ",
    },
}  # fmt: skip


@dataclass
class Sheet:
    """Writes the tables of one page, from the top down."""

    sheet: Any
    styles: dict[str, Any]
    filled: FilledForm
    lang: str
    row: int = 0
    widths: list[int] = field(default_factory=list)

    def write(self, tables: Sequence[FilledTable]) -> None:
        """Write title, reading, tables and notes, and set how the page prints."""
        width = max([_width(table) for table in tables] or [1])
        is_single = len(tables) == 1
        self._fit(tables, width)
        self._top(width)
        for table in tables:
            if not is_single:
                self.row += 1
                self._text(0, table.table.title[self.lang], "part")
                self.row += 1
            if table.table.shape == "fields":
                self._fields(table)
            else:
                self._table(table, is_single=is_single)
        self._bottom(tables, width)
        self._print(width)

    def _say(self, key: str, **values: object) -> str:
        return SAYS[self.lang][key].format(**values)

    def _text(self, column: int, text: str, style: str) -> None:
        # Never `write`, which makes a formula of what begins with "=".
        self.sheet.write_string(self.row, column, text, self.styles[style])

    def _across(self, width: int, text: str, style: str) -> None:
        self._text(0, text, style)
        if width > 1:
            here = self.row
            self.sheet.merge_range(here, 0, here, width - 1, "", self.styles[style])
            self._text(0, text, style)

    def _note(self, width: int, text: str) -> None:
        """Write a text across the sheet, as high as it needs: Excel sees no merge."""
        self._across(width, text, "note")
        self._high(self.row, lines(text, sum(self.widths)))
        self.row += 1

    def _high(self, row: int, count: int) -> None:
        if count > 1:
            self.sheet.set_row(row, LINE_HEIGHT * count)

    def _top(self, width: int) -> None:
        form = self.filled.form
        self._across(width, form.title[self.lang], "title")
        self.sheet.set_row(0, 26)
        self.row += 1
        said = f"{self._say('reading')}{form.reading[self.lang]}"
        source = f"{self._say('source')}{form.source[self.lang]}"
        self._note(width, f"{said}\n{source}")
        place = f"{self.filled.place}　" if self.filled.place else ""
        self._note(width, f"{place}{self._say('as_of')} {self.filled.day}")

    def _table(self, table: FilledTable, *, is_single: bool) -> None:
        columns = table.table.columns
        first = self.row
        self._heads(columns)
        if is_single:
            self.sheet.repeat_rows(first, self.row - 1)
            self.sheet.freeze_panes(self.row, 1)
        # A notice that hangs out says of a household only what its columns say.
        marked = () if self.filled.form.is_public else table.marked_rows
        for row, row_id in zip(table.rows, table.ids, strict=True):
            self._line(table, row, MARKED if row_id in marked else "")
        if table.total is not None:
            self._line(table, table.total, "total")

    def _line(self, table: FilledTable, row: Sequence[Cell], kind: str) -> None:
        """Write one row, as high as its longest text needs."""
        most = 1
        for place, (cell, column) in enumerate(
            zip(row, table.table.columns, strict=True)
        ):
            # The mark stands before the first cell; what is in the cell stays as it is.
            own = "" if kind == MARKED and place else kind
            most = max(most, self._cell(place, cell, column, table, own))
        self._high(self.row, most)
        self.row += 1

    def _heads(self, columns: Sequence[FormColumn]) -> None:
        """Write the headers: one row, or two where columns stand in groups."""
        style = self.styles["head"]
        has_groups = any(column.group for column in columns)
        place, over = 0, 1
        for group, members in groupby(
            columns, lambda column: column.group.get(self.lang, "")
        ):
            inside = list(members)
            end = place + len(inside) - 1
            over = max(over, lines(group, sum(self.widths[place : end + 1]) - 1))
            if group and end > place:
                self.sheet.merge_range(self.row, place, self.row, end, group, style)
            elif group:
                self._text(place, group, "head")
            for n, column in enumerate(inside, place):
                self._head(n, column, is_tall=has_groups and not group)
                if group:
                    below = self.row + 1
                    self.sheet.write_string(below, n, self._label(column), style)
            place = end + 1
        self._high(self.row, over)
        highest = max(self._lines(n, column) for n, column in enumerate(columns))
        self._high(self.row + has_groups, highest)
        self.row += 2 if has_groups else 1

    def _lines(self, place: int, column: FormColumn) -> int:
        """Return on how many lines the header of a column stands."""
        return lines(self._label(column), self.widths[place] - 1)

    def _head(self, place: int, column: FormColumn, *, is_tall: bool) -> None:
        if is_tall:
            self.sheet.merge_range(
                self.row, place, self.row + 1, place, self._label(column),
                self.styles["head"],
            )  # fmt: skip
        elif not column.group:
            self._text(place, self._label(column), "head")

    def _label(self, column: FormColumn) -> str:
        label, unit = column.label[self.lang], unit_label(column.unit, self.lang)
        is_said = not unit or unit in column.name(self.lang)
        return label if is_said else f"{label}\n{unit}"

    def _cell(
        self, place: int, cell: Cell, column: FormColumn, table: FilledTable, kind: str
    ) -> int:
        """Write a figure as a number, a date as a date, and all else as text.

        Return on how many lines it stands: figures and dates fit.
        """
        value = cell.value if cell.state == "known" else None
        is_figure = isinstance(value, int | float) and not isinstance(value, bool)
        if is_figure and column.is_number:
            shown = _number_format(column)
            if kind == MARKED:
                shown = f'"{MARK} "{shown}'
            style = f"{kind}figure {shown}"
            self.sheet.write_number(self.row, place, value, self.styles[style])
        elif isinstance(value, date):
            self.sheet.write_datetime(
                self.row, place, value, self.styles["figure yyyy-mm-dd"]
            )
        else:
            said = words(cell, column, self.lang, table.codes)
            side = "figure" if column.format in RIGHT or column.is_row_number else ""
            if cell.is_open:
                kind = "markedopen" if kind == MARKED else "open"
            self._text(place, said, f"{kind}{side}" or "text")
            return lines(said, self.widths[place] - 1)
        return 1

    def _fields(self, table: FilledTable) -> None:
        """Write the first row as pairs of label and value."""
        columns = table.table.columns
        most = 1
        for row in table.rows[:1]:
            for n, (cell, column) in enumerate(zip(row, columns, strict=True)):
                place = n % PAIRS * 2
                if n and not place:
                    self._high(self.row, most)
                    self.row, most = self.row + 1, 1
                self._text(place, self._label(column), "head")
                high = self._cell(place + 1, cell, column, table, "")
                most = max(most, self._lines(place, column), high)
        self._high(self.row, most)
        self.row += 1

    def _bottom(self, tables: Sequence[FilledTable], width: int) -> None:
        notes = []
        mark = "" if self.filled.form.is_public else MARK
        if unsigned := note(self.filled, tables, self.lang, mark):
            notes.append(unsigned)
        undecided = sum(table.undecided for table in tables)
        n = sum(table.open_cells for table in tables)
        if undecided and not self.filled.form.is_card:
            notes.append(self._say("undecided", n=undecided))
        if n:
            notes.append(self._say("open", n=n))
        if self.filled.is_masked:
            notes.append(self._say("masked"))
        self._note(width, {"zh": "；", "en": "; "}[self.lang].join(notes))

    def _fit(self, tables: Sequence[FilledTable], width: int) -> None:
        """Set each column as wide as what stands in it; a card's are all alike."""
        self.widths = [CARD_WIDTH[self.lang]] * width
        if len(tables) == 1:
            self.widths = [*self._fitting(tables[0])]
        for place, wide in enumerate(self.widths):
            self.sheet.set_column(place, place, wide)

    def _fitting(self, table: FilledTable) -> Iterator[int]:
        rows = [*table.rows[:MEASURED], *([table.total] if table.total else [])]
        for place, column in enumerate(table.table.columns):
            said = (words(row[place], column, self.lang, table.codes) for row in rows)
            extra = 3 if not place and table.marked_rows else 0
            yield column_width(self._label(column), said, extra=extra)

    def _print(self, width: int) -> None:
        sheet = self.sheet
        size, is_lying = paper(sum(self.widths))
        if self.filled.form.is_card:
            # All of a household on one page.
            size, is_lying = A4, False
        if is_lying:
            sheet.set_landscape()
        sheet.set_paper(size)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.print_area(0, 0, max(self.row - 1, 0), width - 1)
        said = self._say(
            "footer", day=self.filled.day, scenario=self.filled.scenario,
            register=self.filled.register,
        )  # fmt: skip
        sheet.set_footer(f"&L&8{said}&R&8{self._say('page')}")


def _width(table: FilledTable) -> int:
    if table.table.shape == "fields":
        return PAIRS * 2
    return len(table.table.columns)


def _number_format(column: FormColumn) -> str:
    if column.is_row_number or column.unit == "year":
        return "0"
    return "#,##0" + ("." + "0" * column.places if column.places else "")
