"""A task being written on in one session: what was typed, and what became of it."""

from __future__ import annotations

import json
from typing import Any

import param

from dashboards.models.typedform import TypedForm
from fupin.tasks import Act, accept, add, edit, send_back

NEW = (
    "department", "title", "village_id", "household", "implementation", "start_on",
    "due_on", "responsible", "helpers", "clause", "target", "unit",
)  # fmt: skip
# Masked: typed anew, or left as they are.
NAMES = ("responsible", "helpers")


class TaskForm(TypedForm):
    """The form of one task, or of a new one."""

    named = "token"
    token = param.String(default="", doc="The opaque id of the task; empty: a new one.")
    added = param.String(default="", doc="The key of the task that was added last.")

    def place(self, name: str, task: dict[str, Any]) -> str:
        """Return what stands in a field; names aren't sent, only masked beside it."""
        if name in self.edits:
            return str(self.edits[name])
        if name in NAMES or name not in task:
            return ""
        if name == "checklist":
            items = json.loads(task["checklist"] or "[]")
            return "\n".join(
                f"[{'x' if done else ' '}] {words}" for words, done in items
            )
        return str(task[name]) if task[name] is not None else ""

    def _do(self, how: str) -> None:
        store, places = self.desk.store, self.desk.tasks.places
        if store is None:
            return
        act = Act(self.view.author, self.view.day, self.seen, self.view.own)
        said = {k: v for k, v in self.edits.items() if k not in NAMES or v}
        if how == "add":
            self.added = add(store, places, self._new(said), act)
            return
        task = self._task()
        if task is None:
            return
        offices = self.desk.tasks.owners.offices
        if how == "accept":
            accept(store, places, offices, task, act)
        elif how == "return":
            send_back(store, places, offices, task, said.get("reason", ""), act)
        else:
            edit(store, places, task, said, act)

    def _newest(self) -> int:
        task = self._task()
        return int(task["version"]) if task else 0

    def _task(self) -> dict[str, Any] | None:
        view = self.view
        return self.desk.tasks.row(self.token, view.day, view.basis)

    def _new(self, said: dict[str, str]) -> dict[str, Any]:
        typed = said.get("household", "").strip()
        village = said.get("village_id", "") or self.view.village
        household = f"{village}-{typed}" if typed else None
        number = said.get("implementation", "")
        return said | {
            "village_id": village,
            "household_id": household,
            "implementation": int(number) if number.isdecimal() else None,
        }
