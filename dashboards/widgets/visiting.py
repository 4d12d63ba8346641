"""The visit's form as markup: facts, persons, looks, note, signatures, who and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.visiting import LOOKS, NEW_PERSON, PERSON, SECTIONS, SIGNERS
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.changes import failure
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import card
from dashboards.widgets.rows import list_table, wide
from fupin.codes import CODES, label
from fupin.store import StaleEditError
from fupin.tables import HOUSEHOLDS, MEMBERS, VISITS
from fupin.units import unit_label
from fupin.visiting import FormError

if TYPE_CHECKING:
    from dashboards.models.visiting import VisitForm
    from fupin.schema import Column

TYPES = {"int": "number", "number": "number", "date": "date"}


def visit_page(form: VisitForm, lang: str) -> str:
    """Return the whole form; what is masked is typed anew or left."""
    row, members = form.rows()
    who = form.desk.display_id(row["household_id"], row["village_id"])
    day = figures.day(form.view.day, lang)
    head = say(lang, "visiting.headline", household=figures.text(who), day=day)
    parts = [_error(form, lang)]
    parts += [_section(form, name, row, lang) for name in SECTIONS]
    return (
        f'<div class="page dossier visit {lang}"><div class="headline"><h2 class="serif">{head}</h2>'
        f'<p class="next">{say(lang, "visiting.next")}</p></div><div class="grid">'
        f'<div class="eight stack">{"".join(parts)}</div>'
        f'<div class="four stack">{_about(form, lang)}</div>'
        f"{_members(form, members, lang)}</div></div>"
    )


def _error(form: VisitForm, lang: str) -> str:
    if form.error is None:
        return ""
    if not isinstance(form.error, StaleEditError):
        words = figures.text(form.error.say(lang))
        anyway = ""
        if isinstance(form.error, FormError) and form.error.is_doubt:
            anyway = f'<div class="acts"><button class="btn" data-go="save-anyway">{say(lang, "visiting.anyway")}</button></div>'
        return f'<section class="card bad-card"><p class="bad" role="alert">{words}</p>{anyway}</section>'
    return failure(form.error, lang, "insist")


def _section(form: VisitForm, name: str, row: dict[str, Any], lang: str) -> str:
    fields = "".join(
        _field(form, f"facts.{column}", HOUSEHOLDS[column], row, lang)
        for column in SECTIONS[name]
    )
    return card(
        say(lang, f"visiting.{name}"),
        "",
        f'<div class="form thirds">{fields}</div>',
        "",
    )


def _field(
    form: VisitForm, where: str, column: Column, row: dict[str, Any], lang: str
) -> str:
    value, placeholder = form.place(where, column, row)
    unit = unit_label(column.unit, lang)
    words = column.label(lang) + (
        f"（{unit}）" if unit and lang == "zh" else f" ({unit})" if unit else ""
    )
    changed = " changed" if where in form.edits else ""
    return (
        f'<label class="field{changed}"><span class="label">{words}</span>'
        f"{control(where, column, value, placeholder, lang)}</label>"
    )


def control(where: str, column: Column, value: str, placeholder: str, lang: str) -> str:
    """Return the field's control: a list for codes and yes/no, else an input."""
    if column.kind in ("code", "bool"):
        answers = [
            ("true", say(lang, "dossier.is_yes")),
            ("false", say(lang, "dossier.is_no")),
        ]
        codes = [
            (c.name, label(column.codes, c.name, lang))
            for c in CODES.get(column.codes, ())
        ]
        offered = ((key, figures.text(words)) for key, words in codes or answers)
        options = choices([("", say(lang, "intake.nothing")), *offered], value)
        return f'<select data-field="{where}">{options}</select>'
    shown = f' placeholder="{figures.text(placeholder)}"' if placeholder else ""
    step = ' step="any"' if column.kind == "number" else ""
    said = figures.text(value) if value else ""
    return f'<input type="{TYPES.get(column.kind, "text")}"{step} data-field="{where}" value="{said}"{shown}>'


def _members(form: VisitForm, members: list[dict[str, Any]], lang: str) -> str:
    columns = ("member_name", *PERSON)
    heads = ((figures.text(MEMBERS[c].label(lang)), "") for c in columns)
    rows = "".join(_member(form, one, one["person_id"], lang) for one in members)
    fresh = "".join(_new_member(form, f"+{n}", lang) for n in range(form.added))
    add = f'<button class="btn" data-go="add-person">{say(lang, "visiting.add_person")}</button>'
    table = wide(list_table(heads, rows, "persons")) + fresh
    return card(
        say(lang, "visiting.members"),
        say(lang, "visiting.members_caption"),
        table,
        "twelve",
        extra=add,
    )


def _member(form: VisitForm, row: dict[str, Any], person: str, lang: str) -> str:
    name = form.place(f"member.{person}.member_name", MEMBERS["member_name"], row)[1]
    cells = "".join(
        f"<td>{control(where, MEMBERS[c], *form.place(where, MEMBERS[c], row), lang)}</td>"
        for c in PERSON
        if (where := f"member.{person}.{c}")
    )
    return f"<tr><td><b>{figures.text(name)}</b></td>{cells}</tr>"


def _new_member(form: VisitForm, key: str, lang: str) -> str:
    fields = "".join(
        _field(form, f"member.{key}.{column}", MEMBERS[column], {}, lang)
        for column in (*NEW_PERSON, *PERSON)
    )
    return f'<div class="form thirds person">{fields}</div>'


def _about(form: VisitForm, lang: str) -> str:
    looks = "".join(
        f'<label><span class="label">{say(lang, f"look.{name}")}</span>'
        f"{control(f'look.{name}', VISITS[name], form.edits.get(f'look.{name}', ''), '', lang)}</label>"
        for name in LOOKS
    )
    signers = "".join(
        f'<label class="box"><input type="checkbox" data-field="signer.{name}"'
        f"{' checked' if form.edits.get(f'signer.{name}') else ''}>{label('signer', name, lang)}</label>"
        for name in SIGNERS
    )
    note = figures.text(form.edits["note"]) if form.edits.get("note") else ""
    reason = figures.text(form.edits["reason"]) if form.edits.get("reason") else ""
    author = figures.text(form.view.author) if form.view.author else ""
    body = (
        f'<div class="form">{looks}'
        f'<label class="wide"><span class="label">{say(lang, "visiting.note")}</span><textarea data-field="note">{note}</textarea></label>'
        f'<div class="wide"><span class="label">{say(lang, "visiting.signed")}</span><div class="boxes">{signers}</div></div>'
        f'<label class="wide"><span class="label">{say(lang, "visiting.author")}</span><input type="text" data-field="author" value="{author}"></label>'
        f'<label class="wide"><span class="label">{say(lang, "visiting.reason")}</span>'
        f'<input type="text" data-field="reason" value="{reason}" placeholder="{say(lang, "visiting.reason_hint")}"></label></div>'
        f'<div class="acts"><button class="btn pri" data-go="save-visit">{say(lang, "visiting.save")}</button>'
        f'<button class="btn" data-go="leave-visit">{say(lang, "intake.leave")}</button></div>'
        f'<p class="note">{say(lang, "visiting.save_hint")}</p>'
    )
    return card(say(lang, "visiting.about"), "", body, "")
