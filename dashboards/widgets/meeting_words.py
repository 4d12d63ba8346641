"""A document's words in markup: figures marked, tables with their blanks."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import chip
from dashboards.widgets.rows import list_table, wide
from fupin.document import Blank

if TYPE_CHECKING:
    from fupin.document import Column, Document, Table

VERDICTS = ("met", "unmet", "unknown")
WORDED = ("text", "verdict", "date")


def worded(told: Document, text: str) -> str:
    """Return a text with its figures; what is short or late stands out."""
    return "".join(
        escape(words)
        if one is None
        else f'<em class="{"unmet" if one.verdict == "unmet" else "plain"}" title="{escape(one.what)}">{escape(words)}</em>'
        for words, one in told.runs(text)
    )


def table(made: Table, lang: str, most: int = 0) -> str:
    """Return a table; `most` rows of it, all where it is 0."""
    heads = ((escape(one.label), _side(one)) for one in made.columns)
    rows = made.rows[:most] if most else made.rows
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{_side(column)}">{_cell(value, column, lang)}</td>'
            for value, column in zip(row, made.columns, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return wide(list_table(heads, body))


def _side(column: Column) -> str:
    return "" if column.kind in WORDED else "r"


def _cell(value: Any, column: Column, lang: str) -> str:
    if value is Blank.NOTHING:
        return figures.NOTHING
    if value is Blank.UNKNOWN:
        return f'<span class="unk">{say(lang, "verdict.unknown")}</span>'
    if column.kind == "verdict" and value in VERDICTS:
        return chip(value, say(lang, f"verdict.{value}"))
    if isinstance(value, date):
        return figures.day(value, lang)
    if isinstance(value, int | float) and not isinstance(value, bool):
        places = int(column.kind == "percent" and isinstance(value, float))
        if column.kind == "decimal" and not float(value).is_integer():
            places = 2
        return figures.number(value, places)
    return escape(str(value))
