"""农户: find households by what they are and what was decided; open one's dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.charts.income import chart as income
from dashboards.models.dossier import dossier, sheet_file, whose
from dashboards.models.households import find
from dashboards.models.taken import stamp_of
from dashboards.models.view import FILTERS
from dashboards.models.visiting import VisitForm
from dashboards.pages.block import Block
from dashboards.widgets.dossier import dossier_page, nobody
from dashboards.widgets.facets import facets, table
from dashboards.widgets.html import Html
from dashboards.widgets.visiting import visit_page
from fupin.errors import FupinError

if TYPE_CHECKING:
    from dashboards.pages.taking import Pictures
    from fupin.document import Stamp

FACETS = (*FILTERS, "household", "search")


class HouseholdsPage(Block):
    """The page: facets above a table of the server's rows, or one dossier."""

    key = "households"
    watched = (*FACETS, "sort", "start")

    def _begin(self) -> None:
        view = self.view
        self._facets = Html(on_go=self._go, on_field=self._filter, dark=view.param.dark)
        self._form = VisitForm(self.desk, view)
        self._layout = pn.Column(
            self._facets, self._html, sizing_mode="stretch_width", margin=0
        )

    def __panel__(self) -> Any:
        return self._layout

    def _draw(self) -> None:
        view = self.view
        if view.household and self._form.token == view.household:
            self._show("", visit_page(self._form, view.lang))
            return
        if view.household:
            found = dossier(self.desk, view)
            shown = dossier_page(found, self.desk, view) if found else nobody(view.lang)
            self._show("", shown)
            return
        rows = find(self.desk, view)
        self._show(facets(self.desk, view, rows), table(self.desk, view, rows))

    def _show(self, head: str, body: str) -> None:
        with pn.io.hold():
            self._facets.visible = bool(head)
            self._facets.html, self._html.html = head, body

    def _filter(self, name: str, value: str) -> None:
        if name in FACETS:
            self.view.set(**{name: value})

    def _field(self, name: str, value: str) -> None:
        """Remember a field of the visit's form; nothing is drawn while one types."""
        if name == "author":
            self.view.author = value
        else:
            self._form.set(name, value)

    def _visiting(self, name: str) -> bool:
        """Do what the visit's form asks; say whether it was that."""
        form, view = self._form, self.view
        if name == "visit":
            form.open(view.household)
        elif name == "leave-visit":
            form.close()
        elif name == "add-person":
            form.added += 1
        elif name == "insist":
            form.insist()
        elif name in ("save-visit", "save-anyway"):
            if form.save(insists=name == "save-anyway"):
                view.written += 1
        else:
            return False
        self._update()
        return True

    def _save_sheet(self) -> None:
        """Hand the household's decision sheet to the person, names masked."""
        try:
            self._html.download(*sheet_file(self.desk, self.view))
        except FupinError as error:
            self._tell(error)

    def _pictures(self) -> Pictures:
        found, lang = dossier(self.desk, self.view), self.view.lang
        return {} if found is None else {"income": lambda: income(found, lang)}

    def _stamp(self) -> Stamp | None:
        """Return of whom a picture of the dossier is, masked."""
        found = dossier(self.desk, self.view)
        if found is None:
            return None
        return stamp_of(self.desk, self.view, whose(found, self.desk))

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        view = self.view
        if self._visiting(name):
            return
        if name == "sheet":
            self._save_sheet()
            return
        if name == "open":
            view.household = value
        elif name == "back":
            view.household = ""
        elif name == "clear":
            view.go("p=households")
        elif name == "sort":
            view.set(sort=f"-{value}" if view.sort == value else value)
        elif name == "start":
            view.start = int(value)
        elif name == "drop":
            view.set(**{value: ""})
        else:
            view.go(where)
