"""The row of saved scenarios: open one, save as, and two versions of one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import catalogue, say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices

if TYPE_CHECKING:
    from dashboards.models.shelf import Shelf
    from fupin.plan import Plan

DAY = 10


def shelf(page: Shelf, lang: str) -> str:
    """Return the chooser of saved scenarios and, where it is asked for, the form."""
    if not page.can_write:
        return ""
    saved = page.saved
    now = page.opened.scenario if page.opened else 0
    options = choices(((one.scenario, figures.text(one.name)) for one in saved), now)
    chooser = (
        f'<select data-field="open" aria-label="{say(lang, "whatif.open")}">'
        f'<option value="">{say(lang, "whatif.open")}</option>{options}</select>'
        if saved
        else ""
    )
    on = " on" if page.is_saving else ""
    return (
        f'{chooser}<button class="btn pill{on}" data-go="saving">'
        f"{say(lang, 'whatif.save_as')}</button>"
    )


def form(page: Shelf, lang: str) -> str:
    """Return the form to save, and the two versions where a name is taken."""
    if not page.is_saving:
        return _about(page, lang)
    fields = "".join(
        f'<label><span class="caption">{say(lang, f"whatif.save_{name}")}</span>'
        f'<input type="text" data-field="{field}" value="{_plain(value)}"></label>'
        for name, field, value in (
            ("name", "save.name", page.fields["name"]),
            ("description", "save.description", page.fields["description"]),
            ("author", "author", page.view.author),
        )
    )
    key = "whatif.save_next" if page.opened else "whatif.save"
    version = page.opened.version + 1 if page.opened else 1
    acts = (
        f'<button class="btn pri" data-go="save">{say(lang, key, n=version)}</button>'
    )
    if page.opened:
        acts += f'<button class="btn" data-go="save-new">{say(lang, "whatif.save_new")}</button>'
        acts += f'<button class="btn" data-go="withdraw">{say(lang, "whatif.withdraw")}</button>'
    return f'<div class="card whatif-save"><p class="row">{fields}</p><p class="row">{acts}</p>{_versions(page, lang)}</div>'


def _about(page: Shelf, lang: str) -> str:
    """Return what of an opened scenario no longer applies, with the offer to carry."""
    if not page.notes or page.opened is None:
        return ""
    notes = "".join(
        f'<p class="warning">{figures.text(note.say(lang))}</p>' for note in page.notes
    )
    return f'{notes}<p><button class="btn" data-go="carry">{say(lang, "whatif.carry", name=figures.text(page.opened.name))}</button></p>'


def _versions(page: Shelf, lang: str) -> str:
    """Return the two versions of a name wherever they differ."""
    taken, plan = page.taken, page.desk.plan
    if taken is None:
        return ""
    rows = "".join(
        f"<tr><td>{_field(name, plan, lang)}</td><td>{_value(name, theirs, lang)}</td>"
        f"<td>{_value(name, mine, lang)}</td></tr>"
        for name, theirs, mine in taken.fields
    )
    heads = (
        f"<th></th><th>{say(lang, 'whatif.theirs', author=figures.text(taken.theirs.author))}</th>"
        f"<th>{say(lang, 'whatif.mine')}</th>"
    )
    button = f'<button class="btn" data-go="save-on">{say(lang, "whatif.save_on", n=taken.theirs.version + 1)}</button>'
    return f"<table><tr>{heads}</tr>{rows}</table><p>{button}</p>"


def _field(name: str, plan: Plan, lang: str) -> str:
    """Return what differs by its name in the plan: a basis apart from a value."""
    kind, _, rest = name.partition(".")
    if kind in ("author", "description"):
        return say(lang, f"whatif.save_{kind}")
    found = plan.parameters.get(rest)
    if found is None:
        return figures.text(rest or kind)
    label = figures.text(found.label[lang])
    return say(lang, "whatif.basis_of", name=label) if kind == "basis" else label


def _value(name: str, value: object, lang: str) -> str:
    if name.startswith("basis.") and f"app.basis_{value}" in catalogue(lang):
        return say(lang, f"app.basis_{value}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,g}"
    return _plain(value) or figures.NOTHING


def _plain(value: object) -> str:
    return "" if value in (None, "") else figures.text(value)


def told(page: Shelf, lang: str) -> str:
    """Return name, version and author of the opened scenario, for the fingerprints."""
    one = page.opened
    if one is None:
        return ""
    return say(
        lang, "whatif.opened", name=figures.text(one.name), version=one.version,
        author=figures.text(one.author), day=one.at[:DAY], vintage=one.vintage,
    )  # fmt: skip
