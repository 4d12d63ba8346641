"""A native table: columns as wide as their words, rows over several slides."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fupin.document import Blank
from fupin.exports.deck.canvas import (
    HATCH,
    Box,
    Run,
    ink,
    paragraph,
    parsed,
    solid,
)
from fupin.exports.deck.template import EMU
from fupin.exports.deck.words import say
from fupin.exports.measure import broken, clean, cut, width
from fupin.exports.words import cell, header
from fupin.palette import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupin.document import Cell, Column, Document, Table

SIZES = (20, 18, 16, 14)
PAD, TALL, ROW = 14, 12, 36
MOST_ROWS, MOST_PAGES, MOST_LINES = 11, 4, 3
# Rows that decide the widths, and how narrow a column may get, px.
MEASURED, NARROWEST, LONGEST = 60, 64, 0.5
RIGHT = ("integer", "money", "decimal", "percent", "date")


@dataclass
class Chunk:
    """Rows of a table that stand on one slide; `first` counts from 1."""

    rows: Sequence[Sequence[Cell]]
    first: int
    is_last: bool
    left_out: int = 0


@dataclass
class Grid:
    """One table of a document, laid out for a box."""

    document: Document
    table: Table
    wide: float
    columns: tuple[Column, ...] = ()
    widths: list[float] = field(default_factory=list)
    size: int = SIZES[0]
    left_out: int = 0

    def __post_init__(self) -> None:
        """Choose the type and the widths; columns that don't fit are left out."""
        self.columns = self.table.columns
        # What can't be read isn't shown: the workbook has every column.
        most = max(int(self.wide / (NARROWEST * 1.4)), 1)
        self.left_out = max(len(self.columns) - most, 0)
        self.columns = self.columns[:most]
        for size in SIZES:
            self.size = size
            needs = [self._need(n) for n in range(len(self.columns))]
            if sum(needs) <= self.wide:
                break
        self.widths = _shared(needs, self.wide)

    def _need(self, n: int) -> float:
        """Return how wide a column would like to be."""
        column = self.columns[n]
        head = width(header(column, self.document.lang), self._head) / 1.6
        rows = [
            *self.table.rows[:MEASURED],
            *([self.table.totals] * bool(self.table.totals)),
        ]
        said = [width(self._say(row[n], column), self.size) for row in rows]
        need = max([head, *said, NARROWEST - 2 * PAD]) * 1.05 + 2 * PAD
        # A long text is broken before all the others are set smaller for it, and is
        # still whole in the lines that a cell has.
        most = max(self.wide * LONGEST, need / (MOST_LINES - 0.2))
        return min(need, most) if column.kind == "text" else need

    @property
    def _head(self) -> int:
        return max(self.size - 3, 13)

    def _say(self, value: Cell, column: Column) -> str:
        return clean(cell(value, column, self.document.lang))

    def _room(self, n: int) -> float:
        return self.widths[n] - 2 * PAD

    def _height(self, row: Sequence[Cell]) -> float:
        lines = max(
            len(broken(self._say(value, column), self.size, self._room(n)))
            for n, (value, column) in enumerate(zip(row, self.columns, strict=False))
        )
        return max(min(lines, MOST_LINES) * self.size * 1.3 + TALL, ROW)

    def _head_height(self) -> float:
        lines = max(
            len(broken(header(c, self.document.lang), self._head, self._room(n)))
            for n, c in enumerate(self.columns)
        )
        return max(lines * self._head * 1.3 + TALL, ROW)

    def chunks(self, heights: list[float]) -> list[Chunk]:
        """Return the rows slide by slide; `heights` are of boxes, the last repeats.

        No slide is left with one row of many: they are shared out evenly.
        """
        found = self._filled(heights, MOST_ROWS)
        even = min(math.ceil(len(self.table.rows) / len(found)), MOST_ROWS)
        shared = self._filled(heights, even)
        is_as_good = (len(shared), shared[-1].left_out) == (
            len(found), found[-1].left_out,
        )  # fmt: skip
        return shared if is_as_good else found

    def _filled(self, heights: list[float], most: int) -> list[Chunk]:
        """Return the rows in slides of `most` at the most, each as full as it gets."""
        rows, start = self.table.rows, 0
        found: list[Chunk] = []
        total = self._height(self.table.totals) if self.table.totals else 0.0
        while start < len(rows) and len(found) < MOST_PAGES:
            room = (
                heights[min(len(found), len(heights) - 1)] - self._head_height() - total
            )
            end, used = start, 0.0
            while end < len(rows) and end - start < most:
                used += self._height(rows[end])
                if used > room and end > start:
                    break
                end += 1
            found.append(Chunk(rows[start:end], start + 1, end == len(rows)))
            start = end
        if start < len(rows):
            found[-1].left_out = len(rows) - start
        return found or [Chunk((), 1, is_last=True)]

    def caption(self, chunk: Chunk) -> str:
        """Return a chunk's line above: title, caption, which rows of how many."""
        lang, n = self.document.lang, len(self.table.rows)
        parts = [
            self.document.said(self.table.title),
            self.document.said(self.table.caption),
        ]
        if len(chunk.rows) < n:
            end = chunk.first + len(chunk.rows) - 1
            parts.append(say(lang, "shown_rows", a=chunk.first, b=end, n=n))
        if chunk.left_out:
            parts.append(say(lang, "more_rows", n=chunk.left_out))
        if self.left_out:
            parts.append(say(lang, "more_columns", n=self.left_out))
        if not n:
            parts.append(say(lang, "no_rows"))
        joint = "，" if lang == "zh" else ", "
        return joint.join(part for part in parts if part)

    def draw(self, slide: Any, chunk: Chunk, box: Box) -> None:
        """Put a chunk on a slide as a native table."""
        lang = self.document.lang
        head = [
            _cell([Run(header(c, lang), self._head, "ink3")], c, "line")
            for c in self.columns
        ]
        made = [(self._head_height(), head)]
        made += [(self._height(row), self._row(row)) for row in chunk.rows]
        if self.table.totals and chunk.is_last:
            made.append(
                (self._height(self.table.totals), self._row(self.table.totals, True))
            )
        _put(slide, f"表 {self.table.key}", self.document.said(self.table.title), box,
             self.widths, made)  # fmt: skip

    def _row(self, row: Sequence[Cell], is_total: bool = False) -> list[str]:
        return [
            self._value(n, value, column, is_total)
            for n, (value, column) in enumerate(zip(row, self.columns, strict=False))
        ]

    def _value(self, n: int, value: Cell, column: Column, is_total: bool) -> str:
        said = self._say(value, column)
        limit = MOST_LINES * self.size * 1.3 + 1
        said = cut(said, self.size, self._room(n), limit)
        is_open = value is Blank.UNKNOWN or (
            column.kind == "verdict" and value == "unknown"
        )
        token, is_bold = "ink", n == 0 or is_total
        if column.kind == "verdict" and value in VERDICTS:
            token, is_bold = ink(str(value)), True
        elif isinstance(value, Blank):
            token = "unk-ink" if is_open else "ink3"
        paint = HATCH if value is Blank.UNKNOWN else ""
        edge = "ink3" if is_total else "grid"
        return _cell([Run(said, self.size, token, is_bold)], column, edge, paint)


