from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import narwhals as nw
import pytest

from fupin.assess import facts
from fupin.codes import EXIT_STEPS
from tests import registers
from tests.registers import Rows, household, member, village

DAY = date(2018, 6, 30)


def household_facts(day: date = DAY, **tables: Rows) -> dict[str, Any]:
    given = {"households": [household(persons_count=2)]} | tables
    frames = {
        name: nw.from_native(frame)
        for name, frame in registers.of(**given).lazy_on(day).items()
    }
    return (
        facts.household_facts(frames, day)
        .collect("polars")
        .to_native()
        .row(0, named=True)
    )


def person(day: date = DAY, **given: Any) -> dict[str, Any]:
    frame = registers.of(members=[member(**given)])["members"]
    return facts.member_facts(nw.from_native(frame), day).to_native().row(0, named=True)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2010, 6, 30), date(2016, 6, 29), 5),
        (date(2010, 6, 30), date(2016, 6, 30), 6),
        (date(2010, 12, 31), date(2016, 12, 30), 5),
        (date(2012, 2, 29), date(2018, 2, 28), 5),
        (date(2012, 2, 29), date(2018, 3, 1), 6),
        (date(2012, 2, 29), date(2016, 2, 29), 4),
        (date(2016, 6, 30), date(2016, 6, 30), 0),
        (None, DAY, None),
    ],
)
def test_a_year_of_age_is_full_on_the_birthday(birth: Any, day: date, age: Any) -> None:
    assert person(day, birth_on=birth)["age_years"] == age


