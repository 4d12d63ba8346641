"""The funds on a date: every figure of the page, the command and the overview, once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from fupin.funds import share as sharing
from fupin.funds.entries import PAID, fen, ledger
from fupin.funds.flags import flagged
from fupin.funds.matching import Wait, portions, wait
from fupin.funds.sums import Pace, Sums, pace, paces, sums, sums_by
from fupin.measures import value

if TYPE_CHECKING:
    from datetime import date

    from fupin.assess import Assessment
    from fupin.funds.share import Standing
    from fupin.funds.tree import Tree

YUAN = 100


@dataclass(frozen=True)
class Limits:
    """When an alarm goes off: yuan, days, percent and points; parameters, all of it."""

    floor: int
    wait_days: int
    used_target: float
    margin: float


@dataclass(frozen=True)
class Accounts:
    """The ledger of the reader's villages (or one of them) on the as-of date.

    `rows` has the columns of `entries.SCHEMA`, `measure_kind`, `measure_name` and those
    of `flagged`; `pieces` are its portions. Amounts are whole fen.
    """

    day: date
    tree: Tree
    done: Assessment
    village: str
    rows: pl.DataFrame
    pieces: pl.DataFrame
    limits: Limits

    @cached_property
    def total(self) -> Sums:
        """Return the sums of all entries."""
        return sums(self.rows)

    @cached_property
    def wait(self) -> Wait:
        """Return the days from allocation to payment."""
        return wait(self.pieces, self.day, self.limits.wait_days)

    @cached_property
    def pace(self) -> Pace:
        """Return the year's spending against the calendar."""
        return pace(self.rows, self.day)

    @cached_property
    def by_village(self) -> dict[str, Sums]:
        """Return the sums of each village, one without entries too."""
        found = sums_by(self.rows, "village_id")
        return {v: found.get(v, Sums()) for v in self.villages}

    @cached_property
    def villages(self) -> list[str]:
        """Return the ids of the villages that are looked at."""
        ids = self.done.villages["village_id"].to_list()
        return [v for v in ids if self.village in ("", v)]

    @cached_property
    def waits(self) -> dict[str, Wait]:
        """Return the days of each village."""
        by = self.pieces.partition_by("village_id", as_dict=True)
        none = self.pieces.clear()
        limit = self.limits.wait_days
        return {v: wait(by.get((v,), none), self.day, limit) for v in self.villages}

    @cached_property
    def paces(self) -> dict[str, Pace]:
        """Return the year's spending of each village."""
        found, none = paces(self.rows, self.day), pace(self.rows.clear(), self.day)
        return {v: found.get(v, none) for v in self.villages}

    @cached_property
    def own(self) -> dict[str, int]:
        """Return what counts for each village's floor in the last twelve months.

        It is the fact that the province's score rests on, so that both say the same.
        """
        told = self.done.villages.select("village_id", fen(pl.col("own_funds_year")))
        found = dict(told.iter_rows())
        return {v: found[v] for v in self.villages}

    @cached_property
    def by_source(self) -> dict[str, Sums]:
        """Return the sums of each source and each group, in the tree's order.

        Plans that name no source stand under "".
        """
        found = sums_by(self.rows, "source")
        told = {}
        for one in self.tree.sources.values():
            parts = [p.id for p in self.tree.sources.values() if p.parent == one.id]
            told[one.id] = _added([found.get(n, Sums()) for n in (parts or [one.id])])
        told[""] = found.get(None, Sums())
        return told

    @cached_property
    def by_kind(self) -> dict[str, Sums]:
        """Return the sums by the kind of measure; "" is what names no measure."""
        found = sums_by(self.rows, "measure_kind")
        named = {k: v for k, v in found.items() if k is not None}
        ranked = dict(sorted(named.items(), key=lambda i: (-i[1].planned, i[0])))
        return ranked | {"": found.get(None, Sums())}

    @cached_property
    def by_measure(self) -> dict[str, Sums]:
        """Return the sums of each measure that has an entry or a plan."""
        tied = self.rows.filter(pl.col("measure_id").is_not_null())
        return sums_by(tied, "measure_id")

    @cached_property
    def by_year(self) -> dict[int, Sums]:
        """Return the sums by the year of the funds, in order; 0: no year is known."""
        found = sums_by(self.rows, "fund_year")
        return dict(sorted((y or 0, one) for y, one in found.items()))

    @cached_property
    def shares(self) -> tuple[Standing, ...]:
        """Return where the shares of the development funds stand."""
        return sharing.shares(self.rows, self.tree, self.done, self.village)

    @cached_property
    def persons(self) -> tuple[int, int]:
        """Return the least and the most persons whom the development funds count."""
        return sharing.persons(self.done, self.village)

    @cached_property
    def flagged(self) -> pl.DataFrame:
        """Return the entries that are forbidden, early, over, or without a plan."""
        return self.rows.filter(
            (pl.col("bans").list.len() > 0)
            | pl.col("early") | pl.col("over")
            | pl.col("unplanned").fill_null(value=False)
        )  # fmt: skip

    @cached_property
    def open_plan(self) -> int:
        """Return how many payments can't be held against a plan: none is recorded."""
        return int(self.rows["unplanned"].is_null().sum())

    def of_task(self, task_key: str) -> pl.DataFrame:
        """Return the entries that pay for a task, the newest first."""
        found = self.rows.filter(pl.col("task_key") == task_key)
        return found.sort("entry_on", "key", descending=[True, False])

    @cached_property
    def task_paid(self) -> dict[str, int]:
        """Return what was paid for each task, in fen."""
        paid = self.rows.filter(
            (pl.col("kind") == PAID) & pl.col("task_key").is_not_null()
        )
        return dict(paid.group_by("task_key").agg(pl.col("fen").sum()).iter_rows())


def _added(parts: list[Sums]) -> Sums:
    names = Sums.__dataclass_fields__
    return Sums(**{n: sum(getattr(p, n) for p in parts) for n in names})


def accounts(
    tree: Tree, done: Assessment, written: pl.DataFrame | None = None, village: str = ""
) -> Accounts:
    """Return the funds as they stand on the assessment's date, for its reader.

    `written` is what `Ledger.written` gave. Raises ScenarioError where a limit has no
    value on the date.
    """
    told = ledger(done.register.tables, written, done.day)
    if village:
        told = told.filter(pl.col("village_id") == village)
    pieces = portions(told)
    return Accounts(
        done.day, tree, done, village, flagged(told, pieces, tree), pieces, limits(done)
    )


def limits(done: Assessment) -> Limits:
    """Return the limits in force on the as-of date."""
    floor, days, target, margin = (
        value(done.scenario, name, done.day)
        for name in ("village_funds_floor", "funds_wait_days", "funds_used_target",
                     "funds_pace_margin")
    )  # fmt: skip
    return Limits(int(floor), int(days), target, margin)
