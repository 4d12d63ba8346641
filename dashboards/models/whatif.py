"""推演: what a scenario changes against the plan, all of it from one engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin.access import ALL_CLASSES
from fupin.errors import FupinError, ScenarioError
from fupin.plan import Scenario, from_link
from fupin.plan.words import thresholds
from fupin.whatif import cost
from fupin.whatif.compare import Compared, compare
from fupin.whatif.curve import curve
from fupin.whatif.engine import MET, UNMET
from fupin.whatif.heat import heat
from fupin.whatif.seek import Answer, Base, Goal, seek
from fupin.whatif.steps import COARSE_STEP

if TYPE_CHECKING:
    import polars as pl

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.plan import Parameter
    from fupin.whatif.engine import Engine
    from fupin.whatif.steps import Curve, Numbers

LINE, VILLAGE_LINE = "household_exit_line", "village_exit_line"
ROOTS = ("exit_standard", "entry", "village_exit")
RULES = (
    "income_met", "safety_net_met", "education_met", "medical_met", "housing_met",
    "six_in", "seven_out",
)  # fmt: skip
FIRST = ("household_exit_line", "household_entry_line", "village_exit_line",
         "incidence_limit", "new_house_area", "new_house_years")  # fmt: skip
ALSO = ("budget_per_person",)
PRESETS = ("plan", "actual", "up", "down", "housing")
STRICTER_HOUSE = 'not (housing_grade in ["B", "C", "D"]) or rebuild_state == "accepted"'
FIVE_PERCENT = 0.05
HEAT_ROWS, HEAT_COLUMNS = 24, 12


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

    @cached_property
    def before(self) -> Numbers:
        """Return the plan's counts: villages × unmet, met, unknown."""
        if self.is_coarse:
            return self.curve.counts(self.value(self.parameter, self.plan))
        return self.engine.counts(self.plan, self.root)

    @cached_property
    def after(self) -> Numbers:
        """Return the scenario's counts: villages × unmet, met, unknown."""
        if self.is_coarse:
            return self.curve.counts(self.value(self.parameter))
        return self.engine.counts(self.scenario, self.root)

    @cached_property
    def curve(self) -> Curve:
        """Return the scenario's curve over the chosen parameter."""
        return curve(self.engine, self.scenario, self.parameter, self.root)

    @cached_property
    def compared(self) -> Compared:
        """Return who moved between the plan and the scenario."""
        return compare(self.engine, self.plan, self.scenario, self.root)

    @cached_property
    def costs(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the town's costs under the plan and under the scenario."""
        both = (cost.costs(self.engine, s) for s in (self.plan, self.scenario))
        one, other = (table.row(-1, named=True) for table in both)
        return one, other

    def value(self, name: str, scenario: Scenario | None = None) -> float | None:
        """Return a parameter's value in force on the day."""
        found = (scenario or self.scenario).parameter(name).on(self.engine.day)
        return None if found is None else float(found.value)

    def answer(self, goal: Goal) -> Answer:
        """Return the value of the chosen parameter that reaches a goal."""
        people = self.engine.villages["population_count"].cast(float).to_numpy()
        able = None
        if goal.figure == "budget":
            able = cost.able(self.engine, self.scenario, self.parameter)
        base = Base(people, cost.per_person(self.engine, self.scenario), able)
        near = self.value(self.parameter, self.plan)
        return seek(self.curve, goal, near or self.curve.bounds[0], base)

    def heat(self, other: str) -> tuple[Numbers, Numbers, Numbers]:
        """Return values of the parameter, of the other, and the counts in each cell."""
        one = _spread(self.curve.bounds, HEAT_ROWS)
        two = _spread(self.desk.plan.parameters[other].bounds or (0, 1), HEAT_COLUMNS)
        axes = (self.parameter, one), (other, two)
        return one, two, heat(self.engine, self.scenario, *axes, self.root)

    def groups(self, column: str) -> list[tuple[str, int, int]]:
        """Return, for each value of a column, who meets the rule before and after."""
        if not self.desk.reader.sees(_column(column)):
            return []
        names = self.engine.households[column][self.engine.enrolled].fill_null("")
        codes = [
            self.engine.codes(s, self.root) == MET for s in (self.plan, self.scenario)
        ]
        return [
            (name, *(int((names == name).to_numpy()[met].sum()) for met in codes))
            for name in names.unique().sort()
        ]


def whatif(desk: Desk, view: View, parameter: str = LINE) -> WhatIf:
    """Return the view's scenario against the plan; a bad link opens what it can."""
    plan = Scenario(desk.plan)
    opened = from_link(desk.plan, view.scenario)
    engine = desk.engine(view.day, view.village)
    scenario, notes = opened.scenario, list[FupinError](opened.notes)
    try:
        for root in ROOTS if scenario.added else ():
            engine.answers(scenario, root)
    except FupinError as error:
        # An added rule's text is read only now.
        scenario, notes = replace(scenario, added=(), off=frozenset()), [*notes, error]
    scenario = _coarsened(engine, scenario)
    return WhatIf(desk, engine, plan, scenario, parameter, tuple(notes))


def _coarsened(engine: Engine, scenario: Scenario) -> Scenario:
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


def preset(scenario: Scenario, name: str, value: float | None) -> Scenario:
    """Return the plan with one of the presets; `value` is the plan's line."""
    plain = Scenario(scenario.plan, description=name)
    line = value or 0
    match name:
        case "actual":
            return plain.with_basis(LINE, "actual").with_basis(VILLAGE_LINE, "actual")
        case "up" | "down":
            share = FIVE_PERCENT if name == "up" else -FIVE_PERCENT
            return plain.with_value(LINE, float(round(line * (1 + share))))
        case "housing":
            rule = scenario.plan.rules["housing_met"]
            return plain.with_added(replace(rule, when=STRICTER_HOUSE))
    return Scenario(scenario.plan)


def sliders(page: WhatIf) -> list[Parameter]:
    """Return the parameters that move an answer or a cost, with bounds, in order."""
    names = [n for root in ROOTS for n in thresholds(page.plan, root)]
    found = [
        page.desk.plan.parameters[n] for n in dict.fromkeys([*FIRST, *names, *ALSO])
    ]
    return [p for p in found if p.bounds is not None and not p.is_pending]


def has_curve(page: WhatIf, name: str) -> bool:
    """Say whether a parameter's curve can be drawn: not those of villages."""
    return any(name in thresholds(page.plan, root) for root in ROOTS[:2])


def flips(page: WhatIf) -> pl.DataFrame:
    """Return who moved, those who lose the standard first, furthest first."""
    return page.compared.flips.sort("after", "distance", descending=[True, False])


def moved(page: WhatIf) -> tuple[int, int]:
    """Return how many the scenario adds to those who meet the rule, and takes away."""
    if page.is_coarse:
        change = int(page.after[:, MET].sum() - page.before[:, MET].sum())
        return max(change, 0), max(-change, 0)
    moves = page.compared.moves
    return int(moves[:, MET].sum() - moves[MET, MET]), int(
        moves[MET].sum() - moves[MET, MET]
    )


def goal_of(said: dict[str, str]) -> Goal:
    """Return the goal of the fields; raises ScenarioError where it isn't one."""
    try:
        amount = float(said["amount"])
    except ValueError:
        raise ScenarioError(
            f"“{said['amount']}”不是数。请写一个数",
            f"{said['amount']!r} is no number. Give one.",
        ) from None
    return Goal(said["figure"], said["relation"], amount)


def _column(name: str) -> Any:
    from fupin.tables import facts_of  # noqa: PLC0415

    return facts_of("household")[name]


def _spread(bounds: tuple[float, float], count: int) -> Numbers:
    """Return evenly spread whole numbers within the bounds, at most `count`."""
    return np.unique(np.round(np.linspace(*bounds, count)))


__all__ = ["LINE", "MET", "PRESETS", "RULES", "UNMET", "WhatIf", "whatif"]
