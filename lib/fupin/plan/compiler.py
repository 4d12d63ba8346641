"""A scenario on a date becomes a program: every rule as a column, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from fupin.errors import RuleError
from fupin.plan import expressions
from fupin.plan.levels import APPLIES, Level, Use
from fupin.plan.scope import Scope
from fupin.plan.terms import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from fupin.plan.aggregates import Aggregate
    from fupin.plan.model import Indicator, Parameter, Rule
    from fupin.plan.scenario import Scenario
    from fupin.schema import Column

# What lies below a grain, from the lowest.
BELOW = {"household": ("member",), "village": ("member", "household")}
LEVELS = ("household", "village")
NOT_GROUPS = ("entry", "exit", "village_entry", "village_exit")


@dataclass(frozen=True)
class Program:
    """A scenario compiled for a date; it holds no data and runs on any engine."""

    scenario: Scenario
    day: date
    known: date | None
    household: Level
    village: Level
    parameters: Mapping[str, Parameter]

    def decide(self, households: Any, members: Any, villages: Any) -> tuple[Any, Any]:
        """Return households and villages (Narwhals frames) with every rule's column."""
        decided = self.household.run(households, members)
        return decided, self.village.run(villages, decided)

    def term(self, text: str, grain: str = "household") -> Term:
        """Compile one more line of the rule language, as the rules of `grain` are.

        It reads the columns that `decide` made: rules, and counts of the rows below
        that a rule of the plan already asks. Raises RuleError as a rule would.
        """
        maker = Maker(self.scenario, self.day, self.known)
        scope = None
        for name in reversed(("village", "household", "member")):
            scope = maker.scope(name, scope)
            if name in LEVELS:
                counted = getattr(self, name).aggregates
                scope.aggregates = {one.name: one for one in counted}
            if name == grain:
                break
        if scope is None or scope.grain != grain:
            raise ValueError(grain)
        scope.where = text
        return expressions.compile_text(text, scope)


def compile_plan(scenario: Scenario, day: date, known: date | None = None) -> Program:
    """Compile every rule in force on `day`, as published by `known` (None: now).

    Raises RuleError (file, place, cure) for a rule that can't be read, names
    something unknown, or rests on itself.
    """
    maker = Maker(scenario, day, known)
    member = maker.scope("member", None)
    household = maker.scope("household", member)
    village = maker.scope("village", household)
    # The village's rules may count members, household by household: they come first,
    # so that the households' level computes what they ask for.
    above = maker.level(village)
    return Program(scenario, day, known, maker.level(household), above, maker.used)


def open_scope(
    program: Program, grain: str, also: Mapping[str, Mapping[str, Term]]
) -> Scope:
    """Return what the words of a form of `grain` mean, on the program's date.

    `also` holds, for each grain, the terms of facts that only forms ask for.
    """
    maker = Maker(program.scenario, program.day, program.known)
    scope: Scope | None = None
    for name in BELOW.get(grain, ()):
        scope = maker.scope(name, scope)
        scope.also = also.get(name, {})
    scope = maker.scope(grain, scope)
    scope.also = also.get(grain, {})
    return scope


@dataclass(frozen=True)
class Checks:
    """The checks across records, compiled: a nullable Boolean a check, by grain.

    `facts` are those that the checks name, by grain.
    """

    member: Mapping[str, nw.Expr]
    household: Mapping[str, nw.Expr]
    aggregates: tuple[Aggregate, ...]
    facts: Mapping[str, frozenset[str]]


def compile_checks(
    scenario: Scenario, day: date, extra: Mapping[str, Mapping[str, Column]]
) -> Checks:
    """Compile the plan's checks; `extra` are facts that only checks name, by grain.

    Raises RuleError as `compile_plan` does.
    """
    maker = Maker(scenario, day, None)
    member = Scope("member", day, parameter=maker.parameter, extra=extra["member"])
    household = Scope(
        "household", day, parameter=maker.parameter, below=member,
        extra=extra["household"],
    )  # fmt: skip
    compiled: dict[str, dict[str, nw.Expr]] = {"member": {}, "household": {}}
    for check in scenario.plan.checks:
        member.where = household.where = check.where
        scope = member if check.per == "member" else household
        condition = expressions.compile_condition(check.when, scope)
        compiled[check.per][check.id] = condition.low
    return Checks(
        compiled["member"],
        compiled["household"],
        tuple(household.aggregates.values()),
        {s.grain: frozenset(s.used.get("facts", ())) for s in (member, household)},
    )


