"""A village of four households that can be counted by hand, and another of one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.access import LOCAL, Reader
from fupin.assess import Assessment, assess
from fupin.plan import Plan, Scenario
from tests import registers as r

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2018, 6, 30)
CHILD = {
    "relation": "son", "birth_on": date(2008, 3, 1), "labour": "none",
    "education": None, "schooling": "primary",
}  # fmt: skip


def incomes(household_id: str, **quarter: float | None) -> r.Rows:
    """Return four quarters to 2018-06-30 of so many yuan a source."""
    return [
        {
            "household_id": household_id, "period_from": first, "period_to": last,
            "income_source": source, "amount": amount,
        }
        for first, last in r.QUARTERS
        for source, amount in quarter.items()
    ]  # fmt: skip


def visit(visit_id: str, household_id: str, on: date) -> dict[str, Any]:
    """Return a visit."""
    return {
        "visit_id": visit_id, "household_id": household_id, "visited_on": on,
        "visitor_name": "梁二",
    }  # fmt: skip


def change(
    change_id: str, household_id: str, kind: str, **facts: Any
) -> dict[str, Any]:
    """Return a change of 2018."""
    return {
        "change_id": change_id, "household_id": household_id, "change_kind": kind,
        "changed_on": date(2018, 2, 1), "change_reason": "other",
    } | facts  # fmt: skip


def measure(measure_id: str, **facts: Any) -> dict[str, Any]:
    """Return a finished measure for household 001-001."""
    return {
        "measure_id": measure_id, "village_id": "001", "household_id": "001-001",
        "measure_kind": "jobs", "measure_name": "就业", "planned_amount": 1000.0,
        "spent_amount": 900.0, "measure_state": "done",
        "started_on": date(2018, 1, 1), "finished_on": date(2018, 3, 1),
    } | facts  # fmt: skip


# 001-001: two persons, 16,000 a year each: meets. 001-002: one, 4,000: below the line.
# 001-003: two, one without insurance record, income not recorded whole: open.
# 001-004: ended in 2018. 002-001: one, meets.
TABLES: dict[str, r.Rows] = {
    "villages": [r.village("001"), r.village("002")],
    "households": [
        r.household("001-001", persons_count=2, planned_exit_year=2018,
                    helper_name="梁二", poverty_type="general", phone="13800001234"),
        r.household("001-002", planned_exit_year=2018, helper_name="梁二",
                    housing_grade="C", rebuild_state="started"),
        r.household("001-003", persons_count=2, planned_exit_year=2017,
                    helper_name=None),
        r.household("001-004", left_on=date(2018, 2, 1), planned_exit_year=2018),
        r.household("002-001", planned_exit_year=2017, helper_name="何三"),
    ],
    "members": [
        r.member("001-001-01"), r.member("001-001-02", **CHILD, member_name="陈小"),
        r.member("001-002-01"), r.member("001-003-01"),
        r.member("001-003-02", is_insured=None), r.member("001-004-01"),
        r.member("002-001-01"),
    ],
    "incomes": [
        *incomes("001-001", wage=7000.0, business=2000.0, business_cost=1000.0),
        *incomes("001-002", wage=900.0, dibao=100.0),
        *incomes("001-003", wage=None),
        *incomes("002-001", property=2500.0),
    ],
    "visits": [
        visit("1", "001-001", date(2018, 1, 5)),
        visit("2", "001-001", date(2018, 5, 5)),
        visit("3", "001-002", date(2017, 12, 31)), visit("4", "001-004", DAY),
    ],
    "household_changes": [
        change("1", "001-004", "ended", persons_delta=-1),
        change("2", "001-001", "persons_in", persons_delta=1),
        change("3", "001-003", "persons_in", persons_delta=None),
        change("4", "001-002", "added", persons_delta=1, changed_on=date(2017, 5, 1)),
    ],
    "measures": [
        measure("1"), measure("2", finished_on=date(2018, 9, 1)),
        measure("3", started_on=date(2018, 8, 1), finished_on=date(2018, 9, 1)),
        measure("4", measure_state=None, finished_on=None, spent_amount=None),
    ],
}  # fmt: skip


def decided(
    plan: Plan, tables: Mapping[str, r.Rows] | None = None, reader: Reader = LOCAL
) -> Assessment:
    """Return the villages on 2018-06-30; `tables` stand in for those above."""
    register = r.of(**(TABLES | dict(tables or {})))
    return assess(register, Scenario(plan), DAY, reader=reader)
