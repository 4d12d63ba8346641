"""Where the shares of the development funds stand: 20,000 yuan a person, 30 % ours.

What is due rests on the persons of enrolled households with labour, what is there on
entries that say their pool. An entry that doesn't may be either: a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin.funds.sums import sums
from fupin.measures import enrolled, value

if TYPE_CHECKING:
    from fupin.assess import Assessment
    from fupin.funds.sums import Sums
    from fupin.funds.tree import Share, Tree

POOL = "per_person"


@dataclass(frozen=True)
class Standing:
    """One share on the date: due and there, each from least to most, in fen.

    `is_whole` is False where an amount isn't known: then `there` has no upper end.
    """

    share: Share
    percent: float
    due: tuple[int, int]
    there: tuple[int, int]
    is_whole: bool = True

    @property
    def is_met(self) -> bool | None:
        """Say whether the share is there; None where the ranges don't decide."""
        if self.there[0] >= self.due[1]:
            return True
        return False if self.is_whole and self.there[1] < self.due[0] else None


def shares(
    rows: pl.DataFrame, tree: Tree, done: Assessment, village: str = ""
) -> tuple[Standing, ...]:
    """Return each share's standing; the persons are those of the as-of date."""
    homes = enrolled(done)
    if village:
        homes = homes.filter(pl.col("village_id") == village)
    per_person = value(done.scenario, "budget_per_person", done.day)
    low, high = _persons(homes)
    found = []
    for share in tree.shares:
        percent = value(done.scenario, share.parameter, done.day)
        # Fen a person: whole, since both are whole yuan and whole percent or tenths.
        each = round(per_person * percent)
        of_share = rows.filter(pl.col("source").is_in(list(share.sources)))
        marked = sums(of_share.filter(pl.col("pool") == POOL))
        either = sums(of_share.filter(pl.col("pool").is_null()))
        found.append(Standing(
            share, percent, (low * each, high * each), _there(marked, either),
            not (marked.open or either.open),
        ))  # fmt: skip
    return tuple(found)


def _there(marked: Sums, either: Sums) -> tuple[int, int]:
    """Return the least and the most of the pool; what doesn't say its pool is either.

    The least is as if only what went back was of it: but never less than nothing, nor
    is the most, where more of it went back than came in.
    """
    ends = marked.net - either.returned, marked.net + either.allocated
    return max(ends[0], 0), max(ends[1], 0)


def persons(done: Assessment, village: str = "") -> tuple[int, int]:
    """Return the least and the most persons who count: labour unknown may."""
    homes = enrolled(done)
    return _persons(homes.filter(pl.col("village_id") == village) if village else homes)


def _persons(homes: pl.DataFrame) -> tuple[int, int]:
    able = homes.filter(pl.col("has_labour"))["persons_count"].sum()
    perhaps = homes.filter(pl.col("has_labour").is_null())["persons_count"].sum()
    return int(able), int(able) + int(perhaps)