class Maker:
    """Compiles the rules of one scenario on one date, all of them or one by one."""

    def __init__(self, scenario: Scenario, day: date, known: date | None) -> None:
        self.scenario, self.day, self.known = scenario, day, known
        self.used: dict[str, Parameter] = {}

    def active(self, grain: str) -> list[Rule]:
        """Return the rules of a grain that decide something on the date."""
        rules = self.scenario.rules.values()
        return [r for r in rules if r.per == grain and r.is_active(self.day)]

    def scope(self, grain: str, below: Scope | None) -> Scope:
        """Return what the words of the grain's rules mean."""
        rules = self.active(grain)
        groups: dict[str, tuple[str, ...]] = {}
        for rule in sorted(rules, key=lambda rule: rule.order):
            if rule.group not in NOT_GROUPS:
                groups[rule.group] = (*groups.get(rule.group, ()), rule.id)
        return Scope(
            grain, self.day, frozenset(rule.id for rule in rules), groups,
            self.parameter, below,
        )  # fmt: skip

    def parameter(self, name: str) -> Term | None:
        """Return the parameter's value in force as a term, known or not."""
        if name not in self.scenario.plan.parameters:
            return None
        parameter = self.used.setdefault(name, self.scenario.parameter(name))
        kind = "bool" if parameter.unit == "switch" else "number"
        if parameter.dated_by:
            # A column of its own, computed once before the first layer.
            return Term(nw.col(name), kind)
        value = parameter.on(self.day, self.known)
        literal = None if value is None else value.value
        dtype = nw.Boolean if kind == "bool" else nw.Float64
        return Term(
            nw.lit(literal, dtype=dtype), kind, literal=literal, is_literal=True
        )

    def level(self, scope: Scope) -> Level:
        """Compile every rule and indicator of the scope's grain."""
        exprs: dict[str, nw.Expr] = {}
        uses: dict[str, Use] = {}
        for rule in self.active(scope.grain):
            exprs[rule.id], uses[rule.id] = self.one(rule.when, rule.where, scope)
            if rule.applies:
                name = rule.id + APPLIES
                exprs[name], uses[name] = self.one(rule.applies, rule.where, scope)
        for indicator in self.scenario.plan.indicators:
            if indicator.score.startswith(scope.grain):
                self.score(indicator, scope, exprs, uses)
        layers = tuple(
            {name: exprs[name] for name in layer}
            for layer in _layers(uses, self.scenario)
        )
        lines = {
            name: dated_value(self.scenario.parameter(name), self.known)
            for name, parameter in self.scenario.plan.parameters.items()
            if parameter.dated_by in scope.facts
        }
        return Level(scope.grain, tuple(scope.aggregates.values()), layers, uses, lines)

    def one(self, text: str, where: str, scope: Scope) -> tuple[nw.Expr, Use]:
        """Compile one condition; tell what it rests on."""
        scope.where, scope.used = where, {}
        if scope.below is not None:
            scope.below.where, scope.below.used = where, {}
        term = expressions.compile_condition(text, scope)
        return term.low, _use(scope)

    def number(self, text: str, scope: Scope) -> tuple[nw.Expr, Use]:
        """Compile an amount, such as what a rule compares with a line."""
        scope.where, scope.used = text, {}
        return expressions.compile_text(text, scope).low, _use(scope)

    def score(
        self,
        indicator: Indicator,
        scope: Scope,
        exprs: dict[str, nw.Expr],
        uses: dict[str, Use],
    ) -> None:
        """Add the least and the most points that the indicator can still give."""
        scope.where, scope.used = indicator.where, {}
        if scope.below is not None:
            scope.below.where, scope.below.used = indicator.where, {}
        term = expressions.compile_text(indicator.value, scope)
        applies = nw.lit(True)
        if indicator.applies:
            applies = expressions.compile_condition(indicator.applies, scope).low
        low, high = _points(term, applies, indicator.points)
        for end, expr in (("low", low), ("high", high)):
            name = f"{indicator.score}__{indicator.id}__{end}"
            exprs[name], uses[name] = expr, _use(scope)


def _points(term: Term, applies: nw.Expr, points: float) -> tuple[nw.Expr, nw.Expr]:
    nothing, all_of_it = nw.lit(0.0), nw.lit(float(points))
    if term.type == "bool":
        low = nw.when(applies & term.low).then(all_of_it).otherwise(nothing)
        high = nw.when(~(applies & term.low)).then(nothing).otherwise(all_of_it)
        return low, high
    earned = term.low * points
    is_known = ~earned.is_null()
    low = nw.when(applies & is_known).then(earned).otherwise(nothing)
    most = nw.when(is_known).then(earned).otherwise(all_of_it)
    return low, nw.when(~applies).then(nothing).otherwise(most)


def _use(scope: Scope) -> Use:
    return Use(**{kind: tuple(names) for kind, names in scope.used.items()})


def dated_value(parameter: Parameter, known: date | None) -> nw.Expr:
    """Return the value in force on the row's own date, a chain over dated values.

    A value that had begun but wasn't published by `known` is unknown, and the one
    before it doesn't live on.
    """
    on = nw.col(parameter.dated_by)
    chain = nw.lit(None, dtype=nw.Float64)
    for value in parameter.values:
        published = value.value if value.is_known_by(known) else None
        then = nw.lit(published, dtype=nw.Float64)
        chain = nw.when(on >= nw.lit(value.starts)).then(then).otherwise(chain)
    return chain


def _layers(uses: Mapping[str, Use], scenario: Scenario) -> Iterable[list[str]]:
    """Yield the names whose rules have all been decided, layer by layer."""
    done: set[str] = set()
    left = list(uses)
    while left:
        ready = [name for name in left if done.issuperset(uses[name].rules)]
        if not ready:
            rule = scenario.rules[left[0].removesuffix(APPLIES)]
            raise RuleError(
                f"{rule.where}：规则“{rule.id}”绕回到自己：{'、'.join(left)}。请断开其中一处",
                f"{rule.where}: rule {rule.id!r} rests on itself through "
                f"{', '.join(left)}. Cut the circle.",
            )
        yield ready
        done.update(ready)
        left = [name for name in left if name not in done]


__all__ = [
    "APPLIES",
    "Checks",
    "Level",
    "Maker",
    "Program",
    "Use",
    "compile_checks",
    "compile_plan",
    "dated_value",
    "open_scope",
]
