from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from fupin.codes import EXIT_STEPS, IDENTIFICATION_STEPS
from fupin.crosscheck import crosscheck
from fupin.register import Register
from tests import registers
from tests.crosscheck.people import home, id_number, person

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY = date(2018, 6, 30)
WIFE = {"sex": "female", "relation": "spouse", "member_name": "梁二"}
CHILD = {"relation": "son", "birth_on": date(2010, 5, 1), "education": None,
         "schooling": "primary", "work_place": None, "work_months": None}  # fmt: skip


@dataclass
class Town:
    """What a case changes in the register of one sound household."""

    head: dict[str, Any] = field(default_factory=dict)
    household: dict[str, Any] = field(default_factory=dict)
    others: list[dict[str, Any]] = field(default_factory=list)
    incomes: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)


def other(**facts: Any) -> dict[str, Any]:
    return person("001-001-02", **facts)


def year(amount: float | None, of: int, source: str = "wage") -> dict[str, Any]:
    return {
        "household_id": "001-001",
        "period_from": date(of, 1, 1),
        "period_to": date(of, 12, 31),
        "income_source": source,
        "amount": amount,
    }


def step(name: str, day: int, procedure: str = "exit") -> dict[str, Any]:
    return {
        "step_id": f"{procedure}-{name}",
        "household_id": "001-001",
        "procedure": procedure,
        "step": name,
        "step_on": date(2018, 1, day),
        "step_outcome": "passed",
    }


def steps(names: tuple[str, ...], procedure: str = "exit") -> list[dict[str, Any]]:
    return [step(name, i, procedure) for i, name in enumerate(names, 1)]


def register(town: Town) -> Register:
    head = person(**town.head)
    household = home(persons_count=1 + len(town.others)) | town.household
    return registers.of(
        villages=[registers.village()],
        households=[household],
        members=[head, *town.others],
        incomes=town.incomes or [year(9000, 2017)],
        steps=town.steps or steps(EXIT_STEPS),
    )


def found(town: Town, plan: Plan) -> list[str]:
    return crosscheck(register(town), plan, DAY).frame["kind"].to_list()


CASES: dict[str, Town] = {
    "id_masked": Town({"id_number": "990101********0015"}),
    "id_unsound": Town({"id_number": id_number()[:-1]}),
    "id_birth_differs": Town({"birth_on": date(1980, 1, 2), "id_number": id_number()}),
    "id_sex_differs": Town({"sex": "female", "id_number": id_number()}),
    "id_repeated": Town(
        {"id_number": id_number()}, others=[other(**CHILD, id_number=id_number())]
    ),
    "id_nearly_repeated": Town(
        {"id_number": id_number()},
        others=[other(id_number="8" + id_number()[1:], relation="sibling")],
    ),
    "person_repeated": Town(
        {"id_number": None}, others=[other(id_number=None, relation="sibling")]
    ),
    "age_impossible": Town({"birth_on": date(1900, 1, 1)}),
    "head_too_young": Town({"birth_on": date(2004, 1, 1)}),
    "education_and_schooling": Town({"schooling": "senior_2"}),
    "neither_education_nor_schooling": Town({"education": None}),
    "schooling_against_age": Town({"education": None, "schooling": "primary"}),
    "education_against_age": Town(
        others=[other(**CHILD) | {"schooling": None, "education": "university"}]
    ),
    "work_place_without_months": Town({"work_months": None}),
    "work_months_without_place": Town({"work_place": None}),
    "no_head": Town({"relation": "sibling"}),
    "several_heads": Town(others=[other()]),
    "several_spouses": Town(
        others=[other(**WIFE), person("001-001-03", **WIFE, birth_on=date(1985, 3, 4))]
    ),
    "head_and_spouse_of_one_sex": Town(others=[other(relation="spouse")]),
    "head_named_otherwise": Town(household={"head_name": "陈三"}),
    "persons_differ": Town(household={"persons_count": 2}),
    "phone_implausible": Town(household={"phone": "1380000"[:6]}),
    "dibao_type_without_dibao": Town(household={"poverty_type": "dibao"}),
    "wubao_type_without_wubao": Town(household={"poverty_type": "wubao"}),
    "dibao_without_income": Town(household={"has_dibao": True}),
    "wubao_without_income": Town(household={"has_wubao": True}),
    "disability_without_disabled": Town(household={"cause": "disability"}),
    "income_jump": Town(incomes=[year(2000, 2016), year(9000, 2017)]),
    "left_before_enrolled": Town(household={"left_on": date(2015, 1, 1)}),
    "left_without_enrolment": Town(
        household={"left_on": date(2018, 2, 1), "enrolled_on": None}
    ),
    "left_without_steps": Town(
        household={"left_on": date(2018, 2, 1)}, steps=steps(EXIT_STEPS[:5])
    ),
    "exit_step_skipped": Town(steps=steps(EXIT_STEPS[:2] + EXIT_STEPS[3:])),
    "entry_step_skipped": Town(
        steps=steps(EXIT_STEPS) + steps(IDENTIFICATION_STEPS[1:], "identification")
    ),
}
# What one mistake also shows: an id number lost, or one person who is there twice.
ALSO: dict[str, set[str]] = {
    "id_nearly_repeated": {"id_unsound", "person_repeated"},
    "id_repeated": {"id_birth_differs"},
    "education_and_schooling": {"schooling_against_age"},
}


