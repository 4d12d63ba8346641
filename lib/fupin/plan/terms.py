"""Three-valued terms: what a piece of a rule's text becomes on the way to a column.

A condition is a nullable Boolean (met, unmet, unknown). A number may be a range
`low..high` where some of what it counts is unknown; a range is compared so that the
answer is unknown just where its ends disagree.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Callable

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip
UNKNOWN = nw.lit(None, dtype=nw.Boolean)


@dataclass(frozen=True)
class Term:
    """An expression, its type, and its upper end where it is a range."""

    low: nw.Expr
    type: str
    high: nw.Expr | None = None
    codes: str = ""
    literal: Any = None
    is_literal: bool = False

    @property
    def is_range(self) -> bool:
        """Say whether the term has two ends."""
        return self.high is not None


def condition(expr: nw.Expr) -> Term:
    """Return a term that is met, unmet or unknown."""
    return Term(expr, "bool")


def decide(yes: nw.Expr, no: nw.Expr) -> nw.Expr:
    """Return True where `yes`, False where `no`, unknown elsewhere.

    Never `is_null()` of a condition: a negated one is printed wrongly by some SQL
    dialects. A null in `yes` or `no` falls through to unknown.
    """
    # Conditions as values, not literals: a literal becomes a NumPy Boolean on pandas
    # and turns unknown into no.
    return nw.when(yes).then(yes).otherwise(nw.when(no).then(~no))


def compare(sign: str, left: Term, right: Term) -> nw.Expr:
    """Compare two numbers, the left of which may be a range."""
    compared = OPERATORS[sign]
    if left.high is None:
        return compared(left.low, right.low)
    low, high, line = left.low, left.high, right.low
    if sign in ("<", "<="):
        return decide(compared(high, line), ~compared(low, line))
    if sign in (">", ">="):
        return decide(compared(low, line), ~compared(high, line))
    same = decide((low == line) & (high == line), (high < line) | (low > line))
    return same if sign == "==" else ~same


def arithmetic(sign: str, left: Term, right: Term) -> Term:
    """Add, subtract, multiply or divide; each end of a range on its own.

    The right side of a range's `*` and `/` counts people or households and is never
    negative, so the ends stay in order. Dividing by zero answers nothing (null): a
    village of no persons has no rate.
    """
    apply = OPERATORS[sign]

    def one(expr: nw.Expr) -> nw.Expr:
        if sign != "/":
            return apply(expr, right.low)
        divided = expr / nw.when(right.low != 0).then(right.low)
        return nw.when(right.low != 0).then(divided)

    high = one(left.high) if left.high is not None else None
    return Term(one(left.low), "number", high)


def either(chosen: nw.Expr, yes: nw.Expr, no: nw.Expr) -> nw.Expr:
    """Answer `yes` or `no` as `chosen` says; where both agree, what they say."""
    return (chosen & yes) | (~chosen & no) | (yes & no)


def least(left: Term, right: Term) -> Term:
    """Return the smaller number; null where either is (engines skip nulls in min)."""
    smaller = nw.when(left.low <= right.low).then(left.low)
    return Term(
        nw.when(left.low > right.low).then(right.low).otherwise(smaller), "number"
    )
