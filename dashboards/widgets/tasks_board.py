"""The board: a column a status, the most urgent cards, the list behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.tasks import place, title
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.tasks import department, opens
from fupin.codes import label
from fupin.tasks import STATES

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.taskgrid import TaskGrid
    from dashboards.models.tasks import Tasks


def board(page: Tasks, desk: Desk, village: str, grid: TaskGrid) -> str:
    """Return the five columns, each a lane that a card can be let go in."""
    for _, cards in page.by_status.values():
        grid.show(cards)
    columns = "".join(
        _column(state, count, cards, page, desk, village)
        for state, (count, cards) in page.by_status.items()
    )
    return f'<div class="tasks-board">{columns}</div>'


def _column(  # noqa: PLR0913
    state: str, count: int, cards: list[dict[str, Any]], page: Tasks, desk: Desk,
    village: str,
) -> str:  # fmt: skip
    lang = page.lang
    rest = count - len(cards)
    more = say(lang, "tasks.no_more")
    if rest:
        words = say(lang, "tasks.more", n=figures.number(rest))
        more = f"<a {opens(status=state, v=village)}>{words}</a>"
    return (
        f'<section class="col {state}" data-lane="{state}"><header {opens(status=state, v=village)}><h3>{label("task_state", state, lang)}</h3>'
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
