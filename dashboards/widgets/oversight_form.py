"""Fields of the oversight page's forms, and why something wasn't saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.oversightform import NAMES
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.oversight import step_words
from dashboards.widgets.refused import refused, versions
from fupin.access import mask_name
from fupin.inspection import StaleResultError
from fupin.objections import ABOUT, STEPS, StaleObjectionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboards.models.oversight import Oversight
    from dashboards.models.oversightform import OversightForm

# Names of persons, also those that a version keeps.
PERSONS = (*NAMES, "decided_by", "author")
DAYS = ("received_on", "deadline", "decided_on", "inspected_on")


def field(
    form: OversightForm,
    name: str,
    held: Mapping[str, Any],
    *,
    hint: str = "",
    label: str = "",
) -> str:
    """Return a labelled field; names show masked beside it, and are typed anew."""
    lang, value = form.view.lang, place(form, name, held)
    if name in NAMES and held.get(name):
        hint = mask_name(held[name])
    kind = "date" if name in DAYS else "text"
    return (
        f'<label class="field"><span class="label">{label or named(name, lang)}</span>'
        f'<input type="{kind}" data-typed data-field="{name}" value="{_attribute(value)}" placeholder="{figures.text(hint) if hint else ""}"></label>'
    )


def area(form: OversightForm, name: str, held: Mapping[str, Any]) -> str:
    """Return a field of several lines."""
    lang = form.view.lang
    hint = say(lang, f"oversight.hint_{name}")
    return (
        f'<label class="wide"><span class="label">{named(name, lang)}</span>'
        f'<textarea data-typed data-field="{name}" placeholder="{hint}">{_attribute(place(form, name, held))}</textarea></label>'
    )


def select(
    form: OversightForm, name: str, held: Mapping[str, Any],
    options: Iterable[tuple[str, str]], *, empty: str = "",
) -> str:  # fmt: skip
    """Return a choice of (value, words); `empty` are the words for none."""
    lang, value = form.view.lang, place(form, name, held)
    rows = [("", empty or say(lang, "oversight.choose")), *options]
    told = choices(rows, value)
    return (
        f'<label class="field"><span class="label">{named(name, lang)}</span>'
        f'<select data-field="{name}">{told}</select></label>'
    )


def units(page: Oversight) -> list[tuple[str, str]]:
    """Return the departments as choices."""
    return [
        (name, figures.text(one.name[page.lang]))
        for name, one in page.plan.departments.items()
    ]


def what(form: OversightForm, held: Mapping[str, Any], page: Oversight) -> str:
    """Return the fields of what an objection is about: step, department, person."""
    lang = page.lang
    abouts = [(one, say(lang, f"oversight.about_{one}")) for one in ABOUT]
    steps = [(one, step_words(one, lang)) for one in STEPS]
    return (
        select(form, "about", held, abouts)
        + select(form, "step", held, steps)
        + select(form, "department", held, units(page))
        + field(form, "person", held)
    )


def place(form: OversightForm, name: str, held: Mapping[str, Any]) -> str:
    """Return what stands in a field; names that are held aren't sent."""
    if name == "author":
        return str(form.view.author)
    if name in form.edits:
        return str(form.edits[name])
    value = "" if name in NAMES else held.get(name)
    return "" if value is None else str(value)


def _attribute(value: str) -> str:
    return figures.text(value) if value else ""


def named(name: str, lang: str) -> str:
    """Return what a field is called."""
    return say(lang, f"oversight.fact_{name}")


def save(act: str, words: str, note: str = "") -> str:
    """Return the button that saves, and a note beside it."""
    return (
        f'<div class="acts"><button class="btn pri" data-go="save-{act}">{words}</button>'
        f'<p class="note">{note}</p></div>'
    )


def error(form: OversightForm) -> str:
    """Return why nothing was saved; of a stale edit both versions."""
    found, lang = form.error, form.view.lang
    if found is None:
        return ""
    if not isinstance(found, StaleObjectionError | StaleResultError):
        return refused(found, lang)
    fields = (
        (named(name, lang), _side(name, theirs), _side(name, mine))
        for name, theirs, mine in found.fields
    )
    return refused(found, lang, versions(fields, lang))


def _side(name: str, value: Any) -> str:
    return figures.text(mask_name(value) if name in PERSONS else value)
