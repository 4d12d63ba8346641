"""A village rule at many values of one parameter: each rule is decided once for all.

The parameter becomes a column and the villages stand there once for each of its values,
so that a limit that may be set to a hundred values costs what one does. What the rule
counts below is counted once: it doesn't depend on the parameter.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import narwhals as nw
import numpy as np
import polars as pl

from fupin.plan.compiler import Maker
from fupin.plan.terms import Term
from fupin.plan.words import crossings, rests_on, under, words
from fupin.whatif.engine import UNKNOWN

if TYPE_CHECKING:
    from fupin.plan import Scenario
    from fupin.plan.scope import Scope
    from fupin.whatif.engine import Engine
    from fupin.whatif.steps import Numbers


def at_each(
    engine: Engine, scenario: Scenario, parameter: str, values: Numbers, root: str
) -> Numbers | None:
    """Return values × villages: the root's answers, 0 unmet, 1 met, 2 unknown.

    None where the parameter isn't only compared by rules of villages (it stands in a
    function, or decides a household): there each value has to be decided by itself.
    """
    moving = _moving(scenario, parameter, root)
    if crossings(scenario, root, parameter) is None or not moving:
        return None
    if any(scenario.rules[name].per != "village" for name in moving):
        return None
    said = _Deciding(engine, scenario, parameter, values, moving).answers(root)
    codes = said.cast(pl.Int8).fill_null(UNKNOWN).to_numpy()
    return codes.reshape(len(values), engine.villages.height)


def _moving(scenario: Scenario, parameter: str, root: str) -> frozenset[str]:
    """Return the rules under the root that rest on the parameter in any way."""
    rules = [scenario.rules[name] for name in under(scenario, root)]
    found = {
        rule.id
        for rule in rules
        if parameter in words(rule.when)[0] | words(rule.applies)[0]
    }
    size = -1
    while size != len(found):
        size = len(found)
        found |= {r.id for r in rules if found & {*rests_on(scenario, r)}}
    return frozenset(found)


class _Varied(Maker):
    """Compiles a scenario with one of its parameters as a column."""

    varied = ""

    def parameter(self, name: str) -> Term | None:
        """Return the parameter's term: of the one that varies its column."""
        if name == self.varied:
            return Term(nw.col(name), "number")
        return super().parameter(name)


class _Deciding:
    """The rules that move, decided one after the other over all values at once."""

    def __init__(
        self, engine: Engine, scenario: Scenario, parameter: str, values: Numbers,
        moving: frozenset[str],
    ) -> None:  # fmt: skip
        self.engine, self.scenario, self.moving = engine, scenario, moving
        self.maker = _Varied(scenario, engine.day, engine.known)
        self.maker.varied = parameter
        household = self.maker.scope("household", self.maker.scope("member", None))
        self.scope: Scope = self.maker.scope("village", household)
        self.times = len(values)
        column = np.repeat(values, engine.villages.height)
        self.done = {parameter: pl.Series(parameter, column)}

    def answers(self, name: str) -> pl.Series:
        """Return a rule's column: for each value the villages in their order."""
        if name not in self.moving:
            return self._repeated([self.engine.answers(self.scenario, name)])[name]
        if name not in self.done:
            self.done[name] = self._decided(name).alias(name)
        return self.done[name]

    def _decided(self, name: str) -> pl.Series:
        rule = self.scenario.rules[name]
        expr, use = self.maker.one(rule.when, rule.where, self.scope)
        counted = [self.scope.aggregates[one] for one in use.aggregates]
        still = tuple(r for r in use.rules if r not in self.moving)
        columns = self.engine.resting("village", replace(use, rules=still),
                                      self.scenario).get_columns()  # fmt: skip
        if counted:
            columns += self.engine.counted(self.scenario, rule, counted)
        frame = self._repeated(columns).with_columns(
            [self.answers(r) for r in use.rules if r in self.moving]
            + [self.done[self.maker.varied]]
        )
        said = nw.from_native(frame).with_columns(__answer=expr)
        return said.to_native()["__answer"]

    def _repeated(self, columns: list[pl.Series]) -> pl.DataFrame:
        """Return the columns' rows once for each value."""
        once = pl.DataFrame(list({one.name: one for one in columns}.values()))
        return pl.concat([once] * self.times)
