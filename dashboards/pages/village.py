"""村: one village: what was decided and why, its years, services, score and money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.models.village import village_file
from dashboards.text import say
from dashboards.widgets.html import Html
from dashboards.widgets.village import village_page

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View

WATCHED = ("page", "lang", "day", "basis", "village", "written")


class VillagePage(pn.viewable.Viewer):
    """The page: one block of markup, drawn again when village or date moves."""

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        self._body = Html(on_go=view.go, dark=view.param.dark)
        view.param.watch(self._update, list(WATCHED))
        self._update()

    def __panel__(self) -> Any:
        return self._body

    def _update(self, *_: Any) -> None:
        view = self.view
        if view.page != "village":
            return
        found = village_file(self.desk, view)
        empty = f'<p class="page empty">{say(view.lang, "app.no_data")}</p>'
        self._body.html = village_page(found, self.desk, view.lang) if found else empty
