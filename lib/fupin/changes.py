"""What an intake would change: rows that are new, changed field by field, or gone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from fupin.register import GONE, Register
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from fupin.schema import Table

# The roll of a village: a complete intake takes off whoever isn't on it. What happened
# (incomes, visits, steps) is never undone by being left out.
ROLL = ("residents", "households", "members")
# When a row was written down isn't part of what it says.
UNCOMPARED = ("recorded_on",)
ALWAYS = date.min
KINDS = ("new", "changed", "gone")
_AT, _WAS, _OWN, _UNREAD = "_at", "__was", "_own", "_unread_"


@dataclass(frozen=True)
class TableChanges:
    """The rows of one table that change, in declared columns.

    `before` stands row by row beside `changed`; `gone` holds the rows as they were.
    """

    table: Table
    new: pl.DataFrame
    changed: pl.DataFrame
    before: pl.DataFrame
    gone: pl.DataFrame

    def __len__(self) -> int:
        return self.new.height + self.changed.height + self.gone.height

    @property
    def puts(self) -> pl.DataFrame:
        """Return the rows to be written."""
        return pl.concat([self.new, self.changed])

    @cached_property
    def fields(self) -> pl.DataFrame:
        """Return a row per changed field: key, column, before, after (as text)."""
        key = pl.concat_str(self.table.key, separator=" ", ignore_nulls=True)
        parts = []
        for name in _compared(self.table):
            after, was = self.changed[name], self.before[name]
            moved = ~after.eq_missing(was)
            if not moved.any():
                continue
            parts.append(
                self.changed.filter(moved).select(
                    key.alias("key"),
                    pl.lit(name).alias("column"),
                    was.filter(moved).cast(pl.String).alias("before"),
                    after.filter(moved).cast(pl.String).alias("after"),
                )
            )
        schema = dict.fromkeys(("key", "column", "before", "after"), pl.String)
        return pl.concat([pl.DataFrame(schema=schema), *parts]).sort("key")


@dataclass(frozen=True)
class Changes:
    """What changes, table by table; tables without a change are left out.

    `lines` holds, by table, key and LINE of the source's rows, where they are known:
    evidence of where a row stood, and no change.
    """

    tables: Mapping[str, TableChanges]
    complete: frozenset[str] = frozenset()
    lines: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(map(len, self.tables.values()))

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Return by table how many rows are new, changed and gone."""
        return {
            name: {kind: getattr(t, kind).height for kind in KINDS}
            for name, t in self.tables.items()
        }


@dataclass(frozen=True)
class Unread:
    """What a file says and nobody could read: it changes nothing that is known.

    `cells` holds, by table and alongside the register's rows, a Boolean a column;
    `keys` the rows that were refused, by their keys as written.
    """

    cells: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    keys: Mapping[str, pl.DataFrame] = field(default_factory=dict)


def difference(
    old: Register,
    new: Register,
    valid_on: date,
    complete: AbstractSet[str] = frozenset(),
    unread: Unread | None = None,
) -> Changes:
    """Return what taking `new` would change in `old`, with facts valid on `valid_on`.

    A row that says what is known already is no change, whatever date it was recorded
    on. A column that `new` doesn't have at all keeps what `old` says, and so does a
    cell that was `unread`. Rows of the villages in `complete` that `new` leaves out
    are gone (of the ROLL only), unless they were there and refused.
    """
    found = {}
    unread = unread or Unread()
    for name, table in TABLES.items():
        cells = unread.cells.get(name, pl.DataFrame())
        changes = _of_table(table, old, new, valid_on, cells)
        if complete and name in ROLL and new[name].height:
            changes = _with_gone(changes, old, new, valid_on, complete)
            if name in unread.keys:
                there = unread.keys[name].unique()
                gone = changes.gone.join(there, on=table.key, how="anti")
                changes = replace(changes, gone=gone)
        if len(changes):
            found[name] = changes
    return Changes(found, frozenset(complete))


def _of_table(
    table: Table, old: Register, new: Register, valid_on: date, unread: pl.DataFrame
) -> TableChanges:
    was, rows = old[table.name], new[table.name]
    # Beside the rows, so that each stays with its row whatever is joined and sorted.
    rows = rows.with_columns(unread[c].alias(_UNREAD + c) for c in unread.columns)
    if table.versioned:
        rows = _dated(rows, was, table, valid_on)
    paired = _paired(rows, was, table)
    for name in _absent(table, new):
        paired = paired.with_columns(
            pl.when("_known").then(name + _WAS).otherwise(name).alias(name)
        )
    for name in unread.columns:
        keeps = pl.col("_known") & pl.col(_UNREAD + name)
        paired = paired.with_columns(
            pl.when(keeps).then(name + _WAS).otherwise(name).alias(name)
        )
    same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(name + _WAS)) for name in _compared(table)
    )
    columns = [c.name for c in table.columns]
    # A version that follows another of the same file is news, not a change of ours.
    follows_own = pl.col("_known") & pl.col("_own_was")
    changed = paired.filter(pl.col("_known") & ~same & ~follows_own)
    before = changed.select(pl.col(name + _WAS).alias(name) for name in columns)
    return TableChanges(
        table,
        paired.filter(~pl.col("_known") | (follows_own & ~same)).select(columns),
        changed.select(columns),
        before,
        was.clear().select(columns),
    )


