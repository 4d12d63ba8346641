"""A task's evidence: pictures before, during and after, documents, and a new file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import card
from dashboards.widgets.tasks import department
from fupin.access import mask_name
from fupin.tasks.evidence import ENDINGS, MB, PHASES
from fupin.tasks.pictures import FORMATS

if TYPE_CHECKING:
    from dashboards.models.taskfiles import TaskFiles
    from dashboards.models.tasks import Tasks

ACCEPTED = ",".join(f".{end}" for ends in ENDINGS.values() for end in ends)
# What the browser says by itself while a file comes in.
REFUSALS = ("many", "large", "stopped", "unreadable")


def evidence(found: TaskFiles, task: dict[str, Any], page: Tasks) -> str:
    """Return the files by when they were made, and where a new one is put.

    Below them are those that were taken back, with who and why.
    """
    lang = page.lang
    # What a task was closed on stays.
    may_back = found.may_write and task["status"] != "done"
    groups = "".join(
        _group(phase, files, found, lang, may_back=may_back)
        for phase in PHASES
        if (files := [f for f in found.files if f["phase"] == phase])
    )
    back = next((f for f in found.files if may_back and f["seq"] == found.asked), None)
    if back is not None:
        groups += _asked(back, found, page)
    groups += _withdrawn(found.withdrawn, lang)
    none = f'<p class="empty">{say(lang, "tasks.files_none")}</p>'
    new = _new(found, lang) if found.may_write else ""
    n = len(found.files)
    key = "files_title" if n else "files_title_none"
    return card(say(lang, f"tasks.{key}", n=n), say(lang, "tasks.files_caption"),
                (groups or none) + new, "tasks-files")  # fmt: skip


def _group(
    phase: str, held: list[Any], found: TaskFiles, lang: str, *, may_back: bool
) -> str:
    items = "".join(_file(row, found, lang, may_back=may_back) for row in held)
    words = say(lang, f"tasks.phase_{phase}")
    return f'<h4>{words}</h4><div class="tasks-shots">{items}</div>'


def _asked(row: dict[str, Any], found: TaskFiles, page: Tasks) -> str:
    """Return where it is said who takes a file back, of which department, and why."""
    lang, view = page.lang, found.view
    name = figures.text(row["name"])
    options = choices(
        ((one, department(one, page)) for one in page.plan.departments), view.own
    )
    author = figures.text(view.author) if view.author else ""
    why = figures.text(found.why) if found.why else ""
    return (
        f'<div class="tasks-back" role="group" aria-label="{say(lang, "tasks.back_title", name=name)}"><p><b>{say(lang, "tasks.back_title", name=name)}</b></p>'
        f'<div class="form thirds"><label class="field"><span class="label">{say(lang, "tasks.fact_author")}</span><input type="text" data-field="author" value="{author}"></label>'
        f'<label class="field"><span class="label">{say(lang, "tasks.me_department")}</span><select data-field="own"><option value="">{say(lang, "tasks.me_none")}</option>{options}</select></label>'
        f'<label class="field"><span class="label">{say(lang, "tasks.back_why")}</span><input type="text" data-field="why-back" value="{why}"></label></div>'
        f'<div class="acts"><button class="btn pri" data-go="take-back={row["seq"]}">{say(lang, "tasks.back_do")}</button>'
        f'<button class="btn" data-go="ask-back=">{say(lang, "tasks.back_not")}</button><p class="note">{say(lang, "tasks.back_note")}</p></div></div>'
    )


def _withdrawn(held: list[dict[str, Any]], lang: str) -> str:
    """Return what was taken back: never the file, only that it was and why."""
    if not held:
        return ""
    items = "".join(
        f"<li><s>{figures.text(row['name'])}</s> · {figures.text(mask_name(row['withdrawn']['author']))} "
        f"{row['withdrawn']['day']}<p>{figures.text(row['withdrawn']['reason'])}</p></li>"
        for row in held
    )
    title = say(lang, "tasks.back_list", n=len(held))
    return f'<h4>{title}</h4><ul class="tasks-withdrawn">{items}</ul>'


def _file(row: dict[str, Any], found: TaskFiles, lang: str, *, may_back: bool) -> str:
    name, number = figures.text(row["name"]), row["seq"]
    size = say(lang, "tasks.file_size", mb=f"{row['size'] / MB:.1f}")
    who = f"{figures.text(mask_name(row['author']))} {row['day']}"
    shown = f'<span class="kind">{row["kind"]}</span>'
    if row["kind"] in FORMATS:
        data = found.small(row)
        shown = f'<span class="kind bad">{say(lang, "tasks.file_gone")}</span>'
        if data:
            shown = f'<img src="{data}" alt="{name}" data-go="see={number}">'
    back = f'<button class="btn" data-go="ask-back={number}">{say(lang, "tasks.back_ask")}</button>'
    return (
        f"<figure>{shown}<figcaption><b>{name}</b><small>{size} · {who}</small>"
        f'<div class="acts"><button class="btn" data-go="file={number}">{say(lang, "tasks.file_save")}</button>{back if may_back else ""}</div></figcaption></figure>'
    )


def _new(found: TaskFiles, lang: str) -> str:
    options = choices(
        ((phase, say(lang, f"tasks.phase_{phase}")) for phase in PHASES), found.phase
    )
    why = "".join(
        f'<p class="bad" role="alert" data-why="{name}" hidden>{say(lang, f"tasks.why_{name}", mb=found.limits.largest_mb)}</p>'
        for name in REFUSALS
    )
    if found.error is not None:
        why += f'<p class="bad" role="alert">{figures.text(found.error.say(lang))}</p>'
    if found.is_busy:
        return f'<p class="note" role="status">{say(lang, "tasks.file_busy", name=figures.text(found.coming))}</p>'
    name = figures.text(found.view.author) if found.view.author else ""
    return (
        f'<div class="form"><label class="field"><span class="label">{say(lang, "tasks.file_phase")}</span><select data-field="phase">{options}</select></label>'
        f'<label class="field"><span class="label">{say(lang, "tasks.fact_author")}</span><input type="text" data-typed data-field="author" value="{name}"></label></div>'
        f'<div class="drop" data-drop><input type="file" accept="{ACCEPTED}" hidden><span class="waiting">{say(lang, "tasks.file_drop")} '
        f'<button class="btn" data-go="pick">{say(lang, "tasks.file_pick")}</button></span>'
        f'<span class="coming" role="status">{say(lang, "intake.receiving")} <b data-percent>0 %</b><span class="loadbar"><i data-progress></i></span>'
        f'<button class="btn" data-go="stop-upload">{say(lang, "intake.cancel")}</button></span></div>{why}'
        f'<p class="note">{say(lang, "tasks.file_note", mb=found.limits.largest_mb)}</p>'
    )


def large(found: TaskFiles, lang: str) -> str:
    """Return the picture that is open over the page."""
    row = next((f for f in found.files if f["seq"] == found.opened), None)
    data = found.large(row) if row else ""
    if row is None or not data:
        return ""
    close = say(lang, "listing.close")
    name = figures.text(row["name"])
    return (
        '<div class="veil" data-go="list="></div>'
        f'<div class="dialog tasks-large" role="dialog" aria-label="{name}"><header><h3>{name}</h3>'
        f'<button data-go="list=" title="{close}" aria-label="{close}">✕</button></header>'
        f'<div class="scroll"><img src="{data}" alt="{name}"></div><footer>{row["day"]}</footer></div>'
    )
