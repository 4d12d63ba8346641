from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.review import SPECS, review
from dashboards.models.view import View
from dashboards.pages.review import listing, markup
from fupin.access import LOCAL, Reader
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.why import lists

if TYPE_CHECKING:
    from fupin.plan import Plan


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.of(make_tables())


def desk_of(plan: Plan, register: Register, reader: Reader = LOCAL) -> Desk:
    text.learn(plan)
    return Desk(register, plan, reader)


def view_of(lang: str = "zh", village: str = "") -> View:
    return View(day=LAST_DAY, page="review", lang=lang, village=village)


def test_each_figure_is_that_of_the_library(plan: Plan, register: Register) -> None:
    desk = desk_of(plan, register)
    page = review(desk, view_of())
    done = desk.assessment(LAST_DAY, "fixed")
    held = lists.counts(lists.verdict_lists(done))
    for name, (certain, open_) in held.items():
        assert (page.count(name), page.count(f"{name}_open")) == (certain, open_)
    assert page.count("differ") == lists.disagreements(done).height
    assert sum(page.states.values()) == 290


def test_a_village_has_its_own_share_of_every_list(
    plan: Plan, register: Register
) -> None:
    desk = desk_of(plan, register)
    whole = review(desk, view_of())
    parts = [review(desk, view_of(village=v)) for v in desk.village_names]
    for spec in SPECS:
        assert sum(part.count(spec) for part in parts) == whole.count(spec)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_list_opens_with_names_masked(
    plan: Plan, register: Register, lang: str
) -> None:
    desk = desk_of(plan, register)
    page = review(desk, view_of(lang))
    shown = markup(page, desk, lang) + "".join(
        listing(spec, page, desk, lang) for spec in SPECS
    )
    names = {
        *register["households"]["head_name"],
        *register["households"]["helper_name"],
    }
    assert [name for name in names if name in shown] == []


def test_a_list_that_is_not_there_opens_nothing(plan: Plan, register: Register) -> None:
    desk = desk_of(plan, register)
    assert listing("nothing", review(desk, view_of()), desk, "zh") == ""


def test_who_may_not_see_incomes_gets_no_robustness_and_nobody_near_the_line(
    plan: Plan, register: Register
) -> None:
    desk = desk_of(plan, register, Reader("public", classes=frozenset()))
    page = review(desk, view_of())
    assert page.states == {}
    assert page.count("turns") == 0
    assert page.revisits["is_open"].all()
    shown = markup(page, desk, "zh")
    assert "户主" not in shown
    assert "收入不可见" in shown


def test_entries_that_turn_are_listed_nearest_first_with_their_distance(
    plan: Plan, register: Register
) -> None:
    desk = desk_of(plan, register)
    page = review(desk, view_of())
    rows = page.rows("turns_entry")
    assert rows.height == page.entry_states["turns"] > 0
    done = desk.assessment(LAST_DAY, "fixed")
    assert sum(page.entry_states.values()) == done.households.height
    # Those who aren't enrolled are asked too: entry is about them.
    assert not rows["is_enrolled"].all()
    near = [abs(yuan) for yuan in rows["entry__distance"].drop_nulls()]
    assert near == sorted(near)
    # Below 4,000 in 2014 prices: an error of 10 % can't turn what is farther off.
    assert near[-1] <= 4000 / 9 + 1
    shown = listing("turns_entry", page, desk, "zh")
    first = rows.row(0, named=True)
    word = "高出" if first["entry__distance"] >= 0 else "低"
    assert f"{word} {int(abs(first['entry__distance'])):,} 元" in shown


def test_who_may_not_see_incomes_has_no_entry_list(
    plan: Plan, register: Register
) -> None:
    desk = desk_of(plan, register, Reader("cadre", classes=frozenset({"name"})))
    page = review(desk, view_of())
    assert page.entry_states == {}
    assert page.rows("turns_entry").is_empty()
