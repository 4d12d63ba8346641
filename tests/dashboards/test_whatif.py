"""The what-if page: undo, bad links, and no byte of a figure that is hidden."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.moves import village_moves
from dashboards.models.view import View
from dashboards.models.whatif import LINE, PRESETS, preset, whatif
from dashboards.pages.whatif import WhatIfPage
from dashboards.widgets.levers import excerpt
from fupin.access import ALL_CLASSES, LOCAL, Reader
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables

if TYPE_CHECKING:
    from fupin.plan import Plan

CLERK = Reader("clerk", classes=ALL_CLASSES - {"income"})


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.of(make_tables())


def opened(plan: Plan, register: Register, reader: Reader = LOCAL, **view: Any) -> Any:
    text.learn(plan)
    desk = Desk(register, plan, reader)
    return WhatIfPage(desk, View(page="whatif", **({"day": LAST_DAY} | view)))


def sent(page: Any) -> str:
    """Return all that goes to the browser."""
    blocks = (page._head, page._left, page._under, page._right, page._more)
    curve = json.dumps([page._curve.data, page._curve.value])
    return "".join(b.html for b in blocks) + curve


def test_undo_and_redo_walk_through_the_scenarios(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    before = sent(page)
    page._moved(7500.0)
    page._field("rule.housing_met", "")
    both = page.view.scenario
    page._go("undo")
    page._go("undo")
    assert page.view.scenario == ""
    assert sent(page).replace("data-go", "") != before.replace("data-go", "")
    page._go("redo")
    page._go("redo")
    assert page.view.scenario == both


def test_every_preset_is_taken(plan: Plan, register: Register) -> None:
    page = opened(plan, register)
    for name in PRESETS:
        page._go(f"preset={name}")
        assert page.error == ""
    page._go("preset=up")
    assert whatif(page.desk, page.view).value(LINE) == 7733
    assert preset(Scenario(plan), "plan", None) == Scenario(plan)


@pytest.mark.parametrize("link", [
    "{", '{"v":{"gone":1}}', '{"v":{"household_exit_line":1e99}}',
    '{"p":"0123456789ab"}',
    '{"add":[{"id":"x","group":"seven_out","when":"no_such_fact > 1"}]}',
    '{"add":[{"id":"x","group":"seven_out","when":"has_car and ("}]}',
    '{"add":[{"id":"x","group":"seven_out","when":"seven_out"}]}',
    '{"add":[{"id":"x","group":"seven_out","when":"has_car\\u0000"}]}',
])  # fmt: skip
def test_a_link_edited_by_hand_opens_and_says_what_it_left_out(
    plan: Plan, register: Register, link: str
) -> None:
    page = opened(plan, register, scenario=link)
    assert 'class="warning"' in page._head.html
    assert page._curve.value == 7365


def test_a_value_past_its_bounds_is_said_and_not_taken(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    for value in ("99999", "", "nan", "1e400"):
        page._field(f"value.{LINE}", value)
        assert page.error
        assert page.view.scenario == ""


def test_an_impossible_goal_comes_with_the_nearest(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register, lang="en")
    page._field("goal.relation", "exactly")
    page._field("goal.amount", "1")
    assert "Impossible" in page._right.html
    page._field("goal.amount", "x")
    assert "is no number" in page._right.html


def test_without_the_income_class_no_byte_tells_an_income(
    plan: Plan, register: Register
) -> None:
    everything = opened(plan, register)
    exact = {f"{at:g}" for at in everything._curve.data["town"]["at"]}
    page = opened(plan, register, CLERK)
    page._moved(7725.0)
    assert whatif(page.desk, page.view).value(LINE) == 7700
    assert set(page._curve.data["town"]["at"]) <= set(range(4000, 13000, 100))
    assert page._curve.data["villages"] == []
    told = sent(page)
    assert not [figure for figure in exact if "." in figure and figure in told]
    assert 'data-go="download"' not in told
    page._go("download")


def test_a_day_without_households_is_an_empty_page(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register, day=date(2016, 1, 1))
    assert "empty" in page._head.html
    page._moved(7000.0)


def test_names_are_masked(plan: Plan, register: Register) -> None:
    page = opened(plan, register)
    page._moved(9000.0)
    names = set(register["households"]["head_name"])
    assert not [name for name in names if len(name) > 1 and name in sent(page)]


def test_a_line_that_nobody_set_is_that_of_each_incomes_own_year(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._go("curve=village_exit_line")
    made = whatif(page.desk, page.view, "village_exit_line")
    data = page._curve.data
    # Incomes of 2017 reach the line of 2017; no village reaches that of 2018.
    assert data["rests"] == made.after.sum(axis=0).tolist()
    assert data["rests"][1] > 0 == made.curve.counts(9820.0)[0, 1]
    for answers in (made.after, [one["rests"] for one in data["villages"]]):
        assert np.sum(answers, axis=0).tolist() == data["rests"]
    moved = village_moves(made)
    gaps = [gap for _, _, now, gap in moved if now == 1 and gap is not None]
    assert gaps
    assert all(gap is not None and gap >= 0 for gap in gaps)
    page._moved(9820.0)
    assert page._curve.data["rests"] is None
    assert "变为 <em>0</em>" in page._head.html


def test_the_map_says_where_the_scenario_stands_and_what_is_pointed_at(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._field("heat", "school_age_to")
    met = int(whatif(page.desk, page.view).after[:, 1].sum())
    assert f"data-pointed>7,365 × 15：达标 {met} 户</p>" in page._under.html
    assert page._under.html.count('class="here') == 2
    page._go("both=6000:14")
    assert "data-pointed>6,000 × 14：" in page._under.html


def test_a_goal_of_every_village_names_the_one_in_the_way(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._field("goal.figure", "share_in_every_village")
    page._field("goal.amount", "97")
    said = page._right.html.split('"card seek"')[1]
    assert 'unmet">办不到</h2>' in said
    found = re.search(r"最近的是 ([\d,]+) 元：.{2}村 [\d.]+\u00a0%", said)
    assert found
    made = whatif(page.desk, page.view)
    counts = made.curve.counts([float(found[1].replace(",", ""))])[0]
    assert f"那时未达标 {counts[0]}，待核实 {counts[2]}" in said


def test_what_is_refused_of_a_lever_is_said_beside_it_and_the_lever_stands_as_it_was(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._field(f"value.{LINE}", "99999")
    said = page._left.html.split('data-field="value.household_entry_line"')[0]
    assert "“农户脱贫线”（household_exit_line）的值 99999 超出 4000 到 12000" in said
    assert 'value="7365"' in said
    assert "99999" not in page._head.html
    # The same again is sent again: else the box would keep what was typed.
    page._field(f"value.{LINE}", "99999")
    assert page._left.html.split('data-field="value.household_entry_line"')[0] != said
    page._field(f"value.{LINE}", "7000")
    assert "warning" not in page._left.html


def test_the_basis_that_the_plan_has_anyway_is_no_change(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._go(f"basis={LINE}:fixed")
    assert page.view.scenario == ""
    page._go(f"basis={LINE}:actual")
    assert json.loads(page.view.scenario)["b"] == {LINE: "actual"}
    page._go(f"basis={LINE}:fixed")
    assert page.view.scenario == ""
    page._moved(8000.0)
    page._go(f"restore={LINE}")
    assert page.view.scenario == ""


def test_the_number_that_the_plan_asks_for_is_marked_where_the_goal_finds_it(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    path = page._curve.data["path"]
    page._field("goal.amount", str(path["n"]))
    assert f"{path['value']:,.0f} 元 <small>比方案低" in page._right.html
    assert path["label"] == f"计划 {path['n']} 户 对应线 {path['value']:,.0f} 元"
    assert "80.8 %" in path["told"]
    page._go("curve=village_exit_line")
    assert page._curve.data["path"] is None


def test_who_moved_one_way_is_said_in_the_title(plan: Plan, register: Register) -> None:
    page = opened(plan, register)
    page._moved(7725.0)
    made = whatif(page.desk, page.view)
    moves = made.compared.moves
    assert f"{moves[1, 0]} 户由达标转为未达标</h3>" in page._right.html
    assert "按距线由远到近" in page._right.html
    page._go("sort=persons")
    assert "按距线由远到近" not in page._right.html
    page._moved(8085.0)
    both = whatif(page.desk, page.view).compared.moves
    assert f"{both[1, 0]} 户由达标转为未达标；" in page._right.html
    assert f"{both.sum() - both.trace()} 户的判定变了</h3>" in page._right.html


def test_more_villages_than_the_plan_are_said_of_the_curve(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._go("curve=village_exit_line")
    assert page._curve.data["words"]["more"] == "比方案多 {n} 个村"


def test_the_part_of_a_clause_that_names_the_number_is_shown(plan: Plan) -> None:
    words = plan.clauses["goal_household_income"].say("zh")
    assert excerpt(words, "7365") == "…即不低于7365元"
    # 73 is a part of another number, and is named nowhere.
    assert excerpt(words, "73") == words[:56] + "…"
    assert excerpt("不低于45%", "45") == "不低于45%"


def test_a_rule_that_decides_who_enters_is_told_beside_the_exit(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    assert "应纳入的在册户" not in page._head.html
    page._field("own.group", "seven_out")
    page._field("own.when", "floor_area_m2 > 90")
    page._go("own")
    made = whatif(page.desk, page.view)
    was, now = (
        int((made.engine.codes(s, "entry") == 1).sum())
        for s in (made.plan, made.scenario)
    )
    assert was > now
    assert f"应纳入的在册户 {was} → {now}" in page._head.html
    blind = opened(plan, register, CLERK, scenario=page.view.scenario)
    assert "应纳入的在册户" not in blind._head.html


def test_one_step_back_takes_both_values_of_a_cell(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._field("heat", "school_age_to")
    page._go("both=6000:14")
    assert set(json.loads(page.view.scenario)["v"]) == {LINE, "school_age_to"}
    page._go("undo")
    assert page.view.scenario == ""


def test_a_condition_that_ends_too_soon_is_said_at_its_end(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._field("own.when", "floor_area_m2 >")
    assert "第 15 个字附近" in page._left.html


def test_what_moved_them_is_named_where_it_isnt_the_curves_own_parameter(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._go("preset=housing")
    assert "住房从严：达标户由 " in page._head.html
    page._go("preset=plan")
    page._field("rule.housing_met", "")
    assert "不看住房安全：达标户由 " in page._head.html
    page._field("rule.education_met", "")
    assert "等 2 项：达标户由 " in page._head.html
    page._moved(8000.0)
    assert "农户脱贫线为 8,000 元，达标户由 " in page._head.html


def test_a_presets_name_in_an_address_doesnt_make_it_one(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._go("preset=housing")
    assert 'class="btn pill on" data-go="preset=housing"' in page._head.html
    page = opened(plan, register, scenario='{"off":["housing_met"],"d":"housing"}')
    assert "btn pill on" not in page._head.html
    assert "不看住房安全：达标户由 " in page._head.html
