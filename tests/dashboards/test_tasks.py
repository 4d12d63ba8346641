"""The tasks page: its figures are those of its lists, and what is typed is kept."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import openpyxl
import polars as pl
import pytest
from PIL import Image
from pypdf import PdfReader

from dashboards import text
from dashboards.models.address import restore, written
from dashboards.models.desk import Desk
from dashboards.models.households import PAGE_ROWS
from dashboards.models.overview import overview
from dashboards.models.tasks import exported, late_count, tasks_view, title
from dashboards.models.view import View, remembered
from dashboards.pages.tasks import TasksPage
from dashboards.widgets.tasks import _apart, matrix
from fupin.access import Reader
from fupin.recording import preview, record
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables, write_sample
from fupin.store import open_store, register
from fupin.tasks import STATES
from fupin.tasks.lists import said

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
    return page._html.html


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
    assert "陈* 刚改过这一条，先看两个版本" in shown
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
    assert "由牵头部门或纪检审计核实" in markup(page)
    page._field("own", "discipline")
    page._go("save-accept")
    told = markup(page).rpartition("<h3>经过")[2]
    assert "纪检审计" in told
    # A due date that moves is seen to move.
    assert told.count("期限 ") == 2
    task = desk.tasks.row(view.task, view.day, view.basis)
    assert task is not None
    assert task["status"] == "done"


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


def test_a_new_task_is_opened_and_stands_in_the_list(desk: Desk) -> None:
    view = view_of()
    page = TasksPage(desk, view)
    page._go("new")
    before = tasks_view(desk, view).rows.height
    typed = {
        "title": "核对拨款", "department": "finance", "due_on": "2018-07-31",
        "village_id": "001", "author": "陈一", "target": "50", "unit": "",
        "clause": "goal_household_income",
    }  # fmt: skip
    for name, value in typed.items():
        page._field(name, value)
    page._go("save-add")
    assert "目标要有单位" in markup(page)
    page._field("unit", "mu")
    page._go("save-add")
    assert view.task
    shown = markup(page)
    assert "核对拨款" in shown
    assert "<b>50</b> 亩" in shown
    assert "通过三年脱贫攻坚" in shown
    page._go("back")
    assert (view.tab, view.task) == ("list", "")
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


def tokens(desk: Desk, **where: Any) -> list[str]:
    rows = tasks_view(desk, view_of()).rows.filter(**where)
    return [desk.token_of(key) for key in rows["key"]]


def row_of(desk: Desk, token: str) -> dict[str, Any]:
    found = desk.tasks.row(token, LAST_DAY, "fixed")
    assert found is not None
    return found


def test_a_card_moves_to_another_lane_and_to_done_by_somebody_else_only(
    desk: Desk,
) -> None:
    view = view_of(tab="board", author="陈一")
    page = TasksPage(desk, view)
    shown = markup(page)
    token = re.findall(r'data-drag="([^"]+)"', shown)[0]
    assert row_of(desk, token)["status"] == "not_started"
    page._field(f"move:{token}", "to_verify")
    assert row_of(desk, token)["status"] == "to_verify"
    page._field(f"move:{token}", "done")
    assert "要由别人核实" in markup(page)
    page._field("author", "林二")
    # A name is asked for where that is what is missing, and no department.
    page._field("author", "")
    page._field(f"move:{token}", "running")
    told = markup(page).partition('class="card bad-card"')[2].partition("</section>")[0]
    assert 'data-field="author"' in told
    assert 'data-field="own"' not in told
    page._field("author", "林二")
    page._field(f"move:{token}", "done")
    # Of which department is asked beside the refusal.
    assert '<select data-field="own">' in markup(page)
    page._field("own", "discipline")
    page._field(f"move:{token}", "done")
    assert row_of(desk, token)["status"] == "done"
    # Sent back needs a reason: the task's own sheet asks for it.
    other = tokens(desk, status="to_verify")[0]
    page._field(f"move:{other}", "returned")
    assert view.task == other


def test_a_cell_is_written_where_it_stands_and_a_stale_one_told(desk: Desk) -> None:
    pages = [
        TasksPage(desk, view_of(tab="list", author=name)) for name in ("陈一", "林二")
    ]
    for page in pages:
        page._go("edit-list")
    token = pages[0]._grid.shown[0]
    pages[0]._field(f"cell:{token}:progress", "30")
    assert row_of(desk, token)["progress"] == 30
    pages[1]._field(f"cell:{token}:progress", "50")
    told = markup(pages[1])
    assert "陈* 刚改过这一条" in told
    assert ">30<" in told
    assert row_of(desk, token)["progress"] == 30
    # Both were shown: the next one is on top of it.
    pages[1]._field(f"cell:{token}:progress", "50")
    assert row_of(desk, token)["progress"] == 50
    pages[1]._field(f"cell:{token}:progress", "140")
    assert "写 0 到 100 的整数" in markup(pages[1])


def test_many_are_changed_and_the_others_named(desk: Desk) -> None:
    page = TasksPage(desk, view_of(tab="list", author="陈一"))
    page._go("edit-list")
    picked = page._grid.shown[:3]
    for token in picked:
        page._field(f"pick:{token}", "1")
    other = TasksPage(desk, view_of(tab="list", author="林二"))
    other._go("edit-list")
    other._field(f"cell:{picked[1]}:progress", "30")
    page._field("bulk:due_on", "2018-12-01")
    page._go("apply-many")
    assert [row_of(desk, t)["due_on"].isoformat() for t in picked[::2]] == [
        "2018-12-01", "2018-12-01",
    ]  # fmt: skip
    shown = markup(page)
    assert "改了 2 项" in shown
    assert "1 项没改" in shown
    assert "林* 刚改过这一条" in shown
    page._field("pick-all", "1")
    assert len(page._grid.picked) == len(page._grid.shown)
    page._field("pick-all", "")
    assert page._grid.picked == {}


def test_who_is_known_lands_on_what_is_theirs_and_late(desk: Desk) -> None:
    view = view_of()
    page = TasksPage(desk, view)
    assert "tasks-matrix" in markup(page)
    assert late_count(desk, view) == tasks_view(desk, view).whole.late
    page._field("own", "housing")
    shown = markup(page)
    rows = tasks_view(desk, view_of(department="housing")).listed
    late = rows.filter(pl.col("light") == "red").height
    assert f"超期 {late} 项，先办" in shown
    assert late_count(desk, view) == late
    # A task of another department that names me is mine too.
    token = tokens(desk, department="agriculture", is_open=True)[0]
    TasksPage(desk, view_of(task=token))._field("responsible", "")
    grid = TasksPage(desk, view_of(tab="list", author="林二"))
    grid._go("edit-list")
    grid._field(f"cell:{token}:responsible", "吴三、陈一")
    page._field("author", "陈 一")
    assert token in {desk.token_of(k) for k in tasks_view(desk, view).mine["key"]}
    page._go("forget-me")
    assert "tasks-matrix" in markup(page)


def test_what_others_write_is_drawn_but_never_over_an_edit(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    view = view_of(tab="board")
    page = TasksPage(desk, view)
    monkeypatch.setattr(page._html, "tell", told.append)
    token = tokens(desk, status="not_started")[0]

    def other(progress: str) -> None:
        grid = TasksPage(desk, view_of(tab="list", author="林二"))
        grid._go("edit-list")
        grid._field(f"cell:{token}:status", "running")
        grid._field(f"cell:{token}:progress", progress)
        view.followed += 1

    before = markup(page)
    other("30")
    assert markup(page) != before
    assert told == []
    page._go(f"open={token}")
    page._field("comment", "正在写")
    before = markup(page)
    other("40")
    assert markup(page) == before
    assert told == ["news"]
    page._go("refresh")
    assert "正在写" in markup(page)
    assert "40 %" in markup(page)


def test_a_view_is_saved_opened_and_dropped_by_its_person(desk: Desk) -> None:
    view = view_of(tab="list", department="housing", alarm="red", author="陈一")
    page = TasksPage(desk, view)
    page._field("view-name", "住房<超期>")
    page._go("save-view")
    assert "view=住房&lt;超期&gt;" in markup(page)
    view.set(department="", alarm="")
    page._go("view=住房<超期>")
    assert (view.department, view.alarm) == ("housing", "red")
    other = TasksPage(desk, view_of(tab="list", author="林二"))
    assert (
        "住房"
        not in re.sub(r"<option.*?</option>", "", markup(other))
        .split("tasks-views", 1)[1]
        .split("</div>", 1)[0]
    )
    page._go("drop-view=住房<超期>")
    assert "view=住房" not in markup(page)


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


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(made, "JPEG")
    return made.getvalue()


def test_a_photo_is_kept_shown_and_handed_out(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, view = opened(desk)
    view.author = "陈一木"
    page._field("phase", "after")
    path = tmp_path / "完工.jpg"
    path.write_bytes(photo())
    page._on_file(path)
    shown = markup(page)
    assert 'src="data:image/jpeg;base64,' in shown
    assert "整改后" in shown
    assert "陈**" in shown
    (number,) = re.findall(r'data-go="file=(\d+)"', shown)
    sent: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page._html, "download", lambda *said: sent.append(said))
    page._go(f"file={number}")
    assert sent[0][0] == "完工.jpg"
    assert Image.open(io.BytesIO(sent[0][1])).size == (600, 400)
    page._go(f"see={number}")
    assert "tasks-large" in markup(page)
    page._go("list=")
    assert "tasks-large" not in markup(page)
    # Another task's file isn't to be had by its number.
    view.task = tokens(desk, status="running")[0]
    page._go(f"file={number}")
    assert len(sent) == 1


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


def test_a_program_that_calls_itself_a_photo_is_refused_on_the_page(
    desk: Desk, tmp_path: Path
) -> None:
    page, view = opened(desk)
    view.author = "陈一木"
    path = tmp_path / "完工.jpg"
    path.write_bytes(b"MZ" + bytes(100))
    page._on_file(path)
    assert "这是一个程序" in markup(page)
    assert 'data-go="file=' not in markup(page)


def test_a_replay_shows_what_was_written_by_its_moment(
    plan: Plan, tmp_path: Path
) -> None:
    write_sample(tmp_path / "town", households=60)
    store = open_store(tmp_path / "replay.db")
    record(store, preview(store, tmp_path / "town", LAST_DAY), "陈一", "录入")
    desk = Desk(register(store), plan, store=store)
    token = tokens(desk, status="not_started", kind="duty")[0]

    def write(progress: str) -> None:
        page = TasksPage(desk, view_of(tab="list", author="林二"))
        page._go("edit-list")
        page._field(f"cell:{token}:progress", progress)

    write("30")
    write_sample(tmp_path / "more", households=64)
    record(store, preview(store, tmp_path / "more", LAST_DAY), "陈一", "再录")
    write("60")
    desk.refresh()
    for seq, progress in ((1, 0), (2, 30)):
        then = desk.at(seq)
        assert then is not None
        found = then.tasks.row(token, LAST_DAY, "fixed")
        assert found is not None
        assert found["progress"] == progress
        assert 'data-go="edit-list"' not in markup(TasksPage(then, view_of(tab="list")))
    assert row_of(desk, token)["progress"] == 60
    store.close()


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ('{"author": "陈一", "own": "housing"}', {"author": "陈一", "own": "housing"}),
        ('{"author": "陈一", "page": "plan"}', {"author": "陈一"}),
        ("[1]", {}),
        ("{", {}),
    ],
)
def test_what_a_browser_kept_is_read_or_left(kept: str, read: dict[str, str]) -> None:
    assert remembered(kept) == read


def test_each_group_of_the_matrix_stands_apart_by_its_first_cell() -> None:
    none, one = '<td class="c none">—</td>', '<td class="c" x>1</td>'
    apart = '<td class="c gap none">—</td>'
    assert _apart(none + one) == apart + one
    assert _apart(one) == '<td class="c gap" x>1</td>'
