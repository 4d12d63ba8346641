from __future__ import annotations

from collections import Counter
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import pytest

from fupin.plan import Scenario
from fupin.plan.formula import Formula
from fupin.why.change import CODE, Outcome, smallest
from tests import registers
from tests.assess.towns import DAY
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.assess import Assessment
    from fupin.plan import Plan

ROOTS = ("entry", "exit_standard")


def decide(plan: Plan, people: registers.Rows | None = None, amount: float = 1900.0,
           **facts: Any) -> Assessment:  # fmt: skip
    from fupin.assess import assess  # noqa: PLC0415

    people = people or [member()]
    register = registers.of(
        villages=[village()],
        households=[household(persons_count=len(people), **facts)],
        members=people, incomes=incomes(amount * len(people)),
    )  # fmt: skip
    return assess(register, Scenario(plan), DAY)


def ways(done: Assessment, root: str = "exit_standard") -> dict[bool, list[list[str]]]:
    rows = smallest(done, root).iter_rows(named=True)
    return {row["wanted"]: row["turn"] for row in rows}


def test_what_is_met_is_undone_by_any_one_clause_that_can_turn(plan: Plan) -> None:
    # Nobody is of school age, so nobody can be missed there.
    assert ways(decide(plan)) == {
        False: [["housing_met"], ["medical_met"], ["income_met"]]
    }


def test_a_child_of_school_age_could_be_out_of_school(plan: Plan) -> None:
    child = member("001-001-02", birth_on=DAY.replace(year=2008), education=None,
                   schooling="primary")  # fmt: skip
    assert ["education_met"] in ways(decide(plan, [member(), child]))[False]


def test_all_that_is_unmet_has_to_turn_together(plan: Plan) -> None:
    house = {"housing_grade": "D", "rebuild_state": "started"}
    done = decide(plan, [member(is_insured=False)], amount=1800.0, **house)
    assert ways(done) == {True: [["income_met", "medical_met", "housing_met"]]}


def test_a_household_without_labour_has_its_safety_net_as_another_way(
    plan: Plan,
) -> None:
    old = member(labour="lost")
    done = decide(plan, [old], amount=1800.0, is_eligible_safety_net=False)
    assert sorted(ways(done)[True]) == [["income_met"], ["safety_net_met"]]


def test_what_is_unknown_is_found_out_and_not_turned(plan: Plan) -> None:
    done = decide(plan, [member(is_insured=None)])
    rows = smallest(done, "exit_standard").to_dicts()
    assert {r["wanted"]: (r["turn"], r["learn"], r["size"]) for r in rows} == {
        True: ([[]], [["medical_met"]], 1),
        False: ([[]], [["medical_met"]], 1),
    }


@pytest.mark.parametrize("root", ROOTS)
def test_no_smaller_set_turns_any_household_of_the_sample(
    town: Assessment, root: str
) -> None:
    outcome = Outcome(town, root)
    for row in outcome.answers().unique(CODE).iter_rows(named=True):
        for wanted in {True, False} - {outcome.decide(row)}:
            found = outcome.ways(row, wanted)
            sizes = {way.size for way in found}
            assert len(sizes) <= 1
            for way in found:
                after = row | dict((*way.turn, *way.learn))
                assert outcome.decide(after) is wanted
                for part in smaller([*way.turn, *way.learn]):
                    assert outcome.decide(row | dict(part)) is not wanted


def smaller(
    way: list[tuple[str, bool]],
) -> Iterator[tuple[tuple[str, bool], ...]]:
    yield from chain.from_iterable(combinations(way, n) for n in range(len(way)))


@pytest.mark.parametrize("root", ROOTS)
def test_the_leaves_decide_what_the_plan_decides(town: Assessment, root: str) -> None:
    outcome = Outcome(town, root)
    held = outcome.answers().iter_rows(named=True)
    assert [outcome.decide(row) for row in held] == town.households[root].to_list()


def test_every_household_of_the_sample_has_a_row_for_each_other_outcome(
    town: Assessment,
) -> None:
    rows = smallest(town, "exit_standard")
    due = Counter(
        {h: 1 if v is not None else 2
         for h, v in town.households.select("household_id", "exit_standard").rows()}
    )  # fmt: skip
    assert Counter(rows["household_id"].to_list()) == due
    assert not rows["verdict"].eq_missing(rows["wanted"]).any()


def test_a_formula_has_each_leaf_once() -> None:
    leaf = Formula("leaf", name="a")
    assert Formula("and", (leaf, leaf)).leaves() == ("a",)
