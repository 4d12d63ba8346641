from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fupin.errors import PlanError
from fupin.tasks import ageing, gaps, load_owners, pace, paces, through
from tests.registers import household, member, of, village
from tests.tasks.towns import BEFORE, DAY, HOUSE, decided, shown, task, town

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.tasks import Owners


def test_a_house_of_grade_c_is_the_housing_bureaus_gap(plan: Plan, owners: Owners):
    found = task(shown(owners, plan, town()))
    assert found["department"] == "housing"
    assert found["verdict"] == "unmet"
    assert found["status"] == "not_started"
    assert found["village_id"] == "001"
    assert found["clause"] == plan.rules["housing_met"].clause


def test_a_house_nobody_graded_is_a_gap_that_cant_be_decided(
    plan: Plan, owners: Owners
):
    assert task(shown(owners, plan, town(None)))["verdict"] == "unknown"


def test_a_household_in_order_has_no_gap_of_its_own(plan: Plan, owners: Owners):
    rows = shown(owners, plan, town("A"))
    kept = rows.filter(pl.col("household_id").is_not_null())["rule"].to_list()
    # The survey of this town was never signed.
    assert kept == ["survey_signed"]


def test_each_gap_is_one_task_however_often_it_is_made(plan: Plan, owners: Owners):
    done = decided(plan, town())
    once = gaps(owners, done)
    again = gaps(owners, done, gaps(owners, done, once))
    assert again.sort("key").equals(once.sort("key"))
    assert once["key"].is_unique().all()


def test_a_gap_closes_when_the_indicator_turns(plan: Plan, owners: Owners):
    days = (BEFORE, DAY)
    found = task(shown(owners, plan, town("A"), days=days, before=town("C")))
    assert (found["status"], found["closed_on"]) == ("done", DAY)


def test_a_gap_opens_again_when_a_later_vintage_breaks_it(plan: Plan, owners: Owners):
    first = gaps(owners, decided(plan, town("C"), BEFORE))
    filled = gaps(owners, decided(plan, town("A"), DAY), first)
    later = date(2018, 9, 30)
    broken = gaps(owners, decided(plan, town("C"), later), filled)
    row = broken.filter(pl.col("key") == HOUSE).row(0, named=True)
    assert (row["since_on"], row["ended_on"], row["times"]) == (later, None, 2)


def test_a_gap_goes_on_from_the_day_it_was_first_found(plan: Plan, owners: Owners):
    found = through(owners, [decided(plan, town(), BEFORE), decided(plan, town(), DAY)])
    since = dict(found.select("key", "since_on").iter_rows())
    assert since[HOUSE] == BEFORE


def test_a_household_that_left_owes_nothing(plan: Plan, owners: Owners):
    left = town("C", left_on=date(2018, 5, 1))
    first = gaps(owners, decided(plan, town("C"), BEFORE))
    row = gaps(owners, decided(plan, left, DAY), first).filter(pl.col("key") == HOUSE)
    assert row["verdict"].to_list() == ["gone"]


def test_a_gap_is_due_by_the_planned_year_or_so_many_days_after_it_was_found(
    plan: Plan, owners: Owners
):
    planned = shown(owners, plan, town(planned_exit_year=2017))
    # 90 days after 2018-06-30: the planned year has gone by.
    assert task(planned)["due_on"] == date(2018, 9, 28)
    assert task(shown(owners, plan, town()))["due_on"] == date(2018, 12, 31)


def test_the_registers_own_record_of_a_gap_is_the_same_task(plan: Plan, owners: Owners):
    told = {
        "task_id": "T1", "department": "agriculture", "task_title": "修房",
        "rule": "housing_met", "household_id": "001-001", "village_id": "001",
        "start_on": date(2018, 1, 1), "due_on": date(2018, 5, 20),
        "task_state": "running", "progress_percent": 40,
    }  # fmt: skip
    register = of(
        villages=[village()], households=[household(housing_grade="C")],
        members=[member()], tasks=[told],
    )  # fmt: skip
    rows = shown(owners, plan, register)
    found = task(rows)
    assert (found["title"], found["department"]) == ("修房", "agriculture")
    assert (found["light"], found["days_late"]) == ("red", 41)
    assert "rec:T1" not in rows["key"].to_list()


def test_duties_come_by_year_once_and_by_village(plan: Plan, owners: Owners):
    rows = shown(owners, plan, town()).filter(pl.col("kind") == "duty")
    keys = rows["key"].to_list()
    assert "duty:finance.provide_funds:town:2018" in keys
    assert "duty:housing.complete_rebuilding:001:once" in keys
    assert "duty:education.study_aid:001:2018" in keys
    with_duties = {d.id for d in plan.departments.values() if d.duties}
    assert set(rows["department"]) == with_duties
    assert rows["clause"].is_in(list(plan.clauses)).all()


def test_lateness_is_relative_to_the_as_of_date(plan: Plan, owners: Owners):
    days = (BEFORE, date(2019, 1, 10))
    found = task(shown(owners, plan, town(), days=days))
    assert (found["light"], found["days_late"]) == ("red", 10)
    soon = task(shown(owners, plan, town(), days=(BEFORE, date(2018, 12, 20))))
    assert (soon["light"], soon["days_left"]) == ("yellow", 11)
    assert task(shown(owners, plan, town()))["light"] == "green"


def test_where_it_is_stuck_adds_up(plan: Plan, owners: Owners):
    rows = shown(owners, plan, town(), days=(BEFORE, date(2019, 1, 10)))
    whole, by = pace(rows), paces(rows)
    assert whole.total == rows.height == sum(p.total for p in by.values())
    assert whole.late == sum(n for _, _, n in ageing(rows, owners.ageing))
    assert by["housing"].longest == 10


def test_the_map_agrees_with_what_departments_own(plan: Plan, owners: Owners):
    for owner in owners.gaps.values():
        assert owner.rule in plan.departments[owner.department].owns


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("department: housing", "department: moon", "the plan has no 'moon'"),
        ("{rule: service_road", "{rule: roof", "the plan has no 'roof'"),
        ("{rule: service_road", "{rule: service_water", "is there twice"),
        ("duty: study_aid", "duty: rest", "the plan has no 'rest'"),
        ("ageing: [30", "ageing: [0", "ageing/0 is malformed"),
    ],
)
def test_a_bad_map_says_where(
    plan: Plan, tmp_path: Path, old: str, new: str, said: str
):
    from fupin import settings  # noqa: PLC0415

    text = (settings.PLAN / "owners.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "owners.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PlanError, match=rf"owners.yaml:\d+: .*{said}"):
        load_owners(tmp_path, plan)
