"""From a table as written to a table in declared types, and the cells that resist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.cells import is_chinese_numeral, is_nan, trimmed, value
from fupin.register import TYPES

if TYPE_CHECKING:
    from fupin.intake.questions import Answers
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
    """A raw table with its columns in declared types; a bad cell is null there.

    `answers` are those of questions.ask_all where they still hold: where nothing had
    to be converted.
    """

    raw: RawTable
    frame: pl.DataFrame
    bad: tuple[BadCells, ...] = ()
    answers: Answers | None = None


def loosely_typed(raw: RawTable) -> pl.DataFrame:
    """Return each column as text, or in its declared type where that loses nothing."""
    by_name = raw.table.by_name
    return raw.frame.with_columns(
        _text_of(raw.frame, by_name[n]) for n in raw.frame.columns
    )


def typed(raw: RawTable, loose: pl.DataFrame, answers: Answers) -> Typed:
    """Convert the columns of `loosely_typed` that need it, as their answers say."""
    columns = [raw.table[name] for name in loose.columns]
    strings = [c for c in columns if loose.schema[c.name] == pl.String]
    unread = [c for c in strings if answers.get(f"rough {c.name}", True)]
    with_nan = [c for c in columns if answers.get(f"nan {c.name}")]
    if not unread and not with_nan:
        return Typed(raw, loose, answers=answers)
    clean = loose.with_columns(trimmed(c.name) for c in unread)
    frame = clean.with_columns(
        *(value(c) for c in unread),
        *(pl.col(c.name).fill_nan(None) for c in with_nan),
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
    dtype, target = frame.schema[column.name], TYPES[column.kind]
    if dtype == target or dtype.base_type() in SAFE.get(target, ()):
        return pl.col(column.name).cast(target)
    text = pl.col(column.name).cast(pl.String)
    # A float key is one that pandas turned into 12.0 for the sake of an empty cell.
    return text.str.replace(r"^(-?\d+)\.0$", "$1") if dtype.is_float() else text


def _bad_cells(clean: pl.Series, read: pl.Series, column: Column) -> list[BadCells]:
    mask = clean.is_not_null() & read.is_null()
    if clean.dtype == pl.Float64:
        return [BadCells(column, "nan", mask)]
    if column.kind not in ("number", "int", "date"):
        return [BadCells(column, BAD_CELL[column.kind], mask)]
    says = {"chinese_numeral": is_chinese_numeral(column.name)}
    if column.kind != "date":
        says["nan"] = is_nan(column.name)
    split: dict[str, pl.Series] = {}
    for kind, expr in says.items():
        of_kind = (
            mask & clean.to_frame().select(expr.fill_null(value=False)).to_series()
        )
        split[kind], mask = of_kind, mask & ~of_kind
    split[BAD_CELL[column.kind]] = mask
    return [BadCells(column, kind, m) for kind, m in split.items() if m.any()]
