"""A task being written on in one session: what was typed, and what became of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import param

from fupin.errors import FupinError
from fupin.tasks import Act, StaleTaskError, accept, add, edit, send_back

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View

NEW = (
    "department", "title", "village_id", "household", "implementation", "start_on",
    "due_on", "responsible", "helpers",
)  # fmt: skip
# Masked: typed anew, or left as they are.
NAMES = ("responsible", "helpers")


class TaskForm(param.Parameterized):
    """The fields that were typed, by name; of one task, or of a new one."""

    token = param.String(default="", doc="The opaque id of the task; empty: a new one.")
    edits = param.Dict(default={})
    seen = param.Integer(default=0, doc="The version when the form was opened.")
    error = param.ClassSelector(class_=FupinError, default=None, allow_None=True)
    is_open = param.Boolean(default=False)

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view

    def open(self, token: str, version: int = 0) -> None:
        """Begin an empty form of a task at its version."""
        self.param.update(token=token, edits={}, seen=version, error=None, is_open=True)

    def close(self) -> None:
        """Leave the form; what wasn't saved is gone."""
        self.param.update(token="", edits={}, seen=0, error=None, is_open=False)

    def set(self, name: str, value: str) -> None:
        """Remember what was typed."""
        self.edits = self.edits | {name: value}

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

    def insist(self) -> None:
        """Take the newer version as seen: what was typed goes on top of it."""
        task = self._task()
        self.param.update(seen=task["version"] if task else 0, error=None)

    def save(self, how: str) -> bool:
        """Save, accept or send back; say whether it was taken. An error is kept."""
        self.error = None
        try:
            self._do(how)
        except FupinError as error:
            self.error = error
            return False
        self.close()
        return True

    @property
    def is_stale(self) -> bool:
        """Say whether somebody else was faster."""
        return isinstance(self.error, StaleTaskError)

    def _do(self, how: str) -> None:
        store, places = self.desk.store, self.desk.tasks.places
        if store is None:
            return
        act = Act(self.view.author, self.view.day, self.seen)
        said = {k: v for k, v in self.edits.items() if k not in NAMES or v}
        if how == "add":
            add(store, places, self._new(said), act)
            return
        task = self._task()
        if task is None:
            return
        if how == "accept":
            accept(store, places, task, act)
        elif how == "return":
            send_back(store, places, task, said.get("reason", ""), act)
        else:
            edit(store, places, task, said, act)

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