def test_every_birthday_is_reckoned_in_years_and_months() -> None:
    day = date(2018, 6, 15)
    births = [date(1950 + n // 2, 1 + n * 7 % 12, 1 + n * 11 % 28) for n in range(130)]
    rows = [member(f"001-001-{n:03}", birth_on=one) for n, one in enumerate(births)]
    frame = nw.from_native(registers.of(members=rows)["members"])
    found = facts.member_facts(frame, day).to_native()
    said = dict(found.select("birth_on", "age_years").iter_rows())
    for birth in births:
        had_birthday = (birth.month, birth.day) <= (day.month, day.day)
        assert said[birth] == day.year - birth.year - (not had_birthday)


@pytest.mark.parametrize(
    ("schooling", "education", "said"),
    [
        ("before", None, False),
        ("kindergarten", None, True),
        ("grade_9", None, True),
        (None, "junior", False),
        (None, None, None),
    ],
)
def test_at_school_is_known_from_schooling_or_from_education(
    schooling: str | None, education: str | None, said: bool | None
) -> None:
    assert person(schooling=schooling, education=education)["is_at_school"] is said


def exit_steps(*steps: tuple[str, int] | tuple[str, int, str]) -> int:
    rows = [
        {"step_id": str(i), "household_id": "001-001", "procedure": "exit",
         "step": step, "step_on": date(2018, 1, day),
         "step_outcome": outcome[0] if outcome else "passed"}
        for i, (step, day, *outcome) in enumerate(steps)
    ]  # fmt: skip
    return int(household_facts(steps=rows)["exit_steps_count"])


def test_measures_of_the_household_count_once_they_are_done() -> None:
    rows = [
        {"measure_id": str(n), "household_id": home, "village_id": "001",
         "measure_state": state}
        for n, (home, state) in enumerate(
            product(("001-001", None), ("done", "running", "not_started", None))
        )
    ]  # fmt: skip
    assert household_facts(measures=rows)["measures_done_count"] == 1
    assert household_facts()["measures_done_count"] == 0


def test_a_measure_that_ends_after_the_day_isnt_done_yet() -> None:
    ends = (DAY, DAY + timedelta(days=1), None)
    rows = [
        {"measure_id": str(n), "household_id": "001-001", "village_id": "001",
         "measure_state": "done", "finished_on": end}
        for n, end in enumerate(ends)
    ]  # fmt: skip
    ahead = rows[2] | {"measure_id": "3", "started_on": DAY + timedelta(days=1)}
    later = household_facts(DAY + timedelta(days=1), measures=[*rows, ahead])
    assert household_facts(measures=[*rows, ahead])["measures_done_count"] == 2
    assert later["measures_done_count"] == 4


def test_exit_steps_count_in_order_even_on_one_day() -> None:
    assert exit_steps(*((step, 5) for step in EXIT_STEPS)) == 6


def test_exit_steps_count_up_to_the_one_that_was_skipped() -> None:
    assert exit_steps(("review", 1), ("verification", 2), ("notice", 9)) == 2


def test_without_the_first_step_none_counts() -> None:
    assert exit_steps(("verification", 2), ("consent", 3)) == 0


def test_a_step_before_its_forerunner_ends_the_count() -> None:
    assert exit_steps(("review", 8), ("verification", 2), ("consent", 9)) == 1


def test_a_step_that_was_sent_back_is_not_done() -> None:
    assert (
        exit_steps(("review", 1), ("verification", 2, "returned"), ("consent", 3)) == 1
    )


def test_no_steps_count_zero_and_identification_does_not_count() -> None:
    step = {"step_id": "1", "household_id": "001-001", "procedure": "identification",
            "step": "review", "step_on": DAY, "step_outcome": "passed"}  # fmt: skip
    assert household_facts()["exit_steps_count"] == 0
    assert household_facts(steps=[step])["exit_steps_count"] == 0


def test_the_last_visit_is_the_latest_and_the_looks_are_of_the_last_that_has_them() -> (
    None
):
    visits = [
        {"visit_id": "1", "household_id": "001-001", "visited_on": date(2016, 5, 1),
         "house_observation": "hardship", "grain_observation": "sound"},
        {"visit_id": "2", "household_id": "001-001", "visited_on": date(2018, 5, 1)},
        {"visit_id": "3", "household_id": "001-001", "visited_on": date(2018, 7, 1)},
    ]  # fmt: skip
    found = household_facts(visits=visits)
    assert found["last_visit_on"] == date(2018, 5, 1)
    assert found["house_observation"] == "hardship"
    assert found["grain_observation"] == "sound"
    assert household_facts()["last_visit_on"] is None


@pytest.mark.parametrize(
    ("enrolled_on", "left_on", "said"),
    [
        (DAY, None, True),
        (date(2018, 7, 1), None, False),
        (None, None, False),
        (date(2016, 5, 1), DAY, False),
        (date(2016, 5, 1), date(2018, 7, 1), True),
        (None, date(2018, 1, 1), False),
    ],
)
def test_enrolment_holds_from_its_day_to_the_day_of_leaving(
    enrolled_on: date | None, left_on: date | None, said: bool
) -> None:
    row = household(enrolled_on=enrolled_on, left_on=left_on)
    found = household_facts(households=[row])
    assert found["is_enrolled"] is said
    assert found["has_left"] is (left_on is not None and left_on <= DAY)


def test_signers_of_the_survey_count_once_each() -> None:
    rows = [
        {"signature_id": str(i), "household_id": "001-001", "document": document,
         "signer": signer, "signed_on": DAY}
        for i, (document, signer) in enumerate(
            [("survey", "cadre"), ("survey", "cadre"), ("survey", "household"),
             ("exit", "surveyor")]
        )
    ]  # fmt: skip
    assert household_facts(signatures=rows)["survey_signers_count"] == 2


def village_row(day: date = DAY, **tables: Rows) -> dict[str, Any]:
    frames = registers.of(**({"villages": [village()]} | tables)).lazy_on(day)
    wrapped = {name: nw.from_native(frame) for name, frame in frames.items()}
    return (
        facts.village_facts(wrapped, day)
        .collect("polars")
        .to_native()
        .row(0, named=True)
    )


def fund(entry_on: date, amount: float, **given: Any) -> dict[str, Any]:
    return {
        "fund_id": f"{entry_on}-{amount}",
        "village_id": "001",
        "fund_source": "unit_own",
        "fund_entry": "allocated",
        "fund_amount": amount,
        "entry_on": entry_on,
    } | given


def test_own_funds_are_those_allocated_in_twelve_months_without_sector_funds() -> None:
    funds = [
        fund(date(2017, 6, 30), 1.0),
        fund(date(2017, 7, 1), 20.0),
        fund(DAY, 300.0),
        fund(date(2018, 7, 1), 4_000.0),
        fund(DAY, 50_000.0, fund_entry="paid"),
        fund(DAY, 600_000.0, fund_source="province_sector"),
    ]
    assert village_row(funds=funds)["own_funds_year"] == 320.0
    assert village_row()["own_funds_year"] == 0.0


def test_a_village_has_the_figures_of_its_latest_closed_year() -> None:
    years = [
        {"village_id": "001", "year": year, "population_count": count}
        for year, count in ((2016, 100), (2017, 200), (2018, 300))
    ]
    found = village_row(village_years=years)
    assert (found["population_count"], found["income_to_on"]) == (
        200,
        date(2017, 12, 31),
    )


def test_a_year_is_closed_for_a_village_on_its_own_last_day() -> None:
    years = [
        {"village_id": "001", "year": year, "population_count": count}
        for year, count in ((2016, 100), (2017, 200))
    ]
    found = village_row(date(2017, 12, 31), village_years=years)
    assert (found["population_count"], found["income_to_on"]) == (
        200,
        date(2017, 12, 31),
    )
    found = village_row(date(2017, 12, 30), village_years=years)
    assert (found["population_count"], found["income_to_on"]) == (
        100,
        date(2016, 12, 31),
    )
