"""What people wrote on tasks, read from the store: all of it once, then what is new."""

from __future__ import annotations

from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from fupin.store.layout import task_comments, task_edits, tasks
from fupin.tasks.board import WRITTEN
from fupin.tasks.sources import framed

if TYPE_CHECKING:
    from fupin.store import Store

# Rows that are read at once: more would be held twice.
PART = 50_000
_COLUMNS = [
    task_edits.c[{"key": "task_key"}.get(name, name)] for name in WRITTEN
]  # fmt: skip
_TEXTS = {
    name: pl.String if kind == pl.Date else kind for name, kind in WRITTEN.items()
}
_DAYS = [
    pl.col(name).str.to_date() for name, kind in WRITTEN.items() if kind == pl.Date
]


class Ledger:
    """The versions of a store's tasks, kept in memory; safe to share.

    `count` grows with what anybody writes, whichever process writes it.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.count = -1
        self._edits_seen = self._tasks_seen = 0
        self._edits = pl.DataFrame(schema=WRITTEN)
        self._tasks = framed([])
        self._told: list[str] = []
        self._lock = Lock()

    def refresh(self) -> bool:
        """Take up what was written since; say whether there was anything."""
        newest = [sa.select(sa.func.max(t.c.seq)) for t in (task_edits, tasks)]
        said = sa.select(sa.func.max(task_comments.c.seq))
        with self._lock, self.store.reading() as connection:
            edits, added, comments = (
                int(connection.execute(query).scalar() or 0)
                for query in (*newest, said)
            )
            if edits > self._edits_seen:
                self._take_edits(connection, edits)
            if added > self._tasks_seen:
                self._take_tasks(connection, added)
        count = edits + added + comments
        moved, self.count = count != self.count, count
        return moved

    def _take_edits(self, connection: sa.Connection, newest: int) -> None:
        query = sa.select(*_COLUMNS).where(task_edits.c.seq > self._edits_seen)
        found = connection.execute(query.order_by(task_edits.c.seq))
        fresh = [
            pl.DataFrame(list(map(tuple, part)), schema=_TEXTS, orient="row")
            for part in found.partitions(PART)
        ]
        fresh = [frame.with_columns(_DAYS) for frame in fresh]
        self._edits = pl.concat([self._edits, *fresh])
        self._edits_seen = newest

    def _take_tasks(self, connection: sa.Connection, newest: int) -> None:
        query = sa.select(tasks).where(tasks.c.seq > self._tasks_seen)
        rows = connection.execute(query.order_by(tasks.c.seq)).mappings().all()

        told = [_as_task(dict(row)) for row in rows]
        self._tasks = pl.concat([self._tasks, framed(told)])
        self._told += [row["day"] for row in rows]
        self._tasks_seen = newest

    def written(self, day: date) -> pl.DataFrame:
        """Return the newest version of each task by the as-of date."""
        edits = self._edits
        if not edits.is_empty() and edits["day"].max() > day:  # type: ignore[operator]
            edits = edits.filter(pl.col("day") <= day)
        return edits.unique("key", keep="last", maintain_order=False)

    def added(self, day: date) -> pl.DataFrame:
        """Return the tasks that people had added by the as-of date."""
        held = [told <= day.isoformat() for told in self._told]
        return self._tasks.filter(pl.Series(held, dtype=pl.Boolean))


def _as_task(row: dict[str, Any]) -> dict[str, Any]:
    names = (
        "department", "title", "clause", "implementation", "village_id",
        "household_id", "target", "unit",
    )  # fmt: skip
    return {name: row[name] for name in names} | {
        "key": row["task_key"],
        "kind": "added",
        "start_on": date.fromisoformat(row["start_on"]),
        "due_on": date.fromisoformat(row["due_on"]),
        "status": "not_started",
        "progress": 0,
    }


def history(store: Store, key: str) -> list[dict[str, Any]]:
    """Return every version of a task and every comment, the newest first."""
    with store.reading() as connection:
        found = [
            dict(row)
            for table in (task_edits, task_comments)
            for row in connection.execute(
                sa.select(table).where(table.c.task_key == key)
            ).mappings()
        ]
    return sorted(found, key=lambda row: (row["at"], row["seq"]), reverse=True)
