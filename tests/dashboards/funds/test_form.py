"""An entry on the page: typed, corrected, withdrawn, and drawn for others."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import polars as pl

from dashboards import text
from dashboards.models.funds import funds_view
from dashboards.models.view import View
from dashboards.pages.funds import FundsPage
from dashboards.pages.tasks import TasksPage
from fupin.funds import Act, add, edit
from fupin.sample import LAST_DAY
from fupin.store import verify
from tests.dashboards.funds.pages import NEW, book, practised, typed, view_of

if TYPE_CHECKING:
    from dashboards.models.desk import Desk


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
