"""Fixtures shared by all tests: the plans, the sample, and the engines."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

from fupin import settings
from fupin.assess import Assessment, assess
from fupin.plan import Plan, Scenario, load_plan
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables

HERE = Path(__file__).parent
# A busy machine is no fault of what is tested.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def fictional() -> Plan:
    """Return the plan of an invented town: the engine is tested on it."""
    return load_plan(HERE / "fictional_town", HERE / "fictional_town")


@pytest.fixture(scope="session")
def plan() -> Plan:
    """Return the plan that ships in data/plan."""
    return load_plan(settings.PLAN)


@pytest.fixture(scope="session")
def town(plan: Plan) -> Assessment:
    """Return the sample town, decided on the last day of its register."""
    return assess(Register.of(make_tables()), Scenario(plan), LAST_DAY)
