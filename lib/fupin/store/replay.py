"""The register as it was known at a moment, put together from the vintages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from fupin.register import GONE, SINCE, Register
from fupin.store.vintages import Vintage, frames, history
from fupin.tables import TABLES

if TYPE_CHECKING:
    from fupin.schema import Table
    from fupin.store.database import Store


@dataclass(frozen=True)
class _Part:
    """A vintage's rows of one table."""

    frame: pl.DataFrame
    vintage: Vintage
    is_first: bool


def register(store: Store, known: date | datetime | None = None) -> Register:
    """Return the register as recorded by `known` (a date: its end; None: now).

    Dates of recording in the first vintage are the office's own history and are
    believed; later ones are when the store took them. Ask the result `on(day)` for
    what held on a day.
    """
    moment = _moment(known)
    last = known.date() if isinstance(known, datetime) else known
    told = history(store)
    first = told[0].seq if told else 0
    # The office's own history was known before the store was.
    standing = [
        v for v in told
        if v.is_in_force(moment) or (v.seq == first and _stood(v, moment))
    ]  # fmt: skip
    parts: dict[str, list[_Part]] = {name: [] for name in TABLES}
    for vintage in standing:
        for name, frame in frames(store, vintage).items():
            parts[name].append(_Part(frame, vintage, vintage.seq == first))
    tables = {n: _composed(TABLES[n], found, last) for n, found in parts.items()}
    absent = [v.absent for v in standing]
    gaps = reduce(frozenset.__and__, absent) if absent else frozenset()
    return Register(Register.of(tables).tables, gaps)


def _stood(vintage: Vintage, moment: datetime | None) -> bool:
    undone = vintage.undone_at
    return undone is None or bool(moment and undone > moment)


def _moment(known: date | datetime | None) -> datetime | None:
    if known is None or isinstance(known, datetime):
        return known
    return datetime.combine(known, time.max).astimezone()


def _composed(table: Table, parts: list[_Part], known: date | None) -> pl.DataFrame:
    if not parts:
        return Register.of({})[table.name]
    stamped = [_stamped(part, known) for part in parts]
    has_gone = any(frame[GONE].any() for frame in stamped)
    if len(stamped) == 1 and not has_gone:
        return stamped[0].drop(GONE)
    if table.versioned:
        return _last(stamped, [*table.key, table.valid], has_gone)
    if table.valid == "recorded_on" and table.name != "village_years":
        return _states(table, parts, stamped)
    rows = _last(stamped, list(table.key), has_gone)
    return rows.filter(~pl.col(GONE)).drop(GONE) if has_gone else rows


def _stamped(part: _Part, known: date | None) -> pl.DataFrame:
    """Date the rows by when they were recorded, and drop those not yet known."""
    day = part.vintage.recorded_at.astimezone().date()
    recorded = pl.lit(day)
    if part.is_first:
        recorded = pl.min_horizontal(pl.col("recorded_on").fill_null(day), recorded)
    frame = part.frame.with_columns(recorded.alias("recorded_on"))
    return frame if known is None else frame.filter(pl.col("recorded_on") <= known)


def _last(stamped: list[pl.DataFrame], by: list[str], has_gone: bool) -> pl.DataFrame:
    """Return the newest row of each key: only what is written again is looked up."""
    kept: list[pl.DataFrame] = []
    for frame in stamped:
        kept = [k.join(frame, on=by, how="anti", nulls_equal=True) for k in kept]
        kept.append(frame)
    rows = pl.concat(kept)
    return rows if has_gone else rows.drop(GONE)


def _states(
    table: Table, parts: list[_Part], stamped: list[pl.DataFrame]
) -> pl.DataFrame:
    """Date the versions of a table without dates: the first has always held."""
    seen: list[pl.DataFrame] = []
    dated = []
    key = list(table.key)
    for part, frame in zip(parts, stamped, strict=True):
        marked, since = frame, pl.lit(part.vintage.valid_on)
        if not seen:
            since = pl.lit(None, dtype=pl.Date)
        else:
            before = pl.concat(seen).unique().with_columns(_b=pl.lit(value=True))
            marked = frame.join(before, on=key, how="left", maintain_order="left")
            since = pl.when(pl.col("_b")).then(since)
        seen.append(frame.select(key))
        dated.append(marked.with_columns(since.alias(SINCE)).drop("_b", strict=False))
    return _last(dated, [*key, SINCE], has_gone=True)
