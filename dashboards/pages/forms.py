"""表格: every form of the plan, previewed as of the date above, and taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.models.forms import all_files, forms_view, one_file
from dashboards.widgets import figures
from dashboards.widgets.form_page import form_page
from dashboards.widgets.html import Html
from fupin.errors import FupinError

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View

WATCHED = ("page", "lang", "day", "basis", "village", "form", "start", "written")
FILES = {"save": one_file, "save_all": all_files}


class FormsPage(pn.viewable.Viewer):
    """The page: the forms at the left, the chosen one as it will be printed."""

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        # What whoever fills a form in adds, for this session only.
        self._given: dict[str, str] = {}
        self._body = Html(on_go=self._go, on_field=self._field, dark=view.param.dark)
        view.param.watch(self._update, list(WATCHED))
        self._update()

    def __panel__(self) -> Any:
        return self._body

    def _update(self, *_: Any) -> None:
        view = self.view
        if view.page != "forms":
            return
        try:
            page = forms_view(self.desk, view, self._given)
        except FupinError as error:
            self._tell(error)
            return
        self._body.html = form_page(page, view.lang, self._given)

    def _tell(self, error: FupinError) -> None:
        """Show what is wrong with a form, where, and the cure, in place of the page."""
        said = figures.text(error.say(self.view.lang))
        self._body.html = f'<div class="page"><p class="empty">{said}</p></div>'

    def _field(self, name: str, value: str) -> None:
        if name == "form":
            self.view.go(f"p=forms&f={value}")
        else:
            self._given = {**self._given, name: value.strip()}
            self._update()

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        if name in FILES:
            self._save(name)
        elif name == "start":
            self.view.start = int(value)
        else:
            self.view.go(where)

    def _save(self, which: str) -> None:
        try:
            self._body.download(*FILES[which](self.desk, self.view, self._given))
        except FupinError as error:
            self._tell(error)
