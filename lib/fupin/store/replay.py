"""The register as it was known at a moment, put together from the vintages."""

from __future__ import annotations

from datetime import date, datetime
from functools import reduce
from itertools import groupby
from typing import TYPE_CHECKING

import polars as pl

from fupin.register import GONE, SINCE, Register, empty
from fupin.store.funded import with_funds
from fupin.store.objected import with_objections
from fupin.store.vintages import Vintage, frames_of_run, history
from fupin.store.written import moment
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.schema import Table
    from fupin.store.database import Store

# The day that a row's vintage is valid on, while the rows are put together.
VALID = "_valid"


def register(store: Store, known: date | datetime | None = None) -> Register:
    """Return the register as recorded by `known` (a date: its end; None: now).

    Among its own are the objections and the money that people wrote. Dates of
    recording in the first vintage are the office's own history and are believed; later
    ones are when the store took them. Ask the result `on(day)` for what held on a day.
    """
    then = moment(known)
    found = with_objections(of_vintages(store, known), store, then)
    return with_funds(found, store, then)


def of_vintages(store: Store, known: date | datetime | None = None) -> Register:
    """Return the register as its vintages alone say it: what a file is held against."""
    then = moment(known)
    # Rows are dated by the office's own calendar, wherever the moment was told.
    last = known.astimezone().date() if isinstance(known, datetime) else known
    told = history(store)
    # The office's own history was known before the store was.
    standing = [
        v for v in told
        if v.is_in_force(then) or (v is told[0] and _stood(v, then))
    ]  # fmt: skip
    parts: dict[str, list[pl.DataFrame]] = {name: [] for name in TABLES}
    for run in _runs(standing):
        is_first = run[0] is told[0]
        for name, frame in frames_of_run(store, run).items():
            parts[name].append(_stamped(frame, run, last, is_first=is_first))
    tables = {name: _composed(TABLES[name], found) for name, found in parts.items()}
    absent = [v.absent for v in standing]
    gaps = reduce(frozenset.__and__, absent) if absent else frozenset()
    return Register(Register.of(tables).tables, gaps)


def _stood(vintage: Vintage, moment: datetime | None) -> bool:
    undone = vintage.undone_at
    return undone is None or bool(moment and undone > moment)


def _runs(standing: list[Vintage]) -> Iterator[list[Vintage]]:
    """Yield small vintages that follow one another together; the first one alone."""

    def kind(vintage: Vintage) -> int:
        return vintage.seq if vintage.folder or vintage is standing[0] else 0

    for _, run in groupby(standing, kind):
        yield list(run)


def _stamped(
    frame: pl.DataFrame, run: list[Vintage], known: date | None, *, is_first: bool
) -> pl.DataFrame:
    """Date the rows by when they were recorded, and drop those not yet known.

    `frame` names the vintage of each row in "_vintage".
    """
    days = {v.seq: v.recorded_at.astimezone().date() for v in run}
    valid = {v.seq: v.valid_on for v in run}
    vintage = pl.col("_vintage")
    recorded = vintage.replace_strict(days, return_dtype=pl.Date)
    if is_first:
        own = pl.col("recorded_on").fill_null(recorded)
        recorded = pl.min_horizontal(own, recorded)
    dated = frame.with_columns(
        recorded.alias("recorded_on"),
        vintage.replace_strict(valid, return_dtype=pl.Date).alias(VALID),
    ).drop("_vintage")
    return dated if known is None else dated.filter(pl.col("recorded_on") <= known)


def _composed(table: Table, parts: list[pl.DataFrame]) -> pl.DataFrame:
    if not parts:
        return empty(table)
    has_gone = any(frame[GONE].any() for frame in parts)
    if len(parts) == 1 and not has_gone:
        # One file: what is twice in it was refused when it was read.
        return parts[0].drop(GONE, VALID)
    if table.versioned:
        rows = _last(parts, [*table.key, table.valid]).drop(VALID)
        return rows if has_gone else rows.drop(GONE)
    if table.valid == "recorded_on" and table.name != "village_years":
        return _states(table, parts)
    rows = _last(parts, list(table.key))
    return rows.filter(~pl.col(GONE)).drop(GONE, VALID)


def _last(parts: list[pl.DataFrame], by: list[str]) -> pl.DataFrame:
    """Return the newest row of each key: only what is written again is looked up."""
    first, *later = parts
    if not later:
        return first
    news = pl.concat(later).unique(by, keep="last", maintain_order=True)
    kept = first.join(news, on=by, how="anti", nulls_equal=True)
    return pl.concat([kept, news])


def _states(table: Table, parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Date the versions of a table without dates: the first has always held."""
    rows = pl.concat(parts)
    is_later = ~pl.struct(table.key).is_first_distinct()
    dated = rows.with_columns(pl.when(is_later).then(VALID).alias(SINCE)).drop(VALID)
    return dated.unique([*table.key, SINCE], keep="last", maintain_order=True)
