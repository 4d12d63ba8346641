"""Forgetting a fact never turns a yes into a no, whatever the register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fupin.assess import assess
from fupin.plan import Scenario
from tests import registers
from tests.assess.towns import DAY, MET, POOR, RICH
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.plan import Plan

FORGETTABLE = {
    "households": (
        "persons_count",
        "housing_grade",
        "is_eligible_safety_net",
        "has_dibao",
        "has_wubao",
        "has_car",
        "initial_income_per_person_year",
        "household_kind",
    ),
    "members": ("birth_on", "labour", "is_insured", "schooling", "education", "health"),
    "incomes": ("amount",),
}
MAYBE = st.sampled_from([True, False, None])
# One of education and schooling is filled, never both.
LEARNING = st.sampled_from([("junior", None), (None, "primary"), (None, None)])


def one_of(*choices: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(choices)


@st.composite
def small_registers(draw: st.DrawFn) -> dict[str, registers.Rows]:
    """Draw a village with a household of one or two, in any state."""
    persons = draw(st.integers(1, 2))
    row = household(
        persons_count=draw(one_of(persons, persons, persons + 1)),
        housing_grade=draw(one_of("A", "D", None)),
        rebuild_state=draw(one_of("accepted", "started")),
        is_eligible_safety_net=draw(MAYBE),
        has_dibao=draw(MAYBE),
        has_wubao=draw(MAYBE),
        has_car=draw(MAYBE),
        household_kind=draw(one_of("lone", "ordinary", None)),
        initial_income_per_person_year=draw(one_of(3999.0, 4000.0, None)),
    )
    people = [drawn_member(draw, number) for number in range(persons)]
    population = draw(one_of(20, 100, None))
    return {
        "villages": [village()],
        "village_years": [
            {"village_id": "001", "year": 2017, "population_count": population}
        ],
        "households": [row],
        "members": people,
        "incomes": incomes(draw(one_of(POOR * persons, RICH * persons, None))),
    }


def drawn_member(draw: st.DrawFn, number: int) -> dict[str, Any]:
    education, schooling = draw(LEARNING)
    return member(
        f"{MET}-{number:02d}",
        labour=draw(one_of("able", "lost", None)),
        birth_on=draw(one_of(date(2008, 1, 1), date(1950, 1, 1), None)),
        education=education,
        schooling=schooling,
        is_insured=draw(MAYBE),
        health=draw(one_of("healthy", "disabled")),
    )


@settings(max_examples=25, derandomize=True, database=None)
@given(tables=small_registers())
def test_forgetting_a_fact_never_turns_met_and_unmet_into_one_another(
    plan: Plan, tables: dict[str, registers.Rows]
) -> None:
    # All in one register: the first village knows, each other has forgotten one fact.
    copies = [tables, *forgetful(tables)]
    both = {
        name: [
            in_village(n, row) for n, copy in enumerate(copies) for row in copy[name]
        ]
        for name in tables
    }
    done = assess(registers.of(**both), Scenario(plan), DAY)
    for frame in (done.households, done.villages):
        knows, *rest = frame.rows(named=True)
        turned = {
            rule
            for row in rest
            for rule in plan.rules
            if {knows.get(rule), row.get(rule)} == {True, False}
        }
        assert turned == set()


def forgetful(tables: dict[str, registers.Rows]) -> Iterator[dict[str, registers.Rows]]:
    """Yield the register without each fact in turn."""
    for name, facts in FORGETTABLE.items():
        for place, row in enumerate(tables[name]):
            for fact in facts:
                rows = list(tables[name])
                rows[place] = row | {fact: None}
                yield tables | {name: rows}


def in_village(number: int, row: dict[str, Any]) -> dict[str, Any]:
    village_id = f"{number:03d}"
    return {k: village_id + v[3:] if k.endswith("_id") else v for k, v in row.items()}
