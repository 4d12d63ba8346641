"""What people write a version at a time: its order, and its mark in a register."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

if TYPE_CHECKING:
    from datetime import date

    from fupin.store.database import Store

# What a register has of its own is numbered by the office, never like this.
PREFIX = "written:"


def moment(known: date | datetime | None) -> datetime | None:
    """Return the moment that `known` means: the end of a date, and None for now."""
    if known is None or isinstance(known, datetime):
        return known
    return datetime.combine(known, time.max).astimezone()


def stamp(moment: datetime) -> str:
    """Return the moment as the store writes its own: UTC text that sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def by_then(
    query: Any, table: sa.Table, known: datetime | None, until: int | None = None
) -> Any:
    """Return the query over what was there at a moment; None: over all there is.

    `until` is the number of the last version to count: how far a snapshot had seen.
    """
    if known is not None:
        query = query.where(table.c.at <= stamp(known))
    return query if until is None else query.where(table.c.seq <= until)


def highest(connection: sa.Connection, table: sa.Table) -> int:
    """Return the number of a table's newest row; 0: it has none."""
    return connection.execute(sa.select(sa.func.max(table.c.seq))).scalar() or 0


def newest_of(store: Store, table: sa.Table) -> int:
    """Return `highest` to who has no connection open."""
    with store.reading() as connection:
        return highest(connection, table)


def unwritten(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return the register's own rows of a table, without those that were put in."""
    return frame.filter(~pl.col(key).str.starts_with(PREFIX))
