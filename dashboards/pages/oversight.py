"""监督: objections and reports, and inspections of a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.oversight import (
    DRAW,
    NEW,
    OBJECTION,
    OWN_SHEET,
    TABS,
    address,
    list_file,
    oversight,
    sample,
)
from dashboards.models.oversightform import OversightForm
from dashboards.pages.block import Block
from dashboards.text import say
from dashboards.widgets.oversight import listed, objections_head
from dashboards.widgets.oversight_form import error
from dashboards.widgets.oversight_inspect import inspect_page, nothing_drawn
from dashboards.widgets.oversight_new import new_draw, new_objection
from dashboards.widgets.oversight_own import own_sheet
from dashboards.widgets.oversight_sheet import sheet
from fupin.inspection import default_seed
from fupin.objections import history

if TYPE_CHECKING:
    from dashboards.models.oversight import Oversight
    from fupin.inspection import Inspection

SAVES = ("add", "take_up", "take", "decide", "edit", "draw", "record")


class OversightPage(Block):
    """The page: the list of objections, one of them, or an inspection."""

    key = "oversight"
    watched = ("status", "tab", "task", "household")
    follows = True

    def _begin(self) -> None:
        self._form = OversightForm(self.desk, self.view)

    def _drawn(self) -> str:
        # Somebody may have written by the command, or in another window.
        self.desk.refresh()
        shown = self._markup(oversight(self.desk, self.view))
        return f'<div class="page oversight {self.view.lang}">{shown}</div>'

    def _markup(self, page: Oversight) -> str:
        view, form = self.view, self._form
        if view.task.startswith((OBJECTION, OWN_SHEET)):
            return self._sheet(page)
        if view.tab in NEW.values() and page.may_write:
            return self._new(page)
        if view.tab != TABS[1]:
            return objections_head(page) + listed(page, self.desk, view)
        made = self._made(page)
        if made is None:
            return nothing_drawn(page)
        if form.key != f"{DRAW}{made.seq}":
            form.open(f"{DRAW}{made.seq}")
        return inspect_page(sample(self.desk, page, made), page, self.desk, form)

    def _sheet(self, page: Oversight) -> str:
        store, form = self.desk.store, self._form
        found = next((o for o in page.written if self._is_open(o.key)), None)
        if found is None or store is None:
            return self._own_sheet(page)
        if form.key != found.key:
            form.open(found.key)
        told = history(store, found.key)
        return sheet(found, told, page, self.desk, form)

    def _own_sheet(self, page: Oversight) -> str:
        """Return one of the register that nobody has taken yet."""
        may_be = (row for row in page.own if row["can_be_taken"])
        row = next((row for row in may_be if self._is_open(row["key"])), None)
        if row is None:
            # What was just refused says more than that it isn't there.
            gone = f'<p class="empty">{say(self.view.lang, "oversight.gone")}</p>'
            return error(self._form) or gone
        if self._form.key != row["key"]:
            self._form.open(row["key"], own=row)
        return own_sheet(row, page, self.desk, self._form)

    def _is_open(self, key: str) -> bool:
        return address(key, self.desk) == self.view.task

    def _new(self, page: Oversight) -> str:
        view, form = self.view, self._form
        if form.key != view.tab:
            form.open(view.tab)
        if view.tab == NEW[TABS[0]] or self.desk.store is None:
            return new_objection(page, self.desk, form)
        return new_draw(page, form, default_seed(self.desk.store, view.day))

    def _leave_form(self) -> bool:
        # A name that was asked for stays: its own entry in the log comes back here.
        is_read = self._form.shown or self._form.error
        if self._form.edits or is_read or self.view.tab in NEW.values():
            return False
        # The row of a list that is open stays so, at its version of now.
        form = self._form
        form.open(form.key if form.number else "", form.number)
        return True

    def _made(self, page: Oversight) -> Inspection | None:
        """Return the draw that the address names, else the newest."""
        wanted = self.view.task.removeprefix(DRAW)
        found = (one for one in page.draws if str(one.seq) == wanted)
        return next(found, page.draws[0] if page.draws else None)

    def _field(self, name: str, value: str) -> None:
        if name == "author":
            self.view.author = value
        elif name == "status":
            self.view.set(status=value)
        else:
            # Nothing is drawn while one types.
            self._form.set(name, value)

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        view, form = self.view, self._form
        act = name.removeprefix("save-")
        if act in SAVES or name == "name":
            self._save(act)
        elif name == "insist":
            form.insist()
            self._update()
        elif name == "open":
            tab = TABS[1] if value.startswith(DRAW) else ""
            view.set(task=value, tab=tab)
        elif name == "row":
            number = int(value)
            form.open(form.key, 0 if form.number == number else number)
            self._update()
        elif name in ("new", "tab", "back"):
            self._leave(name, value)
        elif name == "file":
            self._file()
        else:
            form.open("")
            view.go(where)

    def _leave(self, name: str, value: str) -> None:
        """Close what is open for a form, a part of the page, or where one came from."""
        view = self.view
        self._form.open("")
        tab = value if name != "back" else _before(view.tab)
        wanted = "" if tab == TABS[0] else tab
        view.set(task="", tab=wanted, household="" if name != "new" else view.household)

    def _save(self, act: str) -> None:
        view, form = self.view, self._form
        opened = form.save(act)
        if opened is None or act == "name":
            self._update()
            return
        tab = TABS[1] if opened.startswith(DRAW) else ""
        view.set(
            task=address(opened, self.desk),
            tab=tab,
            household="",
            written=view.written + 1,
        )

    def _file(self) -> None:
        page = oversight(self.desk, self.view)
        made = self._made(page)
        if made is not None:
            name, content = list_file(page, sample(self.desk, page, made))
            self._html.download(name, content)


def _before(tab: str) -> str:
    """Return the part of the page that a form was opened from."""
    return TABS[1] if tab in (TABS[1], NEW[TABS[1]]) else TABS[0]
