"""An entry of the funds being written in one session, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import param

from fupin.errors import FupinError
from fupin.funds import Act, StaleFundError, add, edit, history, withdraw

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View

FEN = 100


class FundForm(param.Parameterized):
    """The fields that were typed, by name; of one entry, or of a new one."""

    key = param.String(default="", doc="The entry's key; empty: a new one.")
    edits = param.Dict(default={})
    seen = param.Integer(default=0, doc="The version when the form was opened.")
    error = param.ClassSelector(class_=FupinError, default=None, allow_None=True)
    is_open = param.Boolean(default=False)

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view

    def open(
        self, key: str, version: int = 0, given: dict[str, str] | None = None
    ) -> None:
        """Begin the form of an entry at its version; `given` stands in a new one."""
        self.param.update(
            key=key, edits=given or {}, seen=version, error=None, is_open=True
        )

    def close(self) -> None:
        """Leave the form; what wasn't saved is gone."""
        self.param.update(key="", edits={}, seen=0, error=None, is_open=False)

    def set(self, name: str, value: str) -> None:
        """Remember what was typed."""
        self.edits = self.edits | {name: value}

    def place(self, name: str, entry: dict[str, Any]) -> str:
        """Return what stands in a field: what was typed, or what the entry says."""
        if name in self.edits:
            return str(self.edits[name])
        if name == "amount":
            fen = entry.get("fen")
            return "" if fen is None else f"{fen / FEN:.2f}".removesuffix(".00")
        value = entry.get(name)
        return "" if value is None else str(value)

    def insist(self) -> None:
        """Take the newer version as seen: what was typed goes on top of it."""
        told = self._history()
        self.param.update(seen=told[0]["version"] if told else 0, error=None)

    def save(self, how: str) -> bool:
        """Add, edit or withdraw; say whether it was taken. An error is kept."""
        self.error = None
        try:
            self._do(how)
        except FupinError as error:
            self.error = error
            return False
        self.desk.refresh()
        self.close()
        return True

    @property
    def is_stale(self) -> bool:
        """Say whether somebody else was faster."""
        return isinstance(self.error, StaleFundError)

    def _do(self, how: str) -> None:
        desk, view = self.desk, self.view
        if desk.store is None:
            return
        act = Act(view.author, view.day, self.seen)
        books, said = desk.funds.books(view.day), dict(self.edits)
        reason = said.pop("reason", "")
        if how == "add":
            said.setdefault("village_id", view.village)
            add(desk.store, books, desk.register, said, act)
        elif how == "withdraw":
            withdraw(desk.store, books, self.key, reason, act)
        else:
            edit(desk.store, books, desk.register, self.key, said, act)

    def _history(self) -> list[dict[str, Any]]:
        return history(self.desk.store, self.key) if self.desk.store else []
