"""What if: a register's facts kept ready, and each rule's answers by what it rests on.

A column of answers is kept under its rule's text, the values of the parameters it
names, and the same of every rule below it. A change of scenario asks for other keys, so
an answer can't be stale; what didn't change is found again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import narwhals as nw
import numpy as np
import polars as pl

from fupin.access import LOCAL, Reader
from fupin.assess import facts_on
from fupin.errors import RuleError, ScenarioError
from fupin.plan.aggregates import CHILD_KEY, count_below
from fupin.plan.compiler import APPLIES, Maker, dated_value
from fupin.plan.words import rests_on, words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date

    import numpy.typing as npt

    from fupin.plan import Rule, Scenario
    from fupin.plan.aggregates import Aggregate
    from fupin.plan.compiler import Use
    from fupin.plan.scope import Scope
    from fupin.register import Register

Made = TypeVar("Made")
UNMET, MET, UNKNOWN = 0, 1, 2
ANSWERS = 3
# A Boolean column of a million rows is 250 kB with its mask.
KEPT = 1024
SCENARIOS = 32
# Curves, and what was counted below; at a million rows some 20 MB each.
REMEMBERED = 48


class Engine:
    """A register on a day, as far as recorded by `known`, for one reader.

    `households`, `members` and `villages` are Polars frames of facts; the first and
    the last in the order of their ids, as in `assess`.
    """

    def __init__(
        self,
        register: Register,
        day: date,
        known: date | None = None,
        reader: Reader = LOCAL,
    ) -> None:
        self.register, self.day, self.known, self.reader = register, day, known, reader
        households, members, villages = facts_on(register, day, known, reader)
        self.households: pl.DataFrame = households.sort("household_id").to_native()
        self.members: pl.DataFrame = members.to_native()
        self.villages: pl.DataFrame = villages.sort("village_id").to_native()
        self._kept: dict[Hashable, pl.Series] = {}
        self._numbers: dict[Hashable, int] = {}
        self._made: dict[str, _Compiling] = {}
        self._said: dict[Hashable, Any] = {}

    @cached_property
    def enrolled(self) -> npt.NDArray[np.int64]:
        """Return the rows of the enrolled households: the base of every figure."""
        return np.flatnonzero(self.households["is_enrolled"].to_numpy())

    @cached_property
    def village_of(self) -> npt.NDArray[np.int64]:
        """Return each enrolled household's village, as its row among the villages."""
        ids = self.villages["village_id"]
        at = self.households["village_id"].replace_strict(
            ids, range(len(ids)), return_dtype=pl.Int64
        )
        # Without any household Polars gives a column of no type.
        return at.cast(pl.Int64).to_numpy()[self.enrolled]

    @cached_property
    def persons(self) -> npt.NDArray[np.int64]:
        """Return the persons of each enrolled household."""
        return self.households["persons_count"].fill_null(0).to_numpy()[self.enrolled]

    def answers(self, scenario: Scenario, rule: str, suffix: str = "") -> pl.Series:
        """Return a rule's column: met, unmet or null, a row each of its grain.

        With the suffix `__applies` it is whether the rule is asked. Raises
        ScenarioError for a rule that decides nothing on the day.
        """
        asked = scenario.rules.get(rule)
        if asked is None or not asked.is_active(self.day):
            raise ScenarioError(
                f"规则“{rule}”在 {self.day} 不起作用。请从 data/plan/rules 里选",
                f"Rule {rule!r} decides nothing on {self.day}. Choose one of "
                "data/plan/rules.",
            )
        key = (self._key(scenario, asked), suffix)
        found = self._kept.get(key)
        if found is None:
            found = self._decided(scenario, asked, suffix)
            _bounded(self._kept, KEPT)[key] = found
        return found.alias(rule + suffix)

    def codes(self, scenario: Scenario, rule: str) -> npt.NDArray[np.int8]:
        """Return a household rule's answers as 0 unmet, 1 met, 2 unknown; enrolled."""
        codes = self.answers(scenario, rule).cast(pl.Int8).fill_null(UNKNOWN).to_numpy()
        return codes if self._are_all_enrolled else codes[self.enrolled]

    def counts(
        self, scenario: Scenario, rule: str = "exit_standard"
    ) -> npt.NDArray[np.int64]:
        """Return the enrolled households by village and answer: villages × 3."""
        cells = self._first_cells + self.codes(scenario, rule)
        shape = (self.villages.height, ANSWERS)
        return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)

    @cached_property
    def _first_cells(self) -> npt.NDArray[np.int64]:
        """Return where each enrolled household's village begins in `counts`."""
        return self.village_of * ANSWERS

    @cached_property
    def _are_all_enrolled(self) -> bool:
        return len(self.enrolled) == self.households.height

    def amounts(self, scenario: Scenario, text: str) -> pl.Series:
        """Return an expression over a household's facts, such as its income."""
        made = self._compiling(scenario)
        expr, use = made.maker.number(text, made.scopes["household"])
        return _selected(self.resting("household", use, scenario), expr)

    def line(self, scenario: Scenario, parameter: str, grain: str) -> pl.Series:
        """Return a dated parameter's value in force on each row's own date."""
        dated = scenario.parameter(parameter)
        key = ("line", grain, dated.dated_by, dated.values)
        found = self._kept.get(key)
        if found is None:
            frame = self._frame(grain).select(dated.dated_by)
            found = _selected(frame, dated_value(dated, self.known))
            _bounded(self._kept, KEPT)[key] = found
        return found.alias(parameter)

    def remembered(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what `make` gives, made once for each key; the last ones are kept.

        The key holds everything that the answer rests on besides the register, the
        day and the reader: a scenario's fingerprint, the names asked.
        """
        if key not in self._said:
            made = make()
            _bounded(self._said, REMEMBERED)[key] = made
        return self._said[key]

    def _compiling(self, scenario: Scenario) -> _Compiling:
        """Return what the scenario compiles its rules with; the last ones are kept."""
        found = self._made.get(scenario.fingerprint)
        if found is None:
            maker = Maker(scenario, self.day, self.known)
            household = maker.scope("household", maker.scope("member", None))
            scopes = {"household": household}
            scopes["village"] = maker.scope("village", household)
            found = _Compiling(maker, scopes)
            _bounded(self._made, SCENARIOS)[scenario.fingerprint] = found
        return found

    def _key(self, scenario: Scenario, rule: Rule) -> int:
        """Return a number for everything that the rule's column rests on."""
        made = self._compiling(scenario)
        if rule.id in made.keys:
            return made.keys[rule.id]
        if rule.id in made.asking:
            raise RuleError(
                f"{rule.where}：规则“{rule.id}”绕回到自己。请断开其中一处",
                f"{rule.where}: rule {rule.id!r} rests on itself. Cut the circle.",
            )
        made.asking.add(rule.id)
        try:
            made.keys[rule.id] = self._numbered(scenario, rule)
        finally:
            made.asking.discard(rule.id)
        return made.keys[rule.id]

    def _numbered(self, scenario: Scenario, rule: Rule) -> int:
        below = [scenario.rules[name] for name in rests_on(scenario, rule)]
        named = words(rule.when)[0] | words(rule.applies)[0]
        said = (
            rule.per, rule.when, rule.applies,
            tuple((name, scenario.parameter(name).values)
                  for name in sorted(named & scenario.plan.parameters.keys())),
            # By name: the text says which of them stands where.
            tuple((one.id, self._key(scenario, one))
                  for one in below if one.is_active(self.day)),
        )  # fmt: skip
        return self._numbers.setdefault(said, len(self._numbers))

    def _decided(self, scenario: Scenario, rule: Rule, suffix: str) -> pl.Series:
        made = self._compiling(scenario)
        scope = made.scopes[rule.per]
        text = rule.applies if suffix == APPLIES else rule.when
        expr, use = made.maker.one(text or "True", rule.where, scope)
        aggregates = [scope.aggregates[name] for name in use.aggregates]
        frame = self.resting(rule.per, use, scenario)
        if aggregates:
            counted = self.counted(scenario, rule, aggregates)
            frame = pl.DataFrame(_once([*frame.get_columns(), *counted]))
        return _selected(frame, expr)

    def resting(self, grain: str, use: Use, scenario: Scenario) -> pl.DataFrame:
        """Return only the columns that an expression rests on."""
        base = self._frame(grain)
        dated = scenario.plan.parameters
        columns = [base[CHILD_KEY[grain]], *(base[name] for name in use.facts)]
        columns += [
            self.line(scenario, name, grain)
            for name in use.parameters
            if dated[name].dated_by in base.columns
        ]
        columns += [self.answers(scenario, name) for name in use.rules]
        return pl.DataFrame(_once(columns))

    def counted(
        self, scenario: Scenario, rule: Rule, aggregates: list[Aggregate]
    ) -> list[pl.Series]:
        """Return what the rows below count, in the order of the rows above."""
        rests = [scenario.rules[name] for name in rests_on(scenario, rule)]
        rests = [one for one in rests if one.is_active(self.day)]
        named = frozenset[str]().union(*(words(one.text)[0] for one in aggregates))
        # A threshold that the rule holds its count to isn't in here: where only that
        # moves, nothing is counted again.
        said = (
            "below", rule.per,
            tuple((one.name, one.function, one.text) for one in aggregates),
            tuple((name, scenario.parameter(name).values)
                  for name in sorted(named & scenario.plan.parameters.keys())),
            tuple((one.id, self._key(scenario, one)) for one in rests),
        )  # fmt: skip
        return self.remembered(
            said, lambda: self._count(scenario, rule, rests, aggregates)
        )

    def _count(
        self, scenario: Scenario, rule: Rule, rests: list[Rule],
        aggregates: list[Aggregate],
    ) -> list[pl.Series]:  # fmt: skip
        key, below = CHILD_KEY[rule.per], self.members
        if rule.per == "village":
            below = self.households.with_columns(
                self.answers(scenario, r.id) for r in rests if r.per == "household"
            )
        above = nw.from_native(self._frame(rule.per).select(key))
        joined = count_below(above, nw.from_native(below), rule.per, aggregates)
        # Joins keep no order.
        return joined.sort(key).drop(key).to_native().get_columns()

    def _frame(self, grain: str) -> pl.DataFrame:
        return self.households if grain == "household" else self.villages


@dataclass(frozen=True)
class _Compiling:
    """A scenario's compiler, and the keys of its rules as far as they were asked."""

    maker: Maker
    scopes: dict[str, Scope]
    keys: dict[str, int] = field(default_factory=dict)
    asking: set[str] = field(default_factory=set)


def _bounded(kept: dict[Any, Any], most: int) -> dict[Any, Any]:
    """Return the dictionary with room for one more; the oldest goes."""
    if len(kept) >= most:
        del kept[next(iter(kept))]
    return kept


def _once(columns: list[pl.Series]) -> list[pl.Series]:
    return list({column.name: column for column in columns}.values())


def _selected(frame: pl.DataFrame, expr: nw.Expr) -> pl.Series:
    return nw.from_native(frame).with_columns(__answer=expr).to_native()["__answer"]
