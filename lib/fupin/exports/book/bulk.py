"""Rows of a sheet written at once: 10,000 households of 40 columns in seconds.

xlsxwriter looks at every cell again when it is closed. A table's rows are known when
they are given, so their XML is made once, column by column's own way.
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from fupin.document import Blank
from fupin.exports.book.styles import (
    DECIMAL,
    FORMATS,
    INTEGER,
    PLACES,
    Styles,
    is_right,
)
from fupin.exports.measure import broken, clean
from fupin.exports.words import cell
from fupin.palette import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fupin.document import Cell, Column

# What Excel takes in one cell, and its first day.
LONGEST = 32_767
LINE = 15
_FIRST, _ORIGIN = date(1900, 3, 1), date(1899, 12, 30).toordinal()


class BulkSheet(Worksheet):
    """A worksheet that also holds rows whose XML is made already, in one block."""

    dim_rowmin: Any
    dim_rowmax: Any

    def __init__(self) -> None:
        super().__init__()
        self.made: list[str] = []
        # The block's first row, counted from 0.
        self.first = 0

    def _write_rows(self) -> None:
        # Excel takes rows only in their order: above the block, the block, below it.
        least, most = self.dim_rowmin, self.dim_rowmax
        end = self.first + len(self.made)
        for part in ((least, min(most, self.first - 1)), None, (max(least, end), most)):
            if part is None:
                self.fh.write("".join(self.made))
            else:
                self.dim_rowmin, self.dim_rowmax = part
                super()._write_rows()
        self.dim_rowmin, self.dim_rowmax = least, most


class Bulk:
    """Writes a table's rows to a sheet as its one block.

    `widths` are the columns' in characters: a row is as high as its words need there.
    """

    def __init__(self, sheet: Any, styles: Styles, columns: Sequence[Column],
                 widths: Sequence[float], lang: str) -> None:  # fmt: skip
        self.sheet, self.styles, self.lang = sheet, styles, lang
        self.columns, self.widths = columns, widths
        self._lines = 1

    def write(
        self, row: int, rows: Sequence[Sequence[Cell]], is_total: bool = False
    ) -> None:
        """Write rows from `row` on, a total's bold; types are the columns' own."""
        ways = [self._way(n, column, is_total) for n, column in enumerate(self.columns)]
        made = self.sheet.made
        if not made:
            self.sheet.first = row
        for n, held in enumerate(rows, row + 1):
            at = str(n)
            self._lines = 1
            cells = [way(value, at) for way, value in zip(ways, held, strict=False)]
            tall = f' ht="{high(self._lines)}" customHeight="1"' * (self._lines > 1)
            made.append(f'<row r="{at}"{tall}>{"".join(cells)}</row>')
        if rows:
            end = row + len(rows) - 1
            self.sheet._check_dimensions(end, len(self.columns) - 1)  # noqa: SLF001

    def _way(
        self, n: int, column: Column, is_total: bool
    ) -> Callable[[Cell, str], str]:
        """Return how the cells of one column are written: value and row to XML."""
        letter, words = xl_col_to_name(n), self._words(n)
        text = self._style("first" if n == 0 else "text", "", is_total)
        number = self._style("figure", FORMATS.get(column.kind, DECIMAL), is_total)
        # As `words.cell` reads it: a whole number among decimals has none.
        whole_form = (
            INTEGER if column.kind == "decimal" else FORMATS.get(column.kind, INTEGER)
        )
        whole = self._style("figure", whole_form, is_total)
        day = self._style("figure", FORMATS["date"], is_total)
        scale = 10 ** PLACES.get(column.kind, 1)
        is_verdict = column.kind == "verdict"

        def write(value: Cell, at: str) -> str:
            start = f'<c r="{letter}{at}" s="'
            if type(value) is int:
                return f'{start}{whole}"><v>{value}</v></c>'
            if type(value) is float and math.isfinite(value):
                return f'{start}{number}"><v>{_cut(value, scale)!r}</v></c>'
            if isinstance(value, str) and not is_verdict:
                return f'{start}{text}" t="s"><v>{words(value)}</v></c>'
            if isinstance(value, date) and value >= _FIRST:
                return f'{start}{day}"><v>{value.toordinal() - _ORIGIN}</v></c>'
            style = self._special(value, column, is_total)
            said = words(cell(value, column, self.lang))
            return f'{start}{style}" t="s"><v>{said}</v></c>'

        return write

    def _words(self, n: int) -> Callable[[str], int]:
        """Return how words become their number in the workbook, noting their height."""
        index = self.sheet.str_table._get_shared_string_index  # noqa: SLF001
        # In em; a Chinese character is one. The indent takes a part.
        room = max((self.widths[n] - 2) / 2, 2)
        # Most columns say a few things over and over.
        known: dict[str, int] = {}

        def words(said: str) -> int:
            plain = clean(said)
            if len(plain) > LONGEST:
                plain = plain[: LONGEST - 1] + "…"
            lines = known.get(plain)
            if lines is None:
                lines = known[plain] = len(broken(plain, 1, room))
            self._lines = max(self._lines, lines)
            return int(index(plain))

        return words

    def _special(self, value: Cell, column: Column, is_total: bool) -> int:
        """Return the style of a cell that isn't known, has nothing, or is a verdict."""
        if value is Blank.UNKNOWN or isinstance(value, float):
            name = "openright" if is_right(column) else "open"
        elif value is Blank.NOTHING:
            name = "nothing" if is_right(column) else "nothingleft"
        else:
            name = str(value) if value in VERDICTS else "text"
        return self._style(name, "", is_total)

    def _style(self, name: str, number: str, is_total: bool) -> int:
        made = self.styles(name, number, is_total)._get_xf_index()  # noqa: SLF001
        return int(made)


def high(lines: int) -> int:
    """Return how high a row of so many lines is, in points: Excel takes 409."""
    return min(lines * LINE + 2, 409)


def _cut(value: float, scale: int) -> float:
    """Return a number without the places that its column doesn't show."""
    if type(value) is int:
        return value
    kept = math.trunc(value * scale + math.copysign(1e-6, value)) / scale
    return int(kept) if kept.is_integer() else kept
