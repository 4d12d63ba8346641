"""Written entries of the funds as rows of the register: what its score counts too.

Whatever asks a register for its funds (the facts of a village, and so its score) then
has what people wrote. The ledger (`fupin.funds`) reads the written ones itself, with
all that they say, and leaves out these rows: nothing is there twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl
import sqlalchemy as sa

from fupin.register import POOL, empty
from fupin.store.layout import fund_entries
from fupin.store.written import PREFIX, by_then, newest_of, unwritten
from fupin.tables import FUNDS

if TYPE_CHECKING:
    from fupin.register import Register
    from fupin.store.database import Store

WITHDRAWN = "withdraw"
# A plan line is no money that moved: the register's funds have none.
MONEY = ("allocated", "returned", "paid")


def newest_fund(store: Store) -> int:
    """Return the number of the newest version of any entry; 0: there is none."""
    return newest_of(store, fund_entries)


def with_funds(
    register: Register,
    store: Store,
    known: datetime | None = None,
    until: int | None = None,
) -> Register:
    """Return the register with the entries written by `known` (None: now).

    `until` is the number of the last version to count: how far a snapshot had seen.
    Entries that were put in before are replaced; where nothing moves, the register is
    the same one.
    """
    rows, own = _rows(store, known, until), register["funds"]
    kept = unwritten(own, "fund_id")
    if rows.is_empty() and kept.height == own.height:
        return register
    both = pl.concat([kept, rows], how="diagonal")
    if both.equals(own):
        return register
    return register.with_tables({"funds": both})


def _rows(store: Store, known: datetime | None, until: int | None) -> pl.DataFrame:
    """Return the newest version of each entry that moved money: a row each."""
    c = fund_entries.c
    newest = sa.select(sa.func.max(c.seq)).group_by(c.entry_key)
    counted = by_then(newest, fund_entries, known, until)
    query = sa.select(
        c.entry_key, c.village_id, c.measure_id, c.source, c.kind, c.fen, c.entry_on,
        c.document_no, c.at, c.pool,
    ).where(c.seq.in_(counted), c.action != WITHDRAWN, c.kind.in_(MONEY))  # fmt: skip
    with store.reading() as connection:
        said = connection.execute(query.order_by(c.entry_key)).all()
    columns = [list(column) for column in zip(*said, strict=True)] or [[]] * 10
    frame = pl.DataFrame(
        columns,
        schema=[
            ("fund_id", pl.String), ("village_id", pl.String),
            ("measure_id", pl.String), ("fund_source", pl.String),
            ("fund_entry", pl.String), ("fund_amount", pl.Int64),
            ("entry_on", pl.String), ("document_no", pl.String),
            ("recorded_on", pl.String), (POOL, pl.String),
        ],
    )  # fmt: skip
    # Dated by the office's own calendar, as vintages are.
    days = [datetime.fromisoformat(at).astimezone().date() for at in columns[8]]
    return frame.with_columns(
        pl.lit(PREFIX).add(pl.col("fund_id")).alias("fund_id"),
        pl.col("fund_amount") / 100,
        pl.col("entry_on").str.to_date(),
        pl.Series("recorded_on", days, pl.Date),
    ).select(*empty(FUNDS).columns, POOL)
