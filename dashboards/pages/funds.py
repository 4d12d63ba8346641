"""资金: what was planned, allocated and paid, how long it lies, and what is odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.fundform import FundForm
from dashboards.models.funds import TABS, entry, funds_view
from dashboards.pages.block import Block
from dashboards.text import say
from dashboards.widgets.funds import head, kpis
from dashboards.widgets.funds_flow import sources, villages
from dashboards.widgets.funds_list import flagged, listed
from dashboards.widgets.funds_measures import measures, years
from dashboards.widgets.funds_share import alarms, shares
from dashboards.widgets.funds_sheet import new_entry, sheet
from fupin.funds import exports

if TYPE_CHECKING:
    from dashboards.models.funds import Funds

FILTERS = ("kind", "source", "alarm")
SAVES = {"save-add": "add", "save-edit": "edit", "save-withdraw": "withdraw"}
FILES = {"xlsx": exports.workbook, "csv": exports.csv}


class FundsPage(Block):
    """The page: the flow of the money, the ledger, or one entry."""

    key = "funds"
    watched = (*FILTERS, "tab", "task", "start")
    follows = True

    def _begin(self) -> None:
        self._form = FundForm(self.desk, self.view)
        # The task that the open form of a new entry was begun for.
        self._begun_for = ""

    def _leave_form(self) -> bool:
        if self._form.edits or self._form.error or self.view.tab == "new":
            return False
        self._form.close()
        return True

    def _drawn(self) -> str:
        view = self.view
        # Somebody may have written by the command, or in another window.
        self.desk.refresh()
        shown = self._markup(funds_view(self.desk, view))
        return f'<div class="page funds {view.lang}">{shown}</div>'

    def _markup(self, page: Funds) -> str:
        view = self.view
        if view.tab == "new" and page.may_write:
            # From a task the address brings its key along.
            is_other = bool(self._form.key) or self._begun_for != view.task
            if not self._form.is_open or is_other:
                self._begun_for = view.task
                self._form.open("", given={"task_key": view.task} if view.task else {})
            return new_entry(page, self._form)
        if view.task:
            return self._sheet(page)
        tab = view.tab if view.tab in TABS else TABS[0]
        if tab == "ledger":
            return head(page, tab) + listed(page, view)
        cards = (sources, villages, shares, alarms, flagged, measures, years)
        body = "".join(made(page) for made in cards)
        return f'{head(page, tab)}{kpis(page)}<div class="grid">{body}</div>'

    def _sheet(self, page: Funds) -> str:
        view = self.view
        found = entry(page.accounts, view.task)
        if found is None:
            return f'<p class="empty">{say(view.lang, "funds.gone")}</p>'
        if self._form.key != view.task:
            self._form.open(view.task, found["version"] or 0)
        told = self.desk.funds.history(view.task)
        return sheet(found, told, page, self._form)

    def _field(self, name: str, value: str) -> None:
        view = self.view
        if name == "author":
            view.author = value
        elif view.task or view.tab == "new":
            # Nothing is drawn while one types.
            self._form.set(name, value)
        elif name in FILTERS:
            view.set(**{name: value})

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        view = self.view
        if name in SAVES:
            self._save(SAVES[name])
        elif name == "insist":
            self._form.insist()
            self._update()
        elif name == "open":
            view.task = value
        elif name in ("back", "new", "tab"):
            self._form.close()
            tab = {"new": "new", "tab": value}.get(name, view.tab)
            stays = name == "new" or tab not in (TABS[0], "new")
            view.set(task="", tab=tab if stays else "")
        elif name == "start":
            view.start = int(value)
        elif name == "export":
            self._export(value)
        else:
            view.go(where)

    def _save(self, how: str) -> None:
        view = self.view
        if not self._form.save(how):
            self._update()
            return
        if how == "edit":
            view.written += 1
        else:
            view.param.update(tab="ledger", task="", written=view.written + 1)

    def _export(self, ending: str) -> None:
        view = self.view
        if ending not in FILES:
            return
        page = funds_view(self.desk, view)
        made = FILES[ending](page.accounts, page.listed, view.lang)
        what = say(view.lang, "funds.file")
        place = view.village or "all"
        self._html.download(f"{what}-{place}-{view.day}.{ending}", made)
