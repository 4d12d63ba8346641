"""Planned, allocated, returned and paid of some entries, in fen; unknown isn't 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.funds.entries import ALLOCATED, PAID, PLANNED, RETURNED
from fupin.measures import truncated

if TYPE_CHECKING:
    from datetime import date

# What a plan line says against the other kinds: money that isn't there yet.
NAMES = {PLANNED: "planned", ALLOCATED: "allocated", RETURNED: "returned", PAID: "paid"}


@dataclass(frozen=True)
class Sums:
    """Amounts in fen, and how many entries have none.

    `plans` is how many plan lines there are; `open_plans` and `open` count the plan
    lines and the other entries without an amount: then a sum is a least one, and what
    is worked out of such sums isn't known.
    """

    planned: int = 0
    allocated: int = 0
    returned: int = 0
    paid: int = 0
    plans: int = 0
    open_plans: int = 0
    open: int = 0

    @property
    def net(self) -> int:
        """Return what was allocated and hasn't been returned."""
        return self.allocated - self.returned

    @property
    def balance(self) -> int | None:
        """Return what lies unpaid; negative where more was paid than allocated."""
        return None if self.open else self.net - self.paid

    @property
    def used_rate(self) -> float | None:
        """Return paid ÷ (allocated − returned) in percent, truncated."""
        return None if self.open or self.net <= 0 else truncated(self.paid, self.net)


def sums(rows: pl.DataFrame) -> Sums:
    """Return the sums of all rows."""
    return Sums(*rows.select(**_sums()).row(0))


def sums_by(rows: pl.DataFrame, *by: str) -> dict[Any, Sums]:
    """Return the sums by one column, or by several as a tuple."""
    found = rows.group_by(*by, maintain_order=True).agg(**_sums())
    n = len(by)
    return {
        (row[0] if n == 1 else row[:n]): Sums(*row[n:]) for row in found.iter_rows()
    }


def _sums() -> dict[str, pl.Expr]:
    kind, amount = pl.col("kind"), pl.col("fen")
    is_plan = kind == PLANNED
    said = {n: amount.filter(kind == k).sum() for k, n in NAMES.items()}
    return {n: said[n] for n in ("planned", "allocated", "returned", "paid")} | {
        "plans": is_plan.sum(),
        "open_plans": amount.filter(is_plan).is_null().sum(),
        "open": amount.filter(~is_plan).is_null().sum(),
    }


@dataclass(frozen=True)
class Pace:
    """The year's spending against the calendar (序时进度), up to the as-of date.

    `available` and `paid` in fen: what lay there when the year began and what was
    allocated since, and what was paid since. `elapsed` in percent, truncated.
    """

    available: int
    paid: int
    elapsed: float
    is_known: bool = True

    @property
    def rate(self) -> float | None:
        """Return paid ÷ available in percent, truncated; None without a base."""
        if not self.is_known or self.available <= 0:
            return None
        return truncated(self.paid, self.available)

    def is_behind(self, margin: float) -> bool | None:
        """Say whether it lags by more than `margin` points; None where unknown."""
        return None if self.rate is None else self.rate + margin < self.elapsed


def pace(rows: pl.DataFrame, day: date) -> Pace:
    """Return the pace of `day`'s year."""
    before, since = _halves(rows, day)
    return _pace(sums(before), sums(since), day)


def paces(rows: pl.DataFrame, day: date) -> dict[str, Pace]:
    """Return the pace of each village that has an entry."""
    before, since = (sums_by(part, "village_id") for part in _halves(rows, day))
    return {
        v: _pace(before.get(v, Sums()), since.get(v, Sums()), day)
        for v in before.keys() | since.keys()
    }


def _halves(rows: pl.DataFrame, day: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the money that moved before `day`'s year, and in it."""
    money = rows.filter(pl.col("kind") != PLANNED)
    is_new = pl.col("entry_on") >= day.replace(month=1, day=1)
    return money.filter(~is_new), money.filter(is_new)


def _pace(before: Sums, since: Sums, day: date) -> Pace:
    first, last = day.replace(month=1, day=1), day.replace(month=12, day=31)
    elapsed = truncated((day - first).days + 1, (last - first).days + 1)
    return Pace(
        before.net - before.paid + since.net, since.paid, elapsed or 0.0,
        not (before.open or since.open),
    )  # fmt: skip
