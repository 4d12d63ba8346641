"""Above the list: which list, editing in it, the workbook, and a person's own views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from fupin.tasks.lists import LISTS, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.taskgrid import TaskGrid
    from dashboards.models.tasks import Tasks
    from dashboards.models.view import View


def bar(page: Tasks, view: View, grid: TaskGrid, views: Mapping[str, Any]) -> str:
    """Return the pills of the lists and what can be done with what is listed."""
    lang = page.lang
    lists = "".join(
        f'<button class="btn pill{" on" if name == (view.form if view.form in LISTS else "") else ""}" '
        f'data-go="list-of={name}">{words}</button>'
        for name, words in (
            ("", say(lang, "tasks.list_table")),
            *((name, said(f"list_{name}", lang)) for name in LISTS),
        )
    )
    acts = f'<button class="btn" data-go="export">{say(lang, "tasks.export")}</button>'
    if page.may_write and view.form not in LISTS:
        key = "edit_off" if grid.is_open else "edit_on"
        acts = (
            f'<button class="btn{" pri" if not grid.is_open else ""}" data-go="edit-list">'
            f"{say(lang, f'tasks.{key}')}</button>{acts}"
        )
    return (
        f'<div class="tasks-bar2"><div class="pills">{lists}</div><div class="acts">{acts}</div></div>'
        f"{_views(page, view, views)}"
    )


def _views(page: Tasks, view: View, views: Mapping[str, Any]) -> str:
    lang = page.lang
    if not page.may_write:
        return ""
    if not view.author:
        return f'<p class="note">{say(lang, "tasks.views_who")}</p>'
    held = "".join(
        f'<span class="tasks-view"><button class="btn pill" data-go="view={figures.text(name)}">{figures.text(name)}</button>'
        f'<button class="tasks-drop" data-go="drop-view={figures.text(name)}" aria-label="{say(lang, "tasks.view_drop")}" title="{say(lang, "tasks.view_drop")}">✕</button></span>'
        for name in views
    )
    save = (
        f'<input type="text" data-typed data-field="view-name" placeholder="{say(lang, "tasks.view_name")}" aria-label="{say(lang, "tasks.view_name")}">'
        f'<button class="btn" data-go="save-view">{say(lang, "tasks.view_save")}</button>'
    )
    return f'<div class="tasks-views"><span class="label">{say(lang, "tasks.views")}</span>{held}{save}</div>'
