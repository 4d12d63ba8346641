from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fupin.assess import Assessment, assess
from fupin.codes import EXIT_STEPS, IDENTIFICATION_STEPS
from fupin.plan import Scenario
from fupin.procedure import FAULTS, UNKNOWNS, WORDS, Finding, findings, procedures
from tests import registers
from tests.registers import Rows, household, incomes, member, village

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupin.plan import Plan

DAY = date(2018, 6, 30)
HOUSE = "001-001"
BEGIN = date(2018, 5, 1)
RICH, POOR = 1900.0, 1700.0


def step(name: str, on: date | None, procedure: str = "exit", **facts: Any) -> Any:
    row = {
        "step_id": f"{procedure}-{name}-{facts.get('step_outcome')}",
        "household_id": HOUSE, "procedure": procedure, "step": name, "step_on": on,
        "step_outcome": "passed",
    }  # fmt: skip
    if name == "notice" and on is not None:
        row |= {"notice_from": on - timedelta(days=6), "notice_to": on}
    return row | facts


def walk(names: Iterable[str], procedure: str = "exit", begin: date = BEGIN) -> Rows:
    """Return the steps ten days apart, each passed, with seven days of notice."""
    return [
        step(name, begin + timedelta(days=10 * place), procedure)
        for place, name in enumerate(names)
    ]


def exit_walk(count: int = 6, **changes: dict[str, Any]) -> Rows:
    """Return the first exit steps, one of them changed by name."""
    return [row | changes.get(row["step"], {}) for row in walk(EXIT_STEPS[:count])]


def decide(plan: Plan, steps: Rows, amount: float = RICH, **tables: Rows) -> Assessment:
    given: dict[str, Rows] = {
        "villages": [village()], "households": [household()], "members": [member()],
        "incomes": incomes(amount),
    }  # fmt: skip
    return assess(
        registers.of(**(given | {"steps": steps} | tables)), Scenario(plan), DAY
    )


def row_of(
    plan: Plan, steps: Rows, procedure: str = "exit", **more: Any
) -> dict[str, Any]:
    """Return the household's row of the procedure."""
    (row,) = [
        row
        for row in procedures(decide(plan, steps, **more)).iter_rows(named=True)
        if row["procedure"] == procedure
    ]
    return row


def said(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.kind, one.step) for one in findings(row)]


def test_all_steps_in_order_with_a_week_of_notice_are_sound(plan: Plan) -> None:
    row = row_of(plan, exit_walk())
    assert (row["steps_count"], row["next_step"], row["is_sound"]) == (6, None, True)
    assert (row["notice_days"], row["notice_short_days"]) == (7, 0)
    assert said(row) == []


@pytest.mark.parametrize("count", range(1, 6))
def test_the_first_missing_step_is_next_since_the_day_of_the_one_before(
    plan: Plan, count: int
) -> None:
    row = row_of(plan, exit_walk(count))
    assert (row["steps_count"], row["next_step"]) == (count, EXIT_STEPS[count])
    assert row["since_on"] == BEGIN + timedelta(days=10 * (count - 1))
    assert row["is_sound"] is True


def test_a_household_that_meets_the_standard_waits_for_the_review(plan: Plan) -> None:
    row = row_of(plan, [])
    assert (row["next_step"], row["since_on"], row["steps_count"]) == (
        "review",
        None,
        0,
    )
    assert (row["is_sound"], said(row)) == (True, [])


def test_one_that_does_not_meet_it_has_no_exit_unless_a_step_was_made(
    plan: Plan,
) -> None:
    none = procedures(decide(plan, [], POOR))["procedure"].to_list()
    assert none == ["identification"]
    assert row_of(plan, exit_walk(1), amount=POOR)["next_step"] == "verification"


@pytest.mark.parametrize("left_out", range(5))
def test_a_step_left_out_is_skipped_and_still_next(plan: Plan, left_out: int) -> None:
    name = EXIT_STEPS[left_out]
    row = row_of(plan, [r for r in exit_walk() if r["step"] != name])
    assert said(row) == [("skipped", name)]
    assert (row["next_step"], row["is_sound"]) == (name, False)


