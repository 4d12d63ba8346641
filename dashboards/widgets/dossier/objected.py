"""The dossier's objections: those of the register and those that people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from dashboards.models.oversight import address
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card
from dashboards.widgets.oversight import state_mark
from fupin.codes import label
from fupin.store.objected import own_key
from fupin.store.written import PREFIX
from fupin.tables import OBJECTIONS

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.dossier import Dossier
    from dashboards.models.view import View


def objected(found: Dossier, desk: Desk, view: View) -> str:
    """Return the household's objections; open ones are said to hold the next step."""
    lang = view.lang
    rows = found.objections
    n = sum(_is_open(row, view) for row in rows)
    title = say(lang, "dossier.objected_none")
    if rows:
        key = "objected_open" if n else "objected_closed"
        title = say(lang, f"dossier.{key}", n=n or len(rows))
    items = "".join(_item(row, found, desk, view) for row in reversed(rows))
    body = f'<ol class="vintages">{items}</ol>' if rows else ""
    extra = ""
    if desk.store is not None:
        told = {"p": "oversight", "tab": "new", "h": view.household}
        link = urlencode(told).replace("&", "&amp;")
        extra = f'<button class="link" data-go="{link}">{say(lang, "oversight.new_objections")}</button>'
    caption = say(lang, "dossier.objected_caption")
    return card(title, caption, body, "", extra=extra)


def _is_open(row: dict[str, Any], view: View) -> bool:
    if row["closed_on"] is not None:
        return bool(row["closed_on"] > view.day)
    return bool(row["objection_state"] == "open")


def _item(row: dict[str, Any], found: Dossier, desk: Desk, view: View) -> str:
    lang = view.lang
    state = "open" if _is_open(row, view) else row["objection_state"]
    words = ""
    if OBJECTIONS["objection_text"].personal in found.classes:
        words = f"<p>{figures.text(row['objection_text'])}</p>"
    days = figures.day(row["raised_on"], lang)
    if state != "open" and row["closed_on"] is not None:
        days += f" – {figures.day(row['closed_on'], lang)}"
    kind = label("objection_kind", row["objection_kind"], lang)
    more, number = "", row["objection_id"]
    can_be_taken = desk.store is not None and row["objection_state"] == "open"
    if can_be_taken or number.startswith(PREFIX):
        told = {"p": "oversight", "task": address(own_key(number), desk)}
        link = urlencode(told).replace("&", "&amp;")
        more = f'<a class="link" data-go="{link}">{say(lang, "dossier.objected_open_it")}</a>'
    return f"<li>{more}{state_mark(state, lang)} {kind} · {days}{words}</li>"
