"""One objection: what it says, who has it, the forms to take and decide it."""

from __future__ import annotations

import re
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from dashboards.models.oversight import place
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, go
from dashboards.widgets.oversight import about, left, state_mark, state_words
from dashboards.widgets.oversight_form import (
    area,
    error,
    field,
    named,
    save,
    select,
    units,
    what,
)
from fupin.access import mask_name
from fupin.codes import label
from fupin.objections import CHANNELS, FIELDS, OUTCOMES
from fupin.store.objected import OWN

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.oversight import Oversight
    from dashboards.models.oversightform import OversightForm
    from fupin.objections import Objection

# What a correction or a taking may change, as its history names it: never its words.
CHANGES = (*FIELDS, "taker", "taker_department", "finding")
# When a field is to be filled in isn't said of one that was.
_WHEN = re.compile(r"\s*[（(].*")


def sheet(
    one: Objection, told: list[dict[str, Any]], page: Oversight, desk: Desk,
    form: OversightForm,
) -> str:  # fmt: skip
    """Return the sheet of an objection; `told` is its history, the newest first."""
    lang = page.lang
    where = figures.text(place(one.village_id, one.household_id, desk))
    title = say(lang, "oversight.sheet_title", kind=label("objection_kind", one.kind, lang), place=where)  # fmt: skip
    back = f'<button class="btn" data-go="back">{say(lang, "oversight.back")}</button>'
    crumbs = (
        f'<div class="crumbs"><h2 class="serif">{title}</h2>{state_mark(one.state, lang)}'
        f'<span>{left(one, lang)}</span><div class="acts">{back}</div></div>'
    )
    writes = ""
    if page.may_write and one.may_be_written:
        writes = (
            _take(one, page, form) + _decide(one, page, form) + _edit(one, page, form)
        )
    elif page.may_write and one.is_open:
        writes = _later(one, lang)
    return (
        f'{crumbs}<div class="grid"><div class="eight stack">{error(form)}{_facts(one, page, desk)}{writes}</div>'
        f'<div class="four stack">{_effect(one, page)}{_who(one, page, form)}{_history(told, page)}</div></div>'
    )


def _facts(one: Objection, page: Oversight, desk: Desk) -> str:
    lang = page.lang
    pairs = [
        ("about", about(one, page)),
        ("received_on", figures.day(one.received_on, lang)),
        ("channel", say(lang, f"oversight.channel_{one.channel}")),
        ("deadline", figures.day(one.deadline_on, lang)),
        ("taker", _person(one.taker, one.taker_department, page)),
    ]
    if one.household_id:
        link = go("households", h=desk.token_of(one.household_id))
        words = figures.text(place(one.village_id, one.household_id, desk))
        pairs.insert(0, ("household", f'<a class="link" {link}>{words}</a>'))
    if one.decided_on is not None:
        pairs += [
            ("outcome", state_words(one.outcome, lang)),
            ("decided_by", _person(one.decided_by, one.decider_department, page)),
            ("decided_on", figures.day(one.decided_on, lang)),
        ]
    said = "".join(
        f"<div><dt>{say(lang, f'oversight.fact_{k}')}</dt><dd>{v}</dd></div>"
        for k, v in pairs
    )
    if page.sees_words:
        words = _quote("text", one.text, lang)
        words += _quote("finding", one.finding, lang) + _quote(
            "follow", one.follow, lang
        )
    else:
        words = f'<p class="note">{say(lang, "oversight.words_hidden")}</p>'
    return card(say(lang, "oversight.about"), say(lang, "oversight.about_caption"), f'{words}<dl class="pairs">{said}</dl>', "")  # fmt: skip


def _later(one: Objection, lang: str) -> str:
    """Return where to go on writing: not behind what was written later."""
    day = figures.day(one.written_on, lang)
    return card(say(lang, "oversight.later", day=day), say(lang, "oversight.later_caption"), "", "")  # fmt: skip


def _quote(name: str, words: str, lang: str) -> str:
    if not words:
        return ""
    head = say(lang, f"oversight.fact_{name}")
    return f'<blockquote class="oversight-words"><small>{head}</small>{figures.text(words)}</blockquote>'


def _person(name: str, department: str, page: Oversight) -> str:
    if not name:
        return figures.NOTHING
    known = page.plan.departments.get(department)
    unit = f" · {figures.text(known.name[page.lang])}" if known else ""
    return figures.text(mask_name(name)) + unit


