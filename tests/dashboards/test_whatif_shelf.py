"""Saved scenarios on the page, side by side, over the years, against a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.view import View
from dashboards.models.whatif import LINE, flips, preset, whatif
from dashboards.pages.whatif import CARDS, WhatIfPage
from fupin import store as kept
from fupin.access import ALL_CLASSES, LOCAL, Reader
from fupin.assess import assess
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.scenarios import save, saved
from tests.dashboards.test_whatif import sent

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store

CLERK = Reader("clerk", classes=ALL_CLASSES - {"income"})


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.of(make_tables())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return kept.open_store(tmp_path / "store.db")


def opened(
    plan: Plan, register: Register, store: Store | None = None, reader: Reader = LOCAL,
    **view: Any,
) -> WhatIfPage:  # fmt: skip
    text.learn(plan)
    desk = Desk(register, plan, reader, store=store)
    return WhatIfPage(desk, View(page="whatif", day=LAST_DAY, **view))


def saving(page: WhatIfPage, name: str, author: str = "林一") -> None:
    page._go("saving")
    page._field("save.name", name)
    page._field("author", author)
    page._go("save")


def test_a_scenario_is_saved_and_opened_by_another_session(
    plan: Plan, register: Register, store: Store
) -> None:
    one = opened(plan, register, store)
    one._moved(7725.0)
    saving(one, "从严")
    other = opened(plan, register, store)
    other._field("open", "1")
    assert whatif(other.desk, other.view).value(LINE) == 7725
    assert "从严" in other._head.html
    assert "林一" in other._head.html
    assert other.error == ""
    other._go("saving")
    other._field("author", "林一")
    other._go("withdraw")
    assert saved(store) == []


def test_the_second_of_two_who_save_a_name_sees_both(
    plan: Plan, register: Register, store: Store
) -> None:
    one, other = opened(plan, register, store), opened(plan, register, store)
    one._moved(7725.0)
    other._moved(7500.0)
    saving(one, "从严")
    saving(other, "从严", "陈二")
    assert "林一" in other.error
    for said in ("<td>农户脱贫线</td><td>7,725</td><td>7,500</td>", "save-on"):
        assert said in other._head.html
    other._go("save-on")
    assert (other.error, saved(store)[0].version) == ("", 2)
    assert saved(store)[0].author == "陈二"


def test_what_two_versions_differ_in_is_named_as_on_the_page(
    plan: Plan, register: Register, store: Store
) -> None:
    one, other = opened(plan, register, store), opened(plan, register, store)
    one._go("preset=actual")
    other._field("rule.housing_met", "")
    saving(one, "从严")
    saving(other, "从严", "陈二")
    table = other._head.html.split("<table>")[1]
    assert "<td>农户脱贫线的口径</td><td>当年实际 45 % / 60 %</td><td>—</td>" in table
    assert "household_exit_line" not in table


def test_one_made_for_an_older_plan_says_so_and_is_carried_over(
    plan: Plan, register: Register, store: Store
) -> None:
    older = replace(plan, fingerprint="0123456789ab")
    wanted = Scenario(older, author="林一").with_value(LINE, 7725)
    save(store, "从严", wanted)
    page = opened(plan, register, store)
    page._field("open", "1")
    assert 'data-go="carry"' in page._head.html
    assert "012345" in page._head.html
    page._field("author", "陈二")
    page._go("carry")
    (now,) = saved(store)
    assert (now.version, now.plan) == (2, plan.fingerprint)
    assert 'data-go="carry"' not in page._head.html


def test_what_is_looked_at_without_a_store_cant_be_saved(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    assert 'data-go="saving"' not in page._head.html
    page._go("save")
    assert page.error


def test_scenarios_stand_side_by_side_and_over_the_years(
    plan: Plan, register: Register, store: Store
) -> None:
    save(store, "从严", Scenario(plan, author="林一").with_value(LINE, 7725))
    page = opened(plan, register, store)
    assert "从严</th>" not in page._more.html
    page._go("more=beside")
    page._field("beside.1", "1")
    page._go("more=years")
    met = (
        whatif(page.desk, View(day=LAST_DAY))
        .engine.counts(Scenario(plan).with_value(LINE, 7725))[:, 1]
        .sum()
    )
    assert "从严</th>" in page._more.html
    assert f'<td class="r">{met}</td>' in page._more.html
    assert "2016年12月31日" in page._more.html
    page._go("more=beside")
    assert "从严</th>" not in page._more.html


def test_both_errors_are_counted_by_village_and_named(
    plan: Plan, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(plan, register)
    files: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page._right, "download", lambda *file: files.append(file))
    page._field("value.household_entry_line", "3000")
    page._go("more=against")
    page._field("against", "decided:identification:2016")
    for said in ("错进", "错漏", "合计", "收入低于识别线"):
        assert said in page._more.html
    page._field("against", "nothing")
    assert "错进" in page._more.html
    page._field("against", f"enrolled:{LAST_DAY}")
    page._go("download=against")
    assert b"exclusion" in files[0][1]


def test_who_moved_is_sorted_by_village_clause_and_distance(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._moved(9000.0)
    found = whatif(page.desk, page.view)
    for name, column in (("village", "village_id"), ("clause", "rule")):
        for sign in ("", "-"):
            page._go(f"sort={sign}{name}")
            said = flips(found, page.sort)[column].to_list()
            assert said == sorted(said, reverse=bool(sign))
    assert 'aria-sort="descending"' in page._right.html
    page._go("sort=nothing")
    assert page.sort == "-clause"


def test_a_line_of_villages_has_its_own_curve_and_words(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    for parameter in ("village_exit_line", "incidence_limit"):
        page._go(f"curve={parameter}")
        made = whatif(page.desk, page.view, parameter)
        fresh = assess(register, Scenario(plan), LAST_DAY).villages
        assert made.before[:, 1].sum() == fresh["village_exit"].sum()
        assert len(page._curve.data["villages"]) == fresh.height
        assert "达标村" in page._head.html
    page._moved(9.0)
    assert page.error == ""


def test_a_rule_is_read_by_the_compiler_before_it_counts(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._field("own.when", "no_such_fact > 1")
    assert 'class="warning"' in page._left.html
    page._go("own")
    assert page.view.scenario == ""
    page._field("own.when", 'housing_grade != "B"')
    page._field("own.label", "不住B级房")
    assert 'class="warning"' not in page._left.html
    page._go("own")
    found = whatif(page.desk, page.view)
    assert [rule.id for rule in found.scenario.added] == ["own_1"]
    assert found.after[:, 1].sum() < found.before[:, 1].sum()
    assert "不住B级房" in page._right.html
    page._go("drop=own_1")
    assert not whatif(page.desk, page.view).scenario.added


def test_full_marks_of_the_province_are_those_of_a_score_of_100(
    plan: Plan, register: Register
) -> None:
    fresh = assess(register, Scenario(plan), LAST_DAY).households.filter("is_enrolled")
    page = opened(plan, register)
    page._go("preset=score")
    counts = whatif(page.desk, page.view).after.sum(axis=0).tolist()
    full = fresh.filter(pl.col("household_score__low") >= 100).height
    less = fresh.filter(pl.col("household_score__high") < 100).height
    assert counts == [less, full, fresh.height - less - full]
    assert preset(Scenario(plan), "score", None).added


def test_of_the_same_curve_only_the_mark_is_sent(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    before = page._curve.data
    page._moved(7725.0)
    assert page._curve.data is before
    assert page._curve.value == 7725
    page._field("rule.housing_met", "")
    assert page._curve.data is not before


def test_a_village_without_enrolled_households_is_said_to_be_empty(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register, village="999")
    assert "empty" in page._head.html
    page._go("more=beside")
    assert page._more.html == ""


def test_a_heat_map_is_outlined_at_the_target(plan: Plan, register: Register) -> None:
    page = opened(plan, register)
    page._field("heat", "school_age_to")
    page._field("target", "200")
    assert 'class="contour" d="M' in page._under.html
    page._field("target", "x")
    assert "contour" in page._under.html


def test_without_the_income_class_no_new_table_tells_more(
    plan: Plan, register: Register, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A line between two of the hundreds would tell who lies there.
    for name, line in (("甲", 7401.0), ("乙", 7449.0)):
        save(store, name, Scenario(plan, author="林一").with_value(LINE, line))
    page = opened(plan, register, store, CLERK)
    files: list[Any] = []
    monkeypatch.setattr(page._right, "download", lambda *file: files.append(file))
    for number in "12":
        page._field(f"beside.{number}", "1")
    for name in CARDS:
        page._go(f"more={name}")
    told = sent(page)
    rows = told.split('data-field="beside.2"')[1].split("<tr>")[2:]
    cells = [row.split('<td class="r">')[-2:] for row in rows[:3]]
    # Both are the same hundred, so that nothing can be told from their difference.
    assert all(one.split("<")[0] == two.split("<")[0] for one, two in cells)
    exact: list[float] = opened(plan, register)._curve.data["town"]["at"]
    assert not [at for at in exact if at % 1 and f"{at:g}" in told]
    for word in ("错漏</th>", "FGT", "基尼"):
        assert word not in told
    for name in ("download", "download=against"):
        page._go(name)
    page._go("curve=village_exit_line")
    assert page.parameter == LINE
    assert files == []
