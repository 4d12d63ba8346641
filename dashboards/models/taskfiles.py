"""The evidence of the task that a session looks at, and a file on its way in."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import param

from fupin.errors import FupinError
from fupin.store import files as contents
from fupin.tasks import (
    Act,
    EvidenceLimits,
    attach,
    attached,
    prepared,
    withdraw,
)
from fupin.tasks.pictures import FORMATS, preview

if TYPE_CHECKING:
    from pathlib import Path

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.store import Store
    from fupin.tasks.evidence import Attached

SMALL, LARGE = 320, 1_600


class TaskFiles(param.Parameterized):
    """The files of one task, and what became of a new one."""

    key = param.String(default="")
    phase = param.String(default="during")
    opened = param.Integer(default=0, doc="The picture that is open over the page.")
    asked = param.Integer(default=0, doc="The file that is about to be taken back.")
    why = param.String(default="", doc="Why it is.")
    is_busy = param.Boolean(default=False)
    coming = param.String(default="", doc="The file on its way in.")
    error = param.ClassSelector(class_=FupinError, default=None, allow_None=True)

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        self.files: list[dict[str, Any]] = []
        self.withdrawn: list[dict[str, Any]] = []

    @property
    def limits(self) -> EvidenceLimits:
        """Return what a task takes."""
        return self.desk.tasks.owners.evidence

    @property
    def may_write(self) -> bool:
        """Say whether there is a store to write to."""
        return self.desk.store is not None

    def look(self, key: str) -> None:
        """Read the files of a task as they are now."""
        if key != self.key:
            self.param.update(
                key=key, opened=0, asked=0, why="", error=None, phase="during"
            )
        book = self.desk.book
        found = attached(book, key, self.desk.tasks.known) if book else []
        self.files = [row for row in found if row["withdrawn"] is None]
        self.withdrawn = [row for row in found if row["withdrawn"] is not None]

    def prepare(self, path: Path) -> Attached | None:
        """Return a file without traces; None, with the error kept, if it won't do."""
        try:
            return prepared(path.name, path.read_bytes(), self.limits)
        except FupinError as error:
            self.error = error
            return None

    def add(self, given: Attached, task: dict[str, Any]) -> bool:
        """Keep a prepared file as evidence of a task; say whether it was taken."""
        store, view = self.desk.store, self.view
        if store is None:
            return False
        phase = self.phase if given.kind in FORMATS else "document"
        act = Act(view.author, view.day, 0)
        places = self.desk.tasks.places
        try:
            attach(store, places, task, given, phase, self.limits, act)
        except FupinError as error:
            self.error = error
            return False
        return True

    def set(self, name: str, value: str) -> None:
        """Take when a picture was made, or why a file is taken back."""
        if name == "phase":
            self.phase = value
        else:
            self.why = value

    def take_back(self, how: str, value: str, task: dict[str, Any] | None) -> None:
        """Ask why a file of the task is taken back (or no longer), or do it."""
        store, view = self.desk.store, self.view
        number = int(value) if value.isdecimal() else 0
        if how == "ask-back":
            self.param.update(asked=number, why="", error=None)
            return
        if store is None or task is None:
            return
        act = Act(view.author, view.day, 0, view.own)
        try:
            withdraw(store, self.desk.tasks.owners.offices, task, number, self.why, act)
        except FupinError as error:
            self.error = error
            return
        self.param.update(asked=0, why="", error=None)

    def content(self, number: int) -> tuple[str, bytes] | None:
        """Return name and content of a file of this task; None with the error kept."""
        row = next((f for f in self.files if f["seq"] == number), None)
        if row is None or self.desk.book is None:
            return None
        try:
            return row["name"], contents.read(self.desk.book, row["hash"])
        except FupinError as error:
            self.error = error
            return None

    def small(self, row: dict[str, Any]) -> str:
        """Return a picture as an address that holds it; nothing where it is gone."""
        return self._data(row, SMALL)

    def large(self, row: dict[str, Any]) -> str:
        """Return a picture large enough to be looked at."""
        return self._data(row, LARGE)

    def _data(self, row: dict[str, Any], side: int) -> str:
        if self.desk.book is None:
            return ""
        try:
            return _preview(self.desk.book, row["hash"], side)
        except FupinError:
            return ""


@lru_cache(maxsize=128)
def _preview(store: Store, name: str, side: int) -> str:
    made = preview(contents.read(store, name), side)
    return "data:image/jpeg;base64," + base64.b64encode(made).decode()
