"""The same edit of many tasks: each its own version and audit entry, each by itself.

One that was changed in between, or can't take the edit, is told and holds up no other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fupin.tasks.checks import TaskError
from fupin.tasks.writing import edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fupin.store import Store
    from fupin.tasks.checks import Places
    from fupin.tasks.writing import Act

# What makes sense to say of many at once; progress and lists are each task's own.
FIELDS = ("status", "responsible", "due_on")
MOST = 200


@dataclass(frozen=True)
class Outcome:
    """Which tasks took the edit, and what each other one said."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, TaskError], ...]


def edit_many(
    store: Store,
    places: Places,
    rows: Iterable[Mapping[str, Any]],
    said: Mapping[str, Any],
    act: Act,
) -> Outcome:
    """Write the same on many tasks.

    `rows` are the board's rows as they were looked at, with the `version` of then.
    Raises TaskError where nothing is said, or of too many tasks.
    """
    held = list(rows)
    wanted = {name: said[name] for name in FIELDS if said.get(name)}
    if not held:
        raise TaskError("请先勾选任务", "Select some tasks first.")
    if not wanted:
        raise TaskError(
            "请写要改什么：状态、责任人或期限",
            "Say what to change: status, responsible person or due date.",
        )
    if len(held) > MOST:
        raise TaskError(
            f"一次最多改 {MOST} 项，勾选了 {len(held)} 项",
            f"At most {MOST} tasks at once; {len(held)} are selected.",
        )
    done: list[str] = []
    refused: list[tuple[str, TaskError]] = []
    for row in held:
        key = str(row["key"])
        try:
            edit(store, places, dict(row), wanted, replace(act, seen=row["version"]))
        except TaskError as error:
            refused.append((key, error))
        else:
            done.append(key)
    return Outcome(tuple(done), tuple(refused))
