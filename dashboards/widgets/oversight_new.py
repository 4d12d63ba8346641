"""The forms of a new objection and of a new draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.oversight import place
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card
from dashboards.widgets.oversight_form import area, error, field, save, select, what
from dashboards.widgets.oversight_numbers import numbers
from fupin.codes import label
from fupin.objections import CHANNELS, KINDS

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.oversight import Oversight
    from dashboards.models.oversightform import OversightForm


def new_objection(page: Oversight, desk: Desk, form: OversightForm) -> str:
    """Return the form of an objection; nothing is written before it is saved."""
    lang, view = page.lang, form.view
    chosen, village = form.household
    if chosen:
        words = figures.text(place(village, chosen, desk))
        where = f'<div class="field"><span class="label">{say(lang, "oversight.fact_household")}</span><b>{words}</b></div>'
    else:
        villages = [(k, figures.text(v)) for k, v in page.villages.items()]
        where = select(form, "village_id", {"village_id": view.village}, villages)
        where += field(
            form, "household", {}, hint=say(lang, "oversight.hint_household")
        )
    kinds = [(one, label("objection_kind", one, lang)) for one in KINDS]
    channels = [(one, say(lang, f"oversight.channel_{one}")) for one in CHANNELS]
    body = (
        f'<div class="form thirds">{where}{select(form, "kind", {"kind": KINDS[0]}, kinds)}'
        f"{what(form, {}, page)}"
        f"{area(form, 'text', {})}{select(form, 'channel', {}, channels)}"
        f"{field(form, 'received_on', {'received_on': page.day})}{field(form, 'deadline', {})}"
        f"{field(form, 'complainant', {}, hint=say(lang, 'oversight.hint_complainant'))}{field(form, 'author', {})}</div>"
        + save(
            "add",
            say(lang, "oversight.save_add"),
            say(lang, "oversight.note_add", days=page.days),
        )
    )
    return _framed(form, "objections", card(say(lang, "oversight.new_objections"), say(lang, "oversight.new_caption"), body, "oversight-write"))  # fmt: skip


def new_draw(page: Oversight, form: OversightForm, seed: str) -> str:
    """Return the form of a draw, its villages, and the numbers that it goes by."""
    lang = page.lang
    boxes = "".join(
        f'<label class="box"><input type="checkbox" data-field="village.{figures.text(key)}"'
        f"{' checked' if form.edits.get(f'village.{key}') else ''}>{figures.text(name)}</label>"
        for key, name in page.villages.items()
    )
    body = (
        f'<div class="form thirds">{field(form, "seed", {"seed": seed})}{field(form, "reason", {}, hint=say(lang, "oversight.hint_draw"))}'
        f'{field(form, "author", {})}<div class="wide"><span class="label">{say(lang, "oversight.which_villages")}</span><div class="boxes">{boxes}</div></div></div>'
        + save(
            "draw", say(lang, "oversight.save_draw"), say(lang, "oversight.note_draw")
        )
    )
    made = card(say(lang, "oversight.new_inspect"), say(lang, "oversight.draw_caption"), body, "oversight-write")  # fmt: skip
    return _framed(form, "inspect", made + numbers(page))


def _framed(form: OversightForm, tab: str, body: str) -> str:
    lang = form.view.lang
    return (
        f'<div class="headline oversight-head"><div><h2 class="serif">{say(lang, f"oversight.new_{tab}_headline")}</h2>'
        f'<p class="next">{say(lang, f"oversight.new_{tab}_next")}</p></div><div class="oversight-acts">'
        f'<button class="btn" data-go="back">{say(lang, "oversight.back")}</button></div></div>'
        f'<div class="stack">{error(form)}{body}</div>'
    )
