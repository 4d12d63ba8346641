"""The sample town as `fupin sample` makes it, and what the plan says of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fupin.assess import Assessment, assess
from fupin.plan import Plan, Scenario
from fupin.register import Register
from fupin.sample import make_tables

if TYPE_CHECKING:
    import polars as pl

YEAR_ENDS = (date(2016, 12, 31), date(2017, 12, 31), date(2018, 6, 30))
FIRST_SUMMER = date(2016, 6, 30)


@pytest.fixture(scope="session")
def tables() -> dict[str, pl.DataFrame]:
    """Return the town: 4 villages, 290 enrolled households, seed 2016."""
    return make_tables()


@pytest.fixture(scope="session")
def assessed(tables: dict[str, pl.DataFrame], plan: Plan) -> dict[date, Assessment]:
    """Return the town's assessment on each of the dates that the tests ask for."""
    register, scenario = Register.of(tables), Scenario(plan)
    days = (FIRST_SUMMER, *YEAR_ENDS)
    return {day: assess(register, scenario, day) for day in days}
