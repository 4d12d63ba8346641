from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.access import ALL_CLASSES, LOCAL, Reader
from fupin.assess import Assessment, assess
from fupin.coverage import Covered, coverage, surveys, total
from fupin.plan import Scenario
from tests import registers
from tests.registers import Rows, household, member, village

if TYPE_CHECKING:
    import polars as pl

    from fupin.plan import Plan

DAY = date(2016, 6, 30)
DONE = date(2016, 5, 1)
PARTIES = ("household", "cadre", "surveyor")


def resident(
    household_id: str, group: str | None = "1", **facts: Any
) -> dict[str, Any]:
    return {
        "household_id": household_id, "village_id": household_id[:3],
        "village_group": group, "head_name": "陈一二", "persons_count": 2,
        "surveyed_on": DONE,
    } | facts  # fmt: skip


def signed(household_id: str, *parties: str, on: date = DONE) -> Rows:
    return [
        {
            "signature_id": f"{household_id}-{party}", "household_id": household_id,
            "document": "survey", "signer": party, "signed_on": on,
        }
        for party in parties
    ]  # fmt: skip


def decide(
    plan: Plan, *residents: dict[str, Any], reader: Reader = LOCAL, **tables: Rows
) -> Assessment:
    register = registers.of(
        villages=[village("001"), village("002")],
        households=[household()],
        members=[member()],
        **({"residents": list(residents)} | tables),
    )
    return assess(register, Scenario(plan), DAY, reader=reader)


def ids(frame: pl.DataFrame) -> list[str]:
    return frame["household_id"].to_list()


def unsigned(done: Assessment) -> list[str]:
    """Return the households that are surveyed and lack a signature."""
    found = surveys(done).filter(is_surveyed=True, is_verified=False)
    return ids(found)


def test_each_village_and_group_counts_its_residents_the_surveyed_and_the_signed(
    plan: Plan,
) -> None:
    done = decide(
        plan,
        resident("001-001"), resident("001-002"), resident("001-003", surveyed_on=None),
        resident("001-004", "2"), resident("002-001", persons_count=5),
        signatures=[*signed("001-001", *PARTIES), *signed("001-004", *PARTIES[:2])],
    )  # fmt: skip
    assert coverage(done) == {
        ("001", "1"): Covered(2, 1, 0, signed=1, persons=6, persons_surveyed=4),
        ("001", "2"): Covered(1, 0, 0, signed=0, persons=2, persons_surveyed=2),
        ("002", "1"): Covered(1, 0, 0, signed=0, persons=5, persons_surveyed=5),
    }
    assert total(coverage(done), "001").residents == 4
    whole = total(coverage(done))
    assert (whole.residents, whole.rate, whole.signed_rate) == (5, 80.0, 25.0)
    assert unsigned(done) == ["001-002", "001-004", "002-001"]


def test_a_survey_after_the_date_is_not_done_yet(plan: Plan) -> None:
    done = decide(plan, resident("001-001", surveyed_on=date(2016, 7, 1)))
    assert total(coverage(done)) == Covered(0, 1, 0, 0, persons=2)


def test_a_signed_survey_without_a_date_is_unknown_not_missing(plan: Plan) -> None:
    row = resident("001-001", surveyed_on=None)
    done = decide(plan, row, signatures=signed("001-001", *PARTIES))
    assert surveys(done)["is_surveyed"].to_list() == [None]
    counts = total(coverage(done))
    assert (counts.missing, counts.undated, counts.signed) == (0, 1, 0)


def test_where_no_survey_dates_were_given_at_all_nobody_is_called_missing(
    plan: Plan,
) -> None:
    row = {k: v for k, v in resident("001-001").items() if k != "surveyed_on"}
    counts = total(coverage(decide(plan, row)))
    assert (counts.missing, counts.undated, counts.rate) == (0, 1, 0.0)


def test_a_town_without_a_list_of_residents_has_no_rate(plan: Plan) -> None:
    counts = total(coverage(decide(plan)))
    assert (counts.residents, counts.rate, counts.signed_rate) == (0, None, None)


def test_the_same_party_twice_is_one_signature_and_one_after_the_date_is_none(
    plan: Plan,
) -> None:
    twice = signed("001-001", "household", "cadre", "cadre")
    late = signed("001-002", *PARTIES[:2]) + signed("001-002", "surveyor", on=date.max)
    done = decide(
        plan, resident("001-001"), resident("001-002"), signatures=[*twice, *late]
    )
    assert surveys(done)["survey_signers_count"].to_list() == [2, 2]
    assert unsigned(done) == ["001-001", "001-002"]


def test_groups_stand_in_the_order_of_their_numbers(plan: Plan) -> None:
    rows = [
        resident(f"001-00{n}", group)
        for n, group in enumerate(("10", None, "东片", "2", "1"))
    ]
    assert [group for _, group in coverage(decide(plan, *rows))] == [
        "1", "2", "10", "东片", "",
    ]  # fmt: skip


def test_who_may_not_see_names_is_given_none_and_who_has_one_village_that_one(
    plan: Plan,
) -> None:
    rows = [
        resident("001-001", surveyed_on=None),
        resident("002-001", surveyed_on=None),
    ]
    reader = Reader("cadre", frozenset({"002"}), ALL_CLASSES - {"name"})
    seen = surveys(decide(plan, *rows, reader=reader))
    assert ids(seen) == ["002-001"]
    assert "head_name" not in seen.columns
    assert "head_name" in surveys(decide(plan, *rows)).columns


def test_a_survey_is_verified_just_where_the_rule_says_that_it_is_signed(
    town: Assessment,
) -> None:
    both = surveys(town).join(
        town.households.select("household_id", "survey_signed"), on="household_id"
    )
    assert both.height == town.households.height
    assert 0 < (~both["is_verified"]).sum() < 0.1 * both.height
    assert both["is_verified"].to_list() == both["survey_signed"].to_list()


def test_nearly_all_of_the_sample_town_is_surveyed_and_signed(town: Assessment) -> None:
    counts = total(coverage(town))
    assert 98 < (counts.rate or 0) < 100
    assert 97 < (counts.signed_rate or 0) < 100
