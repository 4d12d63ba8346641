"""One of the four lists as the field keeps them, as its workbook has it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dashboards.widgets import figures
from dashboards.widgets.rows import list_table
from fupin.tasks.lists import said

if TYPE_CHECKING:
    import polars as pl

    from dashboards.models.desk import Desk
    from dashboards.models.tasks import Tasks

# A phone shows these; the rest is in the workbook and on the task's own sheet.
SMALL = ("task", "place", "status", "responsible", "left", "struck")
RIGHT = ("progress", "files", "left")
WRAPS = ("task", "told", "reason", "clause", "issue")


def one_list(name: str, shown: pl.DataFrame, page: Tasks, desk: Desk) -> str:
    """Return the list's table; touching a row opens the task."""
    made = page.lister.make(name, shown)
    heads = ((said(head, page.lang), _css(head)) for head in made.heads)
    rows = "".join(
        f'<tr data-go="open={desk.token_of(key)}">'
        + "".join(
            f'<td class="{_css(head)}">{_cell(head, cell, page.lang)}</td>'
            for head, cell in zip(made.heads, cells, strict=True)
        )
        + "</tr>"
        for key, cells in zip(shown["key"], made.rows, strict=True)
    )
    return list_table(heads, rows)


def _css(head: str) -> str:
    told = [
        "r" if head in RIGHT else "", "wrap" if head in WRAPS else "",
        "" if head in SMALL else "min-hide",
    ]  # fmt: skip
    return " ".join(filter(None, told))


def _cell(head: str, value: Any, lang: str) -> str:
    if value is None or value == "":
        return figures.NOTHING
    if head == "told_on":
        value = date.fromisoformat(value)
    if isinstance(value, date):
        return figures.day(value, lang)
    return figures.text(value) if isinstance(value, str) else figures.number(value)
