"""A plan with accepted changes: the new decides from its date on, the old before it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fupin.assess import assess
from fupin.errors import PlanError
from fupin.plan import Scenario
from fupin.proposals import applied, check
from fupin.why.explain import explain
from tests.proposals.drafts import LINE, basis, correction, rule, text, value
from tests.registers import household, incomes, member, of, village

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY, BEFORE = date(2018, 6, 30), date(2017, 6, 30)


def entry(plan: Plan, day: date) -> dict[str, bool | None]:
    """Return what entry says of a household with four mu and of one with two."""
    rows = [
        household("001-001", farmland_mu=4.0),
        household("001-002", farmland_mu=2.0),
    ]
    known = {
        "initial_income_per_person_year": 3000.0, "has_new_house": False,
        "has_town_flat": False, "has_unsupporting_child": False, "has_car": False,
        "has_large_machine": False, "has_publicly_paid_kin": False,
        "hires_long_term": False,
    }  # fmt: skip
    register = of(
        villages=[village()],
        households=[row | known for row in rows],
        members=[member(), member("001-002-01")],
        incomes=incomes(1800.0),
    )
    decided = assess(register, Scenario(plan), day).households
    return dict(zip(decided["household_id"], decided["entry"], strict=True))


def test_entry_is_decided_anew_after_the_sixth_is_filled_and_the_past_stays(
    plan: Plan,
) -> None:
    after = check(plan, rule("farmland_mu > 3", date(2018, 1, 1)))
    assert entry(plan, DAY) == {"001-001": True, "001-002": True}
    assert entry(after, DAY) == {"001-001": False, "001-002": True}
    assert entry(after, BEFORE) == entry(plan, BEFORE)


def test_a_filled_rule_is_explained_with_its_words_and_its_source(plan: Plan) -> None:
    after = check(plan, rule("farmland_mu > 3"))
    register = of(villages=[village()], households=[household(farmland_mu=4.0)],
                  members=[member()])  # fmt: skip
    told = explain(assess(register, Scenario(after), DAY), "001-001", "entry").walk()
    (one,) = [reason for reason in told if reason.rule.id == "seven_out_6"]
    assert one.clause is not None
    assert one.clause.text == "六是（虚构）某类农户不能进"
    assert one.clause.source == "练习用，虚构"
    assert one.verdict == "met"


def test_a_new_value_holds_from_its_day_and_the_old_one_before(plan: Plan) -> None:
    after = applied(plan, [value("new_house_area", 60, date(2018, 1, 1))])
    area = after.parameters["new_house_area"]
    said = [area.on(day) for day in (date(2017, 12, 31), date(2018, 1, 1))]
    assert [one.value for one in said if one] == [80, 60]
    assert after.fingerprint != plan.fingerprint


def test_a_pending_parameter_is_no_longer_pending_once_it_has_a_value(
    plan: Plan,
) -> None:
    after = applied(plan, [value("price_index_2014", 104.5)])
    assert plan.parameters["price_index_2014"].is_pending
    assert not after.parameters["price_index_2014"].is_pending


def test_a_basis_is_taken_from_its_date_on_and_follows_its_series(plan: Plan) -> None:
    later = date(2017, 1, 1)
    after = applied(plan, [basis(LINE, "actual", later)])
    derived = Scenario(plan).with_basis(LINE, "actual").parameter(LINE)
    was, now = plan.parameters[LINE], after.parameters[LINE]
    assert now.on(date(2016, 12, 31)) == was.on(date(2016, 12, 31))
    for day in (later, date(2018, 6, 30)):
        got, wanted = now.on(day), derived.on(day)
        assert got is not None
        assert wanted is not None
        assert got.value == wanted.value
    both = [basis(LINE, "actual", later), basis(LINE, "fixed", date(2018, 1, 1))]
    back = applied(plan, both).parameters[LINE].on(DAY)
    assert back is not None
    assert back.value == 7365


def test_the_last_accepted_of_two_corrections_counts(plan: Plan) -> None:
    both = [correction(LINE, amount, date(2018, 1, 1)) for amount in (7400, 7500)]
    line = applied(plan, both).parameters[LINE]
    assert [one.value for one in line.values] == [6433, 6883, 7500]


@pytest.mark.parametrize("order", [(2, 3), (3, 2)])
def test_texts_stand_in_the_order_of_the_plan_whenever_accepted(
    plan: Plan, order: tuple[int, int]
) -> None:
    after = applied(plan, [text(n, f"（虚构）{n}") for n in order])
    assert list(after.clauses)[-2:] == ["implement_2", "implement_3"]
    assert [one.get("pending") for one in after.implementations[1:4]] == [
        None, None, True,
    ]  # fmt: skip


def test_a_change_of_what_the_files_no_longer_have_is_named(plan: Plan) -> None:
    with pytest.raises(PlanError, match="没有“gone”"):
        applied(plan, [value("gone", 1)])
