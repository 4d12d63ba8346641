"""The tasks' page: every figure opens as many tasks as it says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.overview import overview
from dashboards.models.tasks import tasks_view
from dashboards.pages.tasks import TasksPage
from dashboards.widgets.tasks import _apart, matrix
from fupin.access import Reader
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.tasks import STATES
from tests.dashboards.tasks.pages import markup, view_of

if TYPE_CHECKING:
    from fupin.plan import Plan


CELL = re.compile(r'<td class="c(?: gap)?" data-go="([^"]+)" title="([^"]+)"')


def test_every_cell_of_the_matrix_opens_as_many_tasks_as_it_says(desk: Desk) -> None:
    shown = markup(TasksPage(desk, view_of()))
    found = CELL.findall(shown)
    assert len(found) > 40
    counted = 0
    for link, words in found:
        view = view_of()
        view.go(link.replace("&amp;", "&"))
        total, open_, late, wait = map(int, re.findall(r"\d+", words))
        rows = tasks_view(desk, view).listed
        assert rows.height == total, link
        assert int(rows["is_open"].sum()) == open_
        assert int((rows["light"] == "red").sum()) == late
        assert int((rows["status"] == "to_verify").sum()) == wait
        counted += total
    assert counted == tasks_view(desk, view_of()).rows.height


def test_what_is_recorded_of_the_ten_has_a_column_of_its_own(desk: Desk) -> None:
    view = view_of(tab="board")
    page = TasksPage(desk, view)
    assert "落实（二）至（十）" in markup(page)
    page._go("new")
    typed = {
        "title": "产业帮扶", "department": "finance", "due_on": "2018-07-31",
        "village_id": "001", "author": "陈一", "implementation": "3",
    }  # fmt: skip
    for name, value in typed.items():
        page._field(name, value)
    page._go("save-add")
    page._go("tab=board")
    shown = markup(page)
    assert 'class="c gap" title="">（三）</th>' in shown
    assert "落实（二）（四）（五）" in shown
    (link,) = [found for found, _ in CELL.findall(shown) if "kind=ten3" in found]
    view.go(link.replace("&amp;", "&"))
    assert tasks_view(desk, view).listed["title"].to_list() == ["产业帮扶"]
    # The first has its own tasks only.
    view.set(kind="implement", department="")
    assert set(tasks_view(desk, view).listed["implementation"]) == {1}


def test_the_ten_are_named_once_they_are_recorded(desk: Desk) -> None:
    told = [
        one if one["number"] == 1 else {
            "number": one["number"], "clause": "x", "zh": "甲", "en": "A",
        }
        for one in desk.plan.implementations
    ]  # fmt: skip
    found = replace(desk.plan, implementations=tuple(told))
    page = replace(tasks_view(desk, view_of()), plan=found)
    assert (len(page.ten), page.pending) == (9, [])
    shown = matrix(page, "")
    assert "待补录" not in shown
    assert 'title="甲">（十）</th>' in shown


def test_the_headline_is_made_of_the_figures(desk: Desk) -> None:
    page = tasks_view(desk, view_of())
    shown = markup(TasksPage(desk, view_of()))
    first = re.sub(r"<[^>]+>", "", re.findall(r"<h2[^>]*>(.*?)</h2>", shown)[0])
    whole, (name, worst) = page.whole, next(iter(page.departments.items()))
    words = f"{whole.total - whole.done} 项没办完，超期 {whole.late} 项，"
    words += f"{desk.plan.departments[name].name['zh']}占 {worst.late} 项"
    assert first.startswith(words)


def test_the_board_has_every_task_once(desk: Desk) -> None:
    page = tasks_view(desk, view_of())
    assert tuple(page.by_status) == STATES
    assert sum(n for n, _ in page.by_status.values()) == page.rows.height


def test_a_village_has_its_own_tasks_only(desk: Desk) -> None:
    page = tasks_view(desk, view_of(village="002"))
    assert set(page.rows["village_id"]) == {"002"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("tab", ["", "list", "stuck", "new"])
def test_each_part_is_drawn_in_both_languages(desk: Desk, lang: str, tab: str) -> None:
    shown = markup(TasksPage(desk, view_of(lang, tab=tab)))
    assert shown.count("<section") == shown.count("</section")
    assert "None" not in shown
    assert "{" not in re.sub(r"<[^>]+>", "", shown)


def test_no_name_of_a_villager_and_no_household_id_is_on_the_page(desk: Desk) -> None:
    names = set(desk.register["households"]["head_name"].drop_nulls())
    ids = set(desk.register["households"]["household_id"])
    for tab in ("", "list", "stuck"):
        shown = markup(TasksPage(desk, view_of(tab=tab)))
        assert not [name for name in names if name in shown]
        assert not [one for one in ids if f">{one}<" in shown or f"={one}" in shown]


def test_a_department_has_a_board_and_reminders_of_its_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(tab="board")
    page = TasksPage(desk, view)
    whole = tasks_view(desk, view)
    page._field("department", "housing")
    own = tasks_view(desk, view)
    housing = whole.rows.filter(pl.col("department") == "housing")
    assert sum(n for n, _ in own.by_status.values()) == housing.height
    # The matrix is of all of them still.
    assert own.cells == whole.cells
    sent: list[str] = []
    monkeypatch.setattr(page._html, "download", lambda name, _: sent.append(name))
    page._go("notice")
    assert sent == [f"督办单-住建局-{LAST_DAY}.pdf"]
    assert "没有这样的任务" in markup(page)


def test_where_nothing_is_open_no_reminder_is_printed_and_it_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(tab="board", department="hospital", village="004")
    page = TasksPage(desk, view)
    rows = desk.tasks.of(view.day, view.basis, "004")
    closed = rows.with_columns(is_open=pl.lit(value=False))
    monkeypatch.setattr(desk.tasks, "of", lambda *_: closed)
    page._go("notice")
    assert "没有没办完的任务，不用印" in markup(page)


def test_an_office_finds_what_waits_for_its_verdict(desk: Desk) -> None:
    view = view_of(tab="mine", own="discipline", author="林二")
    waiting = tasks_view(desk, view).rows.filter(
        (pl.col("status") == "to_verify") & (pl.col("department") != "discipline")
    )
    shown = markup(TasksPage(desk, view))
    assert f"{waiting.height} 项等您这里核实" in shown
    # Under a headline of mine is what follows for me.
    own = tasks_view(desk, view).mine
    assert f"（{own.height} 项里" in shown
    token = desk.token_of(waiting["key"][0])
    assert f'data-go="open={token}"' in shown
    view.own = "housing"
    assert "等您这里核实" not in markup(TasksPage(desk, view))


def test_another_village_of_the_reader_is_not_there(plan: Plan) -> None:
    text.learn(plan)
    reader = Reader("village", villages=frozenset({"001"}))
    desk = Desk(Register.of(make_tables()), plan, reader)
    page = tasks_view(desk, view_of())
    assert set(page.rows["village_id"].drop_nulls()) == {"001"}
    shown = markup(TasksPage(desk, view_of()))
    # Without a store there is nothing to write on.
    assert 'data-go="new"' not in shown


@pytest.mark.parametrize("village", ["", "002"])
def test_the_overview_tells_the_same_of_the_tasks_as_their_page(
    desk: Desk, village: str
) -> None:
    shown = overview(desk, LAST_DAY, village)
    page = tasks_view(desk, view_of(village=village))
    assert shown.owed == page.whole
    assert shown.on_time_rate == page.whole.rate
    assert len(shown.late) == page.whole.late
    assert sum(map(len, shown.late_by_department.values())) == page.whole.late


def test_each_group_of_the_matrix_stands_apart_by_its_first_cell() -> None:
    none, one = '<td class="c none">—</td>', '<td class="c" x>1</td>'
    apart = '<td class="c gap none">—</td>'
    assert _apart(none + one) == apart + one
    assert _apart(one) == '<td class="c gap" x>1</td>'
