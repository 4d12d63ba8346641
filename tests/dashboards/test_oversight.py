"""The oversight page: what it says is what the store has, and no name is sent."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

from dashboards import text
from dashboards.models.coverage import coverage
from dashboards.models.desk import Desk
from dashboards.models.dossier import dossier
from dashboards.models.oversight import list_file, oversight, sample
from dashboards.models.view import View
from dashboards.pages.oversight import OversightPage
from dashboards.widgets.dossier import dossier_page
from fupin.access import LOCAL, Reader
from fupin.practice import practise
from fupin.procedure import procedures
from fupin.recording import preview, record
from fupin.register import Register
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store, register, verify
from fupin.store.audit import entries
from tests.store.towns import take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store

NAME = "欧阳静仪"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("town")
    write_sample(to, households=120)
    return to


@pytest.fixture
def desk(folder: Path, plan: Plan, tmp_path: Path) -> Iterator[Desk]:
    text.learn(plan)
    store = open_store(tmp_path / "town.db")
    record(store, preview(store, folder, LAST_DAY), "陈一", "录入")
    yield Desk(register(store), plan, store=store)
    store.close()


def of(desk: Desk) -> Store:
    assert desk.store is not None
    return desk.store


def view_of(lang: str = "zh", **changes: Any) -> View:
    return View(day=LAST_DAY, page="oversight", lang=lang, **changes)


def markup(page: OversightPage) -> str:
    return page._html.html


def typed(page: OversightPage, act: str, **said: str) -> None:
    for name, value in said.items():
        page._field(name, value)
    page._go(f"save-{act}")


def free_household(desk: Desk) -> str:
    """Return a household with an exit step before it that nothing holds."""
    rows = procedures(desk.assessment(LAST_DAY)).filter(
        (pl.col("procedure") == "exit")
        & pl.col("next_step").is_not_null()
        & ~pl.col("is_held").fill_null(value=True)
    )
    return str(rows["household_id"][0])


def added(desk: Desk, view: View, **said: str) -> tuple[OversightPage, str]:
    household = free_household(desk)
    page = OversightPage(desk, view)
    page._go("new=new")
    told = {
        "village_id": household[:3], "household": household[4:], "about": "decision",
        "channel": "notice", "text": "收入没有算全",
        "received_on": "2018-06-20", "author": "陈一", "complainant": NAME,
    }  # fmt: skip
    typed(page, "add", **(told | said))
    return page, household


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


def test_a_draw_is_made_shown_and_inspected(desk: Desk) -> None:
    view = view_of(tab="inspect")
    page = OversightPage(desk, view)
    assert "还没有抽过样" in markup(page)
    assert "S59" in markup(page)
    page._go("new=draw")
    assert "2018-06-30-v1" in markup(page)
    typed(page, "draw", reason="半年抽查", author="陈一")
    told = oversight(desk, view)
    (made,) = told.draws
    assert view.task == "draw:1"
    shown = markup(page)
    assert shown.count('data-go="row=') == len(made.rows)
    assert "还没有查" in shown
    page._go("row=1")
    typed(page, "record", found="wrong", inspector="某某某", author="林二")
    assert "请填原因" in markup(page)
    typed(page, "record", reason="收入未达标")
    assert page._form.error is None
    found = sample(desk, told, made)
    assert (found.looked, found.wrong) == (1, 1)
    headline = re.findall(r"<h2[^>]*>(.*?)</h2>", markup(page))[0]
    assert re.sub("<[^>]+>", "", headline) == (
        f"抽了 2 村 {len(made.rows)} 户次，已查 1，结论不对的 1"
    )
    share = found.shares[0]
    assert f"{share.looked} 户里 {share.found} 户" in markup(page)
    name, content = list_file(told, found)
    assert name == "2018-06-30 抽查名单 1.xlsx"
    assert len(openpyxl.load_workbook(io.BytesIO(content)).worksheets) == 3
    assert verify(of(desk)) == []


def test_another_window_sees_what_was_written_at_its_next_look(desk: Desk) -> None:
    other = OversightPage(desk, view_of())
    added(desk, view_of())
    other.view.lang = "en"
    assert 'data-go="open=obj:1"' in markup(other)


def test_looking_back_nothing_can_be_written(desk: Desk) -> None:
    then = desk.at(1)
    assert then is not None
    page = OversightPage(then, view_of())
    assert "new=new" not in markup(page)
    page = OversightPage(then, view_of(tab="inspect"))
    assert "new=draw" not in markup(page)


@pytest.fixture(scope="module")
def practised(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return the whole sample as the practice store has it."""
    text.learn(plan)
    folder = tmp_path_factory.mktemp("practice")
    write_sample(folder / "town")
    store = open_store(folder / "town.db")
    record(store, preview(store, folder / "town", LAST_DAY), "示例", "练习")
    practise(store, plan, LAST_DAY)
    yield Desk(register(store), plan, store=store)
    store.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_practice_store_has_some_of_everything(practised: Desk, lang: str) -> None:
    desk = practised
    view = view_of(lang)
    found = oversight(desk, view)
    assert {one.state for one in found.written} == {"new", "taken", "partly"}
    assert {o.household_id for o in found.open} <= found.held
    (made,) = found.draws
    assert sample(desk, found, made).looked == 16
    for tab in ("", "inspect", "new", "draw"):
        assert "Traceback" not in markup(OversightPage(desk, view_of(lang, tab=tab)))
    assert verify(of(desk)) == []


def test_what_others_write_down_is_drawn_in_an_open_list(desk: Desk) -> None:
    view = view_of()
    page, before = OversightPage(desk, view), desk.look()
    assert "收入没有算全" not in markup(page)
    added(desk, view_of(author="林二"))
    assert desk.look() > before
    view.followed += 1
    assert "超期" in markup(page) or "余" in markup(page)
    assert len(oversight(desk, view).written) == 1
    assert 'data-go="open=obj:1"' in markup(page)


def own_open(desk: Desk) -> dict[str, Any]:
    """Return an objection of the sample's own register that nobody has decided."""
    return next(row for row in oversight(desk, view_of()).own if row["can_be_taken"])


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
