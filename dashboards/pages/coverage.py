"""摸查: whom the survey missed, whose survey isn't signed, where procedures stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.charts.groups import charts, groups
from dashboards.charts.groups import title as heading
from dashboards.models.coverage import PROCEDURE, RESIDENTS, Coverage, coverage
from dashboards.pages.block import Listed
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.covered import headline, missing, residents, strip
from dashboards.widgets.listing import dialog
from dashboards.widgets.paths import listed, paths, work
from dashboards.widgets.take import titled
from fupin.codes import label
from fupin.procedure import WORDS

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.pages.taking import Pictures

LISTS = (*RESIDENTS, *PROCEDURE, "next", "found")
KINDS = [[kind] for kind in WORDS]


class CoveragePage(Listed):
    """The page: one block of markup, and a list over it where one is open."""

    key = "coverage"
    watched = ("start",)

    def _drawn(self) -> str:
        view, desk = self.view, self.desk
        page = coverage(desk, view)
        shown = listing(self.behind, page, desk, view.lang)
        return markup(page, desk, view.start, view.lang) + shown

    def _pictures(self) -> Pictures:
        page, lang = coverage(self.desk, self.view), self.view.lang
        if not any(v.groups for v in page.shown):
            return {}
        words = say(lang, "coverage.groups_caption")
        return {
            "groups": lambda: titled(charts(page, lang), heading(page, lang), words)
        }

    def _go(self, where: str) -> None:
        if where.startswith("start="):
            self.view.start = int(where.removeprefix("start="))
        else:
            super()._go(where)


def markup(page: Coverage, desk: Desk, start: int, lang: str) -> str:
    """Return the whole page for its figures."""
    cards = (
        groups(page, lang),
        missing(page, desk, lang),
        paths(page, lang),
        work(page, desk, start, lang),
    )
    return (
        f'<div class="page coverage {lang}">{headline(page, lang)}{strip(page, lang)}'
        f'<div class="grid">{"".join(cards)}</div></div>'
    )


def listing(spec: str, page: Coverage, desk: Desk, lang: str) -> str:
    """Return the list `spec` over the page; nothing where there is no such list."""
    name, *rest = spec.split(":", 2)
    if name not in LISTS or (name == "found" and rest[:1] not in KINDS):
        return ""
    rows = page.rows(spec)
    make = residents if name in RESIDENTS else listed
    heads, cells = make(rows, page, desk, lang)
    empty = say(lang, "coverage.list_empty")
    return dialog(title(name, rest, desk, lang), heads, cells, empty, lang)


def title(name: str, rest: list[str], desk: Desk, lang: str) -> str:
    """Return what a list is of: its kind, then its village and group, or its step."""
    if name == "found":
        return say(lang, f"coverage.found_{rest[0]}")
    words = [say(lang, f"coverage.list_{name}")]
    if name in RESIDENTS:
        words += [desk.village_names.get(village, village) for village in rest[:1]]
        words += [say(lang, "coverage.group", n=group) for group in rest[1:] if group]
    else:
        words += [label("procedure", one, lang) for one in rest[:1]]
        words += [label("step", step, lang) for step in rest[1:]]
    return figures.text(" · ".join(words))
