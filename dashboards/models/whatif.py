"""推演: what a scenario changes against the plan, all of it from one engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from dashboards.models.presets import LINE, PRESETS, preset
from fupin.access import ALL_CLASSES
from fupin.errors import FupinError, ScenarioError
from fupin.plan import Scenario, from_link
from fupin.plan.words import thresholds
from fupin.whatif import cost
from fupin.whatif.compare import Compared, compare
from fupin.whatif.curve import ROOTS, curve
from fupin.whatif.engine import MET, UNMET
from fupin.whatif.heat import heat
from fupin.whatif.planned import planned
from fupin.whatif.seek import COUNTED, FIGURES, Answer, Base, Goal, seek
from fupin.whatif.steps import COARSE_STEP, FINE_UNITS
from fupin.whatif.village_curve import codes

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.plan import Parameter
    from fupin.whatif.engine import Engine
    from fupin.whatif.planned import Planned
    from fupin.whatif.steps import Curve, Numbers


RULES = (
    "income_met", "safety_net_met", "education_met", "medical_met", "housing_met",
    "six_in", "seven_out",
)  # fmt: skip
HEAT_ROWS, HEAT_COLUMNS = 24, 12
# What the list of who moved can be sorted by, and the column.
SORTS = {
    "village": "village_id", "persons": "persons_count", "clause": "rule",
    "distance": "distance",
}  # fmt: skip


@dataclass(frozen=True)
class WhatIf:
    """A scenario held against the plan on a day; figures are worked out when asked."""

    desk: Desk
    engine: Engine
    plan: Scenario
    scenario: Scenario
    parameter: str
    notes: tuple[FupinError, ...] = ()

    @property
    def root(self) -> str:
        """Return the rule whose answers the curve counts."""
        return next(r for r in ROOTS if self.parameter in thresholds(self.plan, r))

    @property
    def is_coarse(self) -> bool:
        """Say whether only coarse counts of the whole town may be told."""
        return self.curve.is_coarse

    @property
    def is_of_villages(self) -> bool:
        """Say whether the rows that are counted are villages, not households."""
        return self.plan.rules[self.root].per == "village"

    @property
    def counted_as(self) -> str:
        """Say what is counted: households that meet the exit, villages, or entry."""
        if self.is_of_villages:
            return "villages"
        return "entry" if self.root == ROOTS[1] else "exit"

    @cached_property
    def before(self) -> Numbers:
        """Return the plan's counts: villages × unmet, met, unknown."""
        return self.counted(self.plan)

    @cached_property
    def after(self) -> Numbers:
        """Return the scenario's counts: villages × unmet, met, unknown."""
        return self.counted(self.scenario)

    def counted(self, scenario: Scenario) -> Numbers:
        """Return a scenario's counts: villages × unmet, met, unknown.

        One row for the whole town where only coarse counts may be told.
        """
        if self.is_coarse:
            own = curve(self.engine, scenario, self.parameter, self.root)
            return own.counts(self.value(self.parameter, scenario))
        if self.is_of_villages:
            return np.eye(3, dtype=np.int64)[codes(self.engine, scenario, self.root)]
        return self.engine.counts(scenario, self.root)

    @cached_property
    def curve(self) -> Curve:
        """Return the scenario's curve over the chosen parameter."""
        return curve(self.engine, self.scenario, self.parameter, self.root)

    @cached_property
    def path(self) -> Planned | None:
        """Return where the curve meets the number that the plan's path asks for."""
        return planned(self.engine, self.scenario, self.curve)

    @cached_property
    def compared(self) -> Compared:
        """Return who moved between the plan and the scenario."""
        root = ROOTS[0] if self.is_of_villages else self.root
        return compare(self.engine, self.plan, self.scenario, root)

    @cached_property
    def costs(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the town's costs under the plan and under the scenario."""
        one, other = (
            self._costs(s).row(-1, named=True) for s in (self.plan, self.scenario)
        )
        return one, other

    @cached_property
    def costs_by_village(self) -> pl.DataFrame:
        """Return the scenario's costs, a row a village, the largest gap first."""
        rows = self._costs(self.scenario).filter(pl.col("village_id") != "")
        return rows.sort("gap", "village_id", descending=[True, False], nulls_last=True)

    def _costs(self, scenario: Scenario) -> pl.DataFrame:
        key = ("costs", scenario.fingerprint)
        return self.engine.remembered(key, partial(cost.costs, self.engine, scenario))

    def value(self, name: str, scenario: Scenario | None = None) -> float | None:
        """Return a parameter's value in force on the day."""
        found = (scenario or self.scenario).parameter(name).on(self.engine.day)
        return None if found is None else float(found.value)

    def answer(self, goal: Goal) -> Answer:
        """Return the value of the chosen parameter that reaches a goal."""
        if goal.figure not in figures_of(self):
            raise _not_asked(goal.figure)
        people = self.engine.villages["population_count"].cast(float).to_numpy()
        able = None
        if goal.figure == "budget":
            able = cost.able(self.engine, self.scenario, self.parameter)
        base = Base(people, cost.per_person(self.engine, self.scenario), able)
        near = self.value(self.parameter, self.plan)
        return seek(self.curve, goal, near or self.curve.bounds[0], base)

    def heat(self, other: str) -> tuple[Numbers, Numbers, Numbers]:
        """Return values of the parameter, of the other, and the counts in each cell."""
        one = _spread(self.desk.plan.parameters[self.parameter], HEAT_ROWS)
        two = _spread(self.desk.plan.parameters[other], HEAT_COLUMNS)
        axes = (self.parameter, one), (other, two)
        return one, two, heat(self.engine, self.scenario, *axes, self.root)

    def groups(self, column: str) -> list[tuple[str, int, int]]:
        """Return, for each value of a column, who meets the rule before and after."""
        if not self.desk.reader.sees(_column(column)):
            return []
        names, place = self.engine.remembered(
            ("groups", column), lambda: _grouped(self.engine, column)
        )
        met = [
            np.bincount(place, self.engine.codes(s, self.root) == MET, len(names))
            for s in (self.plan, self.scenario)
        ]
        return [
            (name, int(was), int(now))
            for name, was, now in zip(names, *met, strict=True)
        ]


def _grouped(engine: Engine, column: str) -> tuple[list[str], Numbers]:
    """Return a column's values, and of each enrolled household the place of its own."""
    said = engine.households[column][engine.enrolled].fill_null("")
    names = said.unique().sort()
    place = said.replace_strict(names, range(len(names)), return_dtype=pl.Int64)
    return names.to_list(), place.to_numpy()


def whatif(desk: Desk, view: View, parameter: str = LINE) -> WhatIf:
    """Return the view's scenario against the plan; a bad link opens what it can."""
    plan = Scenario(desk.plan)
    opened = from_link(desk.plan, view.scenario)
    engine = desk.engine(view.day, view.village)
    scenario, notes = opened.scenario, list[FupinError](opened.notes)
    error = refused(engine, scenario)
    if error is not None:
        scenario, notes = replace(scenario, added=(), off=frozenset()), [*notes, error]
    scenario = coarsened(engine, scenario)
    shown = _hidden_first(engine, scenario, parameter)
    return WhatIf(desk, engine, plan, scenario, shown, tuple(notes))


def _hidden_first(engine: Engine, scenario: Scenario, parameter: str) -> str:
    """Return the parameter to show: one that is moved and has only coarse steps, first.

    Beside another one's exact counts a reader without the figure could move a hidden
    threshold from hundred to hundred and count what the coarse steps hold back.
    """
    if engine.reader.classes == ALL_CLASSES:
        return parameter
    plan = Scenario(scenario.plan)
    for root in ROOTS[:2]:
        asked = thresholds(plan, root)
        for name in (*scenario.values, *scenario.basis):
            is_beside = name in asked and parameter in asked and name != parameter
            if is_beside and curve(engine, scenario, name, root).is_coarse:
                return name
    return parameter


def refused(engine: Engine, scenario: Scenario) -> FupinError | None:
    """Return what the compiler says against the rules that a scenario adds."""
    try:
        # An added rule's text is read only now.
        for root in ROOTS if scenario.added else ():
            engine.answers(scenario, root)
    except FupinError as error:
        return error
    return None


def coarsened(engine: Engine, scenario: Scenario) -> Scenario:
    """Round to whole steps what would else tell a hidden figure by trying values."""
    if engine.reader.classes == ALL_CLASSES:
        return scenario
    for name, value in scenario.values.items():
        for root in ROOTS[:2]:
            if name not in thresholds(scenario, root):
                continue
            if curve(engine, scenario, name, root).is_coarse:
                rounded = round(value / COARSE_STEP) * COARSE_STEP
                scenario = scenario.with_value(name, rounded)
    return scenario


def flips(page: WhatIf, sort: str = "") -> pl.DataFrame:
    """Return who moved: those who lose the standard first, furthest first.

    `sort` is one of SORTS, with a minus in front for the other direction.
    """
    rows = page.compared.flips
    name = sort.removeprefix("-")
    if name not in SORTS:
        return rows.sort("after", "distance", descending=[True, False])
    return rows.sort(
        SORTS[name], "household_id", descending=[sort.startswith("-"), False],
        nulls_last=True,
    )  # fmt: skip


def _column(name: str) -> Any:
    from fupin.tables import facts_of  # noqa: PLC0415

    return facts_of("household")[name]


def _spread(parameter: Parameter, count: int) -> Numbers:
    """Return evenly spread values within the bounds, at most `count`, in its unit."""
    places = 1 if parameter.unit in FINE_UNITS else 0
    least, most = parameter.bounds or (0, 1)
    return np.unique(np.round(np.linspace(least, most, count), places))


def figures_of(page: WhatIf) -> tuple[str, ...]:
    """Return the figures that a goal may be set for: those that the curve moves."""
    if page.is_of_villages:
        return COUNTED
    if page.root == ROOTS[1]:
        return (*COUNTED, "share_in_every_village")
    return FIGURES


def _not_asked(figure: str) -> ScenarioError:
    return ScenarioError(
        f"“{figure}”不随这个参数变。请换一个指标，或换一个参数",
        f"{figure!r} doesn't move with this parameter. Choose another figure, or "
        "another parameter.",
    )


__all__ = [
    "LINE",
    "MET",
    "PRESETS",
    "ROOTS",
    "RULES",
    "UNMET",
    "WhatIf",
    "preset",
    "whatif",
]
