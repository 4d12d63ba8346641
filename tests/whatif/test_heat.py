"""Two thresholds at once: each cell is what both values together say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fupin.access import ALL_CLASSES, Reader
from fupin.errors import ScenarioError
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.whatif.engine import Engine
from fupin.whatif.heat import heat
from fupin.whatif.village_curve import codes
from tests import registers
from tests.assess.towns import DAY, three_households
from tests.registers import household

if TYPE_CHECKING:
    from fupin.plan import Plan


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Register.of(make_tables(households=80)), LAST_DAY)


@pytest.mark.parametrize(("root", "rows", "columns"), [
    ("entry", ("household_entry_line", [2500.0, 3600.0, 4000.0, 5000.0]),
     ("new_house_area", [40.0, 80.0, 120.0])),
    ("exit_standard", ("household_exit_line", [6500.0, 7365.0, 9000.0]),
     ("school_age_to", [14, 15, 17])),
    ("exit_standard", ("school_age_to", [14, 16]),
     ("household_exit_line", [6500.0, 7365.0])),
])  # fmt: skip
def test_a_cell_is_what_both_values_together_say(
    plan: Plan, engine: Engine, root: str, rows: tuple, columns: tuple
) -> None:
    found = heat(engine, Scenario(plan), rows, columns, root)
    for i, one in enumerate(rows[1]):
        for j, other in enumerate(columns[1]):
            both = Scenario(plan).with_value(rows[0], one)
            both = both.with_value(columns[0], other)
            assert (found[i, j] == engine.counts(both, root).sum(axis=0)).all()


@pytest.mark.parametrize(("rows", "columns"), [
    (("incidence_limit", [0.5, 1.5, 2.0, 4.0]),
     ("village_exit_line", [9000.0, 9250.0, 9820.0])),
    (("village_exit_line", [9000.0, 9250.0]), ("incidence_limit", [1.0, 2.0, 3.0])),
    (("household_exit_line", [6500.0, 7365.0, 9000.0]),
     ("village_exit_line", [9000.0, 9250.0])),
    (("incidence_limit", [1.0, 2.0]), ("household_exit_line", [6500.0, 9000.0])),
    (("village_exit_line", [9000.0, 9250.0]),
     ("household_exit_line", [6500.0, 9000.0])),
])  # fmt: skip
def test_of_a_village_rule_a_cell_counts_villages(
    plan: Plan, rows: tuple, columns: tuple
) -> None:
    town = Engine(Register.of(make_tables()), LAST_DAY)
    found = heat(town, Scenario(plan), rows, columns, "village_exit")
    for i, one in enumerate(rows[1]):
        for j, other in enumerate(columns[1]):
            both = Scenario(plan).with_value(rows[0], one)
            both = both.with_value(columns[0], other)
            said = codes(town, both, "village_exit")
            assert found[i, j].tolist() == [(said == n).sum() for n in range(3)]


def test_two_thresholds_that_decide_together_are_counted_together(plan: Plan) -> None:
    # It enters only where the line is above 4500 and the house is too small to count.
    house = household(
        initial_income_per_person_year=4500.0, has_new_house=True, has_car=False,
        new_house_area_m2=100.0, new_house_built_on=date(2017, 5, 1),
        has_town_flat=False, has_unsupporting_child=False, has_large_machine=False,
        has_publicly_paid_kin=False, hires_long_term=False,
    )  # fmt: skip
    tables = three_households() | {"households": [house]}
    one = Engine(registers.of(**tables), DAY)
    axes = (
        ("household_entry_line", [4500.0, 4501.0]),
        ("new_house_area", [100.0, 101.0]),
    )
    six_in = Scenario(plan).with_rule("six_in", on=False)
    found = heat(one, six_in, *axes, "entry")
    assert found[:, :, 1].tolist() == [[0, 0], [0, 1]]
    assert found[:, :, 0].tolist() == [[1, 1], [1, 0]]


def test_a_grid_that_isnt_one_is_refused(plan: Plan, engine: Engine) -> None:
    line, many = "household_exit_line", np.arange(4000.0, 9000.0)
    for rows, columns in (
        ((line, [7000.0]), (line, [7000.0])),
        ((line, [7000.0, 6000.0]), ("school_age_to", [15])),
        ((line, many), ("school_age_to", [14, 15, 16])),
    ):
        with pytest.raises(ScenarioError, match="heat map needs"):
            heat(engine, Scenario(plan), rows, columns)


def test_without_the_income_class_there_are_no_cells(
    plan: Plan, engine: Engine
) -> None:
    clerk = Reader("clerk", classes=ALL_CLASSES - {"income"})
    blind = Engine(engine.register, LAST_DAY, reader=clerk)
    with pytest.raises(ScenarioError, match="may not see"):
        heat(blind, Scenario(plan), ("household_exit_line", [7000.0]),
             ("school_age_to", [15]))  # fmt: skip
