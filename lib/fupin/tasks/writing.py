"""Write on tasks: add, edit, propose, comment.

Each edit is a new row with the next version, in one transaction with its audit entry.
Who looked at an older version is refused, with both versions shown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.access import mask_name
from fupin.errors import TwoVersions
from fupin.store.audit import append
from fupin.store.layout import task_comments, task_edits, tasks
from fupin.store.written import highest
from fupin.tasks import checks
from fupin.tasks.checks import FIELDS, TaskError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.store import Store
    from fupin.tasks.checks import Places

Row = dict[str, Any]


class StaleTaskError(TwoVersions, TaskError):
    """Somebody wrote on the task after the author looked; both versions are here."""

    compared = FIELDS

    def __init__(self, theirs: Row, mine: Row) -> None:
        self.theirs, self.mine = theirs, mine
        who = mask_name(theirs["author"])
        super().__init__(
            f"{who} 刚改过这一条，先看两个版本",
            f"{who} has just changed this task: look at both versions first.",
        )


@dataclass(frozen=True)
class Act:
    """Who writes on a task, as of which date, and the version that was looked at.

    `department` is that of who writes, where they said it.
    """

    author: str
    day: date
    seen: int
    department: str = ""


def add(store: Store, places: Places, said: Mapping[str, Any], act: Act) -> str:
    """Add a task and return its key.

    `said` has department, title, start_on, due_on, and perhaps clause, implementation,
    village_id, household_id, target with unit, responsible, helpers. Raises TaskError.
    """
    row = _new(places, said, act)
    with store.writing() as connection:
        row["seq"] = highest(connection, tasks) + 1
        row["task_key"] = f"own:{row['seq']}"
        entry = append(connection, row["author"], "task.add", row["task_key"], row)
        connection.execute(sa.insert(tasks).values(**row, at=entry.at))
        first = _first(row) | {
            name: checks.worded(name, str(said.get(name) or ""))
            for name in ("responsible", "helpers")
        }
        if first["responsible"] or first["helpers"]:
            write_version(connection, row["task_key"], first, act, "edit")
    return str(row["task_key"])


def _new(places: Places, said: Mapping[str, Any], act: Act) -> Row:
    author = checks.worded("author", act.author, needed=True)
    places.department(str(said.get("department") or ""))
    title = checks.worded("title", str(said.get("title") or ""), needed=True)
    start = checks.day_in("start_on", said.get("start_on") or act.day)
    due = checks.day_in("due_on", said.get("due_on") or "")
    checks.span(start, due)
    household = said.get("household_id") or None
    village = said.get("village_id") or places.households.get(household or "") or None
    places.has({"village_id": village, "household_id": household})
    unit = str(said.get("unit") or "")
    target = checks.target(said.get("target"), unit)
    clause = said.get("clause") or None
    if clause and clause not in places.clauses:
        raise TaskError(
            f"方案里没有条款“{checks.plain(clause)}”",
            f"The plan has no clause {checks.plain(clause)!r}.",
        )
    return {
        "author": author, "day": act.day.isoformat(),
        "department": said["department"], "title": title, "clause": clause,
        "implementation": said.get("implementation") or None, "village_id": village,
        "household_id": household, "target": target,
        "unit": unit or None, "start_on": start.isoformat(),
        "due_on": due.isoformat(),
    }  # fmt: skip


def _first(row: Row) -> Row:
    return {
        "status": "not_started", "progress": 0, "start_on": row["start_on"],
        "due_on": row["due_on"], "checklist": "[]", "verdict": "",
    }  # fmt: skip


def edit(
    store: Store, places: Places, task: Row, said: Mapping[str, Any], act: Act
) -> int:
    """Write what the department says of its task; return the new version.

    `task` is the board's row as the author saw it; `said` has any of `FIELDS` and
    perhaps a comment. Raises TaskError, and StaleTaskError where it has moved on.
    """
    author = checks.worded("author", act.author, needed=True)
    comment = checks.worded("comment", str(said.get("comment") or ""))
    changed = _checked(task, said)
    wanted = held(task) | changed
    checks.span(
        date.fromisoformat(wanted["start_on"]), date.fromisoformat(wanted["due_on"])
    )
    places.has(task)
    if wanted == held(task) and not comment:
        raise TaskError("什么都没改", "Nothing was changed.")
    with store.writing() as connection:
        if wanted != held(task):
            not_stale(connection, task, wanted, act)
            _still_open(task)
            action = "propose" if changed.get("status") == "to_verify" else "edit"
            write_version(connection, task["key"], wanted, act, action)
        if comment:
            _comment(connection, task["key"], author, comment, act)
        return newest_version(connection, task["key"])


def _checked(task: Row, said: Mapping[str, Any]) -> Row:
    """Return the fields that `said` sets, as they are kept."""
    changed: Row = {}
    for name in FIELDS:
        if said.get(name) is None:
            continue
        value = said[name]
        if name == "status":
            if value != task["status"]:
                changed[name] = checks.own_state(str(value))
        elif name == "progress":
            changed[name] = checks.percent(value)
        elif name in ("start_on", "due_on"):
            changed[name] = checks.day_in(name, value).isoformat()
        elif name == "checklist":
            changed[name] = _listed(str(value))
        else:
            changed[name] = checks.worded(name, str(value))
    return changed


def _listed(text: str) -> str:
    """Return a checklist, typed a line an item ("[x] " in front of a done one)."""
    lines = checks.worded("checklist", text).splitlines() if text.strip() else []
    items = []
    for line in filter(None, map(str.strip, lines)):
        done = line.lower().startswith("[x]")
        words = line[3:] if line.lower().startswith(("[x]", "[ ]")) else line
        items.append([checks.plain(words), done])
    return json.dumps(items, ensure_ascii=False)


def held(task: Row) -> Row:
    """Return what can be edited, as the board's row has it."""
    return {
        "status": task["status"],
        "progress": int(task["progress"] or 0),
        "responsible": task.get("responsible") or "",
        "helpers": task.get("helpers") or "",
        "start_on": str(task["start_on"]),
        "due_on": str(task["due_on"]),
        "checklist": task.get("checklist") or "[]",
        "verdict": "",
    }


