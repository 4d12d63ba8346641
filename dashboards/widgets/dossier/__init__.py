"""A household's dossier as markup: why, what it earns, who lives there, who owes what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.charts.income import income
from dashboards.models.change import ROOTS, change
from dashboards.text import say
from dashboards.widgets.change import change_card
from dashboards.widgets.dossier.changes import changes
from dashboards.widgets.dossier.head import head
from dashboards.widgets.dossier.life import helped, housing, visits
from dashboards.widgets.dossier.objected import objected
from dashboards.widgets.dossier.owed import owed
from dashboards.widgets.dossier.people import members
from dashboards.widgets.dossier.steps import steps
from dashboards.widgets.reasons import reasons

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.dossier import Dossier
    from dashboards.models.view import View


def dossier_page(found: Dossier, desk: Desk, view: View) -> str:
    """Return the page of one household, names masked."""
    lang = view.lang
    left = (
        reasons(found, desk, lang)
        + steps(found, lang)
        + objected(found, desk, view)
        + owed(found, desk, lang)
        + visits(found, lang)
        + helped(found, lang)
        + changes(found, lang)
    )
    cards = (change_card(change(desk, view, found, root), lang) for root in ROOTS)
    right = (
        income(found, lang)
        + "".join(cards)
        + members(found, view)
        + housing(found, lang)
    )
    return (
        f'<div class="page dossier">{head(found, desk, lang)}<div class="grid">'
        f'<div class="eight stack">{left}</div><div class="four stack">{right}</div></div></div>'
    )


def nobody(lang: str) -> str:
    """Return what stands where a link's household isn't on record, and the way back."""
    back = f'<button class="btn" data-go="back">{say(lang, "dossier.back")}</button>'
    return f'<div class="page empty"><p>{say(lang, "dossier.gone")}</p><br>{back}</div>'
