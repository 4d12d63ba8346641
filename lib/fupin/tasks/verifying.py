"""Verify what a department proposed as done: accept it, or send it back with a reason.

Neither who proposed it nor the task's own department does; it is for the unit that
leads the work, and for inspection and audit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.access import mask_name
from fupin.store.layout import task_edits
from fupin.tasks import checks
from fupin.tasks.checks import TaskError
from fupin.tasks.writing import held, newest_version, not_stale, write_version

if TYPE_CHECKING:
    from collections.abc import Collection

    from fupin.store import Store
    from fupin.tasks.checks import Places
    from fupin.tasks.writing import Act

Row = dict[str, Any]


class OfficeError(TaskError):
    """Who verifies isn't of an office, or hasn't said so."""


def accept(
    store: Store, places: Places, offices: Collection[str], task: Row, act: Act
) -> int:
    """Accept what was proposed as done; return the new version.

    `offices` are the departments that verify. Raises TaskError where nothing was
    proposed, who accepts is who proposed it, or isn't of one of them.
    """
    wanted = held(task) | {"status": "done", "progress": checks.WHOLE}
    return _judge(store, places, offices, task, wanted, act, "accept", "")


def send_back(  # noqa: PLR0913
    store: Store, places: Places, offices: Collection[str], task: Row, reason: str,
    act: Act,
) -> int:  # fmt: skip
    """Send what was proposed back with a reason; return the new version."""
    reason = checks.worded("reason", reason, needed=True)
    wanted = held(task) | {"status": "returned"}
    return _judge(store, places, offices, task, wanted, act, "return", reason)


def _judge(  # noqa: PLR0913
    store: Store, places: Places, offices: Collection[str], task: Row, wanted: Row,
    act: Act, action: str, reason: str,
) -> int:  # fmt: skip
    author = checks.worded("author", act.author, needed=True)
    places.has(task)
    with store.writing() as connection:
        not_stale(connection, task, wanted, act)
        if task["status"] != "to_verify":
            raise TaskError(
                "这项任务没有报待核实，不用核实",
                "The task wasn't reported as done: there is nothing to verify.",
            )
        if checks.same_person(_maker(connection, task["key"]), author):
            raise TaskError(
                f"{mask_name(author)} 自己报的完成，要由别人核实",
                f"{mask_name(author)} reported it as done: somebody else has to "
                "verify it.",
            )
        _of_office(offices, task, act)
        wanted["verdict"] = task.get("verdict") or ""
        write_version(connection, task["key"], wanted, act, action, reason)
        return newest_version(connection, task["key"])


def _of_office(offices: Collection[str], task: Row, act: Act) -> None:
    """Raise unless the author is of an office; of another than the task's if any is."""
    may = set(offices) - {task["department"]} or set(offices)
    if act.department in may:
        return
    raise OfficeError(
        "完成由牵头部门或纪检审计核实，不能是任务自己的责任部门。请选好您的部门，或请他们核实",
        "Done is verified by the leading unit or by audit, and not by the task's own "
        "unit. Say which department you are of, or ask them.",
    )


def _maker(connection: sa.Connection, key: str) -> str:
    """Return who proposed the task as done last; nobody where the register says so."""
    query = sa.select(task_edits.c.author).where(
        task_edits.c.task_key == key, task_edits.c.action == "propose"
    )
    query = query.order_by(task_edits.c.version.desc()).limit(1)
    return str(connection.execute(query).scalar() or "")
