"""Texts, figures and tables as HTML; whatever comes from outside is escaped here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fupin.charting.pen import clean
from fupin.document import Blank
from fupin.exports.words import ICONS, cell, header, number, say

if TYPE_CHECKING:
    from fupin.document import Cell, Column, Document, Figure, Table

CLASSES = {"met": "met", "unmet": "unmet", "unknown": "unk"}
# The columns of the table of figures.
SHARES = ("figure", "value", "how")
ORDER = {"unmet": 0, "unknown": 1, "met": 2}
NUMBERS = ("integer", "money", "decimal", "percent")


def said(document: Document, text: str) -> str:
    """Return a text with each figure marked, which says its 口径 when pointed at."""
    return "".join(
        figure_tag(figure) if figure else clean(words)
        for words, figure in document.runs(text)
    )


def figure_tag(figure: Figure) -> str:
    """Return a figure's words with its verdict's colour, name and 口径."""
    kind = "unk" if figure.value is None else CLASSES.get(figure.verdict, "")
    told = " · ".join(part for part in (figure.what, figure.how) if part)
    tip = f' data-tip="{clean(told)}" title="{clean(told)}"' if told else ""
    return f'<span class="fig {kind}"{tip}>{clean(figure.text)}</span>'


def table_tag(table: Table, lang: str, *, room: int = 0, titled: bool = True) -> str:
    """Return a table; of more rows than `room` bytes hold the first, and how many."""
    shown = _rows(table, lang, room)
    heads = "".join(
        f"<th{_side(column)}>{clean(header(column, lang))}</th>"
        for column in table.columns
    )
    body = "".join(shown)
    foot = ""
    if table.totals:
        foot = f"<tfoot><tr>{_row(table, table.totals, lang)}</tr></tfoot>"
    title = ""
    if titled and table.title:
        small = f"<small>{clean(table.caption)}</small>" if table.caption else ""
        title = f"<caption>{clean(table.title)}{small}</caption>"
    more = ""
    if len(shown) < len(table.rows):
        words = say(
            lang, "first_rows", n=number(len(shown)), of=number(len(table.rows))
        )
        more = f'<p class="more">{words}</p>'
    return (
        f'<div class="scroll"><table class="list">{title}<thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody>{foot}</table></div>{more}"
    )


def _rows(table: Table, lang: str, room: int) -> list[str]:
    made: list[str] = []
    used = 0
    for row in table.rows:
        made.append(f"<tr>{_row(table, row, lang)}</tr>")
        used += len(made[-1].encode("utf-8"))
        if room and used > room:
            return made[:-1]
    return made


def _row(table: Table, row: tuple[Cell, ...], lang: str) -> str:
    return "".join(
        _cell(value, column, lang)
        for value, column in zip(row, table.columns, strict=True)
    )


def _cell(value: Cell, column: Column, lang: str) -> str:
    """Return a cell; what sorts otherwise than its words has its value beside it."""
    words, sort = clean(cell(value, column, lang)), ""
    if isinstance(value, Blank):
        sort = ' data-v=""'
        words = (
            f'<span class="open">{words}</span>' if value is Blank.UNKNOWN else words
        )
    elif isinstance(value, date):
        sort = f' data-v="{value.toordinal()}"'
    elif isinstance(value, int | float):
        sort = f' data-v="{value}"'
    elif column.kind == "verdict":
        sort = f' data-v="{ORDER[value]}"'
        words = f'<span class="verdict {CLASSES[value]}">{ICONS[value]} {say(lang, value)}</span>'
    return f"<td{_side(column)}{sort}>{words}</td>"


def _side(column: Column) -> str:
    if column.kind in NUMBERS:
        return ' class="r"'
    return ' class="d"' if column.kind == "date" else ""
