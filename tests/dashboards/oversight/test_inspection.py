"""A sample drawn on the page; the practice store; looking back and along."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.oversight import list_file, oversight, sample
from dashboards.pages.oversight import OversightPage
from fupin.practice import practise
from fupin.recording import preview, record
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store, register, verify
from tests.dashboards.oversight.pages import added, markup, of, typed, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.plan import Plan


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


def test_a_row_that_was_opened_stays_open_when_others_write(desk: Desk) -> None:
    view = view_of(tab="inspect")
    page = OversightPage(desk, view)
    page._go("new=draw")
    typed(page, "draw", reason="半年抽查", author="陈一")
    page._go("row=2")
    view.followed += 1
    assert 'data-field="found"' in markup(page)
    typed(page, "record", found="agrees", inspector="某某某", author="林二")
    assert page._form.error is None


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
