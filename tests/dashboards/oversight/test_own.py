"""Objections of the register's own: taken and decided on the page."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from dashboards.models.dossier import dossier
from dashboards.models.oversight import oversight
from dashboards.models.view import View
from dashboards.pages.oversight import OversightPage
from dashboards.widgets.dossier import dossier_page
from fupin.store import verify
from tests.dashboards.oversight.pages import markup, of, own_open, typed, view_of

if TYPE_CHECKING:
    from dashboards.models.desk import Desk


def test_one_of_the_register_is_taken_and_decided_on_the_page(desk: Desk) -> None:
    view, row = view_of(), own_open(desk)
    household, number = row["household_id"], row["objection_id"]
    page = OversightPage(desk, view)
    opened = f"own:{desk.token_of(row['key'])}"
    assert f'data-go="open={opened}"' in markup(page)
    page._go(f"open={opened}")
    assert view.task == opened
    # Neither the number nor the household's id is sent: the one holds the other.
    assert number not in markup(page)
    typed(page, "take_up", taker="林二", author="陈一", channel="notice")
    assert "请选反映什么" in markup(page)
    typed(page, "take_up", about="person", person="林二")
    assert "不能承办" in markup(page)
    typed(page, "take_up", person="某某某", finding="查过")
    assert page._form.error is None
    assert (view.task, page._form.key) == (opened, f"reg:{number}")
    assert "承办中" in markup(page)
    assert number not in markup(page)
    typed(page, "decide", author="某某某", outcome="rejected")
    assert "某** 是被反映的人" in markup(page)
    typed(page, "decide", author="王三")
    assert "不属实" in markup(page)
    assert household not in oversight(desk, view).held
    # It stands in the list once, on the days before too: nobody had it then.
    page._go("back")
    assert markup(page).count(f'data-go="open={opened}"') == 1
    earlier = oversight(desk, View(day=row["raised_on"], page="oversight"))
    assert household not in [one["household_id"] for one in earlier.own]
    told = [o for o in earlier.written if o.household_id == household]
    assert [(o.key, o.state) for o in told] == [(row["key"], "new")]
    assert verify(of(desk)) == []


def test_who_took_one_of_the_register_first_is_shown_to_the_second(desk: Desk) -> None:
    opened = f"own:{desk.token_of(own_open(desk)['key'])}"
    first, other = (OversightPage(desk, view_of(task=opened)) for _ in range(2))
    said = {"about": "decision", "channel": "letter", "author": "陈一"}
    typed(first, "take_up", taker="林二", **said)
    typed(other, "take_up", taker="黎四", **said)
    shown = markup(other)
    assert "先看两个版本" in shown
    assert "林*" in shown
    assert "<b>黎*</b>" in shown
    # It is taken by now: what was typed may go on top of it.
    other._go("insist")
    typed(other, "take")
    assert other._form.error is None
    (found,) = oversight(desk, view_of()).written
    assert (found.taker, found.version) == ("黎四", 2)


def test_the_dossier_leads_to_the_sheet_of_one_of_the_register(desk: Desk) -> None:
    row = own_open(desk)
    view = view_of(household=desk.token_of(row["household_id"]))
    found = dossier(desk, view)
    assert found is not None
    shown = dossier_page(found, desk, view)
    (link,) = re.findall(r'data-go="([^"]*own%3A[^"]*)"', shown)
    view.go(html.unescape(link))
    assert (view.page, view.task) == ("oversight", f"own:{desk.token_of(row['key'])}")
    assert "承办这一条" in markup(OversightPage(desk, view))


def test_a_decided_one_says_when_another_still_holds_the_step(desk: Desk) -> None:
    row, view = own_open(desk), view_of()
    page = OversightPage(desk, view)
    page._go("new=new")
    village, _, number = row["household_id"].partition("-")
    said = {"village_id": village, "household": number, "about": "decision"}
    said |= {"channel": "box", "text": "有车", "author": "陈一"}
    typed(page, "add", **said)
    typed(page, "take", taker="林二", finding="没有车")
    typed(page, "decide", outcome="rejected", author="王三")
    assert "这一户还有未办结的，下一步仍须等" in markup(page)
    page._go(f"open=own:{desk.token_of(row['key'])}")
    said = {"about": "decision", "channel": "notice", "taker": "林二"}
    typed(page, "take_up", finding="没有车", **said)
    assert "台账没有写是谁反映的" in markup(page)
    typed(page, "decide", outcome="rejected", author="王三")
    assert "已办结，不再挡住步骤" in markup(page)
