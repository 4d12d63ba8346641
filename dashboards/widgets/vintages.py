"""The history of the register: who wrote what, when and why; undo at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.changes import count_table, field_table
from dashboards.widgets.marks import card

if TYPE_CHECKING:
    from dashboards.models.intake import Taking
    from fupin.store import Vintage


def vintages(taking: Taking, lang: str) -> str:
    """Return the vintages, newest first; the opened one with its counts."""
    told = taking.history
    if not told:
        body = f'<p class="empty">{say(lang, "intake.history_none")}</p>'
        return card(say(lang, "intake.history_title"), "", body, "")
    items = "".join(_item(one, taking, lang) for one in told)
    undo = ""
    if any(one.is_in_force() for one in told):
        hint = say(lang, "intake.undo_hint")
        undo = f'<button class="btn" data-go="undo" title="{hint}">{say(lang, "intake.undo")}</button>'
    return card(
        say(lang, "intake.history_title"), say(lang, "intake.history_caption"),
        f'<ol class="vintages">{items}</ol>', "", extra=undo,
    )  # fmt: skip


def _item(one: Vintage, taking: Taking, lang: str) -> str:
    day = figures.day(one.recorded_at.astimezone().date(), lang)
    notes = [say(lang, "intake.rows", n=f"{one.total:,}")] if one.total else []
    if one.kind == "undo":
        notes.append(say(lang, "intake.undoes", seq=one.undoes))
    else:
        notes.append(
            say(lang, "intake.valid_from", day=figures.day(one.valid_on, lang))
        )
    if one.source:
        notes.append(figures.text(one.source))
    if one.undone_by:
        notes.append(say(lang, "intake.undone", seq=one.undone_by))
    is_open = taking.opened == one.seq
    toggle = ""
    if one.counts:
        word = say(lang, "intake.hide" if is_open else "intake.show")
        then = f'<a class="link" href="?k={one.seq}" title="{say(lang, "intake.then_hint")}">{say(lang, "intake.then")}</a>'
        toggle = (
            f'<button class="link" data-go="vintage={one.seq}" aria-expanded="{str(is_open).lower()}">{word}</button>'
            + then
        )
    table = ""
    if is_open:
        fields = field_table(taking, taking.changed_by(one), lang)
        table = count_table(one.counts, lang) + fields
    return (
        f'<li class="{"off" if one.undone_by else ""}"><div><b>{say(lang, "intake.vintage", seq=one.seq)}</b> '
        f'<span class="tag">{say(lang, f"intake.kind_{one.kind}")}</span> {day} {figures.text(one.author)}{toggle}</div>'
        f"<p>{figures.text(one.reason)}</p>"
        f'<p class="note">{" · ".join(notes)}</p>{table}</li>'
    )
