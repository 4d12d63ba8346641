"""Assess: a register, a scenario and a date give a verdict a row, with its reasons."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from fupin.access import LOCAL, Reader
from fupin.assess import facts, outcomes
from fupin.assess.outcomes import MET, NOT_APPLICABLE, UNKNOWN, UNMET, VERDICTS
from fupin.errors import ScenarioError
from fupin.plan import Program, Scenario, compile_plan
from fupin.plan.aggregates import counted
from fupin.register import Register

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    import pandas as pd

    from fupin.plan.compiler import Level

LINES = {
    "household": ("household_exit_line", "income_per_person_year"),
    "village": ("village_exit_line", "village_income_per_person_year"),
}
IDS = {
    "household": ("household_id", "village_id"),
    "village": ("village_id", "village_name"),
}

# Years that can be decided: a window of incomes begins before its day.
YEARS = range(1990, 2101)


@dataclass(frozen=True)
class Assessment:
    """What the plan says of each household and village on a date.

    `households`, `members` and `villages` are Polars frames: the facts, a nullable
    Boolean a rule, reasons, what is missing, scores and distances in yuan.
    """

    program: Program
    source: Register
    reader: Reader
    households: pl.DataFrame
    members: pl.DataFrame
    villages: pl.DataFrame

    @cached_property
    def register(self) -> Register:
        """Return the reader's rows of the register as it stood on the as-of date."""
        lazy = self.reader.reach(self.source.lazy_on(self.day, self.program.known))
        tables = {name: frame.collect() for name, frame in lazy.items()}
        return Register(tables, self.source.absent)

    @property
    def day(self) -> date:
        """Return the as-of date."""
        return self.program.day

    @property
    def scenario(self) -> Scenario:
        """Return the scenario that decided."""
        return self.program.scenario

    @cached_property
    def fingerprint(self) -> str:
        """Return 12 hex digits of register, scenario and dates."""
        said = f"{self.source.fingerprint} {self.scenario.fingerprint} {self.day}"
        said += f" {self.program.known}"
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    def verdicts(self, grain: str = "household") -> pl.DataFrame:
        """Return a row each with every rule's verdict as a word, and the outcomes.

        Columns: ids, a verdict a rule (met, unmet, unknown, not_applicable), the
        reasons and missing facts of the outcomes, the distance to the line in yuan.
        """
        frame = self.households if grain == "household" else self.villages
        rules = [
            rule
            for rule in self.scenario.rules.values()
            if rule.per == grain and rule.id in frame.columns
        ]
        because = [
            f"{root}__{end}"
            for root in outcomes.ROOTS[grain]
            for end in ("because", "missing")
        ]
        words = [outcomes.word(rule).alias(rule.id) for rule in rules]
        table = nw.from_native(frame, eager_only=True)
        return table.select(*IDS[grain], *words, *because, "distance").to_native()

    def to_pandas(self, grain: str = "household") -> pd.DataFrame:
        """Return `verdicts` as pandas with Arrow types: unknown stays unknown."""
        return self.verdicts(grain).to_pandas(use_pyarrow_extension_array=True)


def assess(
    register: Register,
    scenario: Scenario,
    day: date,
    known: date | None = None,
    reader: Reader = LOCAL,
) -> Assessment:
    """Decide every rule for every household and village of `register` on `day`.

    `known` is the date up to which records and publications count (None: all). Only
    the rows of the reader's villages are decided.
    """
    program = _program(scenario, day, known)
    households, members, villages = facts_on(register, day, known, reader)
    level = program.household
    gaps = outcomes.gaps_below(level)
    decided = _decided(level, households.to_native(), members, gaps)
    decided = _explained(program, "household", decided)
    above = program.village.run(villages.lazy(), decided.lazy())
    above = _explained(program, "village", above)
    return Assessment(
        program,
        register,
        reader,
        decided.to_native(),
        members.to_native(),
        above.to_native(),
    )


def _program(scenario: Scenario, day: date, known: date | None = None) -> Program:
    """Return the rules of a day, compiled; ScenarioError before the plan began."""
    rules = [rule for rule in scenario.rules.values() if not rule.is_pending]
    if rules and not any(rule.is_active(day) for rule in rules):
        first = min(rule.starts for rule in rules)
        raise ScenarioError(
            f"方案的规则从 {first} 起才有，{day} 没有可判定的。请用那天或以后的日期",
            f"The plan's rules begin on {first}: on {day} there is nothing to decide. "
            "Use that date or a later one.",
        )
    return compile_plan(scenario, day, known)


