"""One task's sheet: what is typed, proposed, accepted, or shown with both versions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from dashboards.models.address import restore, written
from dashboards.models.desk import Desk
from dashboards.models.tasks import tasks_view
from dashboards.models.view import View
from dashboards.pages.tasks import TasksPage
from fupin.recording import preview, record
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store, register
from tests.dashboards.tasks.pages import markup, opened, row_of, tokens, view_of

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.plan import Plan


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


def test_an_open_task_stands_in_the_address_by_its_opaque_id(desk: Desk) -> None:
    _, view = opened(desk, tab="list")
    address = written(view, LAST_DAY)
    said = dict(parse_qsl(address.lstrip("?")))
    assert said["p"] == "tasks"
    assert re.fullmatch(r"[0-9a-f]{16}", said["t"])
    again = View(day=LAST_DAY)
    restore(again, address, desk.days, desk.village_names)
    assert (again.task, again.tab) == (view.task, "list")


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
