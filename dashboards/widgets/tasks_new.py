"""The form of a new task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import card
from dashboards.widgets.tasks import department
from dashboards.widgets.tasks_sheet import error, field

if TYPE_CHECKING:
    from dashboards.models.taskform import TaskForm
    from dashboards.models.tasks import Tasks


def new_task(page: Tasks, form: TaskForm) -> str:
    """Return the form; nothing is written before it is saved."""
    lang = page.lang
    first = next(i for i in page.plan.implementations if i["number"] == 1)
    offered = {
        "department": [(d, department(d, page)) for d in page.plan.departments],
        "village_id": [(k, figures.text(v)) for k, v in page.villages.items()],
        "implementation": [("1", figures.text(first[lang]))],
    }
    selects = "".join(
        f'<label class="field"><span class="label">{say(lang, f"tasks.fact_{name}")}</span><select data-field="{name}">'
        + choices(
            [("", say(lang, f"tasks.choose_{name}")), *held], form.edits.get(name, "")
        )
        + "</select></label>"
        for name, held in offered.items()
    )
    fields = "".join(
        field(name, {}, form, lang, kind)
        for name, kind in (("household", "text"), ("start_on", "date"), ("due_on", "date"),
                           ("responsible", "text"), ("helpers", "text"), ("author", "text"))
    )  # fmt: skip
    wide = field("title", {}, form, lang).replace('class="field"', 'class="wide"', 1)
    body = (
        f'<div class="form thirds">{wide}{selects}{fields}</div>'
        f'<div class="acts"><button class="btn pri" data-go="save-add">{say(lang, "tasks.save_new")}</button>'
        f'<button class="btn" data-go="back">{say(lang, "tasks.back")}</button></div>'
    )
    return (
        f'<div class="headline"><h2 class="serif">{say(lang, "tasks.new_headline")}</h2><p class="next">{say(lang, "tasks.new_next")}</p></div>'
        f"{error(form, lang)}{card(say(lang, 'tasks.new'), '', body, 'tasks-write')}"
    )