def test_who_left_without_the_last_steps_has_skipped_them(plan: Plan) -> None:
    left = [household(left_on=DAY)]
    row = row_of(plan, exit_walk(4), households=left)
    assert said(row) == [("skipped", "announcement"), ("skipped", "deregistration")]


def test_a_step_dated_before_the_one_it_follows_is_out_of_order(plan: Plan) -> None:
    early = exit_walk(consent={"step_on": BEGIN})
    row = row_of(plan, early)
    assert said(row) == [("out_of_order", "consent")]
    assert row["is_sound"] is False


@pytest.mark.parametrize(
    ("days", "short", "met"), [(6, 1, False), (7, 0, True), (8, 0, True), (1, 6, False)]
)
def test_the_days_of_notice_count_both_ends_against_the_plans_minimum(
    plan: Plan, days: int, short: int, met: bool
) -> None:
    last = BEGIN + timedelta(days=30)
    first = last - timedelta(days=days - 1)
    row = row_of(plan, exit_walk(notice={"notice_from": first, "notice_to": last}))
    assert (row["notice_days"], row["notice_short_days"]) == (days, short)
    assert (row["is_notice_met"], row["is_sound"]) == (met, met)
    wanted = [] if met else [Finding("short_notice", "notice", short)]
    assert list(findings(row)) == wanted


def test_identification_has_a_minimum_of_its_own(plan: Plan) -> None:
    steps = walk(IDENTIFICATION_STEPS, "identification", date(2016, 3, 1))
    register = registers.of(
        villages=[village()], households=[household()], members=[member()], steps=steps
    )
    scenario = Scenario(plan).with_value("notice_days_identification", 10)
    (row,) = procedures(assess(register, scenario, DAY)).iter_rows(named=True)
    assert list(findings(row)) == [Finding("short_notice", "notice", 3)]


def test_a_minimum_not_yet_known_leaves_the_notice_unknown(plan: Plan) -> None:
    scenario = Scenario(plan)
    entry = scenario.parameter("notice_days_exit").values[0]
    early = entry.starts - timedelta(days=1)
    shown = {"notice_from": early - timedelta(days=3), "notice_to": early}
    row = row_of(plan, exit_walk(notice=shown))
    assert (row["notice_days"], row["notice_short_days"]) == (4, None)
    assert (row["is_notice_met"], row["is_sound"]) == (None, None)


@pytest.mark.parametrize(
    "ends",
    [
        {"notice_from": None},
        {"notice_to": None},
        {"notice_from": date(2018, 5, 30), "notice_to": date(2018, 5, 20)},
    ],
)
def test_a_notice_without_its_ends_is_unknown(plan: Plan, ends: dict[str, Any]) -> None:
    row = row_of(plan, exit_walk(notice=ends))
    assert (row["notice_days"], row["is_notice_met"], row["is_sound"]) == (None,) * 3
    assert said(row) == [("no_period", "")]


def test_a_notice_that_still_hangs_is_neither_long_enough_nor_short(plan: Plan) -> None:
    ends = {
        "notice_from": DAY - timedelta(days=2),
        "notice_to": DAY + timedelta(days=4),
    }
    row = row_of(plan, exit_walk(4, notice=ends))
    assert (row["is_notice_met"], row["notice_days"], said(row)) == (None, 7, [])
    too_short = ends | {"notice_to": DAY + timedelta(days=3)}
    assert row_of(plan, exit_walk(4, notice=too_short))["is_notice_met"] is False


def test_steps_of_one_day_are_in_order_and_the_notices_last_day_is_not_cut(
    plan: Plan,
) -> None:
    first = DAY - timedelta(days=6)
    rows = exit_walk(
        verification={"step_on": BEGIN},
        notice={"notice_from": first, "notice_to": DAY, "step_on": DAY},
        announcement={"step_on": DAY}, deregistration={"step_on": DAY},
    )  # fmt: skip
    row = row_of(plan, rows)
    assert (said(row), row["is_notice_met"], row["is_sound"]) == ([], True, True)


