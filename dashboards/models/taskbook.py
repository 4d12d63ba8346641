"""The tasks that all sessions share: gaps by date, what people wrote, the board."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin import settings
from fupin.tasks import Ledger, Places, board, gaps, load_owners, through

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.desk import Desk
    from fupin.assess import Assessment


class TaskBook:
    """A desk's tasks; a new register makes a new one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.owners = load_owners(settings.PLAN, desk.plan)
        # A replay shows what was written by its moment.
        self.known = desk.vintage.recorded_at if desk.vintage else None
        self.ledger = Ledger(desk.book, self.known) if desk.book else None
        self._ready: set[tuple[date, str]] = set()
        self.found = lru_cache(maxsize=64)(self._found)
        self._at = lru_cache(maxsize=8)(self._board)
        self.by_token = lru_cache(maxsize=8)(self._by_token)

    @cached_property
    def places(self) -> Places:
        """Return which departments, villages and households there are."""
        return Places.of(self._desk.plan, self._desk.register)

    def board(self, day: date, basis: str = "fixed") -> pl.DataFrame:
        """Return the board on a date, with what anybody has written by now."""
        count = 0
        if self.ledger is not None:
            self.ledger.refresh()
            count = self.ledger.count
        return self._at(day, basis, count)

    def by(self, dones: tuple[Assessment, ...]) -> pl.DataFrame:
        """Return the board by answers that aren't the desk's: the last is the date's.

        `dones` are those of every as-of date up to it, the earliest first.
        """
        if self.ledger is not None:
            self.ledger.refresh()
        return self._written_on(dones[-1], through(self.owners, dones))

    def of(self, day: date, basis: str = "fixed", village: str = "") -> pl.DataFrame:
        """Return the board of a village, or of all of them."""
        rows = self.board(day, basis)
        return rows.filter(rows["village_id"] == village) if village else rows

    def owed(
        self, day: date, basis: str, *, department: str = "", household: str = ""
    ) -> pl.DataFrame:
        """Return the open tasks of a department or a household, the latest first.

        What a department owes is told by this alone: by the table of households, the
        dossier, and (for all of a village) the village's page.
        """
        wanted = {"department": department, "household_id": household}
        is_it = [pl.col(name) == value for name, value in wanted.items() if value]
        return self.board(day, basis).filter(pl.col("is_open"), *is_it)

    def look(self) -> int:
        """Look for what anybody wrote since, and return how much there is."""
        if self.ledger is not None:
            self.ledger.refresh()
        return self.count

    @property
    def count(self) -> int:
        """Return how much was written when it was last looked; it only grows."""
        return self.ledger.count if self.ledger else 0

    def is_ready(self, day: date, basis: str) -> bool:
        """Say whether the board of a date can be had without deciding anything."""
        return (day, basis) in self._ready

    def row(self, token: str, day: date, basis: str) -> dict[str, Any] | None:
        """Return the task that an address names by its opaque id."""
        rows = self.board(day, basis)
        count = self.ledger.count if self.ledger else 0
        key = self.by_token(day, basis, count).get(token)
        found = rows.filter(rows["key"] == key).to_dicts() if key else []
        return found[0] if found else None

    def _found(self, day: date, basis: str) -> pl.DataFrame:
        desk = self._desk
        before = max((d for d in desk.days if d < day), default=None)
        # Each date goes on from the one before, which is kept.
        earlier = self.found(before, basis) if before else None
        self._ready.add((day, basis))
        return gaps(self.owners, desk.decided(day, basis), earlier)

    def _board(self, day: date, basis: str, _: int) -> pl.DataFrame:
        done, found = self._desk.assessment(day, basis), self.found(day, basis)
        return self._written_on(done, found)

    def _written_on(self, done: Assessment, found: pl.DataFrame) -> pl.DataFrame:
        """Return the board of gaps with what the ledger has of that date."""
        if self.ledger is None:
            return board(self.owners, done, found)
        added, written = self.ledger.added(done.day), self.ledger.written(done.day)
        return board(self.owners, done, found, added, written)

    def _by_token(self, day: date, basis: str, count: int) -> dict[str, str]:
        keys = self._at(day, basis, count)["key"].to_list()
        return {self._desk.token_of(key): key for key in keys}