def _take(one: Objection, page: Oversight, form: OversightForm) -> str:
    lang = page.lang
    held = {
        "taker": one.taker, "taker_department": one.taker_department,
        "deadline": one.deadline_on, "finding": one.finding if page.sees_words else "",
    }  # fmt: skip
    body = (
        f'<div class="form thirds">{field(form, "taker", held)}'
        f"{select(form, 'taker_department', held, units(page))}{field(form, 'deadline', held)}"
        f"{area(form, 'finding', held)}{field(form, 'author', {})}</div>"
        + save(
            "take", say(lang, "oversight.save_take"), say(lang, "oversight.note_take")
        )
    )
    return card(say(lang, "oversight.take"), say(lang, "oversight.take_caption"), body, "oversight-write")  # fmt: skip


def _decide(one: Objection, page: Oversight, form: OversightForm) -> str:
    lang = page.lang
    if not one.taker:
        return ""
    outcomes = [(name, state_words(name, lang)) for name in OUTCOMES]
    held = {"decided_on": page.day, "outcome": "", "decider_department": ""}
    body = (
        f'<div class="form thirds">{select(form, "outcome", held, outcomes)}{field(form, "decided_on", held)}'
        f"{select(form, 'decider_department', held, units(page))}{area(form, 'follow', {})}{field(form, 'author', {})}</div>"
        + save(
            "decide",
            say(lang, "oversight.save_decide"),
            say(lang, "oversight.note_decide"),
        )
    )
    return card(say(lang, "oversight.decide"), say(lang, "oversight.decide_caption"), body, "oversight-write")  # fmt: skip


def _edit(one: Objection, page: Oversight, form: OversightForm) -> str:
    lang = page.lang
    held = {
        "text": one.text if page.sees_words else "", "channel": one.channel,
        "received_on": one.received_on, "about": one.about, "step": one.step,
        "department": one.department, "person": one.person,
    }  # fmt: skip
    channels = [(name, say(lang, f"oversight.channel_{name}")) for name in CHANNELS]
    body = (
        f'<div class="form thirds">{what(form, held, page)}{area(form, "text", held)}{select(form, "channel", held, channels)}'
        f"{field(form, 'received_on', held)}{field(form, 'author', {})}</div>"
        + save("edit", say(lang, "oversight.save_edit"))
    )
    return f'<details class="card oversight-write"><summary>{say(lang, "oversight.edit")}</summary>{body}</details>'


def _effect(one: Objection, page: Oversight) -> str:
    """Return what the objection does to its household."""
    lang = page.lang
    if one.household_id is None:
        key = "effect_village"
    elif not one.is_open:
        is_held = one.household_id in page.held
        key = "effect_other" if is_held else "effect_decided"
    else:
        key = "effect_held" if one.household_id in page.held else "effect_open"
    return card(say(lang, f"oversight.{key}"), say(lang, "oversight.effect_caption"), "", "")  # fmt: skip


def _who(one: Objection, page: Oversight, form: OversightForm) -> str:
    """Return whether a name is known; it is looked up only by hand, and logged."""
    lang = page.lang
    if one.key.startswith(OWN):
        return card(say(lang, "oversight.not_told"), say(lang, "oversight.not_told_caption"), "", "")  # fmt: skip
    if not one.is_named:
        return card(say(lang, "oversight.anonymous"), say(lang, "oversight.anonymous_caption"), "", "")  # fmt: skip
    if form.shown:
        body = f'<p class="oversight-name">{figures.text(form.shown)}</p>'
        return card(say(lang, "oversight.named"), say(lang, "oversight.shown_caption"), body, "")  # fmt: skip
    body = ""
    if page.may_write:
        body = (
            f'<div class="form">{field(form, "author", {}, label=say(lang, "oversight.asker"))}</div><div class="acts">'
            f'<button class="btn" data-go="name">{say(lang, "oversight.look_up")}</button></div>'
        )
    return card(say(lang, "oversight.named"), say(lang, "oversight.named_caption"), body, "")  # fmt: skip


def _history(told: list[dict[str, Any]], page: Oversight) -> str:
    lang = page.lang
    # Each version beside the one before it; the oldest has none.
    items = "".join(
        f'<li><span class="tag">{say(lang, "oversight.did_" + row["action"])}</span> {figures.day(date.fromisoformat(row["day"]), lang)} '
        f"{figures.text(mask_name(row['author']))}{_changed(row, before, lang)}</li>"
        for row, before in zip_longest(told, told[1:])
    )
    caption = say(lang, "oversight.history_caption", n=len(told))
    return card(say(lang, "tasks.history"), caption, f'<ol class="vintages">{items}</ol>', "")  # fmt: skip


def _changed(row: dict[str, Any], before: dict[str, Any] | None, lang: str) -> str:
    if before is None or row["action"] not in ("edit", "take"):
        return ""
    said = [
        _WHEN.sub("", named("household" if name == "household_id" else name, lang))
        for name in CHANGES
        if row[name] != before[name]
    ]
    return f"<p>{say(lang, 'list_mark').join(said)}</p>" if said else ""
