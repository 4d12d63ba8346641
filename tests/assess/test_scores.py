"""The scores: the least and the most points, as long as something isn't known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from fupin.assess import assess
from fupin.plan import Scenario
from fupin.plan.model import Indicator
from tests.assess.towns import DAY
from tests.registers import household, member, of, village

if TYPE_CHECKING:
    from fupin.plan import Plan


def points(plan: Plan, facts: dict[str, Any], *indicators: Any) -> tuple[Any, Any]:
    """Return least and most points of a household, by (points, value, applies)."""
    told = [
        Indicator(
            id=f"i{number}", score="household_score", label={}, points=worth,
            value=value, applies=applies, where="indicators.yaml",
        )
        for number, (worth, value, applies) in enumerate(indicators)
    ]  # fmt: skip
    town = of(villages=[village()], households=[household(**facts)], members=[member()])
    done = assess(town, Scenario(replace(plan, indicators=tuple(told))), DAY)
    (row,) = done.households.to_dicts()
    return row["household_score__low"], row["household_score__high"]


@pytest.mark.parametrize(
    ("car", "kin", "least", "most"),
    [
        # (points 40, has_car) where has_publicly_paid_kin.
        (True, True, 40, 40),
        (False, True, 0, 0),
        (None, True, 0, 40),
        (True, False, 0, 0),
        (False, False, 0, 0),
        (None, False, 0, 0),
        (True, None, 0, 40),
        (False, None, 0, 0),
        (None, None, 0, 40),
    ],
)
def test_a_condition_gives_all_its_points_or_none_where_it_is_asked(
    plan: Plan, car: bool | None, kin: bool | None, least: float, most: float
) -> None:
    facts = {"has_car": car, "has_publicly_paid_kin": kin}
    indicator = (40.0, "has_car", "has_publicly_paid_kin")
    assert points(plan, facts, indicator) == (least, most)


@pytest.mark.parametrize(
    ("area", "kin", "least", "most"),
    [
        (50.0, True, 20, 20),
        (None, True, 0, 40),
        (50.0, False, 0, 0),
        (None, False, 0, 0),
        (50.0, None, 0, 20),
        (None, None, 0, 40),
    ],
)
def test_a_share_gives_its_part_of_the_points_where_it_is_asked(
    plan: Plan, area: float | None, kin: bool | None, least: float, most: float
) -> None:
    facts = {"floor_area_m2": area, "has_publicly_paid_kin": kin}
    indicator = (40.0, "floor_area_m2 / 100", "has_publicly_paid_kin")
    assert points(plan, facts, indicator) == (least, most)


def test_points_add_up_to_a_hundred_at_most(plan: Plan) -> None:
    facts = {"has_car": True, "has_large_machine": None, "hires_long_term": False}
    car, machine = (30.0, "has_car", ""), (20.0, "has_large_machine", "")
    hired = (25.0, "hires_long_term", "")
    assert points(plan, facts, car, machine, hired) == (30, 50)
    assert points(plan, facts, car, machine, (60.0, "has_car", "")) == (90, 100)
    assert points(plan, facts, car, car, car, car) == (100, 100)


def test_the_plans_own_points_of_each_score_add_up(plan: Plan) -> None:
    for score in ("household_score", "village_score"):
        told = [one for one in plan.indicators if one.score == score]
        always = sum(one.points for one in told if not one.applies)
        either = {one.points for one in told if one.applies}
        assert len(either) <= 1
        assert always + sum(either) == 100, score
