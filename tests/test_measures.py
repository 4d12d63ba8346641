from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fupin import measures
from fupin.assess import Assessment, assess
from fupin.measures import Count, truncated
from fupin.plan import Scenario
from tests import registers
from tests.registers import Rows, household, incomes, member, village

if TYPE_CHECKING:
    import polars as pl

    from fupin.plan import Plan

DAY = date(2018, 6, 30)
# Met, unmet, unknown; the last not enrolled.
AMOUNTS = {"001-001": 1900.0, "001-002": 1700.0, "002-001": None, "002-002": 1900.0}


def decide(plan: Plan, **tables: Rows) -> Assessment:
    left = {"002-002": {"enrolled_on": None}}
    given: dict[str, Rows] = {
        "villages": [village("001"), village("002")],
        "households": [household(id_, **left.get(id_, {})) for id_ in AMOUNTS],
        "members": [member(f"{id_}-01") for id_ in AMOUNTS],
        "incomes": [
            row for id_, amount in AMOUNTS.items() for row in incomes(amount, id_)
        ],
    }
    return assess(registers.of(**(given | tables)), Scenario(plan), DAY)


def ids(frame: pl.DataFrame) -> list[str]:
    return sorted(frame["household_id"])


@pytest.mark.parametrize(
    ("part", "whole", "places", "rate"),
    [
        (226, 290, 1, 77.9),
        (225, 290, 1, 77.5),
        (225, 290, 0, 77.0),
        (1, 3, 2, 33.33),
        (2, 3, 1, 66.6),
        (57, 1000, 1, 5.7),
        (290, 290, 1, 100.0),
        (0, 290, 1, 0.0),
        (0.3, 0.4, 1, 75.0),
        (1, 0, 1, None),
        (-1, 3, 1, -33.3),
        (-1, 3000, 1, 0.0),
        (1, -3, 2, -33.33),
        (-77.99, 100, 1, -77.9),
        (-7.77, 100.0, 2, -7.77),
        (0.29, 1, 0, 29.0),
    ],
)
def test_rates_are_truncated_as_on_the_forms(
    part: float, whole: float, places: int, rate: float | None
) -> None:
    assert truncated(part, whole, places) == rate


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2015, 12, 31), 0.0),
        (date(2016, 12, 31), 28.0),
        (date(2017, 12, 31), 62.0),
        (DAY, 80.8),
        (date(2018, 12, 31), 100.0),
        (date(2019, 6, 30), 100.0),
    ],
)
def test_the_target_runs_straight_between_the_ends_of_the_years(
    plan: Plan, day: date, share: float
) -> None:
    assert round(measures.target_share(Scenario(plan), day), 1) == share


def test_counts_are_of_the_enrolled_by_verdict_with_their_persons(plan: Plan) -> None:
    base = measures.enrolled(decide(plan))
    total = measures.count(base)
    assert total == Count(1, 1, 1, persons=3)
    assert (total.total, total.left, total.rate) == (3, 2, 33.3)
    assert measures.count_by(base, "village_id") == {
        "001": Count(1, 1, 0, persons=2),
        "002": Count(0, 0, 1, persons=1),
    }


def test_nobody_has_no_rate(plan: Plan) -> None:
    nobody = decide(plan).households.clear()
    assert measures.count(nobody) == Count(0, 0, 0)
    assert measures.count(nobody).rate is None
    assert measures.mean_income(nobody) is None


def test_the_mean_income_is_of_persons_with_labour_and_a_known_income(
    plan: Plan,
) -> None:
    assert measures.mean_income(measures.enrolled(decide(plan))) == 7200.0


def test_unvisited_is_a_household_without_a_visit_in_365_days(plan: Plan) -> None:
    days = {"001-001": date(2017, 6, 30), "001-002": date(2017, 7, 1)}
    visits = [
        {"visit_id": id_, "household_id": id_, "visited_on": day}
        for id_, day in days.items()
    ]
    done = decide(plan, visits=visits)
    found = measures.unvisited(done, measures.enrolled(done))
    assert ids(found) == ["001-001", "002-001"]


def test_borderline_is_a_household_that_a_tenth_of_its_income_would_turn(
    plan: Plan,
) -> None:
    # 7600 and 6800 yuan lie within a tenth of 7365.
    done = decide(plan)
    near = measures.borderline(done, measures.enrolled(done))
    assert ids(near) == ["001-001", "001-002"]
    rich = [row for id_ in AMOUNTS for row in incomes(2050.0, id_)]
    far = decide(plan, incomes=rich)
    assert ids(measures.borderline(far, far.households)) == []


def test_the_incidence_is_a_range_while_households_are_unknown(plan: Plan) -> None:
    years = [
        {"village_id": id_, "year": 2017, "population_count": 50}
        for id_ in ("001", "002")
    ]
    done = decide(plan, village_years=years)
    assert measures.incidence(done, "001") == (2.0, 2.0)
    assert measures.incidence(done, "002") == (0.0, 2.0)
    assert measures.incidence(decide(plan), "001") is None
    assert measures.incidence(done, "009") is None


def test_the_matrix_counts_the_enrolled_by_rule_and_village_and_villages_themselves(
    plan: Plan,
) -> None:
    year = {"village_id": "001", "year": 2017, "clinics_count": 1, "doctors_count": 0}
    cells = measures.matrix(
        decide(plan, village_years=[year]), ["income_met", "service_clinic"]
    )
    assert cells == {
        ("income_met", "001"): Count(1, 1, 0, persons=2),
        ("income_met", "002"): Count(0, 0, 1, persons=1),
        ("service_clinic", "001"): Count(0, 1, 0),
        ("service_clinic", "002"): Count(0, 0, 1),
    }


def test_the_matrix_counts_whom_a_rule_does_not_ask_as_met(plan: Plan) -> None:
    cells = measures.matrix(decide(plan), ["safety_net_met"])
    assert cells["safety_net_met", "001"] == Count(2, 0, 0, persons=2)


def test_only_those_whom_a_rule_asks_are_asked(plan: Plan) -> None:
    base = measures.enrolled(decide(plan, members=[
        member("001-001-01"), member("001-002-01", labour="lost"),
        member("002-001-01", labour=None),
    ]))  # fmt: skip
    assert ids(measures.asked(base, "safety_net_met")) == ["001-002", "002-001"]
    assert ids(measures.asked(base, "housing_met")) == ["001-001", "001-002", "002-001"]


def test_income_days_are_the_ends_of_periods_in_order(plan: Plan) -> None:
    register = decide(plan).register
    assert measures.income_days(register, date(2017, 10, 1)) == [
        date(2017, 12, 31),
        date(2018, 3, 31),
        DAY,
    ]
