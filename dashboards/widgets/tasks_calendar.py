"""The plan by weeks or months: what falls due when, by department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.tasks import department, opens
from fupin.tasks.schedule import STEPS, after

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.tasks import Tasks


def calendar(page: Tasks, village: str) -> str:
    """Return departments × periods; a cell opens the tasks that fall due then."""
    lang = page.lang
    firsts, found = page.schedule
    names = [
        n for n in page.departments if any((n, first) in found for first in firsts)
    ]
    order = {name: at for at, name in enumerate(page.plan.departments)}
    names.sort(key=lambda name: order.get(name, len(order)))
    rows = "".join(_row(name, firsts, page, village) for name in names)
    body = f'<p class="empty">{say(lang, "tasks.none")}</p>'
    if names:
        body = (
            f'<div class="wide-scroll"><table class="tasks-matrix tasks-calendar"><thead>{_heads(firsts, page)}</thead>'
            f"<tbody>{rows}{_sums(firsts, page, village)}</tbody></table></div>"
        )
    steps = "".join(
        f'<button class="btn pill{" on" if step == page.step else ""}" data-go="step={step}">{say(lang, f"tasks.step_{step}")}</button>'
        for step in reversed(STEPS)
    )
    return (
        f'<section class="card"><header><h3>{_title(firsts, page)}{_before(page)}</h3><div class="pills">{steps}</div></header>'
        f'{body}<p class="note">{say(lang, "tasks.calendar_note")}</p></section>'
    )


def _title(firsts: list[date], page: Tasks) -> str:
    """Return what falls due in the period of the as-of date, and in the next."""
    _, found = page.schedule
    at = next(n for n, first in enumerate(firsts) if page.day < after(page.step, first))
    now = sum(found.get((name, firsts[at]), (0, 0, 0))[1] for name in page.departments)
    if at + 1 == len(firsts):
        return say(page.lang, f"tasks.calendar_last_{page.step}", n=now)
    then = sum(
        found.get((name, firsts[at + 1]), (0, 0, 0))[1] for name in page.departments
    )
    return say(page.lang, f"tasks.calendar_{page.step}", n=now, next=then)


def _before(page: Tasks) -> str:
    """Return what has been owed since before the first period."""
    if not page.before:
        return ""
    said = say(page.lang, "tasks.calendar_before", n=figures.number(page.before))
    return say(page.lang, "tasks.semicolon") + said


def _heads(firsts: list[date], page: Tasks) -> str:
    cells = "".join(
        f'<th class="c{_when(first, page)}">{_name(first, page)}</th>'
        for first in firsts
    )
    return f"<tr><th></th>{cells}</tr>"


def _name(first: date, page: Tasks) -> str:
    if page.step == "month":
        return say(page.lang, "tasks.month", month=first.month)
    return f"{first.month}.{first.day}"


def _when(first: date, page: Tasks) -> str:
    """Return the class of a period: a phone leaves out what is past."""
    if after(page.step, first) <= page.day:
        return " past"
    return " now" if first <= page.day else ""


def _row(name: str, firsts: list[date], page: Tasks, village: str) -> str:
    _, found = page.schedule
    cells = "".join(
        _cell(found.get((name, first), (0, 0, 0)), name, first, page, village)
        for first in firsts
    )
    return f"<tr><th {opens(dept=name, v=village)}>{department(name, page)}</th>{cells}</tr>"


def _sums(firsts: list[date], page: Tasks, village: str) -> str:
    _, found = page.schedule
    cells = ""
    for first in firsts:
        held = [found.get((name, first), (0, 0, 0)) for name in page.departments]
        total, open_, late = (sum(column) for column in zip(*held, strict=True))
        cells += _cell((total, open_, late), "", first, page, village)
    return f'<tr class="calm"><th>{say(page.lang, "tasks.calendar_all")}</th>{cells}</tr>'  # fmt: skip


def _cell(
    counted: tuple[int, int, int], name: str, first: date, page: Tasks, village: str
) -> str:
    total, open_, late = counted
    now = _when(first, page)
    if not total:
        return f'<td class="c none{now}">{figures.NOTHING}</td>'
    due = first.isoformat()[:7] if page.step == "month" else first.isoformat()
    words = say(page.lang, "tasks.calendar_cell", total=total, open=open_, late=late)
    shown = f'<span class="tk">{open_}</span>'
    if late:
        shown = f'<span class="tk late">{late} / {open_}</span>'
    elif not open_:
        shown = '<span class="dot"></span>'
    return f'<td class="c{now}" {opens(dept=name, due=due, v=village)} title="{words}" aria-label="{words}">{shown}</td>'
