"""The list behind a figure that isn't about households: late tasks, villages, funds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.tasks import title
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import chip, go
from dashboards.widgets.rows import rows_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboards.models.desk import Desk
    from dashboards.models.overview import Overview

SHOWN = 200
# The column that a phone has no room for.
LESS = {"late": 3, "villages": 3}
Rows = tuple[list[str], list[list[str]]]


def listing(kind: str, page: Overview, desk: Desk, lang: str) -> str:
    """Return a dialog over the page; touching its ground or its cross closes it."""
    if kind not in KINDS:
        return ""
    heads, rows = KINDS[kind](page, desk, lang)
    empty = say(lang, f"listing.none_{kind}")
    title = say(lang, f"listing.{kind}")
    return dialog(title, heads, rows, empty, lang, less=LESS.get(kind))


def dialog(  # noqa: PLR0913 its words, its rows, and what a phone leaves out
    title: str, heads: list[str], rows: list[list[str]], empty: str, lang: str, *,
    less: int | None = None,
) -> str:  # fmt: skip
    """Return the rows over the page: at most so many, and how many there are.

    On a phone it is without the column numbered `less`.
    """
    more = say(lang, "listing.shown", n=min(len(rows), SHOWN), total=len(rows))
    none = "" if rows else f'<p class="empty">{empty}</p>'
    close = say(lang, "listing.close")
    return (
        '<div class="veil" data-go="list="></div>'
        f'<div class="dialog" role="dialog" aria-label="{title}">'
        f"<header><h3>{title}</h3>"
        f'<button data-go="list=" title="{close}" aria-label="{close}">✕</button></header>'
        f'<div class="scroll">{rows_table(heads, rows[:SHOWN], less)}{none}</div>'
        f"<footer>{more}</footer></div>"
    )


def _late(page: Overview, desk: Desk, lang: str) -> Rows:
    heads = [
        say(lang, f"listing.{k}")
        for k in ("department", "task", "where", "due", "state")
    ]
    rows = []
    for task in page.late:
        where = desk.village_names.get(task["village_id"] or "", figures.NOTHING)
        if task["household_id"]:
            shown = desk.display_id(task["household_id"], task["village_id"] or "")
            link = go("households", h=desk.token_of(task["household_id"]))
            where = f"<a {link}>{figures.text(shown)}</a>"
        late = say(lang, "listing.days_late", n=task["days_late"])
        unit = desk.plan.departments.get(task["department"])
        department = figures.text(unit.name[lang] if unit else task["department"])
        rows.append([
            f"<b>{department}</b>",
            figures.text(title(task, desk.plan, lang)), where, figures.day(task["due_on"], lang),
            f'<b class="unmet">{late}</b>',
        ])  # fmt: skip
    return heads, rows


def _villages(page: Overview, _: Desk, lang: str) -> Rows:
    heads = [
        say(lang, f"listing.{k}")
        for k in ("village", "verdict", "income", "source", "lacks")
    ]
    rows = []
    for v in page.villages:
        lacks = [say(lang, f"rule.{r}") for r in v.lacks] + [
            say(lang, f"rule.{r}") + say(lang, "listing.open") for r in v.unknown
        ]
        rows.append([
            f'<b {go("households", v=v.id)}>{figures.text(v.name)}</b>',
            chip(v.verdict, say(lang, f"verdict.{v.verdict}")),
            f"{figures.number(v.income)} / {figures.number(v.line)}",
            say(lang, "listing.year", year=v.year) if v.year else figures.NOTHING,
            say(lang, "list_comma").join(lacks) or figures.NOTHING,
        ])  # fmt: skip
    return heads, rows


def _funds(page: Overview, desk: Desk, lang: str) -> Rows:
    heads = [say(lang, f"listing.{k}") for k in
             ("village", "allocated", "paid", "used", "own_funds")]  # fmt: skip
    by_village = desk.funds.accounts(page.day, page.basis).by_village
    rows = []
    for v in page.villages:
        money = by_village[v.id]
        tone = "unmet" if v.funds < page.funds_floor else ""
        rows.append([
            f"<b>{figures.text(v.name)}</b>", figures.fen(money.allocated, lang),
            figures.fen(money.paid, lang), f"{figures.percent(money.used_rate)} %",
            f'<b class="{tone}">{figures.money(v.funds, lang)}</b>',
        ])  # fmt: skip
    return heads, rows


KINDS: dict[str, Callable[[Overview, Desk, str], Rows]] = {
    "late": _late,
    "villages": _villages,
    "funds": _funds,
}
