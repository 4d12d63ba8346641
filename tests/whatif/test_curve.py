"""The curve is exact at every threshold, and a figure that is hidden stays hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.access import ALL_CLASSES, Reader
from fupin.assess import assess
from fupin.errors import ScenarioError
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.whatif.curve import curve
from fupin.whatif.engine import Engine
from tests import registers
from tests.assess.towns import DAY, MET, three_households
from tests.registers import incomes

if TYPE_CHECKING:
    from fupin.plan import Plan

LINE = "household_exit_line"
NO_INCOME = Reader("clerk", classes=ALL_CLASSES - {"income"})


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Register.of(make_tables()), LAST_DAY)


@pytest.mark.parametrize(
    ("root", "parameter"),
    [("exit_standard", LINE), ("exit_standard", "school_age_to"),
     ("village_exit", "incidence_limit")],
)  # fmt: skip
def test_without_anybody_there_is_one_step_and_nobody_on_it(
    plan: Plan, root: str, parameter: str
) -> None:
    made = curve(Engine(Register.of({}), LAST_DAY), Scenario(plan), parameter, root)
    assert made.to_polars().height == 1
    assert made.counts([7365.0]).tolist() == [[0, 0, 0]]


@pytest.mark.parametrize(("root", "parameter"), [
    ("exit_standard", LINE), ("entry", "household_entry_line"),
    ("entry", "new_house_area"), ("entry", "new_house_years"),
    ("exit_standard", "school_age_to"), ("three_guarantees", "school_age_from"),
])  # fmt: skip
def test_the_curve_says_at_each_threshold_what_a_fresh_assess_says(
    plan: Plan, engine: Engine, root: str, parameter: str
) -> None:
    made = curve(engine, Scenario(plan), parameter, root)
    low, high = made.bounds
    tried = [low, (low + high) // 2, *made.turns.at[:: len(made.turns) // 3 + 1], high]
    number = int if parameter == "new_house_years" else float
    for value in (number(one) for one in tried if low <= one <= high):
        scenario = Scenario(plan).with_value(parameter, value)
        base = assess(engine.register, scenario, LAST_DAY).households
        base = base.filter("is_enrolled")
        said = base[root].cast(int).fill_null(2)
        assert made.counts([value])[0].tolist() == [
            (said == code).sum() for code in range(3)
        ]
        assert made.people([value])[0].sum() == base["persons_count"].sum()
        assert (made.by_village([value])[0] == engine.counts(scenario, root)).all()


def test_a_household_exactly_on_the_line_meets_it_and_one_yuan_more_fails_it(
    plan: Plan,
) -> None:
    tables = three_households()
    tables["incomes"] = incomes(7365 / 4, MET)
    made = curve(Engine(registers.of(**tables), DAY), Scenario(plan), LINE)
    assert made.counts([7365.0, 7365.01])[:, 1].tolist() == [1, 0]
    assert made.counts([7365.0])[0].tolist() == [0, 1, 2]
    steps = made.to_polars()
    assert steps["to"].to_list() == [7365.0, None]
    assert steps["met_households"].to_list() == [1, 0]


def test_the_gap_lifts_every_person_asked_up_to_the_line(plan: Plan) -> None:
    engine = Engine(registers.of(**three_households()), DAY)
    made = curve(engine, Scenario(plan), LINE)
    gap = made.gap([7000.0, 7300.0, 7700.0])
    assert gap is not None
    assert gap.tolist() == [0.0, 100.0, 600.0]


def test_a_parameter_that_decides_nothing_there_is_refused(
    plan: Plan, engine: Engine
) -> None:
    with pytest.raises(ScenarioError, match="doesn't rest on"):
        curve(engine, Scenario(plan), LINE, "entry")
    with pytest.raises(ScenarioError, match="doesn't rest on"):
        curve(engine, Scenario(plan), "nothing")


@pytest.mark.parametrize(("rule", "parameter", "root"), [
    ("income_met", LINE, "exit_standard"),
    ("village_income_met", "village_exit_line", "village_exit"),
    ("village_incidence_met", "incidence_limit", "village_exit"),
    ("seven_out_1", "new_house_years", "entry"),
])  # fmt: skip
def test_where_the_rule_that_asks_it_is_off_nobody_turns(
    plan: Plan, engine: Engine, rule: str, parameter: str, root: str
) -> None:
    scenario = Scenario(plan).with_rule(rule, on=False)
    made = curve(engine, scenario, parameter, root)
    low, high = made.bounds
    told = made.counts([low, high])
    assert len(made.turns) == 0
    assert (told[0] == told[1]).all()
    said = engine.answers(scenario, root).cast(int).fill_null(2)
    if made.per == "household":
        said = said.gather(engine.enrolled)
    assert told[0].tolist() == [(said == code).sum() for code in range(3)]


def test_without_the_income_class_a_flat_curve_tells_no_village(
    plan: Plan, engine: Engine
) -> None:
    clerk = Engine(engine.register, LAST_DAY, reader=NO_INCOME)
    made = curve(clerk, Scenario(plan).with_rule("income_met", on=False), LINE)
    assert (made.is_coarse, made.villages, len(made.turns)) == (True, ("",), 0)


def test_without_the_income_class_steps_are_of_100_yuan_and_of_three_or_none(
    plan: Plan, engine: Engine
) -> None:
    clerk = Engine(engine.register, LAST_DAY, reader=NO_INCOME)
    made = curve(clerk, Scenario(plan), LINE)
    assert made.is_coarse
    assert made.villages == ("",)
    assert made.gap([7365.0]) is None
    assert set(made.turns.at % 100) == {0.0}
    assert made.turns.row.max() == -1
    steps = made.to_polars()["met_households"].diff().drop_nulls().abs()
    assert ((steps == 0) | (steps >= 3)).all()
    exact = curve(engine, Scenario(plan), LINE)
    assert abs(made.counts([7400.0]) - exact.counts([7400.0])).max() < 30


def test_a_village_without_households_has_a_flat_curve(plan: Plan) -> None:
    tables = three_households()
    tables["villages"].append(registers.village("009"))
    made = curve(Engine(registers.of(**tables), DAY), Scenario(plan), LINE)
    assert made.by_village([4000.0, 12000.0])[:, 2].sum() == 0
