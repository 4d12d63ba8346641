"""The board: a column a status, the most urgent cards, the list behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.tasks import place, title
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.tasks import department, opens, units
from fupin.codes import label
from fupin.tasks import STATES

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.taskgrid import TaskGrid
    from dashboards.models.tasks import Tasks
    from dashboards.models.view import View


def board(page: Tasks, desk: Desk, view: View, grid: TaskGrid) -> str:
    """Return whose board it is, and five columns that a card can be let go in."""
    for _, cards in page.by_status.values():
        grid.show(cards)
    columns = "".join(
        _column(state, count, cards, page, desk, view)
        for state, (count, cards) in page.by_status.items()
    )
    return f'{_whose(page, view)}<div class="tasks-board">{columns}</div>'


def _whose(page: Tasks, view: View) -> str:
    """Return the choice of a department, and the reminder to print for it or for all."""
    lang = page.lang
    options = units(page, view.department, say(lang, "tasks.all_departments"))
    words = say(lang, "tasks.filter_department")
    return (
        f'<div class="tasks-whose"><select data-field="department" aria-label="{words}" class="{"set" if view.department else ""}">{options}</select>'
        f'<button class="btn" data-go="notice">{say(lang, "tasks.notice")}</button></div>'
    )


def _column(  # noqa: PLR0913
    state: str, count: int, cards: list[dict[str, Any]], page: Tasks, desk: Desk,
    view: View,
) -> str:  # fmt: skip
    lang = page.lang
    rest = count - len(cards)
    more = say(lang, "tasks.no_more" if count else "tasks.lane_empty")
    behind = opens(status=state, dept=view.department, v=view.village)
    if rest:
        words = say(lang, "tasks.more", n=figures.number(rest))
        more = f"<a {behind}>{words}</a>"
    return (
        f'<section class="col {state}" data-lane="{state}"><header {behind}><h3>{label("task_state", state, lang)}</h3>'
        f'<span class="caption">{say(lang, "tasks.items", n=figures.number(count))}</span></header>'
        f'{"".join(_card(task, page, desk) for task in cards)}<p class="caption">{more}</p></section>'
    )


def _card(task: dict[str, Any], page: Tasks, desk: Desk) -> str:
    lang = page.lang
    where = figures.text(place(task, desk)) if task["village_id"] else ""
    name = figures.text(title(task, page.plan, lang))
    again = f'<span class="tag">{say(lang, "tasks.reopened")}</span>' if task["is_reopened"] else ""  # fmt: skip
    due = say(lang, "tasks.due", day=figures.day(task["due_on"], lang))
    token = desk.token_of(task["key"])
    drag = move = ""
    if page.may_write and task["status"] != "done":
        drag = f' draggable="true" data-drag="{token}"'
        move = _move(token, task["status"], lang)
    return (
        f'<article class="tcard {task["status"]} {task["light"]}" data-go="open={token}"{drag}>'
        f'<p class="caption">{department(task["department"], page)}{again}</p><p class="name">{where} {name}</p>'
        f'<p class="when"><span>{due}</span>{lateness(task, lang)}</p>{move}</article>'
    )


def _move(token: str, held: str, lang: str) -> str:
    """Return what keyboard and phone have in place of dragging."""
    options = "".join(
        f'<option value="{one}">{label("task_state", one, lang)}</option>'
        for one in STATES
        if one != held
    )
    words = say(lang, "tasks.move")
    return (
        f'<span class="tasks-move" data-still><select data-field="move:{token}" aria-label="{words}">'
        f'<option value="">{words}</option>{options}</select></span>'
    )


def lateness(task: dict[str, Any], lang: str) -> str:
    """Return how late a task is, how many days are left, or how early it was done."""
    left = task["days_left"]
    if task["light"] == "done":
        key = "done_late" if left < 0 else "done_early" if left else "done_on"
        tone = "ink2" if left < 0 else "met"
    else:
        key = "late" if left < 0 else "left"
        tone = "unmet b" if left < 0 else "unmet" if task["light"] == "yellow" else ""
    words = say(lang, f"tasks.{key}", n=figures.number(abs(left)))
    return f'<span class="{tone}">{words}</span>'