def _compared(table: Table) -> list[str]:
    dated = (table.valid,) if table.versioned else ()
    return [c.name for c in table.columns if c.name not in (*UNCOMPARED, *dated)]


def _absent(table: Table, new: Register) -> list[str]:
    return [c for c in _compared(table) if f"{table.name}.{c}" in new.absent]


def _dated(
    rows: pl.DataFrame, was: pl.DataFrame, table: Table, valid_on: date
) -> pl.DataFrame:
    """Date rows that have no date of their own, where an earlier version exists.

    The first version of a row without a date has always held.
    """
    known = was.select(table.key).unique().with_columns(pl.lit(value=True).alias("_k"))
    valid = pl.col(table.valid)
    joined = rows.join(known, on=table.key, how="left", maintain_order="left")
    dated = pl.when(valid.is_null() & pl.col("_k").is_not_null()).then(valid_on)
    rows = joined.with_columns(dated.otherwise(valid).alias(table.valid)).drop("_k")
    return _back(rows, was, table, valid_on) if GONE in was.columns else rows


def _back(
    rows: pl.DataFrame, was: pl.DataFrame, table: Table, valid_on: date
) -> pl.DataFrame:
    """Date rows that had been taken off by the day they are back."""
    at = pl.col(table.valid).fill_null(ALWAYS)
    last = was.filter(at <= valid_on).sort(at).group_by(table.key).last()
    off = last.filter(GONE).select(*table.key, pl.col(table.valid).alias("_off"))
    joined = rows.join(off, on=table.key, how="left", maintain_order="left")
    is_off = pl.col("_off").is_not_null() & (at <= pl.col("_off"))
    back = pl.when(is_off).then(valid_on).otherwise(pl.col(table.valid))
    return joined.with_columns(back.alias(table.valid)).drop("_off")


def _paired(rows: pl.DataFrame, was: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Put beside each row the version that it would follow or replace."""
    if not table.versioned:
        was = was.unique(list(table.key), keep="last", maintain_order=True)
        return _beside(rows, was, list(table.key))
    at = pl.col(table.valid).fill_null(ALWAYS).alias(_AT)
    rows, was = rows.with_columns(at), was.with_columns(at)
    versions = [*table.key, _AT]
    was = was.unique(versions, keep="last", maintain_order=True)
    exact = _beside(rows, was, versions)
    own = rows.with_columns(pl.lit(value=True).alias(_OWN))
    earlier = pl.concat([was.join(rows, on=versions, how="anti"), own], how="diagonal")
    follows = (
        exact.filter(~pl.col("_known"))
        .select(rows.columns)
        .sort(_AT)
        .join_asof(
            _named_was(earlier, versions).sort(_AT), on=_AT, by=list(table.key),
            allow_exact_matches=False, check_sortedness=False,
        )
    )  # fmt: skip
    return pl.concat([exact.filter("_known"), _marked(follows)], how="diagonal").drop(
        _AT
    )


def _beside(rows: pl.DataFrame, was: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    named = _named_was(was, on)
    return _marked(rows.join(named, on=on, how="left", maintain_order="left"))


def _named_was(was: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Name every column as it was, its key once more so that it is there to compare."""
    gone = pl.col(GONE) if GONE in was.columns else pl.lit(value=False)
    own = pl.col(_OWN) if _OWN in was.columns else pl.lit(value=False)
    return was.select(
        *on,
        *(pl.col(c).alias(c + _WAS) for c in was.columns if not c.startswith("_")),
        gone.fill_null(value=False).alias("_gone_was"),
        own.fill_null(value=False).alias("_own_was"),
        pl.lit(value=True).alias("_there"),
    )


def _marked(paired: pl.DataFrame) -> pl.DataFrame:
    there = pl.col("_there").is_not_null() & ~pl.col("_gone_was").fill_null(value=False)
    own = pl.col("_own_was").fill_null(value=False)
    told = paired.with_columns(there.alias("_known"), own.alias("_own_was"))
    return told.drop("_there", "_gone_was")


def _with_gone(
    changes: TableChanges,
    old: Register,
    new: Register,
    day: date,
    complete: AbstractSet[str],
) -> TableChanges:
    """Add the rows of complete villages that the new register leaves out."""
    table = changes.table
    now = old.lazy_on(day)
    standing = now[table.name]
    if "village_id" in table.by_name:
        standing = standing.filter(pl.col("village_id").is_in(list(complete)))
    else:
        homes = now["households"].filter(pl.col("village_id").is_in(list(complete)))
        standing = standing.join(homes, on="household_id", how="semi")
    left = standing.collect().join(new[table.name], on=table.key, how="anti")
    if table.versioned:
        left = left.with_columns(pl.lit(day).alias(table.valid))
    columns = [c.name for c in table.columns]
    return replace(changes, gone=left.select(columns))
