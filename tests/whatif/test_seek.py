"""Goal seek: every value is tried, and the impossible is said with the nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fupin.errors import ScenarioError
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.whatif.cost import able, per_person
from fupin.whatif.curve import curve
from fupin.whatif.engine import Engine
from fupin.whatif.seek import Base, Goal, seek
from tests import registers
from tests.assess.towns import DAY, three_households

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.whatif.seek import Answer

# Two households turn: at 7200 and at 7600 yuan; the third is unknown.


def sought(plan: Plan, *goal: object, near: float = 7365) -> Answer:
    engine = Engine(registers.of(**three_households()), DAY)
    scenario = Scenario(plan)
    made = curve(engine, scenario, "household_exit_line")
    yuan = per_person(engine, scenario)
    base = Base(np.array([50, 50]), yuan, able(engine, scenario, "household_exit_line"))
    return seek(made, Goal(*goal), near, base)  # type: ignore[arg-type]


@pytest.mark.parametrize(("goal", "value", "least", "most"), [
    (("met", "exactly", 2), 7200, 4000, 7200),
    (("met", "at_most", 1), 7365, 7201, 12000),
    (("met", "exactly", 0), 7601, 7601, 12000),
    (("unmet", "at_least", 2), 7601, 7601, 12000),
    (("budget", "at_most", 20_000), 7200, 4000, 7200),
    (("gap", "at_most", 50), 7250, 4000, 7250),
    (("incidence_in_every_village", "at_most", 2), 7365, 4000, 7600),
])  # fmt: skip
def test_the_nearest_line_that_reaches_the_goal(
    plan: Plan, goal: tuple[str, str, float], value: float, least: float, most: float
) -> None:
    answer = sought(plan, *goal)
    assert answer.is_possible
    assert (answer.value, answer.least, answer.most) == (value, least, most)


def test_the_impossible_says_so_with_the_nearest_and_the_village(plan: Plan) -> None:
    answer = sought(plan, "met", "exactly", 3)
    assert (answer.is_possible, answer.value, answer.figure) == (False, 7200, 2)
    answer = sought(plan, "share_in_every_village", "at_least", 97)
    assert (answer.is_possible, answer.figure, answer.village) == (False, 0, "002")


@pytest.mark.parametrize("goal", [
    ("met", "exactly", float("nan")), ("met", "near", 3), ("joy", "at_least", 3),
])  # fmt: skip
def test_a_goal_that_isnt_one_is_refused(
    plan: Plan, goal: tuple[str, str, float]
) -> None:
    with pytest.raises(ScenarioError, match="isn't one"):
        sought(plan, *goal)


def test_a_goal_without_its_figures_is_refused(plan: Plan) -> None:
    engine = Engine(registers.of(**three_households()), DAY)
    made = curve(engine, Scenario(plan), "household_exit_line")
    for figure in ("budget", "incidence_in_every_village"):
        with pytest.raises(ScenarioError, match="can't be worked out"):
            seek(made, Goal(figure, "at_most", 2), 7365)


def test_of_a_village_line_a_goal_counts_villages(plan: Plan) -> None:
    engine = Engine(Register.of(make_tables()), LAST_DAY)
    for name, near in (("village_exit_line", 9820), ("incidence_limit", 2)):
        made = curve(engine, Scenario(plan), name, "village_exit")
        answer = seek(made, Goal("met", "at_least", 2), near)
        met = made.counts([answer.value])[0, 1]
        assert (answer.is_possible, answer.figure) == (met >= 2, met)
        # Nothing nearer to where it was asked from has as many.
        nearer = made.grid[abs(made.grid - near) < abs(answer.value - near) - 1e-9]
        assert (made.counts(nearer)[:, 1] < 2).all()
        with pytest.raises(ScenarioError, match="decides villages"):
            seek(made, Goal("budget", "at_most", 2), near)
