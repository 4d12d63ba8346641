"""Before a proposal is accepted: which outcomes it would move, and of whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin.access import mask_name
from fupin.plan.words import rests_on, words
from fupin.tables import HOUSEHOLDS, facts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.access import Reader
    from fupin.plan import Plan, Rule, Scenario
    from fupin.whatif.engine import Engine

# Whom these rules ask isn't only who is enrolled: they say who should be.
IDENTIFY = ("entry", "six_in", "seven_out", "five_priorities", "four_looks")
OUTCOMES = ("entry", "exit_standard", "village_exit")
ANSWERS = ("met", "unmet", "unknown")


@dataclass(frozen=True)
class Outcome:
    """A rule that rests on the change: households (or villages) by answer, and moves.

    `before` and `after` count met, unmet, unknown; `before` is empty where the rule
    decided nothing yet. `rows` are those that move, with id, village, masked name,
    `is_enrolled`, `before` and `after`; `unnamed` counts those whose move would give
    away a fact that the reader may not see.
    """

    rule: Rule
    before: tuple[int, ...]
    after: tuple[int, ...]
    rows: pl.DataFrame
    unnamed: int = 0

    @property
    def moved(self) -> int:
        """Return how many move."""
        return self.rows.height + self.unnamed


@dataclass(frozen=True)
class Moves:
    """What would move: the outcomes that rest on the change, moved or not."""

    outcomes: tuple[Outcome, ...]

    @property
    def moved(self) -> int:
        """Return how many households have at least one outcome that moves."""
        ids = [one.rows["household_id"] for one in self.outcomes
               if one.rule.per == "household" and one.rows.height]  # fmt: skip
        return pl.concat(ids).n_unique() if ids else 0


def moves(
    engine: Engine,
    before: Plan,
    after: Plan,
    scenario: Callable[[Plan], Scenario],
) -> Moves:
    """Decide the outcomes by both plans on the engine's day, and tell who moves.

    `scenario` gives the overrides under which both are asked (the basis). The rules
    that changed come first, then the outcomes on which nothing else rests.
    """
    one, other = scenario(before), scenario(after)
    changed = _changed(one, other, engine)
    touched = _above(other, changed, engine)
    shown = [name for name in touched if name in changed or _is_outcome(other, name)]
    hidden = _gives_away(other, changed, engine.reader)
    return Moves(
        tuple(_outcome(engine, one, other, name, hidden=hidden) for name in shown)
    )


def _changed(one: Scenario, other: Scenario, engine: Engine) -> list[str]:
    """Return the rules whose own text, date or parameters differ."""
    moved = {
        name for name in other.plan.parameters
        if one.parameter(name).values != other.parameter(name).values
    }  # fmt: skip
    return [
        name
        for name, rule in other.rules.items()
        if rule.is_active(engine.day)
        and (
            not one.rules[name].is_active(engine.day)
            or (one.rules[name].when, one.rules[name].applies)
            != (rule.when, rule.applies)
            or moved & (words(rule.when)[0] | words(rule.applies)[0])
        )
    ]


def _above(scenario: Scenario, changed: list[str], engine: Engine) -> list[str]:
    """Return the changed rules and every active rule that rests on one of them."""
    active = {n: r for n, r in scenario.rules.items() if r.is_active(engine.day)}
    found = list(changed)
    size = -1
    while size != len(found):
        size = len(found)
        found += [
            name for name, rule in active.items()
            if name not in found and set(rests_on(scenario, rule)) & set(found)
        ]  # fmt: skip
    return found


def _is_outcome(scenario: Scenario, name: str) -> bool:
    if name in OUTCOMES:
        return True
    return not any(name in rests_on(scenario, r) for r in scenario.rules.values())


def _gives_away(scenario: Scenario, changed: list[str], reader: Reader) -> bool:
    """Say whether who moves would tell the reader a fact that isn't for them."""
    facts = facts_of("member") | facts_of("household")
    named = {
        word
        for name in changed
        for text in (scenario.rules[name].when, scenario.rules[name].applies)
        for word in words(text)[0]
    }
    return not all(reader.sees(facts[word]) for word in named & facts.keys())


def _outcome(
    engine: Engine, one: Scenario, other: Scenario, name: str, *, hidden: bool
) -> Outcome:
    rule = other.rules[name]
    frame = engine.households if rule.per == "household" else engine.villages
    after = _said(engine.answers(other, name))
    was_active = one.rules[name].is_active(engine.day)
    before = _said(engine.answers(one, name)) if was_active else after
    base = pl.Series([True] * frame.height)
    if rule.per == "household" and rule.group not in IDENTIFY:
        base = frame["is_enrolled"].fill_null(value=False)
    keys = ["household_id", "village_id", "head_name", "is_enrolled"]
    if rule.per == "village":
        keys = ["village_id", "village_name"]
    moved = frame.select(keys).with_columns(before=before, after=after)
    moved = moved.filter(base & (before != after))
    return Outcome(
        rule,
        _counts(before.filter(base)) if was_active else (),
        _counts(after.filter(base)),
        _masked(moved.clear() if hidden else moved, engine.reader),
        moved.height if hidden else 0,
    )


def _said(answers: pl.Series) -> pl.Series:
    return answers.replace_strict(
        {True: "met", False: "unmet"}, default="unknown", return_dtype=pl.String
    )


def _counts(said: pl.Series) -> tuple[int, ...]:
    return tuple(int((said == word).sum()) for word in ANSWERS)


def _masked(rows: pl.DataFrame, reader: Reader) -> pl.DataFrame:
    if "head_name" not in rows.columns:
        return rows
    if not reader.sees(HOUSEHOLDS["head_name"]):
        return rows.with_columns(head_name=pl.lit("—"))
    masked = pl.col("head_name").map_elements(mask_name, return_dtype=pl.String)
    return rows.with_columns(head_name=masked)