def with_money(done: Assessment, register: Register) -> Assessment:
    """Return what `assess` says of a register that differs in its funds alone.

    No household's rule can name what a village has, so only the villages are asked.
    """
    program, day = done.program, done.day
    tables = _tables(register, day, program.known, done.reader)
    villages = facts.village_facts(tables, day).collect("polars")
    homes = nw.from_native(done.households.lazy())
    above = _explained(program, "village", program.village.run(villages.lazy(), homes))
    return replace(done, source=register, villages=above.to_native())


@dataclass(frozen=True)
class Decided:
    """What some rules say of each household and village on a date, without reasons.

    Of the worked-out facts only what these rules rest on is there for certain.
    """

    scenario: Scenario
    day: date
    households: pl.DataFrame
    villages: pl.DataFrame


def decide_some(
    register: Register,
    scenario: Scenario,
    day: date,
    rules: Collection[str],
    reader: Reader = LOCAL,
) -> Decided:
    """Return households and villages on `day` with the columns of some rules.

    They say what `assess` says, in a fifth of the time: for many dates in a row.
    """
    program = _program(scenario, day)
    level, above = program.household.only(*rules), program.village.only(*rules)
    asked: AbstractSet[str] | None = level.facts
    if above.aggregates:
        # A village's rule may count by any rule, and any fact, of its households.
        level, asked = program.household, None
    households, members, villages = facts_on(register, day, None, reader, asked)
    decided = _decided(level, households.to_native(), members, {})
    both = nw.from_native(decided.collect("polars").to_native())
    told = above.run(villages.lazy(), both.lazy()).collect("polars").to_native()
    if not told["village_id"].is_sorted():
        told = told.sort("village_id")
    return Decided(scenario, day, both.to_native(), told)


def facts_on(
    register: Register,
    day: date,
    known: date | None,
    reader: Reader,
    asked: AbstractSet[str] | None = None,
) -> tuple[Any, Any, Any]:
    """Return households, members and villages with their facts on `day`.

    Narwhals frames over Polars, a row each, only of the reader's villages; no rule
    has been asked yet. `asked`: the facts of households that are needed (None: all).
    Raises ScenarioError for a year that no register reaches.
    """
    if day.year not in YEARS:
        raise ScenarioError(
            f"日期 {day} 太远，没有可判定的。请写 {YEARS[0]} 到 {YEARS[-1]} 年的日期",
            f"{day} is out of reach: there is nothing to decide. Use a date in the "
            f"years {YEARS[0]} to {YEARS[-1]}.",
        )
    tables = _tables(register, day, known, reader)
    members, households = _facts(tables, day, asked)
    return households, members, facts.village_facts(tables, day).collect("polars")


def _tables(
    register: Register, day: date, known: date | None, reader: Reader
) -> dict[str, Any]:
    reached = reader.reach(register.lazy_on(day, known))
    return {name: nw.from_native(frame) for name, frame in reached.items()}


def _facts(
    tables: dict[str, Any], day: date, asked: AbstractSet[str] | None = None
) -> tuple[Any, Any]:
    """Return members and households with their worked-out facts, computed."""
    members = facts.member_facts(tables["members"], day).collect("polars")
    tables["members"] = members.lazy()
    return members, facts.household_facts(tables, day, asked).collect("polars")


def _decided(
    level: Level, households: pl.DataFrame, members: Any, also: Mapping[str, nw.Expr]
) -> Any:
    """Return the households with every rule's column, lazily, in their order.

    `also` is summed over their members too.
    """
    if level.aggregates:
        counts, names = counted(members.lazy(), "household", level.aggregates, also)
        households = facts.beside(households, [counts.collect("polars").to_native()])
        households = households.with_columns(pl.col(names).fill_null(0))
    return level.over(nw.from_native(households.lazy()))


def _explained(program: Program, grain: str, frame: Any) -> Any:
    level = program.household if grain == "household" else program.village
    line, income = LINES[grain]
    columns = [
        (nw.col(income) - nw.col(line)).alias("distance"),
        *(outcomes.because(program, level, root) for root in outcomes.ROOTS[grain]),
    ]
    explained = frame.with_columns(*columns, *outcomes.scores(program, grain))
    rows = explained.collect("polars")
    if not rows[IDS[grain][0]].is_sorted():
        # Joins keep no order; a register is read in the order of its ids.
        rows = rows.sort(IDS[grain][0])
    for root in outcomes.ROOTS[grain]:
        rows = outcomes.with_missing(program, level, root, rows)
    return rows


__all__ = [
    "MET",
    "NOT_APPLICABLE",
    "UNKNOWN",
    "UNMET",
    "VERDICTS",
    "Assessment",
    "Decided",
    "assess",
    "decide_some",
    "facts_on",
    "with_money",
]
