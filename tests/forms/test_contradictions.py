"""Two forms with a figure of one name that differ are told, with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fupin.assess import assess
from fupin.codes import EXIT_STEPS
from fupin.forms import contradictions, fill, load_forms
from fupin.plan import Scenario
from tests import registers as r
from tests.forms.towns import DAY, TABLES, decided

if TYPE_CHECKING:
    from fupin.forms import Form
    from fupin.plan import Plan

FORMS = load_forms()


def _planted(key: str, value: str, reading: dict[str, str] | None = None) -> Form:
    """Return the village ledger with another expression in one column."""
    form = FORMS["village_ledger"]
    (table,) = form.tables
    columns = tuple(
        replace(c, value=value, reading=reading or {}) if c.key == key else c
        for c in table.columns
    )
    return replace(form, tables=(replace(table, columns=columns),))


def test_the_forms_of_one_town_do_not_contradict_each_other(plan: Plan) -> None:
    done = decided(plan)
    assert contradictions(fill(form, done) for form in FORMS.values()) == []


def test_a_figure_that_differs_is_told_with_the_condition_that_differs(
    plan: Plan,
) -> None:
    done = decided(plan)
    value = 'count_households(is_enrolled and housing_grade == "A")'
    forms = (FORMS["exit_plan"], _planted("enrolled_households", value))
    (found,) = contradictions(fill(form, done) for form in forms)
    assert found.name == "enrolled_households"
    assert found.one.say("zh") == "4"
    assert found.other.say("zh") == "3"
    assert found.say("zh") == (
        "“当前贫困户 · 户”（合计）：脱贫计划管理为 4，村册为 3。"
        "只有村册要求 housing_grade == 'A'"
    )
    assert "Only Village ledger asks for housing_grade == 'A'" in found.say("en")


def test_the_reading_of_a_column_is_given_as_the_reason(plan: Plan) -> None:
    done = decided(plan)
    reading = {"zh": "只计房屋为A级的户", "en": "Houses of grade A only"}
    value = 'sum_households(persons_count, is_enrolled and housing_grade == "A")'
    planted = _planted("enrolled_persons", value, reading=reading)
    (found,) = contradictions([fill(FORMS["exit_plan"], done), fill(planted, done)])
    assert found.say("zh").endswith("村册：只计房屋为A级的户")


def test_forms_of_two_dates_differ_by_their_date(plan: Plan) -> None:
    done = decided(plan)
    register = r.of(**TABLES)
    before = assess(register, Scenario(plan), date(2018, 1, 31))
    forms = [fill(FORMS["exit_plan"], before), fill(FORMS["changes"], done)]
    said = [c.say("en") for c in contradictions(forms)]
    assert len(said) == 2
    assert f"Another as-of date: 2018-01-31 and {DAY}" in said[0]


def test_a_range_differs_from_a_figure(plan: Plan) -> None:
    done = decided(plan)
    value = "count_households(is_enrolled and exit_standard)"
    forms = (FORMS["exit_plan"], _planted("enrolled_households", value))
    (found,) = contradictions(fill(form, done) for form in forms)
    assert found.other.say("zh") == "2–3"


def test_rows_left_out_as_undecided_are_the_reason_where_a_list_says_less(
    plan: Plan,
) -> None:
    steps = [
        {"step_id": f"{household}-{n}", "household_id": household, "procedure": "exit",
         "step": step, "step_on": r.BEGIN, "step_outcome": "passed"}
        for household in ("001-001", "001-003")
        for n, step in enumerate(EXIT_STEPS)
    ]  # fmt: skip
    done = decided(plan, {"steps": steps})
    forms = (FORMS["exit_plan"], FORMS["exit_register"])
    (found,) = contradictions(fill(form, done) for form in forms)
    assert found.say("zh") == (
        "“累计脱贫完成数 · 人”（合计）：脱贫计划管理为 2–4，退出登记册为 2。"
        "退出登记册另有 1 户待核实，未列入"
    )
