"""The funds' page: each figure is one of the library's, and opens its rows."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from polars.testing import assert_frame_equal

from dashboards import text
from dashboards.models.address import restore, written
from dashboards.models.answers import differs_in_money
from dashboards.models.desk import Desk
from dashboards.models.funds import funds_view
from dashboards.models.overview import overview
from dashboards.models.tasks import title
from dashboards.models.view import View
from dashboards.pages.funds import FundsPage
from dashboards.widgets.html import Html
from fupin import settings
from fupin import store as kept
from fupin.access import Reader
from fupin.funds import Act, add, withdraw
from fupin.funds.alarms import MARKS
from fupin.recording import preview, record
from fupin.register import Register
from fupin.sample import LAST_DAY
from fupin.store import open_store, register
from tests.dashboards.funds.pages import NEW, book, practised, shown, typed, view_of

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.plan import Plan


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


def test_an_entry_names_its_task_in_words_and_asks_who_withdraws_it(
    desk: Desk,
) -> None:
    practised(desk)
    key = "duty:finance.provide_funds:town:2018"
    rows = desk.funds.accounts(LAST_DAY).of_task(key)
    entry = next(k for k in rows["key"] if k.startswith("fund:"))
    shown = FundsPage(desk, view_of(task=entry))._html.html
    words = re.findall(r"<dt>对应任务</dt><dd>(.*?)</dd>", shown)[0]
    assert f"t={desk.token_of(key)}" in words
    task = desk.tasks.row(desk.token_of(key), LAST_DAY, "fixed")
    assert task is not None
    assert title(task, desk.plan, "zh") in words
    assert key not in words
    assert 'data-field="author"' in shown.partition(">撤回这一笔</h3>")[2]


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
