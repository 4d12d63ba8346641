"""The list of tasks: filters above, the server's rows, and the way to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.households import PAGE_ROWS
from dashboards.models.tasks import GROUPS, LIGHTS, place, title
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.pager import pager
from dashboards.widgets.tasks import department
from dashboards.widgets.tasks_board import lateness
from fupin.access import mask_name
from fupin.codes import label
from fupin.tasks import STATES

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.tasks import Tasks
    from dashboards.models.view import View

HEADS = ("department", "task", "place", "responsible", "status", "progress", "due",
         "late")  # fmt: skip
SMALL = ("department", "task", "late")


def listed(page: Tasks, desk: Desk, view: View) -> str:
    """Return the filters and one page of the rows."""
    lang = page.lang
    total = page.listed.height
    first = min(view.start, max(total - 1, 0) // PAGE_ROWS * PAGE_ROWS)
    heads = "".join(
        f'<th class="{_css(key)}">{say(lang, f"tasks.head_{key}")}</th>'
        for key in HEADS
    )
    rows = "".join(
        _row(task, page, desk)
        for task in page.listed.slice(first, PAGE_ROWS).iter_rows(named=True)
    )
    body = f'<p class="empty">{say(lang, "tasks.none")}</p>'
    if total:
        body = (
            f'<div class="wide-scroll"><table class="list"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>{pager(total, first, lang, 'tasks.shown')}"
        )
    return f'{_filters(page, view)}<section class="card">{body}</section>'


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
        "responsible": mask_name(task["responsible"]),
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
    fields = "".join(
        f'<label><span>{say(lang, f"tasks.filter_{name}")}</span><select data-field="{name}" '
        f'class="{"set" if getattr(view, name) else ""}"><option value="">{say(lang, "tasks.all")}</option>'
        + "".join(
            f'<option value="{key}"{" selected" if key == getattr(view, name) else ""}>{words}</option>'
            for key, words in held
        )
        + "</select></label>"
        for name, held in options.items()
    )
    clear = ""
    if view.filters:
        clear = f'<button class="btn" data-go="p=tasks&amp;tab=list">{say(lang, "households.clear")}</button>'
    notice = ""
    if view.department:
        notice = (
            f'<button class="btn" data-go="notice">{say(lang, "tasks.notice")}</button>'
        )
    return f'<div class="facets">{fields}{clear}{notice}</div>'
