"""Two thresholds at once: each cell is what both values together say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fupin.access import ALL_CLASSES, Reader
from fupin.errors import ScenarioError
from fupin.heat import heat
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.whatif import Engine

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
