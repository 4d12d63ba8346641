"""A register in memory: the declared tables, and how they stood on a date."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fupin.schema import Table

TYPES: dict[str, Any] = {
    "key": pl.String,
    "code": pl.String,
    "text": pl.String,
    "int": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
    "bool": pl.Boolean,
}


# What only a store's tables have: rows that were taken off, since when a row holds in a
# table that has no date of its own for it, and which pool written money stands in.
GONE, SINCE, POOL = "_gone", "_since", "_pool"
# The line of the source in which a row stood; kept with a vintage, no fact of the row.
LINE = "_line"
OF_STORE = {GONE: pl.Boolean, SINCE: pl.Date, POOL: pl.String}


def empty(table: Table) -> pl.DataFrame:
    """Return `table` without rows, each column in its declared type."""
    return pl.DataFrame(schema={c.name: TYPES[c.kind] for c in table.columns})


@dataclass(frozen=True)
class Register:
    """The tables of a register, in declared types, every declared column present.

    `absent` names the declared columns that the source didn't have at all, as
    "table.column": one data gap each, not one a row.
    """

    tables: Mapping[str, pl.DataFrame]
    absent: frozenset[str] = frozenset()

    @classmethod
    def of(cls, frames: Mapping[str, Any]) -> Register:
        """Make a register of any eager frames that Narwhals knows (pandas too).

        Missing tables become empty ones; NaN becomes null, so that a missing
        income never compares as a number.
        """
        tables: dict[str, pl.DataFrame] = {}
        absent: set[str] = set()
        for table in TABLES.values():
            frame = _to_polars(frames.get(table.name), table)
            absent |= {
                f"{table.name}.{c.name}"
                for c in table.columns
                if c.name not in frame.columns
            }
            tables[table.name] = _typed(frame, table)
        return cls(tables, frozenset(absent))

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.tables[name]

    def with_tables(self, tables: Mapping[str, pl.DataFrame]) -> Register:
        """Return a register in which these tables stand instead of its own."""
        return Register({**self.tables, **tables}, self.absent)

    @cached_property
    def fingerprint(self) -> str:
        """Return 12 hex digits that change when any fact changes."""
        digest = hashlib.sha256()
        for name in TABLES:
            frame = self.tables[name]
            digest.update(name.encode())
            digest.update(frame.hash_rows(seed=7).to_numpy().tobytes())
        return digest.hexdigest()[:12]

    def on(self, day: date, known: date | None = None) -> Register:
        """Return the register as of `day`, as far as it had been recorded by `known`.

        For each key: its newest version valid on or before `day` among those
        recorded on or before `known`. A row without a recorded date was always known.
        """
        lazy = self.lazy_on(day, known)
        return Register({name: f.collect() for name, f in lazy.items()}, self.absent)

    def lazy_on(self, day: date, known: date | None = None) -> dict[str, pl.LazyFrame]:
        """Return the tables of `on`, not yet computed, to be filtered further."""
        return {
            name: _newest(frame, TABLES[name], day, known)
            for name, frame in self.tables.items()
        }


def _to_polars(frame: Any, table: Table) -> pl.DataFrame:
    if frame is None:
        return empty(table)
    if isinstance(frame, pl.DataFrame):
        return frame
    return nw.from_native(frame, eager_only=True).to_polars()


def _typed(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    if not frame.width:
        # Literals alone would make a row of nothing out of no row.
        return empty(table)
    columns = []
    for c in table.columns:
        if c.name not in frame.columns:
            columns.append(pl.lit(None, dtype=TYPES[c.kind]).alias(c.name))
        elif c.kind == "number":
            columns.append(pl.col(c.name).cast(pl.Float64).fill_nan(None))
        elif frame.schema[c.name] != TYPES[c.kind]:
            columns.append(pl.col(c.name).cast(TYPES[c.kind]))
        else:
            columns.append(pl.col(c.name))
    kept = [pl.col(name) for name in OF_STORE if name in frame.columns]
    return frame.select(*columns, *kept)


def _newest(
    frame: pl.DataFrame, table: Table, day: date, known: date | None
) -> pl.LazyFrame:
    told = pl.lit(value=True)
    if known is not None:
        told = pl.col("recorded_on").is_null() | (pl.col("recorded_on") <= known)
    valid = pl.col(table.valid) if table.valid != "recorded_on" else None
    if table.name == "village_years":
        valid = pl.date(pl.col("year"), 12, 31)
    dated_by = table.valid
    if SINCE in frame.columns:
        valid, dated_by = pl.col(SINCE), SINCE
    in_time = pl.lit(value=True) if valid is None else valid.is_null() | (valid <= day)
    kept = frame.lazy().filter(told & in_time)
    if not table.versioned and GONE not in frame.columns:
        return kept
    moment = pl.col(dated_by).cast(pl.Int32).cast(pl.Int64).fill_null(0) * 1_000_000
    moment += pl.col("recorded_on").cast(pl.Int32).fill_null(0)
    newest = kept.filter(
        pl.struct(*table.key, moment.alias("moment")).map_batches(
            _is_newest, return_dtype=pl.Boolean
        )
    )
    if GONE not in frame.columns:
        return newest
    return newest.filter(~pl.col(GONE)).drop(GONE, SINCE, strict=False)


def _is_newest(versions: pl.Series) -> pl.Series:
    """Say of each row, a key and a moment, whether it is the newest of its key.

    Where two say the same moment it is the one below. Only keys with several rows are
    looked at: they are few.
    """
    frame = versions.struct.unnest()
    key = frame.columns[:-1]
    is_one_of_many = _is_repeated(frame.select(key))
    many = frame.with_row_index("place").filter(is_one_of_many)
    newest = many.filter(pl.col("moment") == pl.col("moment").max().over(key))
    kept = newest.unique(key, keep="last")["place"]
    return (~is_one_of_many).scatter(kept, True).alias(versions.name)


def _is_repeated(keys: pl.DataFrame) -> pl.Series:
    """Say of each row whether another one has its key."""
    first = keys.to_series()
    if keys.width > 1 or not first.is_sorted():
        return keys.is_duplicated()
    # Ids in order, as registers hold them, need no hashing.
    is_as_above = first.eq_missing(first.shift())
    if first.len():
        is_as_above = is_as_above.scatter(0, False)
    return is_as_above | is_as_above.shift(-1, fill_value=False)
