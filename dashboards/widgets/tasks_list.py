"""The list of tasks: filters above, the server's rows, and the way to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.households import PAGE_ROWS
from dashboards.models.tasks import GROUPS, LIGHTS, place, title
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.pager import pager
from dashboards.widgets.rows import list_table, wide
from dashboards.widgets.tasks import department
from dashboards.widgets.tasks_bar import bar
from dashboards.widgets.tasks_board import lateness
from dashboards.widgets.tasks_grid import fields, many, told
from dashboards.widgets.tasks_lists import one_list
from fupin.access import mask_name
from fupin.codes import label
from fupin.tasks import STATES
from fupin.tasks.lists import LISTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from dashboards.models.desk import Desk
    from dashboards.models.taskgrid import TaskGrid
    from dashboards.models.tasks import Tasks
    from dashboards.models.view import View

HEADS = ("department", "task", "place", "responsible", "status", "progress", "due",
         "late")  # fmt: skip
SMALL = ("department", "task", "late")


def listed(
    page: Tasks, desk: Desk, view: View, grid: TaskGrid, views: Mapping[str, Any]
) -> str:
    """Return the filters and one page of the rows; `views` are the person's own."""
    lang = page.lang
    total = page.listed.height
    first = min(view.start, max(total - 1, 0) // PAGE_ROWS * PAGE_ROWS)
    shown = page.listed.slice(first, PAGE_ROWS)
    writes = grid.is_open and page.may_write
    table = bulk = ""
    if view.form in LISTS:
        table = one_list(view.form, shown, page, desk)
    elif writes:
        grid.show(shown.to_dicts())
        table, bulk = fields(shown, page, desk, grid), many(page, grid)
    else:
        table = _table(shown, page, desk)
    body = f'<p class="empty">{say(lang, "tasks.none")}</p>'
    if total:
        body = wide(table) + pager(total, first, lang, "tasks.shown")
    top = (
        f"{bar(page, view, grid, views)}{_filters(page, view)}{told(page, desk, grid)}"
    )
    return f'{top}{bulk}<section class="card">{body}</section>'


def _table(shown: pl.DataFrame, page: Tasks, desk: Desk) -> str:
    lang = page.lang
    heads = ((say(lang, f"tasks.head_{key}"), _css(key)) for key in HEADS)
    rows = "".join(_row(task, page, desk) for task in shown.iter_rows(named=True))
    return list_table(heads, rows)


def _css(key: str) -> str:
    right = "r" if key in ("progress", "late") else ""
    return f"{right}{'' if key in SMALL else ' min-hide'}"


def _row(task: dict[str, Any], page: Tasks, desk: Desk) -> str:
    lang = page.lang
    again = f' <span class="tag">{say(lang, "tasks.reopened")}</span>' if task["is_reopened"] else ""  # fmt: skip
    where = figures.text(place(task, desk)) if task["village_id"] else say(lang, "tasks.town")  # fmt: skip
    cells = {
        "department": f"<b>{department(task['department'], page)}</b>",
        "task": figures.text(title(task, page.plan, lang)) + again
        # A phone has no column for it.
        + f'<small class="only-small caption">{where}</small>',
        "place": where,
        "responsible": figures.text(mask_name(task["responsible"])),
        "status": state(task["status"], lang),
        "progress": f"{task['progress']} %",
        "due": figures.day(task["due_on"], lang),
        "late": lateness(task, lang),
    }  # fmt: skip
    said = "".join(
        f'<td class="{_css(key)}{" wrap" if key == "task" else ""}">{cells[key]}</td>'
        for key in HEADS
    )
    return f'<tr data-go="open={desk.token_of(task["key"])}">{said}</tr>'


def state(name: str, lang: str) -> str:
    """Return a status with its mark."""
    return f'<span class="tstate {name}">{label("task_state", name, lang)}</span>'


def _filters(page: Tasks, view: View) -> str:
    lang = page.lang
    options = {
        "department": [
            (name, department(name, page)) for name in page.plan.departments
        ],
        "status": [("open", say(lang, "tasks.open"))]
        + [(name, label("task_state", name, lang)) for name in STATES],
        "alarm": [(name, say(lang, f"tasks.light_{name}")) for name in LIGHTS],
        "kind": [
            (name, say(lang, f"tasks.kind_{name}")) for name in (*GROUPS, "duty.town")
        ],
    }
    selects = "".join(
        f'<label><span>{say(lang, f"tasks.filter_{name}")}</span><select data-field="{name}" '
        f'class="{"set" if getattr(view, name) else ""}"><option value="">{say(lang, "tasks.all")}</option>'
        + choices(held, getattr(view, name))
        + "</select></label>"
        for name, held in options.items()
    )
    clear = ""
    if view.filters or view.due:
        clear = f'<button class="btn" data-go="p=tasks&amp;tab=list">{say(lang, "households.clear")}</button>'
    notice = ""
    if view.department:
        notice = (
            f'<button class="btn" data-go="notice">{say(lang, "tasks.notice")}</button>'
        )
    due = f'<span class="tag">{say(lang, "tasks.due_in", due=figures.text(view.due))}</span>' if view.due else ""  # fmt: skip
    return f'<div class="facets">{selects}{due}{clear}{notice}</div>'
