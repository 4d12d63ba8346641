"""The plan page: what a clause touches, a proposal by one and another, the figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.households import find
from dashboards.models.plan import Proposing, read_plan
from dashboards.models.view import View
from dashboards.models.whatif import whatif
from dashboards.widgets.levers import levers
from dashboards.widgets.plan import plan_page
from fupin.access import LOCAL, Reader
from fupin.changes import difference
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.store import Act, accept, open_store, register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store

TABLES = Register.of(make_tables(households=60))
WORDS = {"text": "六是（虚构）耕地多的农户不能进", "when": "farmland_mu > 3"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "town.db")
    changes = difference(register(opened), TABLES, LAST_DAY, frozenset())
    accept(opened, changes, Act("intake", "陈一", "录入", LAST_DAY), 0)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store, plan: Plan) -> Desk:
    text.learn(plan)
    return Desk(register(store), plan, store=store)


@pytest.fixture
def view() -> View:
    return View(day=LAST_DAY, page="plan", author="陈一")


def write(state: Proposing, subject: str, **fields: str) -> bool:
    """Fill in a form as a person types it, and send it."""
    state.begin(subject)
    for name, said in ({"source": "虚构", "reason": "练习"} | fields).items():
        state.set(name, said)
    return state.propose()


def decide(state: Proposing, seq: int, who: str, *, accepts: bool = True) -> bool:
    if state.seq != seq:
        state.look(seq)
    state.set("second", who)
    state.set("decided", "核过原件")
    return state.decide(accepts=accepts)


def test_each_count_is_that_of_the_list_it_leads_to(desk: Desk, view: View) -> None:
    counts = read_plan(desk, view).counts
    households = [r for r in counts if desk.plan.rules[r].per == "household"]
    assert len(households) > 20
    for rule in households:
        for n, verdict in zip(counts[rule], ("met", "unmet", "unknown"), strict=True):
            asked = View(day=LAST_DAY, page="households", rule=rule, verdict=verdict)
            assert find(desk, asked).rows.height == n, (rule, verdict)


def test_a_filled_rule_decides_on_the_desk_once_a_second_person_accepts(
    desk: Desk, view: View
) -> None:
    state = Proposing(desk, view)
    was = desk.assessment(LAST_DAY)
    assert write(state, "seven_out_6", **WORDS)
    assert desk.assessment(LAST_DAY) is was
    told = state.before(read_plan(desk, view), read_plan(desk, view).open[0])
    (moved,) = [one for one in told.outcomes if one.rule.id == "entry"]
    assert moved.moved > 0
    assert not decide(state, 1, "陈一")
    assert state.error is not None
    assert decide(state, 1, "林二")
    now = desk.assessment(LAST_DAY)
    differ = was.households["entry"].ne_missing(now.households["entry"])
    assert differ.sum() == moved.moved
    assert "待补录" not in text.say("zh", "rule.seven_out_6")
    assert len(read_plan(desk, view).waiting) == 12


def test_a_recorded_rule_is_corrected_from_its_own_day(desk: Desk, view: View) -> None:
    state = Proposing(desk, view)
    write(state, "seven_out_6", **WORDS)
    decide(state, 1, "林二")
    state.begin("seven_out_6")
    assert state.edits["when"] == WORDS["when"]
    assert write(state, "seven_out_6", when="farmland_mu > 4")
    decide(state, 2, "林二")
    assert desk.plan.rules["seven_out_6"].when == "farmland_mu > 4"
    assert desk.plan.clauses["seven_out_6"].text == WORDS["text"]


def test_a_replay_shows_the_plan_as_it_was_accepted_then_and_writes_nothing(
    desk: Desk, view: View
) -> None:
    state = Proposing(desk, view)
    write(state, "seven_out_6", **WORDS)
    decide(state, 1, "林二")
    then = desk.at(1)
    assert then is not None
    assert then.plan.rules["seven_out_6"].is_pending
    assert not desk.plan.rules["seven_out_6"].is_pending
    page = plan_page(read_plan(then, view), Proposing(then, view), "zh")
    assert "propose=" not in page
    assert not write(Proposing(then, view), "seven_out_7", **WORDS)


def test_a_desk_that_is_opened_later_has_the_plan_in_force(
    desk: Desk, view: View, store: Store, plan: Plan
) -> None:
    other = Desk(register(store), plan, store=store)
    state = Proposing(desk, view)
    write(state, "new_house_area", value="60", starts="2018-01-01")
    decide(state, 1, "林二")
    assert other.refresh()
    later = Desk(register(store), plan, store=store)
    for one in (desk, other, later):
        area = one.plan.parameters["new_house_area"].on(date(2018, 6, 30))
        assert area is not None
        assert area.value == 60


@pytest.mark.parametrize(
    ("subject", "fields", "said"),
    [
        ("household_exit_line", {"value": "many", "starts": "2019-01-01"}, "不是数"),
        ("household_exit_line", {"value": "7,725", "starts": ""}, "不是日期"),
        ("seven_out_6", WORDS | {"when": "has_cr"}, "是不是“has_car”"),
        ("implement_2", {"text": ""}, "没有条文"),
    ],
)
def test_what_is_typed_wrong_is_refused_and_stays_in_the_form(
    desk: Desk, view: View, subject: str, fields: dict[str, str], said: str
) -> None:
    state = Proposing(desk, view)
    assert not write(state, subject, **fields)
    assert state.error is not None
    assert said in state.error.zh
    if subject in desk.plan.parameters:
        state.toggle("goal_household_income")
    page = plan_page(read_plan(desk, view), state, "zh")
    assert 'role="alert"' in page
    assert all(value in page for value in fields.values() if value)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_reads_the_plan_to_the_letter_and_shows_no_full_name(
    desk: Desk, view: View, lang: str
) -> None:
    view.lang = lang
    state = Proposing(desk, view)
    write(state, "seven_out_6", **WORDS)
    state.look(1)
    for part in read_plan(desk, view).parts:
        for place in part.places:
            state.toggle(place.id)
    page = plan_page(read_plan(desk, view), state, lang)
    quoted = page.replace("&#x27;", "'").replace("&quot;", '"')
    missing = [
        c.id
        for c in desk.plan.clauses.values()
        if c.text not in quoted and not c.id.startswith("heading_")
    ]
    assert missing == []
    names = set(TABLES["households"]["head_name"])
    assert [name for name in names if name in page] == []


def test_who_may_not_see_incomes_gets_no_names_of_whom_a_line_moves(
    store: Store, plan: Plan, view: View
) -> None:
    reader = Reader("public", classes=frozenset(), actions=LOCAL.actions)
    desk = Desk(register(store), plan, reader, store)
    state = Proposing(desk, view)
    fields = {"kind": "correction", "value": "7725", "starts": "2018-01-01"}
    assert write(state, "household_exit_line", **fields)
    state.look(1)
    page = plan_page(read_plan(desk, view), state, "zh")
    assert "看不到名单" in page
    assert "plan-movers" not in page


def test_a_reader_who_may_not_write_proposes_nothing(
    store: Store, plan: Plan, view: View
) -> None:
    desk = Desk(register(store), plan, Reader("public"), store)
    state = Proposing(desk, view)
    assert not write(state, "seven_out_6", **WORDS)
    assert state.error is not None
    assert "不能做" in state.error.zh


def test_the_export_is_one_page_without_anybody_in_it(desk: Desk, view: View) -> None:
    state = Proposing(desk, view)
    write(state, "seven_out_6", **WORDS)
    decide(state, 1, "林二妹")
    name, content = read_plan(desk, view).export("zh")
    page = content.decode()
    assert name.endswith("2018-06-30.html")
    assert WORDS["text"] in page
    assert "林二妹" not in page
    assert "林**" in page


def test_a_recorded_rule_can_be_switched_in_what_if(desk: Desk, view: View) -> None:
    state = Proposing(desk, view)
    asked = View(day=LAST_DAY, page="whatif")
    switch = 'data-field="rule.seven_out_6"'
    assert switch not in levers(whatif(desk, asked), "zh")
    write(state, "seven_out_6", **WORDS)
    decide(state, 1, "林二")
    page = whatif(desk, asked)
    assert switch in levers(page, "zh")
    off = page.plan.with_rule("seven_out_6", on=False)
    said = [page.engine.codes(one, "entry").tolist() for one in (page.plan, off)]
    assert said[0] != said[1]
