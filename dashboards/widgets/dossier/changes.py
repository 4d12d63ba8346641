"""What the register's vintages changed for the household: what, by whom, when, why."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.changes import value_words
from dashboards.widgets.dossier.people import name
from dashboards.widgets.marks import card
from fupin.access import mask_name, masked
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboards.models.dossier import Dossier
    from fupin.store import FieldChange, Vintage

SHOWN = 8
# What tells one row of a table from another, to a person.
TOLD_BY = {
    "members": ("member_name",), "incomes": ("income_source", "period_to"),
    "visits": ("visited_on",), "steps": ("step", "step_on"),
    "measures": ("measure_name",), "tasks": ("task_title",), "signatures": ("signer",),
    "objections": ("raised_on",), "household_changes": ("changed_on",),
}  # fmt: skip


def changes(found: Dossier, lang: str) -> str:
    """Return the vintages that changed something, newest first, field by field."""
    by = [
        (one, list(rows)) for one, rows in groupby(found.changes, lambda c: c.vintage)
    ]
    if not by:
        return card(say(lang, "dossier.changes_none"), "", "", "")
    shown = "".join(_vintage(*one, found, lang) for one in by[::-1][:SHOWN])
    title = say(lang, "dossier.changes_title", n=len(by))
    caption = say(lang, "dossier.changes_caption")
    body = f'<div class="wide-scroll"><table class="list dossier-changes">{shown}</table></div>'
    return card(title, caption, body, "")


def _vintage(
    vintage: Vintage, told: list[FieldChange], found: Dossier, lang: str
) -> str:
    day = figures.day(vintage.recorded_at.astimezone().date(), lang)
    who = vintage.author
    if not found.sees("head_name"):
        who = mask_name(who)
    head = say(lang, "dossier.changed_by", seq=vintage.seq, day=day,
               author=figures.text(who), reason=figures.text(vintage.reason))  # fmt: skip
    rows = "".join(_rows(told, found, lang))
    return f'<tbody><tr><th colspan="4">{head}</th></tr>{rows}</tbody>'


def _rows(told: list[FieldChange], found: Dossier, lang: str) -> Iterable[str]:
    """Yield a line a changed field; one for a row that is new or gone as a whole."""
    for (_, kind), fields in groupby(told, lambda c: (id(c.row), c.kind)):
        first, *others = fields
        if kind == "changed":
            yield from (_field(one, found, lang) for one in (first, *others))
            continue
        words = say(lang, f"dossier.row_{kind}")
        yield (
            f"<tr><td>{TABLES[first.table].label(lang)}</td>"
            f'<td>{_told_by(first, found, lang)}</td><td colspan="2"><b>{words}</b></td></tr>'
        )


def _field(change: FieldChange, found: Dossier, lang: str) -> str:
    column = TABLES[change.table][change.column]
    was, now = (
        _value(change, held, found, lang) for held in (change.before, change.after)
    )
    about = _told_by(change, found, lang)
    where = f"{TABLES[change.table].label(lang)} {about}".strip()
    return (
        f"<tr><td>{where}</td><td>{column.label(lang)}</td>"
        f'<td class="ink2">{was}</td><td><b>{now}</b></td></tr>'
    )


def _value(change: FieldChange, held: Any, found: Dossier, lang: str) -> str:
    """Return a value as words: masked, or hidden where the reader may not see it."""
    column = TABLES[change.table][change.column]
    if column.personal is not None and column.personal not in found.classes:
        return say(lang, "dossier.fact_hidden")
    return _words(change.table, change.column, masked(column, held), lang)


def _words(table: str, column: str, held: Any, lang: str) -> str:
    if isinstance(held, date):
        return figures.day(held, lang)
    if isinstance(held, float):
        return figures.number(held, 0 if held.is_integer() else 1)
    return value_words(table, column, held, lang)


def _told_by(change: FieldChange, found: Dossier, lang: str) -> str:
    """Return which row it is: a member's masked name, an income's source and period."""
    said = []
    for column in TOLD_BY.get(change.table, ()):
        if column == "member_name":
            said.append(name(found, change.row, column, lang))
        else:
            held = change.row.get(column)
            said.append(_words(change.table, column, held, lang))
    return " ".join(said)
