"""What people wrote on tasks, read from the store: all of it once, then what is new.

Or what they had written by a moment, and nothing that came after it.
"""

from __future__ import annotations

from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from fupin.store.layout import (
    task_comments,
    task_edits,
    task_files,
    task_withdrawals,
    tasks,
)
from fupin.store.written import by_then
from fupin.tasks.board import WRITTEN
from fupin.tasks.sources import framed

if TYPE_CHECKING:
    from datetime import datetime

    from fupin.store import Store

# As-of dates whose newest versions are kept.
DATES = 8
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
    """The newest versions of a store's tasks, kept in memory; safe to share.

    `count` grows with what anybody writes, whichever process writes it. With `known`
    only what was there at that moment is.
    """

    def __init__(self, store: Store, known: datetime | None = None) -> None:
        self.store, self.known = store, known
        self.count = -1
        self._edits = self._tasks_seen = 0
        # By as-of date: the last entry that counts, and the newest versions by then.
        self._newest: dict[date, tuple[int, pl.DataFrame]] = {}
        self._tasks = framed([])
        self._told = pl.Series(dtype=pl.Date)
        self._lock = Lock()

    def refresh(self) -> bool:
        """Take up what was written since; say whether there was anything."""
        newest = [
            by_then(sa.select(sa.func.max(table.c.seq)), table, self.known)
            for table in (
                task_edits,
                tasks,
                task_comments,
                task_files,
                task_withdrawals,
            )
        ]
        with self._lock, self.store.reading() as connection:
            self._edits, added, *others = (
                int(connection.execute(query).scalar() or 0) for query in newest
            )
            if added > self._tasks_seen:
                self._take_tasks(connection, added)
        count = self._edits + added + sum(others)
        moved, self.count = count != self.count, count
        return moved

    def written(self, day: date) -> pl.DataFrame:
        """Return the newest version of each task by the as-of date."""
        with self._lock:
            seen, frame = self._newest.pop(day, (0, pl.DataFrame(schema=WRITTEN)))
            if seen < self._edits:
                fresh = self._fresh(day, seen)
                rest = frame.join(fresh, on="key", how="anti")
                frame = pl.concat([rest, fresh])
            self._newest[day] = (self._edits, frame)
            while len(self._newest) > DATES:
                self._newest.pop(next(iter(self._newest)))
        return frame

    def _fresh(self, day: date, seen: int) -> pl.DataFrame:
        """Return the newest version by `day` of each task written on after `seen`."""
        c = task_edits.c
        # What comes later than `refresh` saw is taken up by the next one.
        newest = sa.select(sa.func.max(c.seq)).where(
            c.day <= day.isoformat(), c.seq <= self._edits
        )
        if seen:
            newest = newest.where(c.seq > seen)
        query = sa.select(*_COLUMNS).where(c.seq.in_(newest.group_by(c.task_key)))
        with self.store.reading() as connection:
            rows = [tuple(row) for row in connection.execute(query)]
        return pl.DataFrame(rows, schema=_TEXTS, orient="row").with_columns(_DAYS)

    def _take_tasks(self, connection: sa.Connection, newest: int) -> None:
        query = sa.select(tasks).where(
            tasks.c.seq > self._tasks_seen, tasks.c.seq <= newest
        )
        rows = connection.execute(query.order_by(tasks.c.seq)).mappings().all()
        told = [_as_task(dict(row)) for row in rows]
        self._tasks = pl.concat([self._tasks, framed(told)])
        said = pl.Series([row["day"] for row in rows], dtype=pl.String)
        self._told = pl.concat([self._told, said.str.to_date()])
        self._tasks_seen = newest

    def added(self, day: date) -> pl.DataFrame:
        """Return the tasks that people had added by the as-of date."""
        return self._tasks.filter(self._told <= day)


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


def history(
    store: Store, key: str, known: datetime | None = None
) -> list[dict[str, Any]]:
    """Return all that happened to a task, the newest first; each says its `action`.

    That is every version, every comment, each file that came and each taken back, and
    that somebody added it, where somebody did.
    """
    with store.reading() as connection:
        found = [
            {"action": action} | dict(row)
            for action, table in _HAPPENED.items()
            for row in connection.execute(
                by_then(sa.select(table).where(table.c.task_key == key), table, known)
            ).mappings()
        ]
    names = {row["seq"]: row["name"] for row in found if row["action"] == "attach"}
    for row in found:
        if row["action"] == "withdraw":
            row["name"] = names.get(row["file"], "")
    return sorted(found, key=lambda row: (row["at"], row["seq"]), reverse=True)


# A version says itself what it was: an edit, a report, a verdict.
_HAPPENED = {
    "edit": task_edits, "comment": task_comments, "attach": task_files,
    "withdraw": task_withdrawals, "add": tasks,
}  # fmt: skip
