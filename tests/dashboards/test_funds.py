"""The funds' page: its figures are the overview's, its links show what they say."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboards import text
from dashboards.models.address import restore, written
from dashboards.models.answers import differs_in_money
from dashboards.models.desk import Desk
from dashboards.models.funds import funds_view
from dashboards.models.overview import overview
from dashboards.models.view import View
from dashboards.pages.funds import FundsPage
from dashboards.pages.tasks import TasksPage
from dashboards.widgets.html import Html
from fupin import settings
from fupin import store as kept
from fupin.access import Reader
from fupin.funds import Act, add, edit, withdraw
from fupin.funds.alarms import MARKS
from fupin.funds.practice import practise
from fupin.recording import preview, record
from fupin.register import Register
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store, register, verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store

NEW = {
    "kind": "paid", "village_id": "001", "source": "province", "amount": "100",
    "entry_on": "2018-06-01",
}  # fmt: skip


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store that has taken the sample, and nothing else."""
    folder = tmp_path_factory.mktemp("funds")
    write_sample(folder / "town")
    store = open_store(folder / "store" / "town.db")
    record(store, preview(store, folder / "town", LAST_DAY), "陈一", "录入")
    store.close()
    return folder / "store"


@pytest.fixture
def desk(taken: Path, plan: Plan, tmp_path: Path) -> Iterator[Desk]:
    """Return a desk on a copy of the store, in which nobody wrote of the funds."""
    text.learn(plan)
    shutil.copytree(taken, tmp_path / "store")
    store = open_store(tmp_path / "store" / "town.db")
    yield Desk(register(store), plan, store=store)
    store.close()


def book(desk: Desk) -> Store:
    assert desk.store is not None
    return desk.store


def view_of(lang: str = "zh", **changes: Any) -> View:
    return View(**({"day": LAST_DAY, "page": "funds", "lang": lang} | changes))


def shown(desk: Desk, **changes: Any) -> str:
    return str(FundsPage(desk, view_of(**changes))._html.html)


def typed(page: FundsPage, said: dict[str, str], author: str = "陈一") -> None:
    for name, value in (said | {"author": author}).items():
        page._field(name, value)


def practised(desk: Desk) -> None:
    practise(book(desk), desk.register, desk.funds.tree, LAST_DAY)
    desk.refresh()


def test_the_overview_and_the_page_have_the_same_figures(desk: Desk) -> None:
    for village in ("", "004"):
        page = overview(desk, LAST_DAY, village)
        told = funds_view(desk, view_of(village=village))
        assert page.money == told.accounts.total
        assert tuple(v.id for v in page.low_funds) == told.low
    before = overview(desk, LAST_DAY).money.paid
    add(
        book(desk),
        desk.funds.books(LAST_DAY),
        desk.register,
        NEW,
        Act("陈一", LAST_DAY),
    )
    # Nothing is ahead of the register, on which the score rests; a look takes it up.
    assert overview(desk, LAST_DAY).money.paid == before
    desk.look()
    assert overview(desk, LAST_DAY).money.paid - before == 10_000


def test_who_looks_sees_the_score_the_floor_and_the_sums_of_one_moment(
    desk: Desk,
) -> None:
    page, page_before = overview(desk, LAST_DAY), desk.assessment(LAST_DAY)
    worst = min(page.villages, key=lambda one: one.funds)
    floor = desk.funds.accounts(LAST_DAY).limits.floor
    assert 0 < worst.funds < floor
    said = NEW | {"kind": "allocated", "village_id": worst.id, "source": "unit_own"}
    said |= {"amount": f"{floor - worst.funds:.2f}"}
    add(book(desk), desk.funds.books(LAST_DAY), desk.register, said,
        Act("陈一", LAST_DAY))  # fmt: skip
    desk.look()
    (now,) = (v for v in overview(desk, LAST_DAY).villages if v.id == worst.id)
    assert now.funds == floor == desk.funds.accounts(LAST_DAY).own[worst.id] / 100
    gained = 20 * (1 - worst.funds / floor)
    assert now.score[0] - worst.score[0] == pytest.approx(gained)
    # Only the villages were asked again, and they say what a fresh desk says.
    moved = desk.assessment(LAST_DAY)
    fresh = Desk(register(book(desk)), desk.plan).assessment(LAST_DAY)
    assert_frame_equal(moved.villages, fresh.villages)
    assert moved.households is page_before.households
    assert moved.fingerprint == fresh.fingerprint
    # A plan moves no money: what was decided stays as it is, and is asked no more.
    done = desk.assessment(LAST_DAY)
    add(book(desk), desk.funds.books(LAST_DAY), desk.register,
        NEW | {"kind": "planned", "source": ""}, Act("陈一", LAST_DAY))  # fmt: skip
    plans = desk.funds.accounts(LAST_DAY).total.plans
    desk.look()
    assert desk.assessment(LAST_DAY) is done
    assert desk.funds.accounts(LAST_DAY).total.plans == plans + 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_headline_says_who_is_short_by_how_much_and_what_lies(
    desk: Desk, lang: str
) -> None:
    words = re.sub("<[^>]+>", "", shown(desk, lang=lang).split("</h2>")[0])
    said = {
        "zh": "建发村近一年资金不足 30 万元，差 36,000 元；"
        "下拨 698.9 万元，付出 61.7 %，还有 267.5 万元没有用出去",
        "en": "建发村: under 300,000 yuan in a year, 36,000 yuan short. "
        "Of 6,989,200 yuan allocated 61.7 % was paid; 2,675,200 yuan lie unused",
    }
    assert words == said[lang]
    none = shown(desk, lang=lang, day=date(2016, 4, 30))
    assert text.say(lang, "funds.headline_none") in none


