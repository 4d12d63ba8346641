from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fupin.access import LOCAL, Reader
from fupin.assess import assess
from fupin.plan import Plan, Scenario
from fupin.why.revisit import revisits, summed
from tests import registers
from tests.assess.towns import DAY
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.assess import Assessment

SERVICES = {
    "village_income_per_person_year": 10_000, "village_households_count": 100,
    "natural_villages_200_count": 1, "natural_villages_200_paved_count": 1,
    "powered_households_count": 100, "broadcast_households_count": 100,
    "network_households_count": 100, "clinics_count": 1, "doctors_count": 1,
}  # fmt: skip


def decide(
    plan: Plan,
    rows: Mapping[str, Mapping[str, Any]],
    population: int | None = None,
    reader: Reader = LOCAL,
) -> Assessment:
    """Assess households given as id: facts of the one member, and of the household."""
    ids = [f"001-{name}" for name in rows]
    own = {"is_insured", "labour"}
    year = {"village_id": "001", "year": 2017, "population_count": population,
            "safe_water_persons_count": population}  # fmt: skip
    register = registers.of(
        villages=[village()],
        village_years=[year | (SERVICES if population else {})],
        households=[
            household(id_, initial_income_per_person_year=3000, **NO_VETO,
                      **{k: v for k, v in facts.items() if k not in {*own, "amount"}})
            for id_, facts in zip(ids, rows.values(), strict=True)
        ],
        members=[
            member(f"{id_}-1", household_id=id_,
                   **{k: v for k, v in facts.items() if k in own})
            for id_, facts in zip(ids, rows.values(), strict=True)
        ],
        incomes=[
            row for id_, facts in zip(ids, rows.values(), strict=True)
            for row in incomes(facts.get("amount", 4000.0), id_)
        ],
    )  # fmt: skip
    return assess(register, Scenario(plan), DAY, reader=reader)


NO_VETO = {
    "has_new_house": False, "has_town_flat": False, "has_unsupporting_child": False,
    "has_car": False, "has_large_machine": False, "has_publicly_paid_kin": False,
    "hires_long_term": False,
}  # fmt: skip


def asked(done: Assessment) -> dict[str, tuple[list[str], float, bool]]:
    rows = revisits(done).iter_rows(named=True)
    return {r["household_id"][4:]: (r["facts"], r["value"], r["is_open"]) for r in rows}


def test_the_one_fact_that_is_missing_decides_one_outcome(plan: Plan) -> None:
    rows: dict[str, dict[str, Any]] = {
        "sure": {}, "gap": {"is_insured": None}, "money": {"amount": None},
    }  # fmt: skip
    assert asked(decide(plan, rows)) == {
        "gap": (["is_insured"], 1.0, True),
        "money": (["income_per_person_year"], 1.0, True),
    }


def test_of_two_missing_facts_each_decides_only_by_a_no(plan: Plan) -> None:
    found = asked(decide(plan, {"two": {"is_insured": None, "amount": None}}))
    assert found == {"two": (["income_per_person_year"], 0.5, True)}


def test_what_something_else_has_decided_is_not_asked(plan: Plan) -> None:
    house = {"housing_grade": "D", "rebuild_state": "started"}
    assert asked(decide(plan, {"gap": {"is_insured": None} | house})) == {}


def test_an_income_near_the_line_is_asked_again_after_what_is_undecided(
    plan: Plan,
) -> None:
    rows: dict[str, dict[str, Any]] = {
        "near": {"amount": 1850.0},
        "gap": {"is_insured": None},
    }
    assert list(asked(decide(plan, rows)).items()) == [
        ("gap", (["is_insured"], 1.0, True)),
        ("near", (["income_per_person_year"], 1.0, False)),
    ]


def test_who_may_not_see_incomes_is_not_told_who_is_near_the_line(plan: Plan) -> None:
    reader = Reader("public", classes=frozenset())
    done = decide(plan, {"near": {"amount": 1850.0}}, reader=reader)
    assert revisits(done).is_empty()


@pytest.mark.parametrize(
    ("population", "value"),
    # One person of 40 is 2.5 %, above the limit of 2 %: a no decides the village, and
    # so does the yes of the only one who is undecided.
    [(40, 2.0), (1000, 1.0)],
)
def test_a_household_that_decides_its_village_too_is_worth_more(
    plan: Plan, population: int, value: float
) -> None:
    done = decide(plan, {"gap": {"is_insured": None}, "sure": {}}, population)
    assert done.villages["village_exit"][0] is (None if value > 1 else True)
    assert asked(done) == {"gap": (["is_insured"], value, True)}


def test_where_two_are_undecided_only_a_no_decides_the_village(plan: Plan) -> None:
    rows = {"one": {"is_insured": None}, "two": {"is_insured": None}}
    # One person of 45 is 2.2 %: too many at once; with a yes the other is still open.
    assert {v for _, v, _ in asked(decide(plan, rows, 45)).values()} == {1.5}


def test_the_people_to_ask_about_are_named_by_id(plan: Plan) -> None:
    (row,) = revisits(decide(plan, {"gap": {"is_insured": None}})).to_dicts()
    assert row["people"] == ["001-gap-1"]


def test_the_list_is_summed_by_village_and_by_helper(town: Assessment) -> None:
    found = revisits(town)
    for by in ("village_id", "helper_name"):
        rows = summed(found, by)
        assert rows["households"].sum() == found.height
        assert rows["outcomes"].is_sorted(descending=True)


def test_every_undecided_household_of_the_sample_has_a_question(
    town: Assessment,
) -> None:
    rows = town.households
    open_ = rows.filter(rows["is_enrolled"] & rows["exit_standard"].is_null())
    found = revisits(town)
    assert set(open_["household_id"]) <= set(found["household_id"])
    assert found.filter("is_open").height == open_.height
