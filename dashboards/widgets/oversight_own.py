"""One objection of the register's own: what its file says, and the form to take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.oversight import place
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, go
from dashboards.widgets.oversight import state_mark
from dashboards.widgets.oversight_form import (
    area,
    error,
    field,
    save,
    select,
    units,
    what,
)
from fupin.codes import label
from fupin.objections import CHANNELS

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.oversight import Oversight
    from dashboards.models.oversightform import OversightForm


def own_sheet(
    row: dict[str, Any], page: Oversight, desk: Desk, form: OversightForm
) -> str:
    """Return the sheet of an objection that stands in the register's file."""
    lang = page.lang
    where = figures.text(place(row["village_id"] or "", row["household_id"], desk))
    kind = label("objection_kind", row["objection_kind"], lang)
    title = say(lang, "oversight.sheet_title", kind=kind, place=where)
    back = f'<button class="btn" data-go="back">{say(lang, "oversight.back")}</button>'
    held = "effect_held" if row["household_id"] in page.held else "effect_open"
    effect = card(say(lang, f"oversight.{held}"), say(lang, "oversight.effect_caption"), "", "")  # fmt: skip
    return (
        f'<div class="crumbs"><h2 class="serif">{title}</h2>{state_mark(row["state"], lang)}'
        f'<div class="acts">{back}</div></div><div class="grid"><div class="eight stack">'
        f"{error(form)}{_facts(row, page, desk)}{_take_up(row, page, form)}</div>"
        f'<div class="four stack">{effect}</div></div>'
    )


def _facts(row: dict[str, Any], page: Oversight, desk: Desk) -> str:
    lang, words = page.lang, ""
    if not page.sees_words:
        words = f'<p class="note">{say(lang, "oversight.words_hidden")}</p>'
    elif row["objection_text"]:
        head = say(lang, "oversight.fact_text")
        words = (
            f'<blockquote class="oversight-words"><small>{head}</small>'
            f"{figures.text(row['objection_text'])}</blockquote>"
        )
    where = figures.text(place(row["village_id"] or "", row["household_id"], desk))
    link = go("households", h=desk.token_of(row["household_id"]))
    pairs = {
        "household": f'<a class="link" {link}>{where}</a>',
        "received_on": figures.day(row["raised_on"], lang),
    }
    said = "".join(
        f"<div><dt>{say(lang, f'oversight.fact_{k}')}</dt><dd>{v}</dd></div>"
        for k, v in pairs.items()
    )
    return card(say(lang, "oversight.of_register"), say(lang, "oversight.own_caption"), f'{words}<dl class="pairs">{said}</dl>', "")  # fmt: skip


def _take_up(row: dict[str, Any], page: Oversight, form: OversightForm) -> str:
    lang = page.lang
    channels = [(name, say(lang, f"oversight.channel_{name}")) for name in CHANNELS]
    text = "" if row["objection_text"] else area(form, "text", {})
    body = (
        f'<div class="form thirds">{what(form, {}, page)}{select(form, "channel", {}, channels)}'
        f"{field(form, 'deadline', {})}{field(form, 'taker', {})}"
        f"{select(form, 'taker_department', {}, units(page))}{text}{area(form, 'finding', {})}{field(form, 'author', {})}</div>"
        + save(
            "take_up",
            say(lang, "oversight.save_take_up"),
            say(lang, "oversight.note_take_up", days=page.days),
        )
    )
    return card(say(lang, "oversight.take_up"), say(lang, "oversight.take_up_caption"), body, "oversight-write")  # fmt: skip
