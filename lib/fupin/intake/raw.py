"""The tables of a source as they were written, before anything is converted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.failures import error
from fupin.intake.headers import table_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fupin.schema import Table


@dataclass(frozen=True)
class RawTable:
    """One table as the source has it, its columns under our names.

    `numbers` are the row numbers a user sees, alongside the rows of `frame`, whose
    columns are text or of the type that the file gave them.
    `headers` are all headers of the sheet, known or not; `is_mapped`, whether it is
    another system's, which never had all our columns.
    """

    table: Table
    sheet: str
    frame: pl.DataFrame
    numbers: pl.Series | range
    headers: tuple[str, ...] = ()
    is_mapped: bool = False

    @cached_property
    def rows(self) -> pl.Series:
        """Return the row numbers; millions are written down only if a row is named."""
        if isinstance(self.numbers, pl.Series):
            return self.numbers
        return numbered(len(self.numbers), self.numbers.start)


@dataclass(frozen=True)
class RawTables:
    """The tables of a source by name, and what was noticed while finding them."""

    tables: Mapping[str, RawTable]
    findings: tuple[pl.DataFrame, ...] = ()
    sheets: tuple[str, ...] = field(default=())


def without_blanks(raw: RawTable) -> RawTable:
    """Return the table without its blank rows; the others keep their row numbers."""
    if not raw.frame.width:
        return raw
    empty = [
        pl.col(name).str.strip_chars().fill_null("") == ""
        if dtype == pl.String
        else pl.col(name).is_null()
        for name, dtype in raw.frame.schema.items()
    ]
    blank = raw.frame.select(pl.all_horizontal(empty)).to_series()
    if not blank.any():
        return raw
    return replace(raw, frame=raw.frame.filter(~blank), numbers=raw.rows.filter(~blank))


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
