"""Tasks: gaps of a county made, a large board drawn, an edit written and taken up."""

from __future__ import annotations

import shutil
import statistics
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bench.postgres import postgres
from bench.registers import HOUSEHOLDS, large_path
from bench.row import Row, median_seconds
from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.taskgrid import TaskGrid
from dashboards.models.tasks import tasks_view
from dashboards.models.view import View
from dashboards.widgets.tasks import head, matrix
from dashboards.widgets.tasks_board import board
from fupin import settings
from fupin.assess import assess
from fupin.intake import read
from fupin.plan import Scenario, load_plan
from fupin.store import open_store
from fupin.store.layout import task_edits
from fupin.store.layout import tasks as added
from fupin.tasks import Act, edit, gaps, load_owners
from fupin.tasks import board as made

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.store import Store

FOLDER = Path(__file__).with_name("data") / "tasks"
DAY, BEFORE = date(2018, 6, 30), date(2018, 3, 31)
TASKS, VERSIONS, EDITS, PIECES = 50_000, 10, 200, 20
STATES = ("running", "to_verify", "returned", "running", "not_started")
AT = "2018-01-01T00:00:00.000000+00:00"


def county_gaps() -> list[Row]:
    """Measure gap tasks of 100,000 households: made of nothing, and refreshed."""
    plan = load_plan(settings.PLAN)
    owners, register = load_owners(settings.PLAN, plan), read(large_path()).register
    desk = Desk(register, plan)
    desk.assessment(DAY, "fixed")
    began = time.perf_counter()
    size = desk.tasks.board(DAY).height
    made_in = time.perf_counter() - began
    dates = sum(day <= DAY for day in desk.days)
    before, done = (assess(register, Scenario(plan), day) for day in (BEFORE, DAY))
    first = gaps(owners, before)
    found = gaps(owners, done, first)
    rows = made(owners, done, found)
    value = median_seconds(lambda: made(owners, done, gaps(owners, done, first)), 3)
    name = f"{found.height:,} gaps of {HOUSEHOLDS:,} households refreshed, "
    name += f"{rows.height:,} tasks on the board"
    through = (
        f"a board of {size:,} tasks made over {dates} dates, {HOUSEHOLDS:,} households"
    )
    return [Row(6, name, value, "s", 5), Row(6, through, made_in, "s", 5)]


def large_board() -> list[Row]:
    """Measure the page and edits with 50,000 tasks and 500,000 rows of history."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    rows = _measured(open_store(FOLDER / "town.db"), "SQLite")
    with postgres(FOLDER / "postgres") as url:
        return rows + _measured(open_store(url, FOLDER / "files"), "PostgreSQL")


def _measured(store: Store, database: str) -> list[Row]:
    plan = load_plan(settings.PLAN)
    text.learn(plan)
    _fill(store, plan)
    desk = Desk(read(settings.SAMPLE).register, plan, store=store)
    began = time.perf_counter()
    desk.tasks.board(DAY)
    first = time.perf_counter() - began
    edits, pages = _edited(desk, store)
    store.close()
    size = f"{TASKS:,} tasks, {TASKS * VERSIONS:,} versions on {database}"
    return [
        Row(6, f"{size}: an edit, p95 of {EDITS}", edits, "ms", 20),
        Row(6, f"{size}: matrix and board after an edit", pages, "ms", 200),
        Row(6, f"{size}: the first board of a new process", first, "s", 10),
    ]  # fmt: skip


def _edited(desk: Desk, store: Store) -> tuple[float, float]:
    """Return milliseconds of an edit (p95) and of the page after it (median)."""
    view = View(day=DAY, page="tasks")
    grid = TaskGrid(desk, view)
    keys = desk.tasks.board(DAY).filter(kind="added", status="running")["key"]
    edits, pages = [], []
    for number in range(EDITS):
        rows = desk.tasks.board(DAY)
        (task,) = rows.filter(rows["key"] == keys[number]).to_dicts()
        act = Act("林二", DAY, task["version"])
        said = {"progress": (task["progress"] + 1) % 99}
        began = time.perf_counter()
        edit(store, desk.tasks.places, task, said, act)
        edits.append(time.perf_counter() - began)
        began = time.perf_counter()
        page = tasks_view(desk, view)
        drawn = head(page, "board", "") + matrix(page, "")
        drawn += board(page, desk, view, grid)
        pages.append(time.perf_counter() - began)
        assert drawn  # noqa: S101
    worst = statistics.quantiles(edits, n=PIECES)[-1]
    return worst * 1000, statistics.median(pages) * 1000


def _fill(store: Store, plan: Plan) -> None:
    departments = list(plan.departments)
    with store.writing() as connection:
        for first in range(0, TASKS, 10_000):
            numbers = range(first + 1, first + 10_001)
            tasks = [_task(n, departments[n % len(departments)]) for n in numbers]
            connection.execute(sa.insert(added), tasks)
        for version in range(1, VERSIONS + 1):
            rows = [_version(n, version) for n in range(1, TASKS + 1)]
            connection.execute(sa.insert(task_edits), rows)


def _task(number: int, department: str) -> dict[str, object]:
    due = DAY + timedelta(days=number % 300 - 60)
    return {
        "seq": number, "task_key": f"own:{number}", "at": AT, "author": "陈一",
        "day": "2017-12-31", "department": department, "title": f"第 {number} 项",
        "clause": None, "implementation": 1 if number % 5 == 0 else None,
        "village_id": f"00{number % 4 + 1}", "household_id": None, "target": None,
        "unit": None, "start_on": "2017-12-31", "due_on": due.isoformat(),
    }  # fmt: skip


def _version(number: int, version: int) -> dict[str, object]:
    due = DAY + timedelta(days=number % 300 - 60)
    return {
        "seq": (version - 1) * TASKS + number, "task_key": f"own:{number}",
        "version": version, "at": AT, "author": "陈一", "day": "2018-06-30",
        "action": "edit", "reason": "", "status": STATES[(number + version) % 5],
        "progress": version * 4, "responsible": "王三", "helpers": "",
        "start_on": "2017-12-31", "due_on": due.isoformat(), "checklist": "[]",
        "verdict": "",
    }  # fmt: skip
