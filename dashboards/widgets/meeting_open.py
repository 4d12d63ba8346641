"""An open snapshot: its sections as cards, its figures, what was said of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dashboards.models.meeting import formats
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import card
from dashboards.widgets.meeting import area, field, problem
from dashboards.widgets.meeting_chart import data, screen_chart
from dashboards.widgets.meeting_words import table, worded
from fupin.access import mask_name

if TYPE_CHECKING:
    from dashboards.models.meeting import Meeting
    from fupin.document import Document, Section, Table
    from fupin.snapshots import Snapshot

STAMP = ("day", "scenario", "filters", "basis", "vintage", "plan", "tasks", "author",
         "made", "program")  # fmt: skip


def opened(page: Meeting, found: Snapshot, lang: str) -> str:
    """Return the page of one snapshot."""
    told = page.document(found)
    cards = "".join(_section(one, told, lang) for one in told.sections)
    return (
        f'<div class="page meeting {lang}">{crumbs(page, found, lang)}'
        f'<div class="grid"><div class="eight stack">{problem(page.error, lang)}{_gone(found, lang)}{_withdrawing(page, lang)}{cards}{_behind(told, lang)}</div>'
        f'<div class="four stack">{_stamp(page, told, lang)}{_exports(found, lang)}{_notes(page, found, told, lang)}{_figures(told, lang)}</div></div></div>'
    )


def crumbs(page: Meeting, found: Snapshot, lang: str) -> str:
    """Return the title with what can be done with the snapshot."""
    acts = [("present", "pri")]
    if page.may_write and found.withdrawn is None:
        acts += [("brief", ""), ("withdraw", "")]
    acts += [("check", ""), ("back", "")]
    buttons = "".join(
        f'<button class="btn {kind}" data-go="{name}">{say(lang, f"meeting.{name}")}</button>'
        for name, kind in acts
    )
    return (
        f'<div class="crumbs"><h2 class="serif">{figures.text(found.title)}</h2><span class="tag">{found.id}</span>'
        f'<div class="acts">{buttons}</div></div>'
        + (f'<p class="next">{figures.text(found.note)}</p>' if found.note else "")
    )


def _gone(found: Snapshot, lang: str) -> str:
    gone = found.withdrawn
    if gone is None:
        return ""
    words = say(lang, "meeting.gone", author=figures.text(mask_name(gone.author)), day=gone.at[:10],
                reason=figures.text(gone.body))  # fmt: skip
    return f'<section class="card bad-card"><p class="bad">{words}</p></section>'


def _withdrawing(page: Meeting, lang: str) -> str:
    if not page.is_withdrawing:
        return ""
    body = (
        f'<div class="form">{field("reason", page, lang)}{field("author", page, lang)}</div>'
        f'<div class="acts"><button class="btn pri" data-go="save-withdraw">{say(lang, "meeting.withdraw")}</button>'
        f'<button class="btn" data-go="keep">{say(lang, "meeting.keep")}</button></div>'
    )
    return card(say(lang, "meeting.withdraw_title"), say(lang, "meeting.withdraw_caption"), body, "")  # fmt: skip


def _section(one: Section, told: Document, lang: str) -> str:
    """Return a section as a card: its finding, its chart, its words."""
    parts = []
    if one.below:
        parts.append(f'<p class="next">{worded(told, one.below)}</p>')
    if one.chart is not None:
        parts.append(screen_chart(one.chart, told))
        parts.append(data(one.chart, told, say(lang, "meeting.data")))
    if one.table is not None:
        parts.append(_titled(one.table, told, lang))
    parts += [f'<p class="meeting-says">{worded(told, p)}</p>' for p in one.paragraphs]
    if one.actions:
        parts.append(f'<h4 class="label">{say(lang, "meeting.asked", n=len(one.actions))}</h4>{actions(one, lang)}')  # fmt: skip
    notes = "".join(f"<li>{escape(note)}</li>" for note in one.notes)
    foot = f'<ul class="note meeting-notes">{notes}</ul>' if notes else ""
    return (
        f'<section class="card meeting-section" id="meeting-{one.key}"><p class="kicker">{escape(one.kicker)}</p>'
        f'<h3 class="serif">{worded(told, one.headline)}</h3>{"".join(parts)}{foot}</section>'
    )


def _titled(one: Table, told: Document, lang: str) -> str:
    """Return a table under its title, with what it holds of a longer list."""
    said = told.said(one.caption)
    note = f'<p class="note">{escape(said)}</p>' if said else ""
    title = f'<h4 class="label">{escape(told.said(one.title))}</h4>'
    return f"{title}{note}{table(one, lang)}"


def actions(one: Section, lang: str) -> str:
    """Return what the meeting is asked to settle: what, who, by when."""
    items = "".join(
        f'<li><b>{escape(act.what)}</b><span class="who">{escape(act.who)}</span>'
        f'<span class="due">{figures.short_day(act.due, lang) if act.due else figures.NOTHING}</span>'
        f'<span class="why">{escape(act.note)}</span></li>'
        for act in one.actions
    )
    return f'<ol class="meeting-asks">{items}</ol>'


def _behind(told: Document, lang: str) -> str:
    """Return the lists behind the sections, closed until they are asked for."""
    parts = "".join(
        f'<details class="meeting-data"><summary class="link">{escape(one.title)} · {figures.number(len(one.rows))}</summary>'
        f"{table(one, lang)}</details>"
        for one in told.tables
        if one.key not in ("figures", "clauses")
    )
    return card(say(lang, "meeting.behind"), say(lang, "meeting.behind_caption"), parts, "")  # fmt: skip


def _stamp(page: Meeting, told: Document, lang: str) -> str:
    values = vars(told.stamp) | {"day": figures.day(told.stamp.day, lang)}
    said = "".join(
        f"<div><dt>{say(lang, f'meeting.fact_{name}')}</dt><dd>{escape(str(values[name]))}</dd></div>"
        for name in STAMP
    )
    return card(say(lang, "meeting.stamp"), say(lang, "meeting.stamp_caption"),
                f'<dl class="pairs">{said}</dl>{_checked(page, told, lang)}', "")  # fmt: skip


def _checked(page: Meeting, told: Document, lang: str) -> str:
    found = page.checked
    if found is None:
        return ""
    if found.agrees:
        return f'<p class="good">{say(lang, "meeting.agrees")}</p>'
    if found.why_not is not None:
        return f'<p class="bad">{figures.text(found.why_not.say(lang))}</p>'
    names = say(lang, "list_comma").join(
        escape(told.figures[key].what if key in told.figures else key)
        for key, _, _ in found.moved[:8]
    )
    return f'<p class="bad">{say(lang, "meeting.disagrees", n=len(found.moved), names=names)}</p>'


def _exports(found: Snapshot, lang: str) -> str:
    there = formats() if found.withdrawn is None else ()
    if not there:
        return ""
    buttons = "".join(
        f'<button class="btn" data-go="export={form}">{escape(form.upper())}</button>'
        for form in there
    )
    return card(say(lang, "meeting.export"), say(lang, "meeting.export_caption"),
                f'<div class="acts">{buttons}</div>', "")  # fmt: skip


def _notes(page: Meeting, found: Snapshot, told: Document, lang: str) -> str:
    """Return the notes on figures, and the form of another one."""
    items = "".join(
        f"<li><b>{escape(told.figures[n.figure].what)} {escape(told.figures[n.figure].text)}</b>"
        f'<p>{figures.text(n.body)}</p><p class="note">{escape(mask_name(n.author))} · {n.at[:10]}</p></li>'
        for n in found.notes if n.figure in told.figures
    )  # fmt: skip
    body = f'<ol class="vintages">{items}</ol>' if items else ""
    if page.may_write and found.withdrawn is None:
        options = choices(
            (
                (one.key, f"{escape(one.what)} {escape(one.text)}")
                for one in told.figures.values()
            ),
            page.typed("figure"),
        )
        body += (
            f'<div class="form"><label class="wide"><span class="label">{say(lang, "meeting.figure")}</span><select data-field="figure">{options}</select></label>'
            f"{area('words', page, lang)}{field('author', page, lang)}</div>"
            f'<div class="acts"><button class="btn" data-go="save-note">{say(lang, "meeting.annotate")}</button></div>'
        )
    if not body:
        return ""
    return card(say(lang, "meeting.notes", n=len(found.notes)), say(lang, "meeting.notes_caption"), body, "")  # fmt: skip


def _figures(told: Document, lang: str) -> str:
    rows = "".join(
        f'<tr title="{escape(one.how)}"><td class="wrap">{escape(one.what)}</td><td class="r"><b>{escape(one.text)}</b></td></tr>'
        for one in told.figures.values()
    )
    body = f'<details class="meeting-data"><summary class="link">{say(lang, "meeting.show_figures")}</summary><table class="list"><tbody>{rows}</tbody></table></details>'
    return card(say(lang, "meeting.figures", n=len(told.figures)), say(lang, "meeting.figures_caption"), body, "")  # fmt: skip