def _still_open(task: Row) -> None:
    if task["status"] == "done":
        raise TaskError(
            "这项任务已办结，不能再改；有情况请写意见",
            "The task is done and can't be changed; write a comment instead.",
        )


def not_stale(connection: sa.Connection, task: Row, mine: Row, act: Act) -> None:
    """Refuse where a newer version is there, or one of a later as-of date."""
    query = sa.select(task_edits).where(task_edits.c.task_key == task["key"])
    query = query.order_by(task_edits.c.version.desc()).limit(1)
    newest = connection.execute(query).mappings().first()
    if newest is None:
        return
    if newest["day"] > act.day.isoformat():
        raise TaskError(
            f"这项任务在 {newest['day']} 已有改动，不能回到 {act.day} 去改。"
            "请把基准日调到那天或以后",
            f"The task was changed as of {newest['day']}; it can't be changed as of "
            f"{act.day}. Choose that date or a later one.",
        )
    if newest["version"] != act.seen:
        raise StaleTaskError(dict(newest), mine)


def write_version(  # noqa: PLR0913
    connection: sa.Connection, key: str, wanted: Row, act: Act, action: str,
    reason: str = "",
) -> None:  # fmt: skip
    """Write the next version of a task, with its entry in the log."""
    row = {
        "seq": highest(connection, task_edits) + 1, "task_key": key,
        "version": newest_version(connection, key) + 1,
        "author": checks.plain(act.author), "day": act.day.isoformat(),
        "action": action, "reason": reason, **wanted,
    }  # fmt: skip
    if act.department:
        row["department"] = act.department
    entry = append(connection, row["author"], f"task.{action}", key, row)
    connection.execute(sa.insert(task_edits).values(**row, at=entry.at))


def _comment(
    connection: sa.Connection, key: str, author: str, body: str, act: Act
) -> None:
    row = {
        "seq": highest(connection, task_comments) + 1, "task_key": key,
        "author": author, "day": act.day.isoformat(), "body": body,
    }  # fmt: skip
    entry = append(connection, author, "task.comment", key, row)
    connection.execute(sa.insert(task_comments).values(**row, at=entry.at))


def newest_version(connection: sa.Connection, key: str) -> int:
    """Return the number of a task's newest version; 0 where nobody wrote on it."""
    newest = sa.select(sa.func.max(task_edits.c.version))
    return int(
        connection.execute(newest.where(task_edits.c.task_key == key)).scalar() or 0
    )
