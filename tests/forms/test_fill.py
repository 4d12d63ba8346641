"""Every figure of the forms on a village of four households, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.access import ALL_CLASSES, Reader
from fupin.errors import AccessError, FupinError
from fupin.forms import fill, load_forms
from fupin.forms.cells import words
from tests import registers as r
from tests.forms.towns import TABLES, decided

if TYPE_CHECKING:
    from fupin.forms import FilledForm
    from fupin.plan import Plan

FORMS = load_forms()
TOTAL = -1


def said(
    filled: FilledForm, row: int, table: int = 0, lang: str = "zh"
) -> dict[str, str]:
    """Return a row's cells as they are read, by the column's key."""
    one = filled.tables[table]
    assert one.total is not None or row != TOTAL
    cells = one.total if row == TOTAL and one.total else one.rows[row]
    columns = one.table.columns
    return {
        c.key: words(cell, c, lang, one.codes)
        for c, cell in zip(columns, cells, strict=True)
    }


def test_the_exit_plan_counts_plans_and_full_scores_as_a_range(plan: Plan) -> None:
    row = said(fill(FORMS["exit_plan"], decided(plan)), 0)
    assert row["area"] == "001村"
    assert (row["enrolled_households"], row["enrolled_persons"]) == ("3", "5")
    assert (row["planned_households"], row["planned_persons"]) == ("2", "3")
    # 001-001 has all the points; 001-003 may have them or not, but has no measure.
    assert row["monitored_households"] == "1"
    assert row["monitored_share_households"] == "50.00"
    assert row["monitored_share_persons"] == "66.66"
    assert row["exited_share_households"] == "0.00"


def test_a_total_is_made_of_sums_and_never_of_rates(plan: Plan) -> None:
    filled = fill(FORMS["exit_plan"], decided(plan))
    total = said(filled, TOTAL)
    assert total["area"] == "合计"
    assert total["enrolled_persons"] == "6"
    # 002 plans nobody: its rate is the province's 0.00, and doesn't halve the total.
    assert said(filled, 1)["monitored_share_households"] == "0.00"
    assert total["monitored_share_households"] == "50.00"


def test_who_is_not_out_yet_is_told_by_score_income_and_guarantee(plan: Plan) -> None:
    row = said(fill(FORMS["not_yet_out"], decided(plan)), 0)
    assert (row["households"], row["persons"]) == ("3", "5")
    assert (row["income_low"], row["income_middle"], row["income_high"]) == (
        "0–1", "1–2", "1–2",
    )  # fmt: skip
    assert row["without_insurance"] == "0–1"
    assert row["without_school"] == "0"
    assert row["unsafe_houses"] == "1"


def test_a_header_says_the_line_of_the_date(plan: Plan) -> None:
    (table,) = fill(FORMS["not_yet_out"], decided(plan)).tables
    labels = {c.key: c.label["zh"] for c in table.table.columns}
    assert labels["income_low"] == "4000元以下"
    assert labels["income_high"] == "7365以上"


def test_changes_are_of_the_year_and_unknown_persons_stay_unknown(plan: Plan) -> None:
    row = said(fill(FORMS["changes"], decided(plan)), 0)
    assert (row["start_households"], row["start_persons"]) == ("4", "6")
    assert (row["ended_households"], row["ended_persons"]) == ("1", "1")
    assert (row["added_households"], row["added_persons"]) == ("0", "0")
    assert row["persons_in"] == "≥ 1"
    assert (row["now_households"], row["now_persons"]) == ("3", "5")
    assert (row["accuracy_households"], row["accuracy_persons"]) == ("75.00", "83.33")


def test_incomes_are_of_households_whose_period_is_whole(plan: Plan) -> None:
    filled = fill(FORMS["income_analysis"], decided(plan))
    row = said(filled, 0)
    assert (row["households"], row["persons"]) == ("2", "3")
    assert row["open_households"] == "1"
    # 28,000 + 3,600 wages, 8,000 business, 400 dibao; 4,000 costs.
    assert row["gross"] == "40,000"
    assert (row["wages"], row["wages_share"]) == ("31,600", "79.00")
    assert (row["transfers"], row["transfers_share"]) == ("400", "1.00")
    assert (row["costs"], row["business_costs_share"]) == ("4,000", "100.00")
    assert (row["disposable"], row["per_person"]) == ("36,000", "12,000")
    assert row["loans"] == "待补录"
    assert said(filled, TOTAL)["per_person"] == "11,500"


def test_measures_stand_as_they_stood_on_the_date(plan: Plan) -> None:
    row = said(fill(FORMS["projects"], decided(plan)), 0)
    assert (row["all"], row["done"]) == ("4", "1–2")
    assert (row["running"], row["not_started"]) == ("1–2", "1–2")
    assert row["all_planned"] == "0.40"
    # What measure 2 had cost before it ended is nowhere recorded.
    assert row["running_spent"] == "≥ 0.00"
    assert row["done_spent"] == row["all_spent"] == "≥ 0.09"
    assert said(fill(FORMS["projects"], decided(plan)), 1)["all"] == "0"


def test_helpers_without_a_name_leave_a_range_and_visits_are_of_the_year(
    plan: Plan,
) -> None:
    row = said(fill(FORMS["responsibility"], decided(plan)), 0)
    assert row["helpers"] == "1–2"
    assert row["visits"] == "2"
    assert row["units"] == "待补录"


def test_housing_counts_grades_and_what_is_accepted(plan: Plan) -> None:
    row = said(fill(FORMS["housing"], decided(plan)), 0)
    assert (row["planned"], row["done"], row["done_share"]) == ("1", "0", "0.00")


def test_a_card_has_the_household_and_only_its_members(plan: Plan) -> None:
    filled = fill(FORMS["household_card"], decided(plan))
    assert [name for name, _ in filled.pages] == [
        "001-001", "001-002", "001-003", "002-001",
    ]  # fmt: skip
    _, (record, members, income, *_) = filled.page("001-001")
    assert len(members.rows) == 2
    assert record.rows[0][0].value == "001-001"
    assert income.frame["disposable"].to_list() == [32_000.0]
    assert said(filled, 2, table=2)["wages"] == "待核实"


def test_names_and_numbers_are_masked_unless_asked_for(plan: Plan) -> None:
    done = decided(plan)
    masked = said(fill(FORMS["household_card"], done), 0)
    assert (masked["head"], masked["phone"]) == ("陈*", "138****1234")
    plain = said(fill(FORMS["household_card"], done, masked=False), 0)
    assert (plain["head"], plain["phone"]) == ("陈一", "13800001234")


def test_names_leave_unmasked_only_with_who_may_export(plan: Plan) -> None:
    done = decided(plan, reader=Reader("clerk"))
    with pytest.raises(AccessError):
        fill(FORMS["household_card"], done, masked=False)


def test_what_a_reader_may_not_see_is_withheld(plan: Plan) -> None:
    classes = ALL_CLASSES - {"income", "hardship"}
    done = decided(plan, reader=Reader("clerk", classes=classes))
    filled = fill(FORMS["household_card"], done)
    row = said(filled, 0)
    assert row["poverty_type"] == row["initial_income"] == "不显示"
    assert said(filled, 0, table=2)["wages"] == "不显示"
    assert "initial_income" not in filled.tables[0].frame.columns


def test_a_reader_of_one_village_gets_its_rows_only(plan: Plan) -> None:
    done = decided(plan, reader=Reader("village", villages=frozenset({"002"})))
    (table,) = fill(FORMS["exit_plan"], done).tables
    assert table.ids == ("002",)
    with pytest.raises(FupinError, match="There is no village '001'"):
        fill(FORMS["exit_plan"], done, "001")


def test_one_village_is_filled_as_its_row_of_all(plan: Plan) -> None:
    done = decided(plan)
    for form in FORMS.values():
        if form.tables[0].grain == "village":
            assert said(fill(form, done, "002"), 0) == said(fill(form, done), 1)


def test_the_public_notice_has_what_may_hang_on_a_wall_and_nothing_else(
    plan: Plan,
) -> None:
    labels = [c.name("zh") for c in FORMS["public_notice"].tables[0].columns]
    assert labels == [
        "序号", "村民小组", "户主姓名", "人口数", "拟退出年度", "公示起止 · 自",
        "公示起止 · 至", "监督电话",
    ]  # fmt: skip
    exit_steps = [
        {"step_id": step, "household_id": "001-001", "procedure": "exit", "step": step,
         "step_on": r.BEGIN, "step_outcome": "passed"}
        for step in ("review", "verification", "consent")
    ]  # fmt: skip
    done = decided(plan, {"steps": exit_steps})
    row = said(fill(FORMS["public_notice"], done), 0)
    assert row["phone"] == row["notice_from"] == "待补录"
    given = {"supervision_phone": "0758-7000000"}
    assert said(fill(FORMS["public_notice"], done, given=given), 0)["phone"] == (
        "0758-7000000"
    )


def test_households_that_a_filter_cannot_decide_are_counted_below(plan: Plan) -> None:
    steps = [
        {"step_id": f"{household}-{n}", "household_id": household, "procedure": "exit",
         "step": step, "step_on": r.BEGIN, "step_outcome": "passed"}
        for household in ("001-001", "001-003")
        for n, step in enumerate(("review", "verification", "consent", "notice",
                                  "announcement", "deregistration"))
    ]  # fmt: skip
    (table,) = fill(FORMS["exit_register"], decided(plan, {"steps": steps})).tables
    assert table.ids == ("001-001",)
    assert table.undecided == 1
    assert table.frame["persons"].sum() == 2


def test_a_village_without_a_population_has_no_incidence(plan: Plan) -> None:
    row = said(fill(FORMS["village_ledger"], decided(plan)), 0)
    assert row["incidence"] == row["population"] == "待核实"
    years = [{"village_id": "001", "year": 2017, "population_count": 300}]
    row = said(
        fill(FORMS["village_ledger"], decided(plan, {"village_years": years})), 0
    )
    # One of 300 is below the standard; two more are open.
    assert row["incidence"] == "0.33–1.00"
    assert row["workers"] == "4"


def test_an_empty_town_fills_every_form(plan: Plan) -> None:
    nobody: r.Rows = []
    tables = dict.fromkeys(TABLES, nobody) | {"villages": [r.village("001")]}
    done = decided(plan, tables)
    for form in FORMS.values():
        filled = fill(form, done)
        assert len(filled.tables) == len(form.tables)
