"""The list as fields: each cell writes by itself, and the picked rows all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.tasks import place, title
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.refused import versions
from dashboards.widgets.rows import list_table
from dashboards.widgets.tasks import department
from dashboards.widgets.tasks_board import lateness
from fupin.access import mask_name
from fupin.codes import label
from fupin.tasks import StaleTaskError

if TYPE_CHECKING:
    import polars as pl

    from dashboards.models.desk import Desk
    from dashboards.models.taskgrid import TaskGrid
    from dashboards.models.tasks import Tasks

OWN = ("not_started", "running", "to_verify")
HEADS = ("department", "task", "place", "status", "progress", "responsible", "due",
         "late")  # fmt: skip
NAMES = ("responsible", "helpers")


def fields(shown: pl.DataFrame, page: Tasks, desk: Desk, grid: TaskGrid) -> str:
    """Return the table whose cells can be written in."""
    lang = page.lang
    heads = [(say(lang, f"tasks.head_{key}"), "") for key in HEADS]
    every = (
        f'<input type="checkbox" data-field="pick-all" aria-label="{say(lang, "tasks.bulk_all")}"'
        f"{' checked' if _all(shown, desk, grid) else ''}>"
    )
    rows = "".join(_row(task, page, desk, grid) for task in shown.iter_rows(named=True))
    return list_table([(every, ""), *heads], rows, "tasks-grid")


def _all(shown: pl.DataFrame, desk: Desk, grid: TaskGrid) -> bool:
    return all(desk.token_of(key) in grid.picked for key in shown["key"])


def _row(task: dict[str, Any], page: Tasks, desk: Desk, grid: TaskGrid) -> str:
    lang, token = page.lang, desk.token_of(task["key"])
    name = figures.text(title(task, page.plan, lang))
    where = figures.text(place(task, desk)) if task["village_id"] else say(lang, "tasks.town")  # fmt: skip
    check = f'<input type="checkbox" data-field="pick:{token}" aria-label="{name}"{" checked" if token in grid.picked else ""}>'
    said = {
        "department": department(task["department"], page),
        "task": f'<a data-go="open={token}">{name}</a>',
        "place": where,
        "status": label("task_state", task["status"], lang),
        "progress": f"{task['progress']} %",
        "responsible": figures.text(mask_name(task["responsible"] or "")),
        "due": figures.day(task["due_on"], lang),
        "late": lateness(task, lang),
    }  # fmt: skip
    if task["status"] != "done":
        said |= {
            "status": select(f"cell:{token}:status", task["status"], lang),
            "progress": _input("number", token, "progress", task["progress"], lang),
            "responsible": _input("text", token, "responsible", "", lang,
                                  mask_name(task["responsible"] or "")),
            "due": _input("date", token, "due_on", task["due_on"], lang),
        }  # fmt: skip
    cells = "".join(
        f'<td class="{"wrap" if key == "task" else ""}">{said[key]}</td>'
        for key in HEADS
    )
    return f"<tr><td>{check}</td>{cells}</tr>"


def select(field: str, held: str, lang: str, first: str = "") -> str:
    """Return a choice of the states that a department may say itself."""
    states = OWN if held in OWN or not held else (held, *OWN)
    options = choices(((one, label("task_state", one, lang)) for one in states), held)
    nothing = f'<option value="">{first}</option>' if first else ""
    return f'<select data-field="{field}" aria-label="{say(lang, "tasks.fact_status")}">{nothing}{options}</select>'


def _input(  # noqa: PLR0913
    kind: str, token: str, name: str, value: Any, lang: str, hint: str = ""
) -> str:  # fmt: skip
    words = say(lang, "tasks.fact_" + name.removesuffix("_on"))
    return (
        f'<input type="{kind}" data-typed data-field="cell:{token}:{name}" value="{value}" '
        f'placeholder="{figures.text(hint) if hint else ""}" aria-label="{words}">'
    )


def many(page: Tasks, grid: TaskGrid) -> str:
    """Return what is to be written on all picked rows."""
    lang, n = page.lang, len(grid.picked)
    typed = grid.typed
    status = select("bulk:status", typed.get("status", ""), lang, say(lang, "tasks.bulk_keep"))  # fmt: skip
    inputs = "".join(
        f'<label class="field"><span class="label">{say(lang, f"tasks.fact_{words}")}</span>'
        f'<input type="{kind}" data-typed data-field="bulk:{name}" value="{figures.text(typed[name]) if typed.get(name) else ""}"></label>'
        for name, words, kind in (
            ("responsible", "responsible", "text"),
            ("due_on", "due", "date"),
        )
    )
    return (
        f'<section class="card tasks-many"><div class="form"><p><b>{say(lang, "tasks.bulk_picked", n=n)}</b></p>'
        f'<label class="field"><span class="label">{say(lang, "tasks.fact_status")}</span>{status}</label>{inputs}'
        f'{who(grid, lang)}<button class="btn pri" data-go="apply-many"{"" if n else " disabled"}>{say(lang, "tasks.bulk_apply")}</button></div></section>'
    )


def who(grid: TaskGrid, lang: str) -> str:
    """Return the field of who writes."""
    name = figures.text(grid.view.author) if grid.view.author else ""
    return (
        f'<label class="field"><span class="label">{say(lang, "tasks.fact_author")}</span>'
        f'<input type="text" data-typed data-field="author" value="{name}"></label>'
    )


def told(page: Tasks, desk: Desk, grid: TaskGrid) -> str:
    """Return what became of the last edit: why it wasn't taken, or how many were."""
    lang, found, outcome = page.lang, grid.error, grid.outcome
    if found is not None:
        words = f'<p class="bad" role="alert">{figures.text(found.say(lang))}</p>'
        both = stale(found, lang) if isinstance(found, StaleTaskError) else ""
        ask = "" if grid.view.author else f'<div class="form">{who(grid, lang)}</div>'
        return f'<section class="card bad-card">{words}{both}{ask}</section>'
    if outcome is None:
        return ""
    said = say(lang, "tasks.bulk_done", n=len(outcome.done))
    if not outcome.refused:
        return f'<p class="good" role="status">{said}</p>'
    names = _names(page, desk, [key for key, _ in outcome.refused])
    why = "".join(
        f"<li>{names.get(key, '')}：{figures.text(error.say(lang))}</li>"
        for key, error in outcome.refused
    )
    return (
        f'<section class="card bad-card"><p role="status">{said}{say(lang, "tasks.bulk_refused", n=len(outcome.refused))}</p>'
        f"<ul>{why}</ul></section>"
    )


def _names(page: Tasks, desk: Desk, keys: list[str]) -> dict[str, str]:
    rows = page.rows.filter(page.rows["key"].is_in(keys))
    return {
        task["key"]: figures.text(
            f"{place(task, desk) if task['village_id'] else ''} {title(task, page.plan, page.lang)}".strip()
        )
        for task in rows.iter_rows(named=True)
    }


def stale(found: StaleTaskError, lang: str) -> str:
    """Return both versions of a task that somebody else was faster with."""
    fields = (
        (
            say(lang, f"tasks.fact_{name.removesuffix('_on')}"),
            _side(name, theirs, lang),
            _side(name, mine, lang),
        )
        for name, theirs, mine in found.fields
    )
    return versions(fields, lang)


def _side(name: str, value: Any, lang: str) -> str:
    if name == "status":
        return label("task_state", value, lang)
    return figures.text(mask_name(value) if name in NAMES else value)
