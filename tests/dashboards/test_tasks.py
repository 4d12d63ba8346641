"""The tasks page: its figures are those of its lists, and what is typed is kept."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import polars as pl
import pytest
from pypdf import PdfReader

from dashboards import text
from dashboards.models.address import restore, written
from dashboards.models.desk import Desk
from dashboards.models.overview import overview
from dashboards.models.tasks import tasks_view, title
from dashboards.models.view import View
from dashboards.pages.tasks import TasksPage
from fupin.access import Reader
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.store import open_store
from fupin.tasks import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan

CELL = re.compile(r'<td class="c(?: gap)?" data-go="([^"]+)" title="([^"]+)"')


@pytest.fixture(scope="module")
def decided(plan: Plan) -> Desk:
    text.learn(plan)
    return Desk(Register.of(make_tables()), plan)


@pytest.fixture
def desk(decided: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Return the same register and answers with a store that nobody wrote in."""
    store = open_store(tmp_path / "town.db")
    decided.store = store
    decided.__dict__.pop("tasks", None)
    yield decided
    store.close()


def view_of(lang: str = "zh", **changes: Any) -> View:
    return View(day=LAST_DAY, page="tasks", lang=lang, **changes)


def markup(page: TasksPage) -> str:
    return page._body.html


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


def opened(desk: Desk, **changes: Any) -> tuple[TasksPage, View]:
    view = view_of(**changes)
    page = TasksPage(desk, view)
    rows = tasks_view(desk, view).listed
    key = rows.filter(pl.col("status") == "not_started")["key"][0]
    page._go(f"open={desk.token_of(key)}")
    return page, view


def test_a_sheet_quotes_the_clause_and_takes_a_report(desk: Desk, plan: Plan) -> None:
    page, view = opened(desk)
    task = desk.tasks.row(view.task, view.day, view.basis)
    assert task is not None
    assert plan.clauses[task["clause"]].text in markup(page)
    for name, value in (("progress", "140"), ("author", "陈一木")):
        page._field(name, value)
    page._go("save-task")
    assert "写 0 到 100 的整数" in markup(page)
    page._field("progress", "40")
    page._field("comment", "<script>alert(1)</script>")
    page._go("save-task")
    shown = markup(page)
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "陈**" in shown
    after = desk.tasks.row(view.task, view.day, view.basis)
    assert after is not None
    assert (after["progress"], after["version"]) == (40, 1)


def test_two_people_at_once_see_both_versions(desk: Desk) -> None:
    page, view = opened(desk)
    other = TasksPage(desk, View(day=LAST_DAY, page="tasks", task=view.task))
    for one, author, progress in ((page, "陈一", "40"), (other, "林二", "60")):
        one._field("author", author)
        one._field("progress", progress)
    page._go("save-task")
    other._go("save-task")
    shown = markup(other)
    assert "陈一 刚改过这一条，先看两个版本" in shown
    assert "<td>40</td><td><b>60</b></td>" in shown
    other._go("insist")
    other._go("save-task")
    task = desk.tasks.row(view.task, view.day, view.basis)
    assert task is not None
    assert (task["progress"], task["version"]) == (60, 2)


def test_done_is_reported_by_one_and_accepted_by_another(desk: Desk) -> None:
    page, view = opened(desk)
    page._field("author", "陈一")
    page._field("status", "to_verify")
    page._go("save-task")
    page._go("save-accept")
    assert "要由别人核实" in markup(page)
    page._field("author", "林二")
    page._go("save-accept")
    task = desk.tasks.row(view.task, view.day, view.basis)
    assert task is not None
    assert task["status"] == "done"


def test_a_new_task_stands_in_the_list(desk: Desk) -> None:
    view = view_of()
    page = TasksPage(desk, view)
    page._go("new")
    before = tasks_view(desk, view).rows.height
    typed = {
        "title": "核对拨款", "department": "finance", "due_on": "2018-07-31",
        "village_id": "001", "author": "陈一",
    }  # fmt: skip
    for name, value in typed.items():
        page._field(name, value)
    page._go("save-add")
    assert view.tab == "list"
    assert tasks_view(desk, view).rows.height == before + 1
    view.set(department="finance")
    assert "核对拨款" in markup(page)


def test_the_notice_names_every_open_task_and_nobody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, view = opened(desk, department="work_team")
    page._field("author", "陈一")
    page._field("responsible", "林二木")
    page._go("save-task")
    page._go("back")
    sent: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page._body, "download", lambda *said: sent.append(said))
    page._go("notice")
    ((name, content),) = sent
    pages = PdfReader(io.BytesIO(content)).pages
    said = "".join("".join(one.extract_text().split()) for one in pages)
    rows = tasks_view(desk, view).listed.filter("is_open")
    assert name == f"督办单-work_team-{LAST_DAY}.pdf"
    late = rows.filter(pl.col("light") == "red").height
    assert f"有{rows.height}项任务未办完，其中{late}项超期" in said
    assert "林**" in said
    assert "林二木" not in said
    for task in rows.iter_rows(named=True):
        assert title(task, desk.plan, "zh") in said


def test_without_a_department_each_has_a_notice_of_its_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = TasksPage(desk, view_of())
    sent: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page._body, "download", lambda *said: sent.append(said))
    page._go("notice")
    ((name, content),) = sent
    said = "".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages)
    rows = tasks_view(desk, view_of()).rows.filter("is_open")
    owing = set(rows["department"]) & set(desk.plan.departments)
    assert name == f"督办单-{LAST_DAY}.pdf"
    assert said.count("督办人") == len(owing) > 3


def test_another_village_of_the_reader_is_not_there(plan: Plan) -> None:
    text.learn(plan)
    reader = Reader("village", villages=frozenset({"001"}))
    desk = Desk(Register.of(make_tables()), plan, reader)
    page = tasks_view(desk, view_of())
    assert set(page.rows["village_id"].drop_nulls()) == {"001"}
    shown = markup(TasksPage(desk, view_of()))
    # Without a store there is nothing to write on.
    assert 'data-go="new"' not in shown


def test_an_open_task_stands_in_the_address_by_its_opaque_id(desk: Desk) -> None:
    _, view = opened(desk, tab="list")
    address = written(view, LAST_DAY)
    said = dict(parse_qsl(address.lstrip("?")))
    assert said["p"] == "tasks"
    assert re.fullmatch(r"[0-9a-f]{16}", said["t"])
    again = View(day=LAST_DAY)
    restore(again, address, desk.days, desk.village_names)
    assert (again.task, again.tab) == (view.task, "list")


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
