"""任务: what each department owes, where it is stuck, and what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.models.taskform import TaskForm
from dashboards.models.tasks import TABS, tasks_view
from dashboards.text import say
from dashboards.widgets.html import Html
from dashboards.widgets.tasks import head, matrix
from dashboards.widgets.tasks_board import board
from dashboards.widgets.tasks_list import listed
from dashboards.widgets.tasks_new import new_task
from dashboards.widgets.tasks_notice import notice
from dashboards.widgets.tasks_sheet import sheet
from dashboards.widgets.tasks_stuck import stuck
from fupin.tasks import history

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.tasks import Tasks
    from dashboards.models.view import View

FILTERS = ("department", "status", "alarm", "kind")
WATCHED = (
    "page", "lang", "day", "basis", "village", *FILTERS, "tab", "task", "start",
    "written",
)  # fmt: skip
SAVES = {
    "save-task": "edit",
    "save-accept": "accept",
    "save-return": "return",
    "save-add": "add",
}


class TasksPage(pn.viewable.Viewer):
    """The page: matrix and board, the list, where it is stuck, or one task."""

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        self._form = TaskForm(desk, view)
        self._body = Html(on_go=self._go, on_field=self._field, dark=view.param.dark)
        view.param.watch(self._update, list(WATCHED))
        self._update()

    def __panel__(self) -> Any:
        return self._body

    def _update(self, *_: Any) -> None:
        view = self.view
        if view.page != "tasks" or view.day is None:
            return
        shown = self._markup(tasks_view(self.desk, view))
        self._body.html = f'<div class="page tasks {view.lang}">{shown}</div>'

    def _markup(self, page: Tasks) -> str:
        view = self.view
        if view.task:
            return self._sheet(page)
        if view.tab == "new" and page.may_write:
            if not self._form.is_open or self._form.token:
                self._form.open("")
            return new_task(page, self._form)
        tab = view.tab if view.tab in TABS else TABS[0]
        top = head(page, tab, view.village)
        if tab == "list":
            return top + listed(page, self.desk, view)
        if tab == "stuck":
            return top + stuck(page, view.village)
        return top + matrix(page, view.village) + board(page, self.desk, view.village)

    def _sheet(self, page: Tasks) -> str:
        view = self.view
        task = self.desk.tasks.row(view.task, view.day, view.basis)
        if task is None:
            return f'<p class="empty">{say(view.lang, "tasks.gone")}</p>'
        if self._form.token != view.task:
            self._form.open(view.task, task["version"])
        told = history(self.desk.store, task["key"]) if self.desk.store else []
        return sheet(task, told, page, self.desk, self._form)

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
            view.set(
                task="", tab="" if tab in (TABS[0], "new") and name != "new" else tab
            )
        elif name == "start":
            view.start = int(value)
        elif name == "notice":
            self._notice()
        else:
            view.go(where)

    def _save(self, how: str) -> None:
        view = self.view
        if not self._form.save(how):
            self._update()
            return
        if how == "add":
            view.param.update(tab="list", written=view.written + 1)
        else:
            view.written += 1

    def _notice(self) -> None:
        view = self.view
        if view.department not in self.desk.plan.departments:
            return
        page = tasks_view(self.desk, view)
        rows = page.rows.filter(page.rows["department"] == view.department)
        rows = rows.filter("is_open")
        name = (
            f"{say(view.lang, 'tasks.notice_title')}-{view.department}-{view.day}.html"
        )
        self._body.download(name, notice(view.department, rows, page, self.desk))
