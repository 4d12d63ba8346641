from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fupin.access import LOCAL, Reader
from fupin.assess import Assessment, assess
from fupin.plan import Scenario
from fupin.why import lists
from tests import registers
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY = date(2018, 6, 30)
NOBODY_OUT = {
    f"has_{name}": False
    for name in ("new_house", "town_flat", "unsupporting_child", "car",
                 "large_machine", "publicly_paid_kin")
} | {"hires_long_term": False}  # fmt: skip
NO_HARDSHIP = {
    "initial_income_per_person_year": 9000, "household_kind": "ordinary",
    "is_main_worker_dead": False, "is_main_worker_long_ill": False,
    "is_house_weatherproof": True, "has_disaster_hardship": False,
}  # fmt: skip
POOR, RICH = 1700.0, 1900.0


def decide(plan: Plan, reader: Reader = LOCAL, **rows: Any) -> Assessment:
    """Assess households given as id: facts, with the same amount a quarter each."""
    amounts = {name: facts.pop("amount", RICH) for name, facts in rows.items()}
    steps = [step for facts in rows.values() for step in facts.pop("steps", ())]
    register = registers.of(
        villages=[village("001")],
        households=[
            household(f"001-{name}", **(NOBODY_OUT | facts))
            for name, facts in rows.items()
        ],
        members=[
            member(f"001-{name}-01", household_id=f"001-{name}", health="healthy")
            for name in rows
        ],
        incomes=[i for n, a in amounts.items() for i in incomes(a, f"001-{n}")],
        steps=steps,
    )
    return assess(register, Scenario(plan), DAY, reader=reader)


def review(name: str, procedure: str, outcome: str, **facts: Any) -> dict[str, Any]:
    return {
        "step_id": f"{name}-{procedure}-{facts.get('step_on', DAY)}",
        "household_id": f"001-{name}", "procedure": procedure, "step": "review",
        "step_on": DAY, "step_outcome": outcome, "step_reason": None,
    } | facts  # fmt: skip


def on(done: Assessment, name: str) -> dict[str, bool | None]:
    rows = lists.verdict_lists(done).filter(pl.col("list") == name)
    return {i[4:]: held for i, held in rows.select("household_id", "is_on").rows()}


def test_who_meets_entry_and_is_not_enrolled_is_missed_and_the_undecided_may_be(
    plan: Plan,
) -> None:
    out = {"enrolled_on": None}
    done = decide(
        plan,
        poor=out | {"initial_income_per_person_year": 3000},
        rich=out | NO_HARDSHIP,
        open=out,
        inside={"initial_income_per_person_year": 3000},
        gone={"initial_income_per_person_year": 3000, "left_on": DAY},
    )  # fmt: skip
    assert on(done, lists.MISSED) == {"poor": True, "open": None}


def test_who_is_enrolled_against_a_veto_is_misplaced(plan: Plan) -> None:
    poor = {"initial_income_per_person_year": 3000}
    done = decide(
        plan, car=poor | {"has_car": True}, maybe=poor | {"has_car": None},
        sound=poor, out=poor | {"has_car": True, "enrolled_on": None},
    )  # fmt: skip
    assert on(done, lists.MISPLACED) == {"car": True, "maybe": None}
    row = lists.verdict_lists(done).filter(pl.col("list") == lists.MISPLACED).row(0)
    assert "seven_out_3" in row


def test_who_left_and_is_below_the_standard_on_the_day_was_released_wrongly(
    plan: Plan,
) -> None:
    done = decide(
        plan,
        poor={"left_on": DAY, "amount": POOR},
        sound={"left_on": DAY},
        open={"left_on": DAY, "amount": None},
        later={"left_on": date(2018, 7, 1), "amount": POOR},
    )
    assert on(done, lists.RELEASED) == {"poor": True, "open": None}


@pytest.mark.parametrize(
    ("outcome", "amount", "differs"),
    [("passed", POOR, True), ("returned", RICH, True), ("passed", RICH, False),
     ("returned", POOR, False), ("passed", None, False)],
)  # fmt: skip
def test_a_review_differs_where_the_rule_answers_otherwise_and_never_from_unknown(
    plan: Plan, outcome: str, amount: float | None, differs: bool
) -> None:
    done = decide(plan, a={"amount": amount, "steps": [review("a", "exit", outcome)]})
    assert lists.disagreements(done).height == differs


@pytest.mark.parametrize(
    ("reason", "has"), [("户主住院", True), ("  ", False), (None, False)]
)
def test_a_review_that_differs_without_a_written_reason_is_a_finding(
    plan: Plan, reason: str | None, has: bool
) -> None:
    step = review("a", "exit", "passed", step_reason=reason)
    done = decide(plan, a={"amount": POOR, "steps": [step]})
    assert lists.disagreements(done)["has_reason"].to_list() == [has]


def test_of_two_reviews_the_newer_one_counts(plan: Plan) -> None:
    steps = [
        review("a", "exit", "returned", step_on=date(2018, 6, 1)),
        review("a", "exit", "passed", step_on=date(2018, 3, 1)),
    ]
    done = decide(plan, a={"amount": POOR, "steps": steps})
    assert lists.disagreements(done).is_empty()


def test_who_may_not_see_names_or_hardship_gets_neither_names_nor_reasons(
    plan: Plan,
) -> None:
    step = review("a", "exit", "passed", step_reason="户主住院")
    reader = Reader("public", classes=frozenset())
    done = decide(plan, reader, a={"amount": POOR, "left_on": DAY, "steps": [step]})
    seen = {*lists.verdict_lists(done).columns, *lists.disagreements(done).columns}
    assert seen & {"head_name", "helper_name", "reason"} == set()
    assert "has_reason" in seen


def test_the_sample_has_somebody_on_each_list_and_reviews_that_differ(
    town: Assessment,
) -> None:
    held = lists.counts(lists.verdict_lists(town))
    assert all(certain >= 2 for certain, _ in held.values())
    differ = lists.disagreements(town)
    assert set(differ["rule"]) == {"entry", "exit_standard"}
    assert set(differ["has_reason"]) == {True, False}
