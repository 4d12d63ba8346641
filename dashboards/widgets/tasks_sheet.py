"""A task's sheet: clause, target and dates, what was written, and the form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dashboards.models.taskform import NAMES
from dashboards.models.tasks import place, title
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.funds_task import paid_for
from dashboards.widgets.marks import card, chip, go
from dashboards.widgets.refused import refused
from dashboards.widgets.tasks import department
from dashboards.widgets.tasks_board import lateness
from dashboards.widgets.tasks_grid import stale
from dashboards.widgets.tasks_list import state
from fupin.access import mask_name
from fupin.codes import label
from fupin.tasks import StaleTaskError
from fupin.units import unit_label

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.taskform import TaskForm
    from dashboards.models.tasks import Tasks

OWN = ("not_started", "running", "to_verify")
TEXTS = ("responsible", "helpers")
Task = dict[str, Any]


def sheet(  # noqa: PLR0913
    task: Task, told: list[dict[str, Any]], page: Tasks, desk: Desk, form: TaskForm,
    files: str,
) -> str:  # fmt: skip
    """Return the sheet of a task; `told` is its history, the newest first.

    `files` is the markup of its evidence.
    """
    lang = page.lang
    where = figures.text(place(task, desk)) if task["village_id"] else say(lang, "tasks.town")  # fmt: skip
    back = f'<button class="btn" data-go="back">{say(lang, "tasks.back")}</button>'
    crumbs = (
        f'<div class="crumbs"><h2 class="serif">{figures.text(title(task, page.plan, lang))}</h2>{state(task["status"], lang)}'
        f'{lateness(task, lang)}<div class="acts">{back}</div></div>'
        f'<p class="next tasks-where">{department(task["department"], page)} · {where}</p>'
    )
    writes = _form(task, page, form) if page.may_write else ""
    return (
        f'{crumbs}<div class="grid"><div class="eight stack">{error(form, lang)}{_facts(task, page, desk)}{files}{writes}</div>'
        f'<div class="four stack">{_verify(task, page, form)}{paid_for(task["key"], page.day, desk, lang)}{_history(told, page)}</div></div>'
    )


def _facts(task: Task, page: Tasks, desk: Desk) -> str:
    lang, plan = page.lang, page.plan
    rule = plan.rules.get(task["rule"] or "")
    pairs: list[tuple[str, str]] = []
    if rule is not None:
        pairs.append(("goal", figures.text(rule.says[lang])))
    if task["target"] is not None:
        unit = unit_label(task["unit"] or "", lang)
        pairs.append(("target", f"<b>{figures.number(task['target'])}</b> {unit}"))
    if task["verdict"] in ("met", "unmet", "unknown"):
        verdict = task["verdict"]
        pairs.append(("indicator", chip(verdict, say(lang, f"verdict.{verdict}"))))
    if task["household_id"]:
        link = go("households", h=desk.token_of(task["household_id"]))
        pairs.append(("household", f'<a class="link" {link}>{figures.text(place(task, desk))}</a>'))  # fmt: skip
    pairs += [
        ("start", figures.day(task["start_on"], lang)),
        ("due", figures.day(task["due_on"], lang)),
        ("progress", f'<span class="progress"><i style="width:{task["progress"]}%"></i></span>{task["progress"]} %'),
        ("responsible", mask_name(task["responsible"])),
        ("helpers", mask_name(task["helpers"])),
    ]  # fmt: skip
    said = "".join(f"<div><dt>{say(lang, f'tasks.fact_{k}')}</dt><dd>{v}</dd></div>" for k, v in pairs)  # fmt: skip
    items = "".join(
        f'<li class="{"done" if done else ""}">{"☑" if done else "☐"} {figures.text(words)}</li>'
        for words, done in json.loads(task["checklist"] or "[]")
    )
    steps = f'<ul class="tasks-check">{items}</ul>' if items else ""
    clause = plan.clauses.get(task["clause"] or "")
    quote = ""
    if clause is not None:
        quote = f'<blockquote class="tasks-clause"><small>{figures.text(clause.place[lang])}</small>{figures.text(clause.say(lang))}</blockquote>'
    key = "about_gap" if task["kind"] == "gap" else f"about_{task['kind']}"
    return card(say(lang, "tasks.about"), say(lang, f"tasks.{key}"), f'{quote}<dl class="pairs">{said}</dl>{steps}', "")  # fmt: skip


def _form(task: Task, page: Tasks, form: TaskForm) -> str:
    lang = page.lang
    names = "".join(field(name, task, form, lang) for name in TEXTS)
    if task["status"] == "done":
        body = f'<p class="note">{say(lang, "tasks.closed")}</p><div class="form">{field("author", task, form, lang)}{area("comment", task, form, lang)}</div>'
    else:
        held = form.place("status", task)
        states = OWN if held in OWN else (held, *OWN)
        options = choices(
            ((one, label("task_state", one, lang)) for one in states), held
        )
        body = (
            f'<div class="form thirds"><label class="field"><span class="label">{say(lang, "tasks.fact_status")}</span><select data-field="status">{options}</select></label>'
            f"{field('progress', task, form, lang, 'number')}{names}"
            f"{field('start_on', task, form, lang, 'date')}{field('due_on', task, form, lang, 'date')}"
            f"{area('checklist', task, form, lang)}{area('comment', task, form, lang)}{field('author', task, form, lang)}</div>"
        )
    save = f'<div class="acts"><button class="btn pri" data-go="save-task">{say(lang, "tasks.save")}</button><p class="note">{say(lang, "tasks.save_note")}</p></div>'
    return card(say(lang, "tasks.write"), say(lang, "tasks.write_caption"), body + save, "tasks-write")  # fmt: skip


def field(name: str, task: Task, form: TaskForm, lang: str, kind: str = "text") -> str:
    """Return a labelled field; names show masked, and are typed anew or left."""
    value = form.view.author if name == "author" else form.place(name, task)
    shown = figures.text(value) if value else ""
    hint = ""
    if name == "household":
        hint = f' placeholder="{say(lang, "tasks.hint_household")}"'
    elif name in NAMES and task.get(name):
        hint = f' placeholder="{mask_name(task[name])}"'
    return (
        f'<label class="field"><span class="label">{named(name, lang)}</span>'
        f'<input type="{kind}" data-field="{name}" value="{shown}"{hint}></label>'
    )


def area(name: str, task: Task, form: TaskForm, lang: str) -> str:
    """Return a field of several lines."""
    value = form.place(name, task)
    hint = say(lang, f"tasks.hint_{name}")
    return (
        f'<label class="wide"><span class="label">{say(lang, f"tasks.fact_{name}")}</span>'
        f'<textarea data-field="{name}" placeholder="{hint}">{figures.text(value) if value else ""}</textarea></label>'
    )


def _verify(task: Task, page: Tasks, form: TaskForm) -> str:
    lang = page.lang
    if task["status"] != "to_verify" or not page.may_write:
        return ""
    reason = form.place("reason", task)
    body = (
        f'<div class="form"><label class="wide"><span class="label">{say(lang, "tasks.fact_checker")}</span><input type="text" data-field="author" value="{figures.text(form.view.author) if form.view.author else ""}"></label>'
        f'<label class="wide"><span class="label">{say(lang, "tasks.fact_reason")}</span><input type="text" data-field="reason" value="{figures.text(reason) if reason else ""}"></label></div>'
        f'<div class="acts"><button class="btn pri" data-go="save-accept">{say(lang, "tasks.accept")}</button>'
        f'<button class="btn" data-go="save-return">{say(lang, "tasks.send_back")}</button></div>'
    )
    return card(say(lang, "tasks.verify"), say(lang, "tasks.verify_caption"), body, "")


def _history(told: list[dict[str, Any]], page: Tasks) -> str:
    lang = page.lang
    if not told:
        none = f'<p class="empty">{say(lang, "tasks.no_history")}</p>'
        return card(say(lang, "tasks.history"), "", none, "")
    items = "".join(_told(row, lang) for row in told)
    caption = say(lang, "tasks.history_caption", n=len(told))
    return card(say(lang, "tasks.history"), caption, f'<ol class="vintages">{items}</ol>', "")  # fmt: skip


def _told(row: dict[str, Any], lang: str) -> str:
    who, day = mask_name(row["author"]), row["day"]
    if "body" in row:
        words, what = figures.text(row["body"]), say(lang, "tasks.did_comment")
    else:
        words = f"{label('task_state', row['status'], lang)} · {row['progress']} %"
        words += f"<br>{figures.text(row['reason'])}" if row["reason"] else ""
        what = say(lang, f"tasks.did_{row['action']}")
    return f'<li><span class="tag">{what}</span> {day} {figures.text(who)}<p>{words}</p></li>'


def named(name: str, lang: str) -> str:
    """Return what a field is called."""
    return say(lang, "tasks.fact_" + name.removesuffix("_on"))


def error(form: TaskForm, lang: str) -> str:
    """Return why nothing was saved; of a stale edit both versions."""
    found = form.error
    if found is None:
        return ""
    both = stale(found, lang) if isinstance(found, StaleTaskError) else ""
    return refused(found, lang, both)
