"""What the lists say beside the board: the newest report, the last verdict, files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.store.layout import task_comments, task_edits
from fupin.store.written import by_then
from fupin.tasks.evidence import counts

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from fupin.store import Store

# More keys than this aren't named one by one to the database.
FEW = 400


@dataclass(frozen=True)
class Note:
    """Of one task: its newest comment with its date, who accepted it, why it came back.

    Dates are as-of dates as text; what nobody wrote is empty.
    """

    comment: str = ""
    told_on: str = ""
    checker: str = ""
    reason: str = ""
    files: int = 0


def notes(
    store: Store | None, keys: Collection[str], known: datetime | None = None
) -> dict[str, Note]:
    """Return the notes of those of some tasks on which anybody has written."""
    if store is None:
        return {}
    comments = _newest(store, task_comments, keys, known)
    edits = _newest(store, task_edits, keys, known)
    judged = {
        action: _newest(store, task_edits, keys, known, action)
        for action in ("accept", "return")
    }
    files = counts(store, known)
    return {
        key: Note(
            comment=comments.get(key, {}).get("body", ""),
            told_on=max(
                comments.get(key, {}).get("day", ""), edits.get(key, {}).get("day", "")
            ),
            checker=judged["accept"].get(key, {}).get("author", ""),
            reason=judged["return"].get(key, {}).get("reason", ""),
            files=files.get(key, 0),
        )
        for key in keys
        if key in comments or key in edits or key in files
    }


def _newest(
    store: Store, table: sa.Table, keys: Collection[str], known: datetime | None,
    action: str = "",
) -> dict[str, dict[str, Any]]:  # fmt: skip
    newest = by_then(sa.select(sa.func.max(table.c.seq)), table, known)
    if action:
        newest = newest.where(table.c.action == action)
    if len(keys) <= FEW:
        newest = newest.where(table.c.task_key.in_(list(keys)))
    query = sa.select(table).where(table.c.seq.in_(newest.group_by(table.c.task_key)))
    with store.reading() as connection:
        found = connection.execute(query).mappings()
        return {row["task_key"]: dict(row) for row in found}
