"""核对: what contradicts the rules, which verdicts hold, and whom to visit again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.review import SPECS, Review, review
from dashboards.pages.block import Listed
from dashboards.text import say
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


class ReviewPage(Listed):
    """The page: one block of markup, and a list over it where one is open."""

    key = "review"

    def _drawn(self) -> str:
        page, lang = review(self.desk, self.view), self.view.lang
        return markup(page, self.desk, lang) + listing(
            self.behind, page, self.desk, lang
        )


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
