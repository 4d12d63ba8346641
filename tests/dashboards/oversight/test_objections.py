"""Objections on the page: written down, taken, decided, and what holds a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboards.models.coverage import coverage
from dashboards.models.desk import Desk
from dashboards.models.dossier import dossier
from dashboards.models.oversight import oversight
from dashboards.pages.oversight import OversightPage
from dashboards.widgets.dossier import dossier_page
from fupin.access import LOCAL, Reader
from fupin.register import Register
from fupin.sample import LAST_DAY
from fupin.store import register, verify
from fupin.store.audit import entries
from tests.dashboards.oversight.pages import (
    NAME,
    added,
    markup,
    of,
    own_open,
    typed,
    view_of,
)
from tests.store.towns import take

if TYPE_CHECKING:
    from fupin.plan import Plan


def test_a_written_objection_holds_the_step_on_every_page(desk: Desk) -> None:
    view = view_of()
    before = len(oversight(desk, view).held)
    page, household = added(desk, view)
    assert page._form.error is None
    assert view.task == "obj:1"
    assert "这一户的下一步须等这一条办结" in markup(page)
    assert household in oversight(desk, view).held
    assert len(oversight(desk, view).held) == before + 1
    stopped = coverage(desk, view).rows("found:held")["household_id"]
    assert household in stopped.to_list()
    view.household = desk.token_of(household)
    found = dossier(desk, view)
    assert found is not None
    assert "1 条异议未办结，下一步须等" in dossier_page(found, desk, view)


def test_the_name_is_in_no_markup_until_somebody_asks_for_it(desk: Desk) -> None:
    view = view_of()
    page, household = added(desk, view)
    view.household = desk.token_of(household)
    found = dossier(desk, view)
    assert found is not None
    view.household = ""
    shown = [markup(page), dossier_page(found, desk, view)]
    page._go("back")
    shown.append(markup(page))
    assert not any(NAME in one for one in shown)
    # The household's own id isn't sent either: an opaque one is.
    assert not any(household in one for one in (shown[0], shown[-1]))
    page._go("open=obj:1")
    page._field("author", "林二")
    before = desk.look()
    page._go("name")
    assert NAME in markup(page)
    # To have looked is an entry in the log, which the page follows, too.
    assert desk.look() > before
    view.followed += 1
    assert NAME in markup(page)
    page._go("back")
    page._go("open=obj:1")
    assert NAME not in markup(page)
    assert [e.actor for e in entries(of(desk)) if e.action == "objection.reveal"] == [
        "林二"
    ]


def test_taken_and_decided_on_the_page(desk: Desk) -> None:
    view = view_of()
    page, household = added(desk, view)
    typed(page, "take", taker="林二", taker_department="discipline", finding="漏一笔")
    assert "承办中" in markup(page)
    said = {"outcome": "upheld", "follow": "重算", "decided_on": "2018-06-29"}
    typed(page, "decide", author="林二", **said)
    assert "结论要由别人定" in markup(page)
    typed(page, "decide", author="王三")
    assert "属实" in markup(page)
    assert "save-decide" not in markup(page)
    assert household not in oversight(desk, view).held
    assert verify(of(desk)) == []


def test_what_was_corrected_is_told_and_never_its_words(desk: Desk) -> None:
    page, _ = added(desk, view_of())
    typed(page, "edit", channel="letter", text="漏了一笔")
    told = markup(page).rpartition("<h3>经过")[2]
    assert "<p>内容、渠道</p>" in told
    assert "漏了一笔" not in told
    typed(page, "take", taker="林二", taker_department="discipline", finding="查过")
    told = markup(page).rpartition("<h3>经过")[2]
    assert "<p>承办人、承办部门、核查情况</p>" in told


def test_what_somebody_else_wrote_is_shown_beside_mine(desk: Desk) -> None:
    first, _ = added(desk, view_of())
    other = OversightPage(desk, view_of(task="obj:1"))
    typed(first, "take", taker="林二", finding="甲")
    typed(other, "take", author="王三", taker="黎四", finding="乙")
    shown = markup(other)
    assert "先看两个版本" in shown
    assert "林*" in shown
    assert "<b>乙</b>" in shown
    other._go("insist")
    typed(other, "take", taker="黎四", finding="乙")
    assert other._form.error is None


def test_markup_and_formulas_are_only_text(desk: Desk) -> None:
    page, _ = added(desk, view_of(), text="<img src=x onerror=alert(1)>=1+1")
    assert "<img" not in markup(page)
    assert "&lt;img src=x" in markup(page)


def test_a_refusal_stays_on_the_form(desk: Desk) -> None:
    page, _ = added(desk, view_of(), text=" ", channel="letter")
    assert "请填内容" in markup(page)
    assert '<option value="letter" selected>' in markup(page)
    assert NAME in str(page._form.edits)
    assert len(oversight(desk, page.view).written) == 0


def test_a_reader_without_the_class_reads_no_words(desk: Desk, plan: Plan) -> None:
    added(desk, view_of())
    blind = Reader("clerk", classes=LOCAL.classes - {"hardship", "complainant"})
    other = Desk(register(of(desk)), plan, blind, desk.store)
    page = OversightPage(other, view_of(task="obj:1"))
    assert "收入没有算全" not in markup(page)
    assert "您的身份看不到内容" in markup(page)
    page._field("author", "林二")
    page._go("name")
    assert NAME not in markup(page)
    assert "看不到反映人" in markup(page)


def test_one_that_a_later_file_closed_is_not_taken_from_a_page_that_was_open(
    desk: Desk,
) -> None:
    row = own_open(desk)
    page = OversightPage(desk, view_of())
    page._go(f"open=own:{desk.token_of(row['key'])}")
    page._field("finding", "查过")
    rows = desk.register["objections"]
    closed = rows.filter(rows["objection_id"] == row["objection_id"]).with_columns(
        objection_state=pl.lit("upheld"), closed_on=pl.lit(LAST_DAY)
    )
    take(of(desk), Register.of({"objections": closed}), LAST_DAY)
    typed(page, "take_up", taker="林二", author="陈一", channel="notice", about="other")
    assert "已经办结" in markup(page)
    assert row["household_id"] not in {
        one.household_id for one in oversight(desk, view_of()).written
    }
