from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fupin.access import LOCAL, Reader
from fupin.assess import Assessment, assess
from fupin.plan import Plan, Scenario
from fupin.why.turns import Flip, Turn, flips
from tests import registers
from tests.assess.towns import DAY
from tests.registers import household, incomes, member, village
from tests.why.deciding import changed, decide_again

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOTS = ("entry", "exit_standard")
FAMILY = "001-001"


def decide(plan: Plan, *people: dict[str, Any], amount: float | None = 1900.0,
           reader: Reader = LOCAL, **facts: Any) -> Assessment:  # fmt: skip
    members = people or (member(),)
    declared = {"persons_count": len(members)} | facts
    whole = None if amount is None else amount * len(members)
    register = registers.of(
        villages=[village()], households=[household(**declared)],
        members=list(members), incomes=incomes(whole),
    )  # fmt: skip
    return assess(register, Scenario(plan), DAY, reader=reader)


def turn(done: Assessment, clause: str, wanted: bool = True) -> Turn:
    """Return the one change that `clause` asks for on the way to the standard."""
    (flip,) = (f for f in flips(done, "exit_standard") if f.wanted is wanted)
    found = [t for way in flip.ways for t in way if t.clause == clause]
    return found[0]


def test_an_income_below_the_line_lacks_so_many_yuan_or_so_much_lower_a_line(
    plan: Plan,
) -> None:
    found = turn(decide(plan, amount=1800.0), "income_met")
    assert (found.sign, found.to, found.now, found.gap) == (">=", (7365.0,), 7200, 165)
    assert (found.parameter, found.parameter_to) == ("household_exit_line", 7200)


def test_an_income_above_the_line_may_fall_by_what_it_has_more(plan: Plan) -> None:
    found = turn(decide(plan), "income_met", wanted=False)
    assert (found.sign, found.gap) == ("<", 7365 - 7600)


def test_an_unsafe_house_has_to_be_accepted_after_rebuilding_or_be_of_another_grade(
    plan: Plan,
) -> None:
    found = turn(decide(plan, housing_grade="D", rebuild_state="started"),
                 "housing_met")  # fmt: skip
    assert found.column.name in ("rebuild_state", "housing_grade")
    assert (found.sign, found.now) in {("==", "started"), ("!=", "D")}


def test_the_members_who_stand_in_the_way_are_named(plan: Plan) -> None:
    people = (member(), member("001-001-02", is_insured=False),
              member("001-001-03", is_insured=None))  # fmt: skip
    found = turn(decide(plan, *people), "medical_met")
    assert (found.column.name, found.to) == ("is_insured", (True,))
    assert found.people == ("001-001-02", "001-001-03")


def test_a_roll_with_too_few_rows_lacks_somebody(plan: Plan) -> None:
    done = decide(plan, member(), persons_count=2, amount=3800.0)
    found = turn(done, "medical_met")
    assert (found.column.name, found.now, found.gap) == ("members_count", 1, 1)
    assert found.is_unknown


def test_an_income_that_is_not_recorded_has_no_distance(plan: Plan) -> None:
    found = turn(decide(plan, amount=None), "income_met")
    assert (found.is_unknown, found.to, found.gap) == (True, (), None)


def test_who_may_not_see_incomes_gets_no_distance(plan: Plan) -> None:
    reader = Reader("public", classes=frozenset())
    found = turn(decide(plan, amount=1800.0, reader=reader), "income_met")
    assert found.is_hidden
    assert (found.now, found.gap, found.parameter_to) == (None, None, None)


def test_only_the_households_asked_for_are_answered(town: Assessment) -> None:
    asked = town.households["household_id"].to_list()[5:8]
    assert {f.household_id for f in flips(town, "exit_standard", asked)} == set(asked)


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("way", [0, 1])
@pytest.mark.parametrize("wanted", [True, False])
def test_who_carries_the_changes_out_gets_the_outcome(
    town: Assessment, root: str, wanted: bool, way: int
) -> None:
    whole = town.households.filter(
        town.households["members_count"] == town.households["persons_count"]
    )["household_id"]
    asked = [f for f in flips(town, root, whole.to_list()) if f.wanted is wanted]
    doable = [f for f in asked if f.ways and all(t.to for t in turns_of([f], way))]
    assert len(doable) > 10
    again = decide_again(town, *changed(town, doable, way))
    after = dict(zip(again["household_id"], again[root], strict=True))
    assert {f.household_id for f in doable if after[f.household_id] is not wanted} == (
        set()
    )


def turns_of(found: Iterable[Flip], way: int) -> list[Turn]:
    return [t for f in found for t in f.ways[min(way, len(f.ways) - 1)]]
