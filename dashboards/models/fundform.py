"""An entry of the funds being written in one session, and what became of it."""

from __future__ import annotations

from typing import Any

import param

from dashboards.models.typedform import TypedForm
from fupin.funds import Act, add, edit, history, withdraw

FEN = 100


class FundForm(TypedForm):
    """The form of one entry, or of a new one."""

    key = param.String(default="", doc="The entry's key; empty: a new one.")

    def place(self, name: str, entry: dict[str, Any]) -> str:
        """Return what stands in a field: what was typed, or what the entry says."""
        if name in self.edits:
            return str(self.edits[name])
        if name == "amount":
            fen = entry.get("fen")
            return "" if fen is None else f"{fen / FEN:.2f}".removesuffix(".00")
        value = entry.get(name)
        return "" if value is None else str(value)

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
        desk.refresh()

    def _newest(self) -> int:
        told = history(self.desk.store, self.key) if self.desk.store else []
        return int(told[0]["version"]) if told else 0
