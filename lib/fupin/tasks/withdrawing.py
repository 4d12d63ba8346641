"""Take back a file that was put in by mistake: a row more, with who and why.

The file stays in the store and in the log; it is no longer shown nor handed out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.store.audit import append
from fupin.store.layout import task_edits, task_files, task_withdrawals
from fupin.store.written import highest
from fupin.tasks import checks
from fupin.tasks.checks import TaskError

if TYPE_CHECKING:
    from collections.abc import Collection

    from fupin.store import Store
    from fupin.tasks.writing import Act


def withdraw(  # noqa: PLR0913
    store: Store, offices: Collection[str], task: dict[str, Any], number: int,
    reason: str, act: Act,
) -> int:  # fmt: skip
    """Take a file of a task back, and return the number of the withdrawal.

    Raises TaskError without a name or a reason, where the task is closed, where it has
    no such file or it is taken back already, and for anybody but who put it in, the
    task's department and the `offices`.
    """
    author = checks.worded("author", act.author, needed=True)
    why = checks.worded("reason", reason, needed=True)
    with store.writing() as connection:
        kept = _kept(connection, task["key"], number)
        units = {task["department"], *offices}
        _allowed(kept["author"], author, act.department, units)
        _open(connection, task)
        row = {
            "seq": highest(connection, task_withdrawals) + 1, "file": number,
            "task_key": task["key"], "author": author, "department": act.department,
            "day": act.day.isoformat(), "reason": why,
        }  # fmt: skip
        entry = append(connection, author, "task.withdraw", task["key"], row)
        connection.execute(sa.insert(task_withdrawals).values(**row, at=entry.at))
    return int(row["seq"])


def _kept(connection: sa.Connection, key: str, number: int) -> dict[str, Any]:
    query = sa.select(task_files).where(
        task_files.c.seq == number, task_files.c.task_key == key
    )
    row = connection.execute(query).mappings().first()
    if row is None:
        raise TaskError(
            f"这项任务没有第 {number} 号附件", f"The task has no file {number}."
        )
    back = sa.select(task_withdrawals.c.day).where(task_withdrawals.c.file == number)
    day = connection.execute(back).scalar()
    if day is not None:
        raise TaskError(
            f"这个附件 {day} 已经撤回", f"The file was taken back already, on {day}."
        )
    return dict(row)


def _allowed(
    uploader: str, author: str, department: str, units: Collection[str]
) -> None:
    if checks.same_person(uploader, author) or department in units:
        return
    raise TaskError(
        "只有上传的人、任务的责任部门、牵头部门或纪检审计能撤回。请选好“我在哪个部门”，或请他们撤回",
        "Only who put it in, the task's department, the leading unit or audit can take "
        "a file back. Say which department you are of, or ask them.",
    )


def _open(connection: sa.Connection, task: dict[str, Any]) -> None:
    """Refuse where the task is closed, or was closed after it was looked at."""
    query = sa.select(task_edits.c.version, task_edits.c.status).where(
        task_edits.c.task_key == task["key"]
    )
    query = query.order_by(task_edits.c.version.desc()).limit(1)
    version, status = connection.execute(query).first() or (0, "")
    is_newer = version > int(task.get("version") or 0)
    if (status if is_newer else task["status"]) == "done":
        raise TaskError(
            "这项任务已办结，附件是办结的凭据，不能撤回",
            "The task is closed, and its files are what it was closed on: they can't "
            "be taken back.",
        )
