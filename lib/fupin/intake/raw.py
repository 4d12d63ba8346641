"""The tables of a source as they were written, before anything is converted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.headers import match, table_named
from fupin.intake.messages import error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fupin.schema import Table


@dataclass(frozen=True)
class RawTable:
    """One table as the source has it, its columns under our names.

    `rows` are the row numbers a user sees, alongside the rows of `frame`. A text
    source holds strings only; else the columns have the types of the file.
    `headers` are all headers of the sheet, known or not.
    """

    table: Table
    sheet: str
    frame: pl.DataFrame
    rows: pl.Series
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawTables:
    """The tables of a source by name, and what was noticed while finding them."""

    tables: Mapping[str, RawTable]
    findings: tuple[pl.DataFrame, ...] = ()
    sheets: tuple[str, ...] = field(default=())


def from_text(
    table: Table,
    sheet: str,
    headers: Sequence[str],
    frame: pl.DataFrame,
    first_row: int,
) -> tuple[RawTable, list[pl.DataFrame]]:
    """Name the string columns of `frame` by `headers` and drop its blank rows.

    `first_row` is the row number of the frame's first row.
    """
    places, findings = match(headers, table, sheet)
    named = frame.select(pl.nth(place).alias(name) for name, place in places.items())
    rows = numbered(named.height, first_row)
    if places:
        blank = named.select(
            pl.all_horizontal(pl.all().is_null() | (pl.all().str.strip_chars() == ""))
        ).to_series()
        named, rows = named.filter(~blank), rows.filter(~blank)
    return RawTable(table, sheet, named, rows, tuple(headers)), findings


def numbered(height: int, first_row: int) -> pl.Series:
    """Return the row numbers from `first_row` on."""
    return pl.int_range(first_row, first_row + height, eager=True).alias("row")


def claim(sheets: Sequence[str], path: Path) -> dict[str, str]:
    """Return the sheet of each table; IntakeError where two are the same table."""
    claimed: dict[str, str] = {}
    for sheet in sheets:
        table = table_named(sheet)
        if table is None:
            continue
        if table.name in claimed:
            raise error(
                "repeated_table",
                path=path,
                first=claimed[table.name],
                second=sheet,
                table_zh=table.zh,
                table_en=table.en,
            )
        claimed[table.name] = sheet
    return claimed
