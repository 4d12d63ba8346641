"""Cards, cells and many at once; saved views; what is mine; what others write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dashboards.models.tasks import late_count, tasks_view
from dashboards.models.view import remembered
from dashboards.pages.tasks import TasksPage
from tests.dashboards.tasks.pages import markup, row_of, tokens, view_of

if TYPE_CHECKING:
    from dashboards.models.desk import Desk


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
