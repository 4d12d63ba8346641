"""What can be moved on the what-if page, what of it has a curve, what has a map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboards.models.whatif import ROOTS
from fupin.access import ALL_CLASSES
from fupin.errors import ScenarioError
from fupin.plan.words import thresholds
from fupin.whatif.seek import Goal

if TYPE_CHECKING:
    from dashboards.models.whatif import WhatIf
    from fupin.plan import Parameter, Scenario

FIRST = ("household_exit_line", "household_entry_line", "village_exit_line",
         "incidence_limit", "new_house_area", "new_house_years")  # fmt: skip
ALSO = ("budget_per_person",)


def sliders(page: WhatIf) -> list[Parameter]:
    """Return the parameters that move an answer or a cost, with bounds, in order."""
    names = [n for root in ROOTS for n in thresholds(page.plan, root)]
    found = [
        page.desk.plan.parameters[n] for n in dict.fromkeys([*FIRST, *names, *ALSO])
    ]
    return [p for p in found if p.bounds is not None and not p.is_pending]


def switches(page: WhatIf) -> list[Parameter]:
    """Return the parameters that are yes or no, in the plan's order."""
    named = {n for root in ROOTS for n in thresholds(page.plan, root)}
    found = page.desk.plan.parameters.values()
    return [p for p in found if p.unit == "switch" and p.id in named]


def has_curve(page: WhatIf, name: str) -> bool:
    """Say whether a parameter's curve can be drawn and may be shown."""
    if any(name in thresholds(page.plan, root) for root in ROOTS[:2]):
        return True
    may_see = page.engine.reader.classes == ALL_CLASSES
    return may_see and name in thresholds(page.plan, ROOTS[2])


def others(page: WhatIf) -> list[Parameter]:
    """Return the parameters that decide the same rule: a map can be drawn with them."""
    asked = thresholds(page.plan, page.root)
    return [p for p in sliders(page) if p.id in asked and p.id != page.parameter]


def is_set(scenario: Scenario, name: str) -> bool:
    """Say whether the scenario sets a parameter, by value or by basis."""
    return name in scenario.values or name in scenario.basis


def as_planned(scenario: Scenario, name: str) -> Scenario:
    """Return the scenario with a parameter as the plan has it, value and basis."""
    kept = {key: basis for key, basis in scenario.basis.items() if key != name}
    return replace(scenario.without_value(name), basis=kept)


def on_basis(scenario: Scenario, name: str, basis: str) -> Scenario:
    """Return the scenario with a parameter on a basis; the plan's own is no change."""
    plain = as_planned(scenario, name)
    is_own = scenario.plan.parameters[name].basis == basis
    return plain if is_own else plain.with_basis(name, basis)


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
