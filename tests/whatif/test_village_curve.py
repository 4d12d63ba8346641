"""The curve of a village rule is what each value says by itself, and there at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.whatif.curve import curve
from fupin.whatif.each_value import at_each
from fupin.whatif.engine import Engine
from fupin.whatif.village_curve import codes

if TYPE_CHECKING:
    from fupin.plan import Plan

LIMIT, LINE, ROOT = "incidence_limit", "village_exit_line", "village_exit"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Register.of(make_tables(households=400, villages=7)), LAST_DAY)


CHANGES = {
    "plan": lambda s: s,
    "inclusive": lambda s: s.with_value("is_incidence_inclusive", True),
    "without services": lambda s: s.with_rule("one_equal", on=False),
    "without housing": lambda s: s.with_rule("housing_met", on=False),
    "another line": lambda s: s.with_value("household_exit_line", 7000.0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("parameter", [LIMIT, LINE])
def test_all_values_at_once_say_what_each_says_by_itself(
    plan: Plan, engine: Engine, change, parameter: str
) -> None:
    scenario = change(Scenario(plan))
    values = np.array([0.0, 1.5, 1.9, 2.0, 3.3, 10.0])
    if parameter == LINE:
        values = np.array([8_500.0, 9_100.0, 9_500.0, 9_820.0, 11_000.0])
    found = at_each(engine, scenario, parameter, values, ROOT)
    assert found is not None
    alone = [
        codes(engine, scenario.with_value(parameter, float(value)), ROOT)
        for value in values
    ]
    assert (found == np.stack(alone)).all()
    if change(Scenario(plan)).fingerprint == Scenario(plan).fingerprint:
        assert len({tuple(row) for row in found}) > 1


@pytest.mark.parametrize("parameter", [LIMIT, LINE])
def test_a_village_curve_says_at_each_value_what_the_rule_says(
    plan: Plan, engine: Engine, parameter: str
) -> None:
    made = curve(engine, Scenario(plan), parameter, ROOT)
    for value in made.grid[:: len(made.grid) // 9].tolist():
        alone = codes(engine, Scenario(plan).with_value(parameter, value), ROOT)
        assert (made.by_village([value])[0].argmax(axis=-1) == alone).all()


def test_what_a_household_decides_has_to_be_decided_value_by_value(
    plan: Plan, engine: Engine
) -> None:
    for name in ("school_age_to", "household_exit_line"):
        assert at_each(engine, Scenario(plan), name, np.array([14.0]), ROOT) is None


def test_the_curve_of_the_incidence_limit_is_there_at_once(plan: Plan) -> None:
    fresh = Engine(Register.of(make_tables()), LAST_DAY)
    fresh.answers(Scenario(plan), ROOT)
    began = time.process_time()
    curve(fresh, Scenario(plan), LIMIT, ROOT)
    # Value by value it took more than a second of the processor.
    assert time.process_time() - began < 0.2