def test_a_step_before_the_notice_has_ended_cuts_it(plan: Plan) -> None:
    ends = {"notice_from": BEGIN + timedelta(days=30), "notice_to": DAY}
    row = row_of(plan, exit_walk(notice=ends))
    assert said(row) == [("notice_cut", "notice")]
    assert row["is_sound"] is False


def test_a_step_without_a_date_is_done_but_leaves_the_order_unknown(plan: Plan) -> None:
    row = row_of(plan, exit_walk(verification={"step_on": None}))
    assert (row["steps_count"], row["is_sound"]) == (6, None)
    assert said(row) == [("undated", "verification")]


def test_a_step_sent_back_is_not_done_until_it_passes(plan: Plan) -> None:
    back = step("consent", DAY, step_outcome="returned")
    row = row_of(plan, [*exit_walk(2), back])
    assert (row["next_step"], row["returned_step"]) == ("consent", "consent")
    assert said(row) == [("returned", "consent")]
    again = row_of(plan, [*exit_walk(3), back])
    assert (again["next_step"], said(again)) == ("notice", [])


def test_enrolled_without_the_countys_approval_has_skipped_it(plan: Plan) -> None:
    steps = walk(IDENTIFICATION_STEPS[:4], "identification", date(2016, 3, 1))
    row = row_of(plan, steps, "identification")
    assert said(row) == [("skipped", "county_approval")]


def test_enrolled_without_any_record_of_steps_is_unknown(plan: Plan) -> None:
    row = row_of(plan, [], "identification")
    assert (row["is_sound"], said(row)) == (None, [("unrecorded", "")])


def objection(**facts: Any) -> dict[str, Any]:
    return {
        "objection_id": "1", "household_id": HOUSE, "objection_kind": "objection",
        "raised_on": BEGIN, "objection_state": "open", "closed_on": None,
    } | facts  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "held"),
    [
        ({}, True),
        ({"objection_state": "rejected", "closed_on": DAY}, False),
        ({"objection_state": "rejected", "closed_on": DAY + timedelta(days=1)}, True),
        ({"objection_state": "upheld"}, None),
        ({"raised_on": DAY + timedelta(days=1)}, False),
    ],
)
def test_an_open_objection_holds_the_next_step(
    plan: Plan, facts: dict[str, Any], held: bool | None
) -> None:
    row = row_of(plan, exit_walk(4), objections=[objection(**facts)])
    assert row["is_held"] is held
    kinds = {True: [("held", "announcement")], None: [("unsettled", "")], False: []}
    assert said(row) == kinds[held]
    assert row_of(plan, exit_walk(), objections=[objection()])["is_held"] is False


def test_one_open_objection_among_settled_ones_holds(plan: Plan) -> None:
    rows = [objection(objection_id="2", objection_state="upheld"), objection()]
    assert row_of(plan, exit_walk(4), objections=rows)["is_held"] is True


def test_every_kind_of_finding_has_its_words_in_both_languages() -> None:
    for kind, (zh, en) in WORDS.items():
        one = Finding(kind, "notice", 2)
        assert one.say("zh") != one.say("en")
        assert ("公示" in one.say("zh")) or "{step}" not in zh
        assert "{" not in one.say("en") + one.say("zh"), en
    assert {*FAULTS, *UNKNOWNS} < set(WORDS)


def test_the_steps_done_are_as_many_as_the_rule_of_exit_counts(
    town: Assessment,
) -> None:
    rows = procedures(town)
    exits = rows.filter(rows["procedure"] == "exit").join(
        town.households.select("household_id", "exit_steps_count"), on="household_id"
    )
    assert exits["steps_count"].to_list() == exits["exit_steps_count"].to_list()


def test_the_sample_has_something_of_each_kind_and_is_mostly_sound(
    town: Assessment,
) -> None:
    rows = procedures(town)
    kinds = {one.kind for row in rows.iter_rows(named=True) for one in findings(row)}
    assert kinds >= {"skipped", "short_notice", "out_of_order", "no_period", "held",
                     "returned"}  # fmt: skip
    assert 0 < (~rows["is_sound"]).sum() < 0.03 * rows.height