def _shared(needs: list[float], wide: float) -> list[float]:
    """Return the columns' widths; where it is tight the widest give way."""
    if sum(needs) <= wide:
        # Room left over goes to all alike: figures stay near what they belong to.
        return [need * wide / sum(needs) for need in needs]
    limit = max(needs)
    while sum(min(need, limit) for need in needs) > wide and limit > NARROWEST:
        limit *= 0.97
    given = [min(need, limit) for need in needs]
    return [need * wide / sum(given) for need in given]


def _cell(runs: list[Run], column: Column, edge: str, paint: str = "") -> str:
    align = "r" if column.kind in RIGHT else "l"
    none = "".join(
        f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT")
    )
    rule = f'<a:lnB w="{EMU}">{solid(edge)}</a:lnB>'
    pad, tall = PAD * EMU, TALL // 2 * EMU
    return (
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
        f"{paragraph(runs, align)}</a:txBody>"
        f'<a:tcPr marL="{pad}" marR="{pad}" marT="{tall}" marB="{tall}" anchor="ctr">'
        f"{none}{rule}{paint or '<a:noFill/>'}</a:tcPr></a:tc>"
    )


def _put(slide: Any, name: str, said: str, box: Box, widths: list[float],
         rows: list[tuple[float, list[str]]]) -> None:  # fmt: skip
    tree = slide.shapes._spTree  # noqa: SLF001
    columns = "".join(f'<a:gridCol w="{round(w * EMU)}"/>' for w in widths)
    body = "".join(
        f'<a:tr h="{round(tall * EMU)}">{"".join(cells)}</a:tr>' for tall, cells in rows
    )
    high = round(sum(tall for tall, _ in rows) * EMU)
    frame = parsed(
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="0" name="" descr=""/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        f'<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="{round(box.left * EMU)}" '
        f'y="{round(box.top * EMU)}"/><a:ext cx="{round(sum(widths) * EMU)}" '
        f'cy="{high}"/></p:xfrm><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        '<a:tblPr firstRow="1"/>'
        f"<a:tblGrid>{columns}</a:tblGrid>{body}</a:tbl></a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )
    properties = frame.nvGraphicFramePr.cNvPr
    properties.set("name", clean(name))
    properties.set("descr", clean(said))
    tree.append(frame)
