"""What the funds page says: figures of a date and a village, and the ledger's rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.funds import KINDS, Accounts, Alarm, Sums, alarms, low
from fupin.funds.alarms import MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.desk import Desk
    from dashboards.models.view import View

TABS = ("flow", "ledger")
FLAGGED_SHOWN = 8


@dataclass(frozen=True)
class Funds:
    """The page's figures for a date and the villages that are shown; amounts in fen."""

    lang: str
    village: str
    accounts: Accounts
    names: Mapping[str, str]
    listed: pl.DataFrame
    may_write: bool

    @cached_property
    def alarms(self) -> tuple[Alarm, ...]:
        """Return what has to be looked at first."""
        return alarms(self.accounts)

    @cached_property
    def low(self) -> tuple[str, ...]:
        """Return the villages below the floor."""
        return low(self.accounts)

    @cached_property
    def own_order(self) -> list[tuple[str, int]]:
        """Return the villages by their own funds of twelve months, the lowest first."""
        return sorted(self.accounts.own.items(), key=lambda item: item[1])

    @cached_property
    def sources(self) -> list[tuple[str, Sums, int]]:
        """Return (source, sums, depth) in the tree's order; those with entries only."""
        tree = self.accounts.tree
        return [
            (name, one, int(bool(name) and bool(tree.sources[name].parent)))
            for name, one in self.accounts.by_source.items()
            if _has(one)
        ]

    @cached_property
    def empty_sources(self) -> int:
        """Return how many sources have no entry at all."""
        told = self.accounts.by_source
        return sum(not _has(told[n]) for n in self.accounts.tree.leaves)

    @cached_property
    def flagged(self) -> pl.DataFrame:
        """Return the marked entries, the newest first."""
        return _ordered(self.accounts.flagged)


def _has(one: Sums) -> bool:
    return bool(one.plans or one.allocated or one.paid or one.returned or one.open)


def funds_view(desk: Desk, view: View) -> Funds:
    """Work out the page for the view's date, village and filters."""
    found = desk.funds.accounts(view.day, view.basis, view.village)
    return Funds(
        view.lang, view.village, found, desk.village_names,
        filtered(found.rows, view), desk.store is not None,
    )  # fmt: skip


def filtered(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    """Return the rows that the view asks for, the newest first.

    The measures' own plans are hundreds of lines that nobody wrote: they stand there
    when plans are asked for.
    """
    if view.kind in KINDS:
        rows = rows.filter(pl.col("kind") == view.kind)
    else:
        rows = rows.filter(pl.col("origin") != "measure")
    if view.source:
        rows = rows.filter(pl.col("source") == view.source)
    if view.alarm in MARKS:
        rows = rows.filter(MARKS[view.alarm])
    return _ordered(rows)


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("entry_on", "key", descending=[True, False], nulls_last=True)


def entry(found: Accounts, key: str) -> dict[str, Any] | None:
    """Return the entry of a key; None where it isn't in what the reader sees."""
    rows = found.rows.filter(pl.col("key") == key).to_dicts()
    return rows[0] if rows else None
