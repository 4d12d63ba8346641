"""Tasks edited where they are listed: one cell, many at once, or a card that moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import param

from fupin.errors import FupinError
from fupin.tasks import Act, accept, edit, edit_many

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View

CELLS = ("status", "progress", "responsible", "due_on")


class TaskGrid(param.Parameterized):
    """What is picked and typed in a session's list, and what became of it."""

    is_open = param.Boolean(default=False, doc="Whether the list's cells are fields.")
    picked = param.Dict(default={}, doc="The version that was seen, by token.")
    typed = param.Dict(default={}, doc="What is to be written on the picked ones.")
    error = param.ClassSelector(class_=FupinError, default=None, allow_None=True)
    outcome: Any = param.Parameter(default=None, doc="What became of many edits.")

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        # The version of each task as it was drawn for this session.
        self.seen: dict[str, int] = {}
        # The rows of the list that are drawn, for picking all of them.
        self.shown: list[str] = []

    def show(self, rows: list[dict[str, Any]]) -> None:
        """Note the versions of the rows that are drawn."""
        drawn = {self.desk.token_of(row["key"]): row["version"] for row in rows}
        self.seen |= drawn
        self.shown = list(drawn)

    def toggle(self) -> None:
        """Begin or end to edit in the list."""
        self.forget()
        self.is_open = not self.is_open

    def forget(self) -> None:
        """Drop what was picked, typed and told."""
        self.param.update(picked={}, typed={}, error=None, outcome=None)

    def pick(self, token: str, *, is_on: bool) -> None:
        """Pick a row, or let it go."""
        rest = {k: v for k, v in self.picked.items() if k != token}
        self.picked = rest | ({token: self.seen.get(token, 0)} if is_on else {})

    def set(self, name: str, value: str) -> None:
        """Remember what is to be written on the picked ones."""
        self.typed = self.typed | {name: value}

    def cell(self, token: str, name: str, value: str) -> bool:
        """Write one field of one task; say whether it was taken."""
        return name in CELLS and self._try(token, {name: value})

    def move(self, token: str, state: str) -> bool:
        """Write the status of the lane that a card was let go in.

        To 完成 goes what was reported, as a verdict of who moves it.
        """
        if state == "done":
            return self._try(token, None)
        return self._try(token, {"status": state})

    def _try(self, token: str, said: dict[str, str] | None) -> bool:
        self.param.update(error=None, outcome=None)
        store, view = self.desk.store, self.view
        task = self.desk.tasks.row(token, view.day, view.basis)
        if store is None or task is None:
            return False
        seen = self.seen.get(token, task["version"])
        act, book = Act(view.author, view.day, seen, view.own), self.desk.tasks
        try:
            if said is None:
                accept(store, book.places, book.owners.offices, task, act)
            else:
                edit(store, book.places, task, said, act)
        except FupinError as error:
            self.error = error
            return False
        return True

    def apply(self) -> bool:
        """Write the same on all picked ones; say whether any took it."""
        self.param.update(error=None, outcome=None)
        store, view = self.desk.store, self.view
        if store is None:
            return False
        act = Act(view.author, view.day, 0, view.own)
        try:
            done = edit_many(
                store, self.desk.tasks.places, self._rows(), self.typed, act
            )
        except FupinError as error:
            self.error = error
            return False
        self.param.update(outcome=done, picked={})
        return bool(done.done)

    def _rows(self) -> list[dict[str, Any]]:
        view = self.view
        found = []
        for token, version in self.picked.items():
            row = self.desk.tasks.row(token, view.day, view.basis)
            if row is not None:
                found.append(row | {"version": version})
        return found
