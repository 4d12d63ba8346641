from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fupin.assess import assess
from fupin.measures import borderline, enrolled
from fupin.plan import Plan, Scenario
from fupin.register import Register
from fupin.why import robust
from tests import registers
from tests.assess.towns import DAY
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.assess import Assessment

# Yuan a year against the line of 7,365: 10 % lower or higher.
AMOUNTS = {"near": 7400.0, "under": 7000.0, "poor": 5000.0, "rich": 9000.0}


def decide(plan: Plan, amounts: Mapping[str, float | None], **facts: Any) -> Assessment:
    ids = [f"001-{name}" for name in amounts]
    register = registers.of(
        villages=[village()],
        village_years=[{"village_id": "001", "year": 2017, "population_count": 300}],
        households=[household(id_, **facts) for id_ in ids],
        members=[member(f"{id_}-1", household_id=id_) for id_ in ids],
        incomes=[
            row
            for id_, amount in zip(ids, amounts.values(), strict=True)
            for row in incomes(None if amount is None else amount / 4, id_)
        ],
    )
    return assess(register, Scenario(plan), DAY)


def states(done: Assessment, error: float | None = None) -> dict[str, str]:
    rows = robust.robustness(done, error).households
    return {i[4:]: s for i, s in
            rows.select("household_id", "exit_standard__state").rows()}  # fmt: skip


def test_who_is_within_the_error_of_the_line_turns_and_the_others_are_firm(
    plan: Plan,
) -> None:
    assert states(decide(plan, AMOUNTS)) == {
        "near": "turns", "under": "turns", "poor": "firm", "rich": "firm",
    }  # fmt: skip


def test_with_a_larger_error_more_turn_and_with_none_nobody(plan: Plan) -> None:
    done = decide(plan, AMOUNTS)
    assert set(states(done, 50).values()) == {"turns"}
    assert set(states(done, 0).values()) == {"firm"}


def test_who_is_undecided_is_neither_firm_nor_turning(plan: Plan) -> None:
    assert states(decide(plan, {"gap": None})) == {"gap": "open"}


def test_who_is_decided_without_any_income_is_firm(plan: Plan) -> None:
    house = {"housing_grade": "D", "rebuild_state": "started"}
    assert states(decide(plan, {"gap": None, "near": 7400.0}, **house)) == {
        "gap": "firm", "near": "firm",
    }  # fmt: skip


def test_those_who_turn_are_those_who_turn_when_incomes_are_recorded_so(
    town: Assessment,
) -> None:
    moved = robust.robustness(town, 10)
    for end, factor in (("low", 0.9), ("high", 1.1)):
        tables = dict(town.source.tables)
        tables["incomes"] = tables["incomes"].with_columns(pl.col("amount") * factor)
        initial = pl.col("initial_income_per_person_year") * factor
        tables["households"] = tables["households"].with_columns(initial)
        again = assess(Register(tables), town.scenario, town.day)
        for outcome in ("entry", "exit_standard"):
            found = moved.households[f"{outcome}__{end}"]
            assert found.to_list() == again.households[outcome].to_list()
        villages = moved.villages["village_exit__low" if end == "low"
                                  else "village_exit__high"]  # fmt: skip
        assert villages.to_list() == again.villages["village_exit"].to_list()


def test_the_borderline_households_turn_unless_something_else_decides(
    town: Assessment,
) -> None:
    near = set(borderline(town, enrolled(town))["household_id"])
    turning = robust.robustness(town).turning("exit_standard").filter("is_enrolled")
    with_labour = town.households.filter("has_labour")["household_id"].to_list()
    assert set(turning["household_id"]) & set(with_labour) <= near


def test_the_counts_of_the_states_are_all_households(town: Assessment) -> None:
    rows = robust.robustness(town).households.filter("is_enrolled")
    assert sum(robust.counts(rows, "exit_standard").values()) == 290


@pytest.mark.parametrize("outcome", ["entry", "exit_standard", "village_exit"])
def test_what_turns_can_be_listed_by_outcome(town: Assessment, outcome: str) -> None:
    rows = robust.robustness(town).turning(outcome)
    assert set(rows[f"{outcome}__state"]) <= {"turns"}
