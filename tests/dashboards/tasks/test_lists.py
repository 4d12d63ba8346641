"""What leaves the page: the four lists, the notice, and the calendar of the plan."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest
from pypdf import PdfReader

from dashboards.models.households import PAGE_ROWS
from dashboards.models.tasks import exported, tasks_view, title
from dashboards.pages.tasks import TasksPage
from fupin.sample import LAST_DAY
from fupin.tasks.lists import said
from tests.dashboards.tasks.pages import markup, opened, photo, view_of

if TYPE_CHECKING:
    from pathlib import Path

    from dashboards.models.desk import Desk


def test_the_notice_names_every_open_task_and_nobody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, view = opened(desk, department="work_team")
    page._field("author", "陈一")
    page._field("responsible", "林二木")
    page._go("save-task")
    page._go("back")
    sent: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page._html, "download", lambda *said: sent.append(said))
    page._go("notice")
    ((name, content),) = sent
    pages = PdfReader(io.BytesIO(content)).pages
    said = "".join("".join(one.extract_text().split()) for one in pages)
    rows = tasks_view(desk, view).listed.filter("is_open")
    assert name == f"督办单-驻村工作组-{LAST_DAY}.pdf"
    late = rows.filter(pl.col("light") == "red").height
    assert f"有{rows.height}项任务未办完，其中{late}项超期" in said
    assert "林**" in said
    assert "林二木" not in said
    for task in rows.iter_rows(named=True):
        assert title(task, desk.plan, "zh") in said


def test_each_page_of_a_notice_says_of_when_and_of_what_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of()
    view.village = next(iter(desk.village_names))
    page = TasksPage(desk, view)
    sent: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page._html, "download", lambda *said: sent.append(said))
    page._go("notice")
    ((_, content),) = sent
    day = f"{LAST_DAY.year}年{LAST_DAY.month}月{LAST_DAY.day}日"
    for one in PdfReader(io.BytesIO(content)).pages:
        said = "".join(one.extract_text().split())
        for part in (f"截至{day}", f"筛选{desk.village_names[view.village]}",
                     f"数据{desk.register.fingerprint[:6]}",
                     f"方案{desk.plan.fingerprint[:6]}", "姓名已遮盖"):  # fmt: skip
            assert part in said


def test_without_a_department_each_has_a_notice_of_its_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = TasksPage(desk, view_of())
    sent: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page._html, "download", lambda *said: sent.append(said))
    page._go("notice")
    ((name, content),) = sent
    said = "".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages)
    rows = tasks_view(desk, view_of()).rows.filter("is_open")
    owing = set(rows["department"]) & set(desk.plan.departments)
    assert name == f"督办单-{LAST_DAY}.pdf"
    assert said.count("督办人") == len(owing) > 3


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["task", "duty", "progress", "issue"])
def test_each_list_stands_on_the_page_as_in_its_workbook(
    desk: Desk, lang: str, form: str
) -> None:
    view = view_of(lang, tab="list", form=form, department="housing")
    shown = markup(TasksPage(desk, view))
    rows = tasks_view(desk, view).listed
    assert shown.count('<tr data-go="open=') == min(rows.height, PAGE_ROWS) > 0
    name, content = exported(desk, view)
    assert name.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book[said(f"list_{form}", lang)].max_row == rows.height + 3


@pytest.mark.parametrize("form", ["month", "week"])
def test_every_cell_of_the_plan_opens_as_many_tasks_as_it_says(
    desk: Desk, form: str
) -> None:
    shown = markup(TasksPage(desk, view_of(tab="calendar", form=form)))
    page = tasks_view(desk, view_of(form=form))
    first = page.schedule[0][0]
    before = page.rows.filter(pl.col("due_on") < first).filter("is_open").height
    assert before
    assert f"更早到期、还没办完的 {before} 项" in shown
    found = re.findall(
        r'<td class="c(?: now| past)?" data-go="([^"]+)" title="([^"]+)"', shown
    )
    assert found
    for link, words in found:
        view = view_of()
        view.go(link.replace("&amp;", "&"))
        total, open_, late = map(int, re.findall(r"\d+", words))
        rows = tasks_view(desk, view).listed
        assert (rows.height, int(rows["is_open"].sum())) == (total, open_), link
        assert rows.filter(pl.col("light") == "red").height == late


def test_a_wrong_photo_is_taken_back_and_listed_with_its_reason(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, view = opened(desk)
    view.author = "陈一木"
    path = tmp_path / "别家.jpg"
    path.write_bytes(photo())
    page._on_file(path)
    (number,) = re.findall(r'data-go="ask-back=(\d+)"', markup(page))
    page._go(f"ask-back={number}")
    page._field("author", "林二")
    page._field("why-back", "拍错了户")
    page._go(f"take-back={number}")
    assert "只有上传的人" in markup(page)
    page._field("author", "陈一木")
    page._go(f"take-back={number}")
    shown = markup(page)
    assert "拍错了户" in shown
    assert "已撤回 1 个" in shown
    assert 'src="data:image/jpeg' not in shown
    sent: list[object] = []
    monkeypatch.setattr(page._html, "download", lambda *said: sent.append(said))
    page._go(f"file={number}")
    page._go(f"see={number}")
    assert sent == []
    assert "tasks-large" not in markup(page)
