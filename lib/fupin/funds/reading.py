"""What people wrote of the funds, read from the store once, and then what is new."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from fupin.funds.entries import SCHEMA
from fupin.store.layout import fund_entries
from fupin.store.written import moment, stamp

if TYPE_CHECKING:
    from datetime import date, datetime

    from fupin.store import Store

WITHDRAWN = "withdraw"
_READ = (
    "seq", "entry_key", "version", "at", "author", "action", "kind", "fen", "entry_on",
    "fund_year", "source", "village_id", "measure_id", "task_key", "pool", "use",
    "payee", "note", "document_no",
)  # fmt: skip
_TYPES = {name: SCHEMA.get(name, pl.String) for name in _READ} | {
    "seq": pl.Int64, "entry_on": pl.String,
}  # fmt: skip
_DAY = pl.col("entry_on").str.to_date()


class Ledger:
    """The versions of a store's entries, kept in memory; safe to share.

    `count` grows with what anybody writes, whichever process writes it.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.count = 0
        self._all = pl.DataFrame(schema=_TYPES).with_columns(_DAY)
        self._lock = Lock()

    def refresh(self) -> bool:
        """Take up what was written since; say whether there was anything."""
        query = sa.select(*(fund_entries.c[n] for n in _READ))
        query = query.where(fund_entries.c.seq > self.count)
        with self._lock:
            with self.store.reading() as connection:
                rows = [
                    tuple(row)
                    for row in connection.execute(query.order_by(fund_entries.c.seq))
                ]
            if not rows:
                return False
            fresh = pl.DataFrame(rows, schema=_TYPES, orient="row").with_columns(_DAY)
            self._all = pl.concat([self._all, fresh])
            self.count = rows[-1][0]
        return True

    def written(
        self, known: date | datetime | None = None, until: int | None = None
    ) -> pl.DataFrame:
        """Return the newest version of each entry known then; none that was withdrawn.

        Columns: those of `entries.SCHEMA`. A date means its end; None is now. `until`
        is the number of the last version to count: how far a snapshot had seen.
        """
        rows, then = self._all, moment(known)
        if until is not None:
            rows = rows.filter(pl.col("seq") <= until)
        if then is not None:
            rows = rows.filter(pl.col("at") <= stamp(then))
        newest = rows.unique("entry_key", keep="last", maintain_order=True)
        held = newest.filter(pl.col("action") != WITHDRAWN)
        return held.select(
            key="entry_key", origin=pl.lit("written"), kind="kind", fen="fen",
            **{n: pl.col(n) for n in list(SCHEMA)[4:]},
        )  # fmt: skip


def history(store: Store, key: str) -> list[dict[str, Any]]:
    """Return every version of an entry, the newest first."""
    c = fund_entries.c
    query = sa.select(fund_entries).where(c.entry_key == key).order_by(c.version.desc())
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