def test_every_link_of_the_page_shows_as_many_rows_as_it_says(desk: Desk) -> None:
    practised(desk)
    page = funds_view(desk, view_of())
    counts = {one.kind: one.count for one in page.alarms if one.kind in MARKS}
    assert counts == {"ban": 1, "over": 1, "unplanned": 2, "look": 1}
    for kind, n in counts.items():
        assert funds_view(desk, view_of(alarm=kind)).listed.height == n
    linked = re.findall(r'data-go="(p=funds[^"]*)"', shown(desk))
    for link in map(html.unescape, linked):
        view = view_of()
        view.go(link)
        assert dict(parse_qsl(link)).get("src", "") == view.source
        assert funds_view(desk, view).listed.height > 0


def test_an_address_opens_the_same_rows(desk: Desk) -> None:
    view = view_of(tab="ledger", source="province", kind="paid", village="002")
    other = View(day=LAST_DAY)
    restore(other, written(view, LAST_DAY), desk.days, desk.village_names)
    assert funds_view(desk, other).listed.equals(funds_view(desk, view).listed)
    assert funds_view(desk, other).listed.height == 3


def test_an_entry_is_typed_saved_corrected_and_withdrawn(desk: Desk) -> None:
    view = view_of(tab="new")
    page = FundsPage(desk, view)
    typed(page, NEW | {"amount": "12 元钱"})
    page._go("save-add")
    assert "最多两位小数" in page._html.html
    assert 'value="12 元钱"' in page._html.html
    page._field("amount", "12.50")
    page._go("save-add")
    assert view.tab == "ledger"
    assert "<b>12.50</b>" in page._html.html
    page._go("open=fund:1")
    page._field("note", "<b>种苗</b>")
    page._go("save-edit")
    assert "&lt;b&gt;种苗&lt;/b&gt;" in page._html.html
    assert "陈*" in page._html.html
    page._field("reason", "记错了")
    page._go("save-withdraw")
    assert "fund:1" not in page._html.html
    assert verify(book(desk)) == []
    view.task = "fund:1"
    assert text.say("zh", "funds.gone") in page._html.html


def test_who_was_slower_sees_both_versions_and_may_insist(desk: Desk) -> None:
    books, act = desk.funds.books(LAST_DAY), Act("林二", LAST_DAY, 1)
    add(book(desk), books, desk.register, NEW, act)
    view = view_of(task="fund:1")
    page = FundsPage(desk, view)
    edit(book(desk), books, desk.register, "fund:1", {"amount": "120"}, act)
    typed(page, {"amount": "130"})
    page._go("save-edit")
    assert "<td>120 元</td><td><b>130 元</b></td>" in page._html.html
    page._go("insist")
    page._go("save-edit")
    found = funds_view(desk, view).accounts.rows.filter(pl.col("key") == "fund:1")
    assert found["fen"].to_list() == [13_000]


def test_a_task_shows_what_pays_for_it_and_leads_to_the_form(desk: Desk) -> None:
    practised(desk)
    key = "duty:finance.provide_funds:town:2018"
    view = View(day=LAST_DAY, page="tasks", task=desk.token_of(key))
    sheet = TasksPage(desk, view)._html.html
    assert text.say("zh", "funds.task_title", n=2, paid="3,000 元") in sheet
    link = html.unescape(re.findall(r'data-go="(p=funds&amp;tab=new[^"]*)"', sheet)[0])
    view.go(link)
    old = FundsPage(desk, other := view_of(tab="new"))
    other.go("p=tasks")
    other.go(link)
    assert f'data-field="task_key" value="{key}"' in old._html.html
    assert f'data-field="task_key" value="{key}"' in FundsPage(desk, view)._html.html


