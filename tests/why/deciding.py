"""Decide facts that a test has changed, without a register behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from fupin.tables import facts_of
from tests.assess.towns import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupin.assess import Assessment
    from fupin.why.turns import Flip, Turn


def decide_again(
    done: Assessment, households: pl.DataFrame, members: pl.DataFrame
) -> pl.DataFrame:
    """Return what the plan says of these facts, a row a household."""
    facts = [name for name in facts_of("household") if name in households.columns]
    frames = (nw.from_native(f.lazy()) for f in (households.select(facts), members))
    decided = done.program.household.run(*frames)
    return decided.collect("polars").to_native().sort("household_id")


def changed(
    done: Assessment, flips: Iterable[Flip], way: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return facts and members with one way of each flip carried out."""
    households = {r["household_id"]: r for r in done.households.to_dicts()}
    members = {r["person_id"]: r for r in done.members.to_dicts()}
    for flip in flips:
        for turn in flip.ways[min(way, len(flip.ways) - 1)]:
            own = [m for m in members.values()
                   if m["household_id"] == flip.household_id]  # fmt: skip
            apply(turn, households[flip.household_id], own)
    return (
        pl.DataFrame(list(households.values()), schema=done.households.schema),
        pl.DataFrame(list(members.values()), schema=done.members.schema),
    )


def apply(turn: Turn, household: dict[str, Any], members: list[dict[str, Any]]) -> None:
    """Change the fact as the turn says; of any member where none is named."""
    name, value = turn.column.name, wanted(turn)
    if name in household and not turn.people:
        household[name] = value
        return
    # Only of school age can somebody be missed at school: any of the able will do.
    able = sorted(members, key=lambda m: not 6 <= (m["age_years"] or 0) <= 15)
    for member in (m for m in able if m["person_id"] in turn.people or m is able[0]):
        if member["person_id"] in turn.people or not turn.people:
            member[name] = value


def wanted(turn: Turn) -> Any:
    """Return a value of the fact that the turn asks for, the nearest there is."""
    (bound, *_) = turn.to
    if turn.sign == "within":
        return DAY
    if turn.sign in ("==", ">=", "<="):
        return bound
    if isinstance(bound, bool):
        return not bound
    if isinstance(bound, str):
        return "none of these"
    return bound + {"<": -0.01, ">": 0.01}.get(turn.sign, 1)
