"""Inclusion and exclusion against a list: both counted by village and named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fupin.access import ALL_CLASSES, Reader
from fupin.assess import assess
from fupin.errors import ScenarioError
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.whatif.against import (
    against,
    decided,
    decided_years,
    enrolled_on,
)
from fupin.whatif.beside import beside, by_year
from fupin.whatif.cost import costs
from fupin.whatif.curve import curve
from fupin.whatif.engine import Engine
from tests import registers
from tests.assess.towns import DAY, three_households
from tests.registers import household

if TYPE_CHECKING:
    from fupin.plan import Plan

NO_VETO = {
    "has_new_house": False, "has_car": False, "has_town_flat": False,
    "has_unsupporting_child": False, "has_large_machine": False,
    "has_publicly_paid_kin": False, "hires_long_term": False,
}  # fmt: skip
NO_NEED = {
    "is_main_worker_dead": False, "is_main_worker_long_ill": False,
    "is_main_worker_unable": False, "has_disaster_hardship": False,
}  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Register.of(make_tables()), LAST_DAY)


def test_a_car_owner_on_the_list_is_left_out_and_a_poor_one_off_it_taken_in(
    plan: Plan,
) -> None:
    tables = three_households()
    poor = NO_VETO | {"initial_income_per_person_year": 3000.0}
    tables["households"] = [
        household("001-001", **poor | {"has_car": True}),
        household("001-002", **poor | {"enrolled_on": None}),
        household("001-003", **poor),
    ]
    found = against(
        Engine(registers.of(**tables), DAY), Scenario(plan),
        pl.Series([True, False, True]),
    )  # fmt: skip
    row = found.villages.row(0, named=True)
    assert [row[n] for n in ("on_list", "agreed", "inclusion", "exclusion")] == [
        2, 1, 1, 1,
    ]  # fmt: skip
    named = found.named.select("household_id", "error", "rule").rows()
    assert named == [
        ("001-001", "exclusion", "seven_out_3"),
        ("001-002", "inclusion", "income_below_entry_line"),
    ]
    assert found.named["clause"].null_count() == 0


def test_the_errors_are_those_of_a_fresh_assess(plan: Plan, engine: Engine) -> None:
    stricter = Scenario(plan).with_value("household_entry_line", 3000)
    found = against(engine, stricter, enrolled_on(engine, LAST_DAY))
    fresh = assess(engine.register, stricter, LAST_DAY).households
    out = fresh.filter(pl.col("is_enrolled") & ~pl.col("entry"))
    into = fresh.filter(~pl.col("is_enrolled") & pl.col("entry"))
    named = {
        kind: set(found.named.filter(error=kind)["household_id"])
        for kind in ("inclusion", "exclusion")
    }
    assert named == {
        "inclusion": set(into["household_id"]), "exclusion": set(out["household_id"]),
    }  # fmt: skip
    assert found.villages["exclusion"].sum() == out.height > 0
    assert found.villages["inclusion"].sum() == into.height > 0


def test_the_lists_are_those_that_were_decided_by_the_end_of_a_year(
    engine: Engine,
) -> None:
    years = decided_years(engine)
    assert ("identification", 2016) in years
    sizes = [decided(engine, "exit", year).sum() for year in (2016, 2017)]
    assert 0 < sizes[0] < sizes[1]
    with pytest.raises(ScenarioError, match="after the as-of date"):
        enrolled_on(engine, date(2030, 1, 1))


def test_another_scenario_can_be_the_list(plan: Plan, engine: Engine) -> None:
    one = Scenario(plan)
    other = one.with_value("household_exit_line", 7725)
    found = against(
        engine, other, engine.answers(one, "exit_standard"), "exit_standard"
    )
    moved = engine.counts(one)[:, 1] - engine.counts(other)[:, 1]
    assert found.villages["exclusion"].to_list() == moved.tolist()
    assert set(found.named.filter(error="exclusion")["rule"]) == {"income_met"}


def test_without_the_income_class_nobody_is_named(plan: Plan, engine: Engine) -> None:
    clerk = Reader("clerk", classes=ALL_CLASSES - {"income"})
    blind = Engine(engine.register, LAST_DAY, reader=clerk)
    found = against(blind, Scenario(plan), enrolled_on(blind, LAST_DAY))
    assert found.named.is_empty()
    assert found.unnamed > 0


def test_figures_stand_beside_those_of_the_plan(plan: Plan, engine: Engine) -> None:
    one, other = Scenario(plan), Scenario(plan).with_value("household_exit_line", 7725)
    table = beside(engine, [one, other])
    assert table["out"].to_list() == [
        0, table["met_households"][0] - table["met_households"][1],
    ]  # fmt: skip
    assert table["gap"][1] == costs(engine, other)["gap"][-1]
    years = by_year(engine.register, one, [date(2017, 12, 31), LAST_DAY], engine.reader)
    assert years["met_households"][1] == table["met_households"][0]
    with pytest.raises(ScenarioError, match="no scenario"):
        beside(engine, [])


@pytest.mark.parametrize("parameter", ["village_exit_line", "incidence_limit"])
def test_a_villages_curve_is_exact_at_each_value(
    plan: Plan, engine: Engine, parameter: str
) -> None:
    made = curve(engine, Scenario(plan), parameter, "village_exit")
    assert len(made.turns)
    tried = {*made.turns.at.tolist(), *(t + made.step for t in made.turns.at), 2.0}
    low, high = made.bounds
    for value in (round(t, 6) for t in tried if low <= t <= high):
        scenario = Scenario(plan).with_value(parameter, value)
        fresh = assess(engine.register, scenario, LAST_DAY).villages
        said = fresh["village_exit"].cast(int).fill_null(2)
        assert made.counts([value])[0].tolist() == [
            (said == code).sum() for code in range(3)
        ]
