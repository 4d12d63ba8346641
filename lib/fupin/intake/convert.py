"""From a table as written to a table in declared types, and the cells that resist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin.codes import CODES
from fupin.intake.cells import is_nan, is_rough, trimmed, value
from fupin.register import TYPES

if TYPE_CHECKING:
    from fupin.intake.raw import RawTable
    from fupin.schema import Column

BAD_CELL = {
    "key": "lost_digits",
    "text": "lost_digits",
    "code": "not_in_list",
    "int": "not_integer",
    "number": "not_number",
    "date": "not_date",
    "bool": "not_yes_no",
}
# Conversions that can't lose anything and need no reading of text.
SAFE = {
    pl.Int64: (pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16, pl.UInt32),
    pl.Float64: (pl.Float32, pl.Int64, pl.Int32, pl.Int16, pl.Int8),
    pl.Date: (pl.Datetime,),
    pl.String: (pl.Categorical, pl.Enum),
}


@dataclass(frozen=True)
class BadCells:
    """The cells of a column that hold something which isn't of the column's kind."""

    column: Column
    kind: str
    mask: pl.Series


@dataclass(frozen=True)
class Typed:
    """A raw table with its columns in declared types; a bad cell is null there."""

    raw: RawTable
    frame: pl.DataFrame
    bad: tuple[BadCells, ...] = ()


def typed(raw: RawTable) -> Typed:
    """Convert every column of the table; columns already right are not touched."""
    by_name = raw.table.by_name
    columns = [by_name[name] for name in raw.frame.columns]
    texts = raw.frame.with_columns(_text_of(raw.frame, c) for c in columns)
    unread = _unread(texts, columns)
    clean = texts.with_columns(trimmed(c.name) for c in unread)
    frame = clean.with_columns(
        *(value(c) for c in unread),
        *(
            pl.col(c.name).fill_nan(None)
            for c in columns
            if clean.schema[c.name] == pl.Float64
        ),
    )
    bad = [
        cells
        for c in columns
        if frame[c.name].null_count() > clean[c.name].null_count()
        for cells in _bad_cells(clean[c.name], frame[c.name], c)
    ]
    return Typed(raw, frame, tuple(bad))


def texts(raw: RawTable, name: str) -> pl.Series:
    """Return a column of the source as text."""
    cells = raw.frame[name]
    texts = cells.cast(pl.String)
    return texts.str.replace(r"\.0$", "") if cells.dtype.is_float() else texts


def _text_of(frame: pl.DataFrame, column: Column) -> pl.Expr:
    """Return the column as text, or in its declared type where that loses nothing."""
    dtype, target = frame.schema[column.name], TYPES[column.kind]
    if dtype == target or dtype.base_type() in SAFE.get(target, ()):
        return pl.col(column.name).cast(target)
    text = pl.col(column.name).cast(pl.String)
    # A float key is one that pandas turned into 12.0 for the sake of an empty cell.
    return text.str.replace(r"^(-?\d+)\.0$", "$1") if dtype.is_float() else text


def _unread(texts: pl.DataFrame, columns: list[Column]) -> list[Column]:
    """Return the columns whose text must be read: of another type, or rough."""
    strings = [c for c in columns if texts.schema[c.name] == pl.String]
    asked = [c for c in strings if TYPES[c.kind] == pl.String]
    if not asked:
        return strings
    answers = texts.select(
        _other_words(c) if c.kind == "code" else is_rough(c) for c in asked
    ).row(0, named=True)
    return [c for c in strings if answers.get(c.name, True)]


def _other_words(column: Column) -> pl.Expr:
    ours = [code.name for code in CODES[column.codes]]
    return (~pl.col(column.name).is_in(ours)).any()


def _bad_cells(clean: pl.Series, read: pl.Series, column: Column) -> list[BadCells]:
    mask = clean.is_not_null() & read.is_null()
    if clean.dtype == pl.Float64:
        return [BadCells(column, "nan", mask)]
    if column.kind not in ("number", "int"):
        return [BadCells(column, BAD_CELL[column.kind], mask)]
    says_nan = is_nan(column.name).fill_null(value=False)
    nan = clean.to_frame().select(says_nan).to_series()
    split = {"nan": mask & nan, BAD_CELL[column.kind]: mask & ~nan}
    return [BadCells(column, kind, m) for kind, m in split.items() if m.any()]
