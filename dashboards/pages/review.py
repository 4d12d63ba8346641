"""核对: what contradicts the rules, which verdicts hold, and whom to visit again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn
import param

from dashboards.models.review import SPECS, Review, review
from dashboards.text import say
from dashboards.widgets.html import Html
from dashboards.widgets.listing import dialog
from dashboards.widgets.review import (
    contradictions,
    firmness,
    headline,
    listed,
    revisits,
)

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View

WATCHED = ["day", "village", "lang", "page", "basis", "written"]


class ReviewPage(pn.viewable.Viewer):
    """The page: one block of markup, and a list over it where one is open."""

    behind = param.String(default="", doc="The list that is open over the page.")

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        self._html = Html(on_go=self._go, dark=view.param.dark)
        view.param.watch(self._update, WATCHED)
        self.param.watch(self._update, ["behind"])
        self._update()

    def __panel__(self) -> Any:
        return self._html

    def _update(self, *_: Any) -> None:
        view = self.view
        if view.page != "review" or view.day is None:
            return
        page = review(self.desk, view)
        shown = listing(self.behind, page, self.desk, view.lang)
        self._html.html = markup(page, self.desk, view.lang) + shown

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        self.behind = value if name == "list" else ""
        if name != "list":
            self.view.go(where)


def markup(page: Review, desk: Desk, lang: str) -> str:
    """Return the whole page for its figures."""
    cards = contradictions(page, lang), firmness(page, lang), revisits(page, desk, lang)
    return (
        f'<div class="page review {lang}">{headline(page, lang)}'
        f'<div class="grid">{"".join(cards)}</div></div>'
    )


def listing(spec: str, page: Review, desk: Desk, lang: str) -> str:
    """Return the list `spec` over the page; nothing where there is no such list."""
    if spec not in SPECS:
        return ""
    heads, cells = listed(spec, page.rows(spec), page.unsigned, desk, lang)
    title, empty = say(lang, f"review.list_{spec}"), say(lang, "review.list_empty")
    return dialog(title, heads, cells, empty, lang)
