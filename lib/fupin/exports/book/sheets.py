"""Sheets of a workbook: how they are called, headed, filtered and printed."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from fupin.document import DocumentError
from fupin.exports.book.bulk import Bulk, BulkSheet, high
from fupin.exports.book.styles import Styles, is_right
from fupin.exports.measure import broken, clean, width
from fupin.exports.words import cell, header, say, stamped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupin.document import Cell, Column, Document, Table

# What Excel allows in a sheet's name, in a head or foot of a page, and in rows.
NAME_LENGTH, EDGE, MOST_ROWS = 31, 78, 1_048_000
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
A4, AIR = 9, "\u3000"
NARROWEST, WIDEST, MEASURED = 7, 48, 200
# So many places stand beside each other on an upright page of A4.
UPRIGHT = 95


class Book:
    """A workbook being made of a document: its sheets, styles and names."""

    def __init__(self, file: Any, document: Document) -> None:
        self.file, self.document = file, document
        self.styles = Styles(file)
        self.names: list[str] = []

    def sheet(self, name: str) -> Any:
        """Add a sheet under a name that Excel takes, another than those taken."""
        found = self._free(name)
        self.names.append(found)
        made = self.file.add_worksheet(found, BulkSheet)
        made.hide_gridlines(2)
        self._edges(made)
        return made

    def _free(self, name: str) -> str:
        plain = FORBIDDEN.sub("-", " ".join(clean(name).split())).strip("'")
        plain = plain[:NAME_LENGTH].strip("' ") or "1"
        # Excel keeps this one for itself.
        plain = f"{plain}_" if plain.casefold() == "history" else plain
        taken = {other.casefold() for other in self.names}
        found, n = plain, 1
        while found.casefold() in taken:
            n += 1
            found = f"{plain[: NAME_LENGTH - len(f' {n}')]} {n}"
        return found

    def _edges(self, sheet: Any) -> None:
        """Write head and foot of each printed page: title, snapshot, pages."""
        document, lang = self.document, self.document.lang
        shown, kept = stamped(document)
        sheet.set_header(f"&L&9{_edge(document.title)}&R&9{_edge(kept[0])}")
        page = say(lang, "page", n="&P", of="&N")
        sheet.set_footer(f"&L&9{_edge(shown[0])}&C&9{page}&R&9{_edge(kept[-1])}")
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        sheet.fit_to_pages(1, 0)

    def top(self, sheet: Any, title: str, *notes: str, wide: float = UPRIGHT) -> int:
        """Write title, notes and stamp over `wide` places; return the next row."""
        rows = [("title", title)]
        for note in (*notes, *self.stamp()):
            # No cell is merged, so a line is broken where the page ends.
            lines = _lines(clean(note), max(wide, UPRIGHT) / 2) if note else []
            rows += [("note", line) for line in lines]
        for row, (style, text) in enumerate(rows):
            sheet.write_string(row, 0, clean(text), self.styles(style))
        sheet.set_row(0, 26)
        return len(rows)

    def stamp(self) -> tuple[str, str]:
        """Return the two lines that say what a sheet shows and where it is from."""
        shown, kept = stamped(self.document)
        return AIR.join(shown), AIR.join(kept)

    def table(self, table: Table, name: str = "") -> None:
        """Write a table as a sheet of its own: filtered, frozen, ready to print."""
        said = self.document.said
        if len(table.rows) > MOST_ROWS:
            raise DocumentError(
                f"“{said(table.title)}”有 {len(table.rows):,} 行，一张工作表放不下。"
                "请用筛选分成几份再导出",
                f"{said(table.title)!r} has {len(table.rows):,} rows, more than one "
                "sheet holds. Filter it into several and export each.",
            )
        sheet = self.sheet(name or said(table.title))
        wide = sum(widths(table, self.document.lang))
        row = self.top(sheet, said(table.title), said(table.caption), wide=wide)
        end = self.rows(sheet, table, row)
        sheet.freeze_panes(row + 1, 1)
        sheet.repeat_rows(row)
        last = max(len(table.columns) - 1, 0)
        if table.rows:
            sheet.autofilter(row, 0, row + len(table.rows), last)
        # A narrow table leaves room for the lines above it.
        more = max(math.ceil((UPRIGHT - wide) / 9), 0)
        sheet.print_area(0, 0, end - 1, last + more)

    def rows(self, sheet: Any, table: Table, row: int) -> int:
        """Write header, rows and totals from `row` on; return the next free row."""
        lang = self.document.lang
        wides = widths(table, lang)
        for n, (column, wide) in enumerate(zip(table.columns, wides, strict=True)):
            sheet.set_column(n, n, wide)
            look = self.styles("headright" if is_right(column) else "head")
            sheet.write_string(row, n, clean(header(column, lang)), look)
        if sum(wides) > UPRIGHT:
            sheet.set_landscape()
        lines = max(
            len(broken(clean(header(column, lang)), 1, max((wide - 2) / 2, 2)))
            for column, wide in zip(table.columns, wides, strict=True)
        )
        sheet.set_row(row, high(lines) + 4)
        bulk = Bulk(sheet, self.styles, table.columns, wides, lang)
        bulk.write(row + 1, table.rows)
        end = row + 1 + len(table.rows)
        if table.totals:
            bulk.write(end, (table.totals,), is_total=True)
        return end + bool(table.totals)


def _lines(note: str, room: float) -> list[str]:
    """Return a line of several parts as lines: broken between parts where it can be."""
    lines: list[str] = []
    for part in note.split(AIR):
        joined = f"{lines[-1]}{AIR}{part}" if lines else part
        if lines and width(joined, 1) <= room:
            lines[-1] = joined
        else:
            lines += broken(part, 1, room)
    return lines


def _edge(text: str) -> str:
    """Return a text as the edge of a page takes it: short, & doubled."""
    return " ".join(clean(text).split())[:EDGE].replace("&", "&&")


def widths(table: Table, lang: str) -> list[float]:
    """Return the columns' widths in characters."""
    return [_width(table, n, lang) for n in range(len(table.columns))]


def _width(table: Table, n: int, lang: str) -> float:
    """Return a column's width in characters: values on a line, its header on two."""
    column: Column = table.columns[n]
    rows: Sequence[Sequence[Cell]] = [
        *table.rows[:MEASURED], *([table.totals] * bool(table.totals))
    ]  # fmt: skip
    said = [cell(row[n], column, lang) for row in rows]
    # A character of 10 points is half as wide as a Chinese one.
    widest = max([width(header(column, lang), 1) / 1.7, *(width(s, 1) for s in said)])
    return min(max(widest * 2 + 3, NARROWEST), WIDEST)
