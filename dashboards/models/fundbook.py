"""The funds that all sessions share: the tree, what people wrote, figures by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fupin import settings
from fupin.funds import Accounts, Books, Ledger, accounts, history, load_tree

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from dashboards.models.desk import Desk
    from fupin.assess import Assessment


class FundBook:
    """A desk's funds; a new register makes a new one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.tree = load_tree(settings.PLAN, desk.plan)
        # In a replay what people wrote is looked at as it was known then.
        self.ledger = Ledger(desk.book) if desk.book else None
        self._at = lru_cache(maxsize=24)(self._accounts)

    def accounts(self, day: date, basis: str = "fixed", village: str = "") -> Accounts:
        """Return the funds on a date, with what anybody has written by now.

        As far as the desk's register has it: the score rests on the same entries.
        """
        if self.ledger is not None:
            self.ledger.refresh()
        return self._at(day, basis, village, self._desk.funds_seen or 0)

    def books(self, day: date) -> Books:
        """Return what an entry may name: in the reader's villages only."""
        keys = self._desk.tasks.board(day)["key"]
        books = Books.of(self.tree, self._desk.register, frozenset(keys))
        return replace(books, villages=frozenset(self._desk.village_names))

    def history(self, key: str) -> list[dict[str, Any]]:
        """Return an entry's versions as known then, the newest first."""
        book, vintage = self._desk.book, self._desk.vintage
        told = history(book, key) if book else []
        if vintage is None:
            return told
        return [
            row
            for row in told
            if datetime.fromisoformat(row["at"]) <= vintage.recorded_at
        ]

    def _accounts(self, day: date, basis: str, village: str, _: int) -> Accounts:
        return self.of(self._desk.assessment(day, basis), village)

    def of(self, done: Assessment, village: str = "") -> Accounts:
        """Return the funds of an assessment: on its date, by its scenario's limits."""
        return accounts(self.tree, done, self._written(), village)

    def _written(self) -> pl.DataFrame | None:
        if self.ledger is None:
            return None
        # Whoever asks first, such as a snapshot, gets all that is written by now.
        self.ledger.refresh()
        vintage = self._desk.vintage
        known = vintage.recorded_at if vintage else None
        return self.ledger.written(known, self._desk.funds_seen)
