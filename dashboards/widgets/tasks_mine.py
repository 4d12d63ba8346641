"""What is mine: who looks, what is late first, and what else is to be remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from dashboards.models.tasks import place, title
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import card
from dashboards.widgets.tasks import department, opens
from dashboards.widgets.tasks_board import lateness

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.tasks import Tasks
    from dashboards.models.view import View

SHOWN = 15
# What a reminder is of: each open task stands in the first group that it is in.
GROUPS = {
    "late": pl.col("light") == "red",
    "returned": pl.col("status") == "returned",
    "soon": pl.col("light") == "yellow",
    "wait": pl.col("status") == "to_verify",
    "rest": pl.lit(value=True),
}


def mine_page(page: Tasks, desk: Desk, view: View) -> str:
    """Return who looks, and their tasks by what is most urgent about them."""
    who = _who(page, view)
    if not (view.own or view.author):
        return who
    left, cards = page.mine.filter("is_open"), []
    for name, is_in in GROUPS.items():
        rows = left.filter(is_in)
        left = left.filter(~is_in)
        if rows.height:
            cards.append(_group(name, rows, page, desk, view))
    nothing = f'<section class="card"><p class="empty">{say(page.lang, "tasks.mine_none")}</p></section>'
    return f'{who}<div class="stack">{"".join(cards) or nothing}</div>'


def headline(page: Tasks, view: View) -> str:
    """Return how many of mine are open and late; nothing before it is known who looks."""
    if not (view.own or view.author):
        return ""
    rows = page.mine.filter("is_open")
    late = rows.filter(pl.col("light") == "red").height
    key = "mine_headline" if late else "mine_headline_none"
    return say(page.lang, f"tasks.{key}", n=figures.number(rows.height),
               late=f"<em>{figures.number(late)}</em>")  # fmt: skip


def _who(page: Tasks, view: View) -> str:
    lang = page.lang
    options = choices(
        ((name, department(name, page)) for name in page.plan.departments), view.own
    )
    forget = ""
    if view.own or view.author:
        forget = f'<button class="btn" data-go="forget-me">{say(lang, "tasks.me_forget")}</button>'
    name = figures.text(view.author) if view.author else ""
    return (
        f'<section class="card tasks-me"><div class="form"><label class="field"><span class="label">{say(lang, "tasks.me_department")}</span>'
        f'<select data-field="own"><option value="">{say(lang, "tasks.me_none")}</option>{options}</select></label>'
        f'<label class="field"><span class="label">{say(lang, "tasks.me_name")}</span>'
        f'<input type="text" data-typed data-field="author" value="{name}"></label>{forget}</div>'
        f'<p class="note">{say(lang, "tasks.me_note")}</p></section>'
    )


def _group(name: str, rows: pl.DataFrame, page: Tasks, desk: Desk, view: View) -> str:
    lang = page.lang
    items = "".join(
        _row(task, page, desk) for task in rows.head(SHOWN).iter_rows(named=True)
    )
    more = ""
    if rows.height > SHOWN and view.own:
        link = opens(dept=view.own, status="open", v=view.village)
        words = say(lang, "tasks.more", n=figures.number(rows.height - SHOWN))
        more = f'<p class="more"><a class="link" {link}>{words}</a></p>'
    heading = say(lang, f"tasks.mine_{name}", n=figures.number(rows.height))
    return card(heading, "", f'<table class="list"><tbody>{items}</tbody></table>{more}', "tasks-mine")  # fmt: skip


def _row(task: dict[str, Any], page: Tasks, desk: Desk) -> str:
    lang = page.lang
    where = figures.text(place(task, desk)) if task["village_id"] else say(lang, "tasks.town")  # fmt: skip
    again = f' <span class="tag">{say(lang, "tasks.reopened")}</span>' if task["is_reopened"] else ""  # fmt: skip
    return (
        f'<tr data-go="open={desk.token_of(str(task["key"]))}"><td class="wrap"><b>{where}</b> {figures.text(title(task, page.plan, lang))}{again}</td>'
        f'<td class="min-hide">{department(str(task["department"]), page)}</td>'
        f'<td class="min-hide">{say(lang, "tasks.due", day=figures.day(task["due_on"], lang))}</td><td class="r">{lateness(task, lang)}</td></tr>'
    )
