"""The meeting page in markup: what may be frozen, and the snapshots that there are."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import card
from dashboards.widgets.rows import list_table, wide
from fupin.access import mask_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboards.models.meeting import Meeting
    from fupin.errors import FupinError
    from fupin.snapshots import Snapshot

HIDE = ' class="min-hide"'


def meeting(page: Meeting, lang: str) -> str:
    """Return the page: the list at the left, what makes a new one at the right."""
    held = page.listed
    makes = _making(page, lang) if page.may_write else ""
    return (
        f'<div class="page meeting {lang}"><div class="headline">{_headline(held, lang)}</div>'
        f'<div class="grid"><div class="eight stack">{problem(page.error, lang)}{_list(page, held, lang)}{_pair(page, held, lang)}</div>'
        f'<div class="four stack">{makes}</div></div></div>'
    )


def problem(error: FupinError | None, lang: str) -> str:
    """Return why something wasn't done."""
    if error is None:
        return ""
    words = figures.text(error.say(lang))
    return f'<section class="card bad-card"><p class="bad" role="alert">{words}</p></section>'


def _headline(held: list[Snapshot], lang: str) -> str:
    standing = [one for one in held if one.withdrawn is None]
    if not standing:
        finding = say(lang, "meeting.headline_none")
    else:
        last = standing[0]
        finding = say(
            lang, "meeting.headline", n=len(standing), id=last.id,
            title=figures.text(last.title),
        )  # fmt: skip
    return f'<h2 class="serif">{finding}</h2><p class="next">{say(lang, "meeting.next")}</p>'


def _list(page: Meeting, held: list[Snapshot], lang: str) -> str:
    title = say(lang, "meeting.list_title", n=len(held))
    if not held:
        empty = f'<p class="empty">{say(lang, "meeting.list_empty")}</p>'
        return card(title, "", empty, "")
    heads = (
        (say(lang, f"meeting.col_{name}"), "min-hide" if is_more else "")
        for name, is_more in (("id", 0), ("title", 0), ("day", 0), ("author", 1),
                              ("made", 1), ("data", 1))
    )  # fmt: skip
    rows = "".join(_row(page, one, lang) for one in held)
    body = wide(list_table(heads, rows, "meeting-list"))
    return card(title, say(lang, "meeting.list_caption"), body, "")


def _row(page: Meeting, one: Snapshot, lang: str) -> str:
    gone = one.withdrawn
    mark = ""
    if gone is not None:
        mark = f'<span class="tag meeting-gone" title="{escape(gone.body)}">{say(lang, "meeting.withdrawn")}</span>'
    place = page.desk.village_names.get(one.village, one.village)
    where = f" · {figures.text(place)}" if one.village else ""
    data = say(lang, "meeting.vintage", n=one.vintage, plan=one.plan[:6])
    made = (figures.text(mask_name(one.author)), f"{one.made:%Y-%m-%d %H:%M}", data)
    more = "".join(f"<td{HIDE}>{words}</td>" for words in made)
    return (
        f'<tr class="{"off" if gone else ""}" data-go="open={one.id}"><td><b>{one.id}</b></td>'
        f'<td class="wrap">{figures.text(one.title)}{mark}{below(made)}</td><td>{figures.day(one.day, lang)}{where}</td>'
        f"{more}</tr>"
    )


def below(said: Iterable[str]) -> str:
    """Return what a phone's three columns leave out, to stand below another cell.

    `said` is markup; what has nothing to say is left out.
    """
    return f'<span class="only-small note">{" · ".join(filter(None, said))}</span>'


def _pair(page: Meeting, held: list[Snapshot], lang: str) -> str:
    if len(held) < 2:  # noqa: PLR2004 two are compared
        return ""

    def options(name: str, first: int) -> str:
        chosen = page.typed(name) or held[first].id
        return choices(
            ((one.id, f"{one.id} · {figures.text(one.title)}") for one in held), chosen
        )

    fields = "".join(
        f'<label class="field"><span class="label">{say(lang, f"meeting.{name}")}</span>'
        f'<select data-field="{name}">{options(name, first)}</select></label>'
        for name, first in (("before", 1), ("after", 0))
    )
    body = (
        f'<div class="form">{fields}</div><div class="acts">'
        f'<button class="btn" data-go="compare">{say(lang, "meeting.compare")}</button></div>'
    )
    return card(say(lang, "meeting.pair_title"), say(lang, "meeting.pair_caption"), body, "")  # fmt: skip


def _making(page: Meeting, lang: str) -> str:
    view, desk = page.view, page.desk
    village = desk.village_names.get(view.village, "")
    pairs = (
        ("day", figures.day(view.day, lang)),
        ("filter", figures.text(village) if village else say(lang, "app.all_villages")),
        ("basis", say(lang, f"app.basis_{view.basis}")),
        ("register", desk.register.fingerprint[:6]),
        ("plan", desk.plan.fingerprint[:6]),
    )
    said = "".join(
        f"<div><dt>{say(lang, f'meeting.fact_{name}')}</dt><dd>{value}</dd></div>"
        for name, value in pairs
    )
    options = choices(
        [
            ("", say(lang, "meeting.as_plan")),
            *((name, figures.text(name)) for name in page.names),
        ],
        page.typed("scenario"),
    )
    body = (
        f'<dl class="pairs">{said}</dl><div class="form">'
        f"{field('title', page, lang)}{area('note', page, lang)}"
        f'<label class="wide"><span class="label">{say(lang, "meeting.scenario")}</span><select data-field="scenario">{options}</select></label>'
        f"{field('author', page, lang)}</div>"
        f'<div class="acts"><button class="btn pri" data-go="make">{say(lang, "meeting.make")}</button></div>'
        f'<p class="note">{say(lang, "meeting.make_note")}</p>'
    )
    return card(say(lang, "meeting.make_title"), say(lang, "meeting.make_caption"), body, "meeting-make")  # fmt: skip


def field(name: str, page: Meeting, lang: str) -> str:
    """Return a labelled field of one line."""
    value = page.view.author if name == "author" else page.typed(name)
    return (
        f'<label class="wide"><span class="label">{say(lang, f"meeting.field_{name}")}</span>'
        f'<input type="text" data-field="{name}" value="{escape(value)}"></label>'
    )


def area(name: str, page: Meeting, lang: str) -> str:
    """Return a labelled field of several lines."""
    return (
        f'<label class="wide"><span class="label">{say(lang, f"meeting.field_{name}")}</span>'
        f'<textarea data-field="{name}">{escape(page.typed(name))}</textarea></label>'
    )
