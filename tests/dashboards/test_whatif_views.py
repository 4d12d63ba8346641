"""What the what-if page tells of villages, of entry, and of any two columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

from dashboards.models.levers import others
from dashboards.models.whatif import LINE, whatif
from dashboards.widgets.curve import payload
from fupin import store as kept
from fupin.access import ALL_CLASSES, Reader
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.scenarios import save
from fupin.whatif.compare import compare
from fupin.whatif.village_curve import codes
from tests.dashboards.test_whatif import opened, sent
from tests.dashboards.test_whatif_shelf import opened as with_store

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store

CLERK = Reader("clerk", classes=ALL_CLASSES - {"income"})


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.of(make_tables())


@pytest.fixture
def store(tmp_path: Path, plan: Plan) -> Store:
    made = kept.open_store(tmp_path / "store.db")
    for name, line in (("从宽", 7000.0), ("从严", 7725.0)):
        save(made, name, Scenario(plan, author="林一").with_value(LINE, line))
    return made


def files_of(page: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    files: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page._right, "download", lambda *file: files.append(file))
    return files


@pytest.mark.parametrize("parameter", ["village_exit_line", "incidence_limit"])
def test_a_goal_of_villages_is_answered_and_the_rest_is_said_in_words(
    plan: Plan, register: Register, parameter: str
) -> None:
    page = opened(plan, register)
    page._go(f"curve={parameter}")
    page._field("goal.amount", "2")
    assert "达标村数" in page._right.html
    assert 'value="budget"' not in page._right.html
    assert "目标数的是村" in page._right.html
    assert "没有一户因它改变" in page._under.html
    page._field("goal.figure", "budget")
    assert 'class="warning"' in page._right.html


def test_a_cell_of_the_village_map_sets_both_and_counts_villages(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._go("curve=incidence_limit")
    made = whatif(page.desk, page.view, "incidence_limit")
    assert "village_exit_line" in [p.id for p in others(made)]
    page._field("heat", "village_exit_line")
    one, two, counts = made.heat("village_exit_line")
    assert "达标村" in page._under.html
    assert f'data-go="both={one[7]:g}:{two[3]:g}"' in page._under.html
    page._go(f"both={one[7]:g}:{two[3]:g}")
    now = whatif(page.desk, page.view, "incidence_limit").scenario
    assert now.values == {"incidence_limit": one[7], "village_exit_line": two[3]}
    said = codes(made.engine, now, "village_exit")
    assert counts[7, 3].tolist() == [(said == n).sum() for n in range(3)]


def test_the_map_is_offered_with_what_decides_the_same_rule_only(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    names = {p.id for p in others(whatif(page.desk, page.view))}
    assert names == {"school_age_from", "school_age_to"}


def test_who_is_to_enter_isnt_called_one_who_meets_the_exit(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._go("curve=household_entry_line")
    assert "应纳入" in page._head.html
    said = page._head.html + page._under.html.split("costs-by")[0]
    assert "达标" not in said.replace("达标户 ", "")
    assert "应纳入" in page._curve.data["words"]["met"]
    page._field("goal.figure", "budget")
    assert 'class="warning"' in page._right.html


def test_a_rule_that_is_off_leaves_a_flat_curve_and_no_error(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._field("rule.income_met", "")
    assert page.error == ""
    assert page._curve.data["town"]["at"] == []
    page._moved(9000.0)
    assert whatif(page.desk, page.view).value(LINE) == 9000


def test_the_bars_have_their_data_and_a_sentence(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._moved(7725.0)
    made = whatif(page.desk, page.view)
    met, total = made.after[:, 1].sum(), made.after.sum()
    assert f"{met} <small>{met * 1000 // total / 10:.1f} %</small>" in page._under.html
    assert f'role="img" aria-label="本情景：达标 {met}，' in page._under.html


def test_people_and_money_follow_the_mark_exactly(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    made = whatif(page.desk, page.view)
    sent_ = payload(made, "zh")
    for line in (6000.0, 7365.0, 7725.0, 9999.0):
        turned = np.searchsorted(sent_["town"]["at"], line, "left")
        people = sent_["town"]["persons"][turned]
        assert people == made.curve.people([line])[0, 1]
        below = np.array(sent_["gap"]["at"]) < line
        persons = np.array(sent_["gap"]["persons"])[below]
        gap = (persons * (line - np.array(sent_["gap"]["at"])[below])).sum()
        exact = made.curve.gap([line])
        assert exact is not None
        assert gap == pytest.approx(exact[0])
    blind = opened(plan, register, CLERK)
    assert payload(whatif(blind.desk, blind.view), "zh")["gap"] is None


def test_the_mark_is_held_against_the_plan_and_not_its_own_curve(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._field("rule.housing_met", "")
    made = whatif(page.desk, page.view)
    assert page._curve.data["was"] == made.before[:, 1].sum()
    assert page._curve.data["was"] != made.after[:, 1].sum()


def test_any_two_columns_are_told_by_name(
    plan: Plan, register: Register, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_store(plan, register, store)
    files = files_of(page, monkeypatch)
    page._go("more=beside")
    for number in "12":
        page._field(f"beside.{number}", "1")
    page._field("pair.one", "saved:1")
    page._field("pair.other", "saved:2")
    engine = whatif(page.desk, page.view).engine
    wider, stricter = (Scenario(plan).with_value(LINE, v) for v in (7000.0, 7725.0))
    found = compare(engine, wider, stricter)
    assert f"{found.flips.height} 户的判定不同" in page._more.html
    assert 'data-go="download=pair"' in page._more.html
    names = [n for n in set(register["households"]["head_name"]) if len(n) > 1]
    assert not [name for name in names if name in page._more.html]
    page._go("download=pair")
    table = pl.read_csv(files[0][1])
    assert set(table["household_id"]) == set(found.flips["household_id"])
    assert not [n for n in names if n in files[0][1].decode()]
    page._field("pair.other", "saved:99")
    assert page.error == ""
    assert "本情景</option>" in page._more.html


def test_between_columns_villages_are_told_too(
    plan: Plan, register: Register, store: Store
) -> None:
    page = with_store(plan, register, store)
    page._field("value.village_exit_line", "9300")
    page._go("more=beside")
    engine = whatif(page.desk, page.view).engine
    was, now = (
        codes(engine, one, "village_exit")
        for one in (Scenario(plan), whatif(page.desk, page.view).scenario)
    )
    assert (was != now).sum() > 0
    assert f"{(was != now).sum()} 个村的判定不同" in page._more.html


def test_without_the_income_class_no_two_columns_and_only_coarse_steps(
    plan: Plan, register: Register, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_store(plan, register, store, CLERK)
    files = files_of(page, monkeypatch)
    page._go("more=beside")
    page._field("beside.1", "1")
    assert "您的身份看不到" in page._more.html
    page._go("download=pair")
    assert files == []
    page._go("download=curve")
    steps = pl.read_csv(files[0][1])
    assert set(steps["to"].drop_nulls() % 100) == {0.0}
    moved = steps["met_households"].diff().drop_nulls().abs()
    assert ((moved == 0) | (moved >= 3)).all()
    exact = {f"{at:g}" for at in opened(plan, register)._curve.data["town"]["at"]}
    told = files[0][1].decode() + sent(page)
    assert not [figure for figure in exact if "." in figure and figure in told]


def test_a_hidden_line_isnt_counted_exactly_beside_another_parameter(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register, CLERK)
    page._go("curve=school_age_to")
    assert page.parameter == "school_age_to"
    page._field(f"value.{LINE}", "7700")
    assert (page.parameter, page._curve.data["coarse"]) == (LINE, True)
    page._go("curve=school_age_to")
    assert (page.parameter, page._curve.data["coarse"]) == (LINE, True)
    page._go("preset=actual")
    page._go("curve=school_age_from")
    assert page._curve.data["coarse"]
    open_ = opened(plan, register, scenario=page.view.scenario)
    open_._go("curve=school_age_from")
    assert open_.parameter == "school_age_from"


def test_the_whole_curve_is_taken_away(
    plan: Plan, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(plan, register)
    files = files_of(page, monkeypatch)
    page._curve._handle_msg({"go": "download=curve"})
    page._curve._handle_msg({"go": "preset=up"})
    assert pl.read_csv(files[0][1]).height == len(page._curve.data["town"]["at"]) + 1
    assert page.view.scenario == ""


def test_a_reading_that_is_yes_or_no_is_switched(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    page._field("switch.is_incidence_inclusive", "1")
    assert json.loads(page.view.scenario)["v"] == {"is_incidence_inclusive": True}
    assert "checked" in page._left.html.split("switch.is_incidence_inclusive")[1][:20]


def test_the_mark_is_held_against_the_plan_of_the_day_that_is_shown(
    plan: Plan, register: Register
) -> None:
    page = opened(plan, register)
    before = page._curve.data["was"]
    page.view.day = page.desk.days[-2]
    assert page._curve.data["was"] != before
    page.view.day = LAST_DAY
    assert page._curve.data["was"] == before
