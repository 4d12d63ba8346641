"""Write a register as the workbook that the template is, filled in: `read` takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin.codes import CODES
from fupin.intake.saving import saved_workbook
from fupin.intake.template import (
    add_formats,
    add_guide,
    add_lists,
    add_table,
)
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import polars as pl

    from fupin.register import Register
    from fupin.schema import Column, Table

YES_NO = {True: "是", False: "否"}


def write_workbook(register: Register, to: Path) -> None:
    """Write every table of `register` to the path `to` (.xlsx), replacing it.

    Names and numbers stand as they are: it is the register itself. What it holds is
    read back equal, columns that were absent in its source as empty ones excepted.
    Raises IntakeError where it can't be written.
    """
    with saved_workbook(to) as book:
        formats = add_formats(book)
        add_guide(book, formats)
        for table in TABLES.values():
            sheet = add_table(book, table, table.columns, formats)
            write_rows(sheet, table, register[table.name], formats)
        add_lists(book)


def write_rows(
    sheet: Any, table: Table, frame: pl.DataFrame, formats: dict[str, Any]
) -> None:
    """Write the rows below the header, a cell in the type of its column."""
    writers = [_writer(sheet, column, formats) for column in table.columns]
    rows = frame.select(c.name for c in table.columns).iter_rows()
    for number, row in enumerate(rows, 1):
        _write_row(number, row, writers)


def _write_row(
    number: int, row: Sequence[Any], writers: Sequence[Callable[..., None]]
) -> None:
    for place, (cell, write) in enumerate(zip(row, writers, strict=True)):
        if cell is not None:
            write(number, place, cell)


def _writer(
    sheet: Any, column: Column, formats: dict[str, Any]
) -> Callable[[int, int, Any], None]:
    """Return how a value of the column is written. Text is never a formula."""
    style = formats.get(column.kind, formats["body"])
    words = {code.name: code.zh for code in CODES.get(column.codes, ())}

    def number(row: int, place: int, value: float) -> None:
        # Excel keeps 16 digits here: one with more is written out as text.
        if float(f"{value:.16G}") == value:
            sheet.write_number(row, place, value, style)
        else:
            sheet.write_string(row, place, repr(value), style)

    def word(row: int, place: int, value: object) -> None:
        text = YES_NO[value] if isinstance(value, bool) else str(value)
        sheet.write_string(row, place, words.get(text, text), style)

    def day(row: int, place: int, value: Any) -> None:
        sheet.write_datetime(row, place, value, style)

    return {"number": number, "int": number, "date": day}.get(column.kind, word)
