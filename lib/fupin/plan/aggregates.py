"""Counting what lies below: members of a household, households of a village.

Columns first, then plain sums: grouping by anything more complex falls back to a
slow path on pandas (62 s where this takes 0.25 s).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from fupin.plan.terms import Term, condition, decide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHILD_KEY = {"household": "household_id", "village": "village_id"}
CHILD = {"household": "member", "village": "household"}
ROWS = "rows__count"


@dataclass(frozen=True)
class Aggregate:
    """One count over the rows below: how many say yes, how many say no, and a sum."""

    name: str
    function: str
    condition: nw.Expr
    amount: Term | None
    text: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that `count_below` makes for it."""
        ends = ("yes", "no") if self.amount is None else ("low", "high", "gaps")
        return tuple(f"{self.name}__{end}" for end in ends)

    def below(self) -> list[nw.Expr]:
        """Return the columns to compute on the rows below, before summing."""
        if self.amount is None:
            yes, no = _one(self.condition), _one(~self.condition)
            return [yes.alias(self.columns[0]), no.alias(self.columns[1])]
        nothing = nw.lit(0)
        # An amount may itself be a range (members counted while some are unknown).
        most = self.amount.low if self.amount.high is None else self.amount.high
        low = nw.when(self.condition).then(self.amount.low).otherwise(nothing)
        high = nw.when(~self.condition).then(nothing).otherwise(most)
        gaps = nw.when(~self.condition).then(nothing).otherwise(_one(most.is_null()))
        return [
            expr.alias(name)
            for expr, name in zip((low, high, gaps), self.columns, strict=True)
        ]

    def above(self, declared: nw.Expr | None) -> Term:
        """Return the term on the rows above.

        `declared` is the number of rows there should be (a household's persons): as
        long as the rows below aren't that many, "all" and "none" can't be known.
        """
        if self.amount is not None:
            low, high, gaps = (nw.col(name) for name in self.columns)
            # An unknown amount could be anything: no upper end then.
            return Term(low, "number", nw.when(gaps == 0).then(high))
        yes, no = (nw.col(name) for name in self.columns)
        total = nw.col(ROWS) if declared is None else declared
        complete = nw.col(ROWS) == total
        if self.function == "every_member":
            return condition(decide((no == 0) & (yes == total) & complete, no > 0))
        if self.function == "some_member":
            return condition(decide(yes > 0, (yes == 0) & (no == total) & complete))
        return Term(
            yes, "number", nw.when(complete | (nw.col(ROWS) < total)).then(total - no)
        )


def _one(expr: nw.Expr) -> nw.Expr:
    return nw.when(expr).then(nw.lit(1)).otherwise(nw.lit(0))


def count_below(
    frame: Any, below: Any, grain: str, aggregates: Sequence[Aggregate]
) -> Any:
    """Join to `frame` what its rows below count; a row with none below counts 0.

    `frame` and `below` are Narwhals frames (eager or lazy) of the same engine.
    """
    counts, names = counted(below, grain, aggregates)
    joined = frame.join(counts, on=CHILD_KEY[grain], how="left")
    return joined.with_columns(nw.col(*names).fill_null(0))


def counted(
    below: Any,
    grain: str,
    aggregates: Sequence[Aggregate],
    also: Mapping[str, nw.Expr] | None = None,
) -> tuple[Any, tuple[str, ...]]:
    """Return what the rows below count, a row for each one above, and its columns.

    `also` are more columns of numbers to be summed in the same pass.
    """
    key = CHILD_KEY[grain]
    columns = [expr for aggregate in aggregates for expr in aggregate.below()]
    named = [name for aggregate in aggregates for name in aggregate.columns]
    names = (ROWS, *named, *(also or {}))
    rows = below.select(nw.col(key), nw.lit(1).alias(ROWS), *columns, **(also or {}))
    return rows.group_by(key).agg(*(nw.col(n).sum() for n in names)), names