def test_every_check_has_a_case(plan: Plan) -> None:
    assert set(CASES) == {check.id for check in plan.checks}


@pytest.mark.parametrize("check", CASES)
def test_a_check_finds_its_case_and_nothing_else(check: str, plan: Plan) -> None:
    kinds = set(found(CASES[check], plan))
    assert check in kinds
    assert kinds - {check} <= ALSO.get(check, set())


def test_a_sound_household_has_no_problem(plan: Plan) -> None:
    family = Town(others=[other(**WIFE), person("001-001-03", **CHILD)])
    assert found(Town(), plan) == []
    assert found(family, plan) == []


def test_absent_columns_are_no_problem_of_any_row(plan: Plan) -> None:
    bare = registers.of(
        villages=[registers.village()],
        households=[{"household_id": "001-001", "village_id": "001",
                     "head_name": "陈一", "persons_count": 1}],
        members=[{"person_id": "001-001-01", "household_id": "001-001",
                  "member_name": "陈一", "relation": "head"}],
    )  # fmt: skip
    assert len(crosscheck(bare, plan)) == 0


def test_without_the_tables_of_steps_and_incomes_nothing_is_said_of_them(
    plan: Plan,
) -> None:
    left = home(left_on=date(2018, 2, 1), has_dibao=True)
    bare = registers.of(
        villages=[registers.village()], households=[left], members=[person()]
    )
    assert len(crosscheck(bare, plan, DAY)) == 0


def test_an_empty_register_has_no_problem(plan: Plan) -> None:
    assert len(crosscheck(Register.of({}), plan)) == 0


@pytest.mark.parametrize(
    "typed",
    [
        id_number(region=7)[:9] + "7" + id_number(region=7)[10:],
        id_number(region=7)[:3] + "70" + id_number(region=7)[5:],
        id_number(region=7)[:16] + id_number(region=7)[16:][::-1],
        " ９９ " + id_number(region=7)[2:11] + "9" + id_number(region=7)[12:] + "　",
    ],
    ids=["one digit", "two swapped", "last two swapped", "full width and spaces"],
)
def test_an_id_number_one_slip_away_names_the_row_it_was_meant_to_be(
    typed: str, plan: Plan
) -> None:
    elder = other(
        relation="father", birth_on=date(1950, 1, 1), id_number=id_number(region=7)
    )
    town = Town({"id_number": typed}, others=[elder])
    rows = crosscheck(register(town), plan, DAY).frame.filter(kind="id_nearly_repeated")
    assert rows["row"].to_list() == [1]
    assert "第 2 行" in rows["reason_zh"][0]
    assert "row 2" in rows["reason_en"][0].replace("\n", " ")


def test_the_same_number_in_other_characters_is_the_same_person(plan: Plan) -> None:
    number = id_number(date(1980, 1, 1), 1, 3)
    wide = number.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    town = Town({"id_number": number}, others=[other(**WIFE, id_number=f" {wide} ")])
    assert "id_repeated" in found(town, plan)


def test_a_disability_card_holds_the_id_number(plan: Plan) -> None:
    assert found(Town({"id_number": id_number() + "42"}), plan) == []


def test_namesakes_whose_numbers_hold_are_two_persons(plan: Plan) -> None:
    assert found(Town(others=[other(relation="sibling")]), plan) == []


def test_starred_numbers_repeat_nobody(plan: Plan) -> None:
    star = "990101********0015"
    town = Town({"id_number": star}, others=[other(**CHILD, id_number=star)])
    assert set(found(town, plan)) == {"id_masked"}


@pytest.mark.parametrize(
    "before",
    [
        [year(None, 2016)],
        [year(0, 2016)],
        [year(-500, 2016)],
        [year(2000, 2015)],
        [year(2000, 2016) | {"period_from": date(2016, 2, 1)}],
    ],
    ids=["unknown", "nothing", "a loss", "two years before", "eleven months"],
)
def test_a_year_that_cannot_be_compared_is_no_jump(
    before: list[dict[str, Any]], plan: Plan
) -> None:
    assert found(Town(incomes=[*before, year(9000, 2017)]), plan) == []


def test_a_fall_of_income_is_a_jump_too(plan: Plan) -> None:
    falling = [year(9000, 2016), year(2900, 2017)]
    assert found(Town(incomes=falling), plan) == ["income_jump"]
    just = [year(9000, 2016), year(3000, 2017)]
    assert found(Town(incomes=just), plan) == []


def test_a_dibao_allowance_of_the_last_year_is_seen(plan: Plan) -> None:
    paid = [year(9000, 2017), year(3000, 2017, "dibao")]
    stale = [year(9000, 2017), year(3000, 2016, "dibao")]
    household = {"has_dibao": True}
    assert found(Town(household=household, incomes=paid), plan) == []
    assert "dibao_without_income" in found(
        Town(household=household, incomes=stale), plan
    )


def test_only_the_newest_version_of_a_row_is_checked(plan: Plan) -> None:
    old = person(work_months=None) | {"valid_from": date(2016, 1, 1)}
    both = registers.of(
        villages=[registers.village()], households=[home()], members=[old, person()]
    )
    assert len(crosscheck(both, plan, DAY)) == 0
