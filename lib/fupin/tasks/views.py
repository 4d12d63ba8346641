"""Filters of the list of tasks that a person keeps under a name; the store's own rows.

Saving under the same name again is the next version; dropping it is one too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.store.audit import append, canonical
from fupin.store.layout import task_views
from fupin.store.written import highest
from fupin.tasks import checks
from fupin.tasks.checks import TaskError, same_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.store import Store

SAVE, DROP = "save", "drop"


def save_view(store: Store, author: str, name: str, filters: Mapping[str, str]) -> None:
    """Keep filters under a name; raises TaskError without author, name or filters."""
    kept = {key: str(value) for key, value in filters.items() if value}
    if not kept:
        raise TaskError(
            "先选筛选条件，再存成视图", "Choose some filters first, then save them."
        )
    _write(store, author, name, SAVE, canonical(kept))


def drop_view(store: Store, author: str, name: str) -> None:
    """Take a view off its author's list; raises TaskError where there is none."""
    if name not in views_of(store, author):
        raise TaskError(
            f"没有视图“{checks.plain(name)}”",
            f"There is no view {checks.plain(name)!r}.",
        )
    _write(store, author, name, DROP, "{}")


def _write(store: Store, author: str, name: str, kind: str, filters: str) -> None:
    row: dict[str, Any] = {
        "author": checks.worded("author", author, needed=True),
        "name": checks.worded("view", name, needed=True),
        "kind": kind, "filters": filters,
    }  # fmt: skip
    with store.writing() as connection:
        row["seq"] = highest(connection, task_views) + 1
        subject = f"task_view {row['seq']}"
        entry = append(connection, row["author"], f"task_view.{kind}", subject, row)
        connection.execute(sa.insert(task_views).values(**row, at=entry.at))


def views_of(store: Store, author: str) -> dict[str, dict[str, str]]:
    """Return the filters of a person's views by name, in the order of the names."""
    found: dict[str, dict[str, str]] = {}
    with store.reading() as connection:
        query = sa.select(task_views).order_by(task_views.c.seq)
        for row in connection.execute(query).mappings():
            if not same_person(row["author"], author):
                continue
            found.pop(row["name"], None)
            if row["kind"] == SAVE:
                found[row["name"]] = json.loads(row["filters"])
    return dict(sorted(found.items()))
