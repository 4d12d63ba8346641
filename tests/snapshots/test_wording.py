"""How a document writes a figure, and what it never says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import pytest

from fupin.document import Blank
from fupin.register import Register
from fupin.snapshots import document
from fupin.snapshots.wording import figure_text
from tests.funds.towns import fund
from tests.registers import of
from tests.snapshots.towns import DAY, snap, taken, town

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.snapshots import Snapshot
    from fupin.store import Store


def test_what_isnt_known_is_said_so_and_never_nought(book: Store, plan: Plan) -> None:
    taken(book, town(village_income_per_person_year=None))
    said = document(snap(book, plan))
    assert said.figures["village.001.income"].text == "待核实"
    assert said.figures["villages.collective"].value is None
    chart = next(one for one in said.sections if one.key == "villages").chart
    assert chart is not None
    assert chart.series[0].points[0].value is None
    assert chart.series[0].points[0].verdict == "unknown"
    villages = next(one for one in said.tables if one.key == "villages")
    assert Blank.UNKNOWN in villages.rows[0]
    assert "红中村暂不能判定" in said.said(said.sections[2].headline)


@pytest.mark.parametrize(("value", "unit", "zh", "en"), [
    (None, "yuan", "待核实", "to verify"),
    (1, "household", "1 户", "1 household"),
    (1234, "household", "1,234 户", "1,234 households"),
    (77.59, "percent", "77.5 %", "77.5 %"),
    (214, "yuan", "214 元", "214 yuan"),
    (6_989_200, "yuan", "698.9 万元", "6,989,200 yuan"),
    ([1.45, 3.62], "percent", "1.4–3.6 %", "1.4–3.6 %"),
    ([80.0, 80.0], "points", "80 分", "80 points"),
    (-318.9, "yuan", "−318 元", "−318 yuan"),
    ("2018-06-30", "date", "2018年6月30日", "30 Jun 2018"),
])  # fmt: skip
def test_a_figure_is_written_as_the_office_writes_it(
    value: Any, unit: str, zh: str, en: str
) -> None:
    one = {"value": value, "unit": unit, "verdict": ""}
    assert (figure_text(one, "zh"), figure_text(one, "en")) == (zh, en)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_money_paid_and_never_allocated_is_on_record(
    book: Store, plan: Plan, lang: Literal["zh", "en"]
) -> None:
    paid = {
        "fund_id": "f1", "village_id": "001", "fund_source": "province",
        "fund_entry": "paid", "fund_amount": 1234.0, "entry_on": DAY,
    }  # fmt: skip
    before = {s.key: s for s in document(_snap_of(book, plan), lang).sections}
    after = {s.key: s for s in document(_snap_of(book, plan, paid), lang).sections}
    assert "{funds.paid}" not in before["funds"].headline
    assert "{funds.paid}" in after["funds"].headline
    assert after["funds"].chart is not None


def _snap_of(book: Store, plan: Plan, *funds: dict[str, object]) -> Snapshot:
    tables = dict(town().tables)
    if funds:
        tables["funds"] = pl.DataFrame(funds)
    taken(book, Register.of(tables))
    return snap(book, plan)


def test_a_bar_has_a_bare_number_and_its_caption_the_unit(
    book: Store, plan: Plan
) -> None:
    held = of(funds=[fund("F1", "allocated", 746_399, DAY)])["funds"]
    taken(book, replace(town(), tables=dict(town().tables) | {"funds": held}))
    said = document(snap(book, plan))
    by = {one.key: one.chart for one in said.sections if one.chart}
    assert by["glance"].series[0].points[0].text == "1"
    assert said.said(by["glance"].caption).startswith("户，")
    money = by["funds"].series[1].points[0]
    # Cut off as the figure's words are, in the unit of the axis.
    assert (money.value, money.text, by["funds"].unit) == (74.6, "74.6", "万元")
    assert said.figures["village.001.unpaid"].text == "74.6 万元"


def test_what_the_plan_sets_is_no_count_and_says_so(made: Snapshot) -> None:
    figures = document(made).figures
    for key in ("funds.target", "tasks.target", "funds.floor", "verify.error"):
        assert figures[key].how == "截至日的现行参数，来源见附表"
    assert figures["town.expected"].how == "年度目标之间按日直线推算"


def test_a_parameter_is_as_whole_as_it_is_and_a_year_is_no_amount(
    made: Snapshot,
) -> None:
    table = next(one for one in document(made).tables if one.key == "parameters")
    values = {row[0]: row[1] for row in table.rows}
    assert values["全部脱贫的年份"] == "2018"
    assert (values["农户脱贫线"], type(values["农户脱贫线"])) == (7365, int)


def test_a_column_in_which_nobody_has_anything_isnt_shown(
    book: Store, plan: Plan
) -> None:
    taken(book)
    said = document(snap(book, plan))
    table = next(one.table for one in said.sections if one.key == "verify")
    assert table is not None
    # Of the one household that can't be decided nothing is known to be missed.
    assert "lacks" not in [column.key for column in table.columns]
    assert len(table.rows[0]) == len(table.columns)
