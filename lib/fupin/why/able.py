"""Which clauses can turn at all: not where only what is fixed would have to change.

A household without children can't have one that leaves school. What isn't known can
still be found out either way.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from fupin.plan import formula
from fupin.plan.parsing import parsed
from fupin.tables import facts_of

if TYPE_CHECKING:
    from fupin.assess import Assessment

OVER_MEMBERS = ("every_member", "some_member")
YES = pl.lit(value=True)


def is_fixed(text: str) -> bool:
    """Say whether all that a line of the rule language names is fixed.

    A parameter is: changing the plan is no help to a household.
    """
    facts = facts_of("household") | facts_of("member")
    names = {n.id for n in ast.walk(parsed(text))
             if isinstance(n, ast.Name)}  # fmt: skip
    return all(facts[name].is_fixed for name in names if name in facts)


def over_members(text: str) -> tuple[str, str] | None:
    """Return the function and what it asks of each member; None for other lines."""
    match parsed(text):
        case ast.Call(func=ast.Name(id=name), args=[inner]) if name in OVER_MEMBERS:
            return name, ast.unparse(inner)
    return None


def able(done: Assessment, texts: dict[str, str]) -> pl.DataFrame:
    """Return, for each clause and answer, whether it can come to that answer.

    `texts` are lines of the rule language by clause. Columns: `<clause>__to_True` and
    `<clause>__to_False`, a row a household in the assessment's order; only those that
    some household can't.
    """
    found = {
        f"{clause}__to_{wanted}": _clause(done, text, wanted)
        for clause, text in texts.items()
        for wanted in (True, False)
    }
    return pl.DataFrame({name: can for name, can in found.items() if not can.all()})


def _clause(done: Assessment, text: str, wanted: bool) -> pl.Series:
    can = pl.repeat(value=False, n=done.households.height, eager=True)
    for way in formula.conditions(text).ways(wanted):
        together = pl.repeat(value=True, n=len(can), eager=True)
        for condition, said in way:
            together &= _condition(done, condition, said)
        can |= together
    return can


def _condition(done: Assessment, text: str, said: bool) -> pl.Series:
    found = over_members(text)
    if found is not None:
        return _of_members(done, *found, said)
    if is_fixed(text):
        return _holds(done, text, said, "household")
    return pl.repeat(value=True, n=done.households.height, eager=True)


def _holds(done: Assessment, text: str, said: bool, grain: str) -> pl.Series:
    """Return where a fixed condition answers so already, or isn't known."""
    rows = done.households if grain == "household" else done.members
    frame = nw.from_native(rows, eager_only=True)
    answer = frame.with_columns(said=done.program.term(text, grain).low)
    return (answer["said"].to_native() == said).fill_null(value=True)


def _of_members(done: Assessment, function: str, inner: str, said: bool) -> pl.Series:
    """All of the members have to be able, or one of them."""
    can = pl.repeat(value=False, n=done.members.height, eager=True)
    for way in formula.conditions(inner).ways(said):
        together = pl.repeat(value=True, n=len(can), eager=True)
        for condition, answer in way:
            if is_fixed(condition):
                together &= _holds(done, condition, answer, "member")
        can |= together
    asks_all = (function == "every_member") == said
    one = pl.col("can").all() if asks_all else pl.col("can").any()
    by = done.members.select("household_id", can=can).group_by("household_id").agg(one)
    rows = done.households.select("household_id", "persons_count", "members_count")
    joined = rows.join(by, on="household_id", how="left", maintain_order="left")
    # Somebody who has no row yet can be anything.
    lacks = pl.col("members_count").eq_missing(pl.col("persons_count")).not_()
    open_ = lacks if not asks_all else pl.lit(value=False)
    return joined.select((pl.col("can").fill_null(YES) | open_).alias("can"))["can"]
