"""Robustness: which outcomes stay as they are if incomes are wrong by a few percent.

All declared incomes are moved together, down and up, and only the rules that rest on
them are decided again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from fupin.measures import value
from fupin.tables import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupin.assess import Assessment
    from fupin.plan.compiler import Level

ERROR = "income_error_share"
ENDS = ("low", "high")
OUTCOMES = {"household": ("entry", "exit_standard"), "village": ("village_exit",)}
FIRM, TURNS, OPEN = "firm", "turns", "open"
STATES = (FIRM, TURNS, OPEN)


@dataclass(frozen=True)
class Robustness:
    """Each household and village at both ends of the income error, in percent.

    Frames of ids and, for each outcome, `<outcome>` (as decided), `<outcome>__low`,
    `<outcome>__high`, and `<outcome>__state`: firm, turns, or open (undecided now).
    An outcome turns where an end answers otherwise, or can't be decided there.
    """

    error: float
    households: pl.DataFrame
    villages: pl.DataFrame

    def turning(self, outcome: str) -> pl.DataFrame:
        """Return the rows whose outcome turns within the error."""
        frame = self.households if outcome in self.households.columns else self.villages
        return frame.filter(pl.col(f"{outcome}__state") == TURNS)


def robustness(done: Assessment, error: float | None = None) -> Robustness:
    """Decide all outcomes again with incomes lower and higher by `error` percent.

    `error` defaults to the plan's parameter. A village's own recorded income is of
    another source and isn't moved; its incidence follows its households.
    """
    if error is None:
        error = value(done.scenario, ERROR, done.day)
    ends = {
        end: _decided(done, 1 + sign * error / 100)
        for end, sign in zip(ENDS, (-1, 1), strict=True)
    }
    frames = (done.households, done.villages)
    households, villages = (
        _compared(frame, [ends[end][place] for end in ENDS], grain)
        for place, (frame, grain) in enumerate(zip(frames, OUTCOMES, strict=True))
    )
    return Robustness(error, households, villages)


def income_facts(level: Level) -> tuple[str, ...]:
    """Return the facts that an error of declared incomes moves, of those rules use."""
    used = {fact for use in level.uses.values() for fact in use.facts}
    return tuple(
        name
        for name, column in facts_of(level.grain).items()
        if column.personal == "income" and column.kind == "number" and name in used
    )


def resting_on(level: Level, names: Iterable[str]) -> set[str]:
    """Return the rules of `level` that rest on one of these facts or rules."""
    moved = set(names)
    for layer in level.layers:
        moved |= {
            name
            for name in layer
            if moved.intersection((*level.uses[name].facts, *level.uses[name].rules))
        }
    return moved


def _decided(done: Assessment, factor: float) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return households and villages decided with incomes times `factor`."""
    program = done.program
    facts = income_facts(program.household)
    moved = resting_on(program.household, facts)
    frame = nw.from_native(done.households.lazy())
    frame = frame.with_columns(nw.col(*facts) * factor)
    households = rerun(frame, program.household, moved)
    decided = households.collect("polars").to_native()
    return decided, villages_again(done, decided)


def rerun(frame: Any, level: Level, moved: set[str]) -> Any:
    """Decide again the rules in `moved` on a frame that holds all others' columns."""
    for layer in level.layers:
        again = {name: expr for name, expr in layer.items() if name in moved}
        if again:
            frame = frame.with_columns(**again)
    return frame


def villages_again(done: Assessment, households: pl.DataFrame) -> pl.DataFrame:
    """Return the villages decided anew from `households`."""
    level = done.program.village
    facts = [name for name in facts_of("village") if name in done.villages.columns]
    above = nw.from_native(done.villages.select(facts).lazy())
    decided = level.run(above, nw.from_native(households.lazy()))
    return decided.collect("polars").to_native()


def _compared(now: pl.DataFrame, ends: list[pl.DataFrame], grain: str) -> pl.DataFrame:
    """Return the outcomes as decided beside both ends, and whether they stay."""
    key = f"{grain}_id"
    ids = [key] if grain == "village" else [key, "village_id", "is_enrolled"]
    frame = now.select(*ids, *OUTCOMES[grain])
    for end, decided in zip(ENDS, ends, strict=True):
        named = {f"{outcome}__{end}": pl.col(outcome) for outcome in OUTCOMES[grain]}
        frame = frame.join(
            decided.select(key, **named), on=key, how="left", maintain_order="left"
        )
    return frame.with_columns(_state(outcome) for outcome in OUTCOMES[grain])


def _state(outcome: str) -> pl.Expr:
    now = pl.col(outcome)
    same = pl.all_horizontal(now.eq_missing(pl.col(f"{outcome}__{e}")) for e in ENDS)
    state = pl.when(now.is_null()).then(pl.lit(OPEN)).when(same).then(pl.lit(FIRM))
    return state.otherwise(pl.lit(TURNS)).alias(f"{outcome}__state")


def counts(rows: pl.DataFrame, outcome: str) -> dict[str, int]:
    """Return how many rows are firm, turn, and are open."""
    found = dict(rows[f"{outcome}__state"].value_counts().iter_rows())
    return {state: int(found.get(state, 0)) for state in STATES}
