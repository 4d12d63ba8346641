"""What is said of a household and of a village, and why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.assess.towns import MET, POOR, RICH, UNKNOWN, UNMET, decide, one
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from fupin.plan import Plan


def test_every_household_is_met_unmet_or_unknown_with_reason_gap_and_distance(
    plan: Plan,
) -> None:
    said = decide(plan).verdicts().select(
        "household_id", "village_id", "exit_standard", "exit_standard__because",
        "exit_standard__missing", "distance",
    )  # fmt: skip
    assert said.rows() == [
        (
            MET,
            "001",
            "met",
            "income_met;education_met;medical_met;housing_met",
            "",
            235.0,
        ),
        (UNMET, "001", "unmet", "income_met", "", -165.0),
        (UNKNOWN, "002", "unknown", "income_met", "income_per_person_year", None),
    ]


def test_a_rule_that_is_not_asked_is_not_applicable(plan: Plan) -> None:
    assert one(plan)["safety_net_met"] == "not_applicable"
    lost = [member(labour="lost")]
    dibao = [household(is_eligible_safety_net=True, has_dibao=True)]
    said = one(plan, members=lost, households=dibao, incomes=incomes(POOR))
    assert said["income_met"] == "not_applicable"
    assert said["exit_standard"] == "met"


def test_a_veto_is_the_only_reason_why_a_household_may_not_enter(plan: Plan) -> None:
    row = household(initial_income_per_person_year=3000.0, has_car=True)
    said = one(plan, households=[row])
    assert (said["entry"], said["entry__because"]) == ("unmet", "seven_out_3")


def test_members_that_do_not_number_the_household_leave_it_unknown(plan: Plan) -> None:
    said = one(plan, households=[household(persons_count=2)], incomes=incomes(2 * RICH))
    assert said["exit_standard"] == "unknown"
    assert said["exit_standard__missing"] == "members_count"


def test_a_household_without_the_standard_has_a_reason_even_where_labour_is_unknown(
    plan: Plan,
) -> None:
    unclear = household(is_eligible_safety_net=True)
    said = one(
        plan, households=[unclear], members=[member(labour=None)], incomes=incomes(1.0)
    )
    assert said["exit_standard"] == "unmet"
    assert said["exit_standard__because"] == "income_met;safety_net_met"


def test_a_village_is_decided_from_its_figures_and_its_households(plan: Plan) -> None:
    year = {
        "village_id": "001", "year": 2017, "population_count": 50,
        "village_households_count": 20, "village_income_per_person_year": 9178.0,
        "natural_villages_200_count": 1, "natural_villages_200_paved_count": 1,
        "safe_water_persons_count": 50, "powered_households_count": 20,
        "broadcast_households_count": 20, "network_households_count": 19,
        "clinics_count": 1, "doctors_count": 1,
    }  # fmt: skip
    said = decide(plan, village_years=[year]).verdicts("village").select(
        "village_id", "village_exit", "village_exit__because", "distance"
    )  # fmt: skip
    # One of 50 persons doesn't meet the standard: 2 % is not below 2 %.
    assert said.rows()[0] == (
        "001",
        "unmet",
        "village_incidence_met;service_network",
        0.0,
    )
    assert said.rows()[1][:2] == ("002", "unknown")


def test_of_a_member_only_what_is_unknown_is_missing(plan: Plan) -> None:
    said = one(plan, members=[member(birth_on=date(2008, 1, 1), education=None)])
    assert said["exit_standard"] == "unknown"
    # The age is known: it alone is not what keeps school from being decided.
    assert said["exit_standard__missing"] == "is_at_school"


def test_an_income_is_asked_where_it_is_not_known_whether_it_counts(plan: Plan) -> None:
    said = one(
        plan,
        members=[member(labour=None)],
        households=[household(is_eligible_safety_net=None)],
        incomes=incomes(None),
    )
    assert said["income_met"] == "unknown"
    missing = set(said["exit_standard__missing"].split(";"))
    assert missing >= {"income_per_person_year", "labour", "is_eligible_safety_net"}


def test_villages_stand_in_the_order_of_their_ids_whatever_their_names(
    plan: Plan,
) -> None:
    named = [village("002", village_name="A"), village("001", village_name="B")]
    done = decide(plan, villages=named)
    assert done.villages["village_id"].to_list() == ["001", "002"]
