"""What pays for a task: a card on its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboards.models.tasks import place, title
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.funds_list import amount, kind
from dashboards.widgets.marks import card, go

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.desk import Desk
    from dashboards.models.view import View


def task_named(key: str, desk: Desk, view: View) -> str:
    """Return what a task is called, leading to it; its key where the date has none."""
    token = desk.token_of(key) if key else ""
    row = desk.tasks.row(token, view.day, view.basis) if token else None
    if row is None:
        return figures.text(key)
    words = f"{place(row, desk) if row['village_id'] else ''} {title(row, desk.plan, view.lang)}"
    return f'<a class="link" {go("tasks", t=token)}>{figures.text(words.strip())}</a>'


def paid_for(task_key: str, day: date, desk: Desk, lang: str) -> str:
    """Return the entries that name the task, and the way to write one."""
    told = desk.funds.accounts(day)
    rows = told.of_task(task_key)
    body = "".join(
        f'<tr data-go="p=funds&amp;t={figures.text(row["key"])}"><td>{figures.day(row["entry_on"], lang)}</td>'
        f'<td>{kind(row, lang)}</td><td class="r">{amount(row, lang)}</td></tr>'
        for row in rows.iter_rows(named=True)
    )
    title = say(lang, "funds.task_none")
    if body:
        paid = figures.fen(told.task_paid.get(task_key, 0), lang)
        title = say(lang, "funds.task_title", n=rows.height, paid=paid)
        body = f'<table class="list"><tbody>{body}</tbody></table>'
    new = ""
    if desk.store is not None:
        link = urlencode({"p": "funds", "tab": "new", "t": task_key}).replace(
            "&", "&amp;"
        )
        new = f'<div class="acts"><button class="btn" data-go="{link}">{say(lang, "funds.task_new")}</button></div>'
    return card(title, "", body + new, "")