def test_the_files_are_the_rows_that_are_listed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: dict[str, bytes] = {}
    monkeypatch.setattr(
        Html, "download", lambda _, name, made: taken.update({name: made})
    )
    page = FundsPage(desk, view_of(tab="ledger", kind="paid", village="001"))
    page._go("export=csv")
    page._go("export=xlsx")
    page._go("export=exe")
    assert set(taken) == {f"资金台账-001-{LAST_DAY}.{e}" for e in ("csv", "xlsx")}
    rows = taken[f"资金台账-001-{LAST_DAY}.csv"].decode().splitlines()
    assert len(rows) == 1 + 7


def test_a_reader_of_one_village_sees_no_other(desk: Desk, plan: Plan) -> None:
    reader = Reader("village", frozenset({"002"}))
    other = Desk(desk.register, plan, reader, store=desk.store)
    practised(desk)
    told = funds_view(other, view_of())
    assert set(told.accounts.rows["village_id"]) == {"002"}
    assert "红中村" not in shown(other)
    page = FundsPage(other, view_of(tab="new"))
    typed(page, NEW)
    page._go("save-add")
    assert "不在台账里" in page._html.html
    assert text.say("zh", "funds.gone") in shown(other, task="001-F1-a")


def test_a_replay_shows_what_had_been_written_then_and_takes_nothing(
    tmp_path: Path, plan: Plan
) -> None:
    store = open_store(tmp_path / "own.db")
    taken = preview(store, settings.SAMPLE, LAST_DAY)
    record(store, taken, "陈一", "录入")
    desk = Desk(kept.register(store), plan, store=store)
    then = desk.at(1)
    assert then is not None
    books = desk.funds.books(LAST_DAY)
    key = add(store, books, desk.register, NEW, Act("陈一", LAST_DAY))
    desk.look()
    now, before = (d.funds.accounts(LAST_DAY).total.paid for d in (desk, then))
    assert now - before == 10_000
    assert then.funds.history(key) == []
    assert 'data-go="new"' not in shown(then)
    withdraw(store, books, key, "记错了", Act("陈一", LAST_DAY, 1))
    assert len(desk.funds.history(key)) == 2
    store.close()


def test_bad_words_in_the_address_are_left_out(desk: Desk) -> None:
    for said in ({"kind": "lent"}, {"alarm": "<script>"}, {"tab": "x"}, {"task": "'"}):
        assert "<script>" not in shown(desk, **said)


def test_what_others_write_is_drawn_but_never_over_what_is_being_typed(
    desk: Desk,
) -> None:
    view = view_of(tab="ledger")
    page = FundsPage(desk, view)

    def other(amount: str) -> None:
        another = FundsPage(desk, view_of(tab="new"))
        typed(another, NEW | {"amount": amount}, author="林二")
        another._go("save-add")
        assert another._form.error is None
        view.followed += 1

    other("31.40")
    assert "<b>31.40</b>" in page._html.html
    view.set(tab="new")
    page._field("amount", "7")
    shown = page._html.html
    other("15.90")
    assert page._html.html == shown


@pytest.mark.parametrize("where", ["when", "applies"])
def test_where_a_rule_asks_for_money_more_than_the_villages_are_asked_again(
    desk: Desk, where: str
) -> None:
    one = desk.register
    other = Register({**one.tables, "funds": one["funds"].clear()}, one.absent)
    assert differs_in_money(one, other, desk.plan)
    rule = replace(desk.plan.rules["village_exit"], **{where: "own_funds_year > 0"})  # type: ignore[arg-type]
    plan = replace(desk.plan, rules=dict(desk.plan.rules) | {rule.id: rule})
    assert not differs_in_money(one, other, plan)


def test_a_refusal_stays_though_others_write(desk: Desk) -> None:
    key = add(book(desk), desk.funds.books(LAST_DAY), desk.register, NEW,
              Act("陈一", LAST_DAY))  # fmt: skip
    view = view_of(task=key, author="陈一")
    page = FundsPage(desk, view)
    page._go("save-withdraw")
    assert page._form.error is not None
    assert 'role="alert"' in page._html.html
    view.followed += 1
    assert 'role="alert"' in page._html.html
