"""The brief being edited: words in fields, figures as places that stay bound."""

from __future__ import annotations

from html import escape
from math import ceil
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card
from dashboards.widgets.meeting import field, problem
from dashboards.widgets.meeting_words import worded
from fupin.charting.measure import width
from fupin.document import DocumentError
from fupin.snapshots.edits import split

if TYPE_CHECKING:
    from dashboards.models.meeting import Meeting
    from fupin.document import Document, Figure, Section
    from fupin.snapshots import Snapshot

# How many signs stand in a line of a field.
LINE = 46


def brief(page: Meeting, found: Snapshot, lang: str) -> str:
    """Return the fields at the left, and the figures' names at the right."""
    told = page.document(found)
    parts = "".join(
        _part(page, one, told, lang) for one in told.sections if one.paragraphs
    )
    back = f'<button class="btn" data-go="leave-brief">{say(lang, "meeting.back_open")}</button>'
    save = (
        f'<div class="form">{field("author", page, lang)}</div><div class="acts">'
        f'<button class="btn pri" data-go="save-brief">{say(lang, "meeting.save_brief")}</button>'
        f"{_insist(page, lang)}</div>"
    )
    return (
        f'<div class="page meeting {lang}"><div class="crumbs"><h2 class="serif">{say(lang, "meeting.brief_title")}</h2>'
        f'<span class="tag">{found.id}</span><div class="acts">{back}</div></div>'
        f'<p class="next">{say(lang, "meeting.brief_next", n=len(found.texts))}</p>'
        f'<div class="grid"><div class="eight stack">{problem(page.error, lang)}{_loose(page, lang)}{parts}'
        f"{card(say(lang, 'meeting.save_title'), say(lang, 'meeting.save_caption'), save, '')}</div>"
        f'<div class="four stack">{_names(told, lang)}</div></div></div>'
    )


def _part(page: Meeting, one: Section, told: Document, lang: str) -> str:
    name = f"brief:{one.key}"
    typed = page.typed(name)
    try:
        shown = "".join(f"<p>{worded(told, p)}</p>" for p in split(typed))
    except DocumentError as error:
        shown = f'<p class="bad">{figures.text(error.say(lang))}</p>'
    body = (
        f'<div class="form"><label class="wide"><textarea class="meeting-text" rows="{_lines(typed)}" data-field="{name}" '
        f'aria-label="{escape(one.kicker)}">{escape(typed)}</textarea></label></div>'
        f'<div class="meeting-says">{shown}</div>'
    )
    return card(escape(one.kicker), say(lang, "meeting.part_caption"), body, "")


def _lines(text: str) -> int:
    """Return about how many lines a text takes, where a field can't grow by itself."""
    return sum(ceil(width(part, 1) / LINE) or 1 for part in text.split("\n")) + 1


def _loose(page: Meeting, lang: str) -> str:
    if not page.loose:
        return ""
    items = "".join(
        f"<li><b>{escape(one.number)}</b> {escape(one.within)}</li>"
        for one in page.loose
    )
    words = say(lang, "meeting.loose", n=len(page.loose))
    return f'<section class="card bad-card"><p class="bad" role="alert">{words}</p><ul class="meeting-notes">{items}</ul></section>'


def _insist(page: Meeting, lang: str) -> str:
    if not page.loose:
        return ""
    return f'<button class="btn" data-go="insist-brief">{say(lang, "meeting.insist")}</button>'


def _names(told: Document, lang: str) -> str:
    """Return what each figure is called, to be copied into a text.

    Those of the brief stand there; all others unfold, so that the page alone scrolls.
    """
    said = [text for one in told.sections for text in one.paragraphs]
    used = {f.key for text in said for _, f in told.runs(text) if f is not None}
    rest = [one for one in told.figures.values() if one.key not in used]
    body = _rows([one for one in told.figures.values() if one.key in used])
    if rest:
        words = say(lang, "meeting.names_rest", n=len(rest))
        body += f'<details class="meeting-data"><summary class="link">{words}</summary>{_rows(rest)}</details>'
    return card(say(lang, "meeting.names", n=len(told.figures)), say(lang, "meeting.names_caption"), body, "")  # fmt: skip


def _rows(held: list[Figure]) -> str:
    rows = "".join(
        f'<tr><td class="wrap">{escape(one.what)}<br><code>{{{one.key}}}</code></td><td class="r"><b>{escape(one.text)}</b></td></tr>'
        for one in held
    )
    return f'<div class="meeting-names"><table class="list"><tbody>{rows}</tbody></table></div>'
