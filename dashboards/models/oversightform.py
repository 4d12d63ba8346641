"""What is typed on the oversight page in one session, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import param
import polars as pl

from dashboards.models.oversight import DRAW, OBJECTION
from fupin import inspection, settings
from fupin import objections as told
from fupin.errors import FupinError, StoreError
from fupin.inspection import load_sampling
from fupin.measures import value
from fupin.store.objected import OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.store import Store

# Masked: typed anew, or left as they are.
NAMES = ("person", "taker", "inspector")
ACTS = ("add", "take_up", "take", "decide", "edit", "name", "draw", "record")


class OversightForm(param.Parameterized):
    """The fields that were typed, by name: of one objection, one row, or a new one."""

    key = param.String(default="", doc="What is open: obj:3, draw:1, new, draw.")
    number = param.Integer(default=0, doc="The row of the list that is written on.")
    edits = param.Dict(default={})
    seen = param.Integer(default=0, doc="The version when the form was opened.")
    error = param.ClassSelector(class_=FupinError, default=None, allow_None=True)
    shown = param.String(default="", doc="Who complained, once looked up.")

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        # The row of the register that is being taken, as it was looked at.
        self._own: Mapping[str, Any] = {}

    def open(
        self, key: str, number: int = 0, own: Mapping[str, Any] | None = None
    ) -> None:
        """Begin an empty form of what is open, at its version of now."""
        self._own = own or {}
        self.param.update(
            key=key, number=number, edits={}, error=None, shown="",
            seen=self._version(key, number),
        )  # fmt: skip

    def set(self, name: str, value: str) -> None:
        """Remember what was typed."""
        self.edits = self.edits | {name: value}

    def insist(self) -> None:
        """Take the newer version as seen: what was typed goes on top of it."""
        self.param.update(seen=self._version(self.key, self.number), error=None)

    def _version(self, key: str, number: int) -> int:
        store = self.desk.store
        if store is None:
            return 0
        if key.startswith((OBJECTION, OWN)):
            rows = told.history(store, key)
            return int(rows[0]["version"]) if rows else 0
        if number and (made := self._made(store, key)):
            rows_by = inspection.results(store, made.seq, self.view.day)
            return int(rows_by.get(number, {}).get("version", 0))
        return 0

    def save(self, how: str) -> str | None:
        """Do one of `ACTS`; return what is open then, None where it was refused."""
        self.param.update(error=None, shown="")
        store = self.desk.store
        if store is None:
            return None
        try:
            opened = getattr(self, f"_{how}")(store, self._said())
        except FupinError as error:
            self.error = error
            return None
        self.desk.refresh()
        if how != "name":
            self.open(opened)
        return opened

    def _said(self) -> dict[str, Any]:
        """Return what was typed; a name left empty stays as it was."""
        return {k: v for k, v in self.edits.items() if k not in NAMES or v}

    @property
    def household(self) -> tuple[str, str]:
        """Return the household that a dossier sent here and its village, or two ""."""
        found = self.desk.household_by_token.get(self.view.household, "")
        return found, self.places.households.get(found, "") if found else ""

    @property
    def places(self) -> told.Places:
        """Return which villages, households and departments there are."""
        return told.Places.of(self.desk.plan, self.desk.register)

    def _act(self) -> told.Act:
        return told.Act(self.view.author, self.view.day, self.seen)

    @property
    def _days(self) -> int:
        """Return the days in which an objection is decided, on the as-of date."""
        done = self.desk.assessment(self.view.day, self.view.basis)
        return int(value(done.scenario, "objection_days", done.day))

    def _add(self, store: Store, said: dict[str, Any]) -> str:
        typed = said.get("household", "").strip()
        village = said.get("village_id", "") or self.view.village
        household = f"{village}-{typed}" if typed else ""
        sent, home = self.household
        if sent and not typed:
            household, village = sent, home
        # What stands in a field untouched is never sent.
        wanted = (
            {"kind": told.KINDS[0]}
            | said
            | {"village_id": village, "household_id": household}
        )
        return told.add(store, self.places, wanted, self._act(), self._days)

    def _take_up(self, store: Store, said: dict[str, Any]) -> str:
        # A file taken since may say that it is closed, or say more of it.
        self.desk.refresh()
        number = self._own["objection_id"]
        rows = self.desk.register["objections"].filter(pl.col("objection_id") == number)
        own = rows.row(0, named=True) if rows.height else self._own
        return told.take_up(store, self.places, own, said, self._act(), self._days)

    def _take(self, store: Store, said: dict[str, Any]) -> str:
        told.take(store, self.places, self.key, said, self._act())
        return self.key

    def _decide(self, store: Store, said: dict[str, Any]) -> str:
        told.decide(store, self.places, self.key, said, self._act())
        return self.key

    def _edit(self, store: Store, said: dict[str, Any]) -> str:
        told.edit(store, self.places, self.key, said, self._act())
        return self.key

    def _name(self, store: Store, _: dict[str, Any]) -> str:
        self.shown = told.reveal(store, self.desk.reader, self.key, self.view.author)
        return self.key

    def _draw(self, store: Store, said: dict[str, Any]) -> str:
        desk, view = self.desk, self.view
        # Of what is there now: a draw beside a newer vintage isn't kept.
        desk.refresh()
        chosen = [v for v in desk.village_names if said.get(f"village.{v}")]
        done, sampling = desk.assessment(view.day), load_sampling(settings.PLAN)
        seed = said.get("seed") or inspection.default_seed(store, view.day)
        drawn = inspection.draw(done, sampling, seed, chosen)
        act = inspection.Act(
            view.author, view.day, said.get("reason", ""), next(iter(desk.seen), 0)
        )
        number = inspection.keep(store, drawn, sampling, desk.register, act)
        return f"{DRAW}{number}"

    def _record(self, store: Store, said: dict[str, Any]) -> str:
        view, made = self.view, self._made(store, self.key)
        row = made.row(self.number) if made else None
        if made is None or row is None:
            raise StoreError("没有这次抽样", "There is no such draw.")
        own = inspection.team(self.desk.register, row["village_id"])
        before = inspection.results(store, made.seq, view.day).get(self.number, {})
        held = {k: before[k] for k in ("inspector", "found", "reason", "satisfied",
                                       "inspected_on") if k in before}  # fmt: skip
        act = inspection.Act(view.author, view.day, seen=self.seen)
        inspection.record(store, made, self.number, held | said, act, own)
        return self.key

    def _made(self, store: Store, key: str) -> inspection.Inspection | None:
        number = key.removeprefix(DRAW)
        found = inspection.inspected(store, self.desk.reader, self.view.day)
        return next((one for one in found if str(one.seq) == number), None)
