"""任务: what each department owes, where it is stuck, and what is done about it."""

from __future__ import annotations

import json
from threading import Thread
from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.models.taskfiles import TaskFiles
from dashboards.models.taskform import TaskForm
from dashboards.models.taskgrid import TaskGrid
from dashboards.models.tasknotice import notice
from dashboards.models.tasks import TABS, exported, tasks_view
from dashboards.models.taskviews import TaskViews
from dashboards.pages.block import Block
from dashboards.text import say
from dashboards.widgets.tasks import head, matrix, news
from dashboards.widgets.tasks_board import board
from dashboards.widgets.tasks_calendar import calendar
from dashboards.widgets.tasks_evidence import evidence, large
from dashboards.widgets.tasks_grid import told
from dashboards.widgets.tasks_list import listed
from dashboards.widgets.tasks_mine import headline, mine_page
from dashboards.widgets.tasks_new import new_task
from dashboards.widgets.tasks_sheet import sheet
from dashboards.widgets.tasks_stuck import stuck
from fupin.errors import FupinError
from fupin.tasks import history
from fupin.tasks.evidence import MB

if TYPE_CHECKING:
    from pathlib import Path

    from dashboards.models.tasks import Tasks
    from fupin.tasks.evidence import Attached

FILTERS = ("department", "status", "alarm", "kind")
SAVES = {
    "save-task": "edit",
    "save-accept": "accept",
    "save-return": "return",
    "save-add": "add",
}


class TasksPage(Block):
    """The page: mine, matrix and board, lists, plan, where it is stuck, or one task."""

    key = "tasks"
    watched = (*FILTERS, "due", "form", "tab", "task", "start", "own")
    takes_files = True
    follows = True

    def _begin(self) -> None:
        desk, view = self.desk, self.view
        self._form, self._grid = TaskForm(desk, view), TaskGrid(desk, view)
        self._files, self._views = TaskFiles(desk, view), TaskViews(desk, view)
        # How much anybody had written when the page was last drawn.
        self._shown: Any = None

    @property
    def _largest(self) -> int:
        return int(self.desk.tasks.owners.evidence.largest_mb * MB)

    @property
    def _tab(self) -> str:
        """Return the part that is shown; who is known lands on what is theirs."""
        view = self.view
        if view.tab in (*TABS, "new"):
            return str(view.tab)
        return "mine" if view.own or view.author else "board"

    @property
    def _written(self) -> Any:
        """Return what moves as soon as anybody writes on tasks or takes a file in."""
        return self.desk.tasks.count, self.desk.seen

    def _drawn(self) -> str:
        view = self.view
        shown = self._markup(tasks_view(self.desk, view))
        self._shown = self._written
        return f'<div class="page tasks {view.lang}">{news(view.lang)}{shown}</div>'

    def _follow(self, *_: Any) -> None:
        """Draw what others wrote; in the middle of an edit only say that they did."""
        if self.view.page != self.key or self._shown == self._written:
            return
        if self.view.task or self._tab == "new" or self._grid.is_open:
            self._html.tell("news")
        else:
            self._update()

    def _markup(self, page: Tasks) -> str:
        view, tab = self.view, self._tab
        if view.task:
            return self._sheet(page)
        if tab == "new" and page.may_write:
            if not self._form.is_open or self._form.token:
                self._form.open("")
            return new_task(page, self._form)
        mine = headline(page, view) if tab == "mine" else ""
        top = head(page, tab, view.village, mine)
        if tab == "mine":
            return top + mine_page(page, self.desk, view)
        if tab == "list":
            return top + listed(page, self.desk, view, self._grid, self._views.held)
        if tab == "calendar":
            return top + calendar(page, view.village)
        if tab == "stuck":
            return top + stuck(page, view.village)
        lanes = board(page, self.desk, view, self._grid)
        why = told(page, self.desk, self._grid)
        return top + matrix(page, view.village) + why + lanes

    def _sheet(self, page: Tasks) -> str:
        view = self.view
        task = self._task()
        if task is None:
            return f'<p class="empty">{say(view.lang, "tasks.gone")}</p>'
        if self._form.token != view.task:
            self._form.open(view.task, task["version"])
        book, known = self.desk.book, self.desk.tasks.known
        said = history(book, task["key"], known) if book else []
        self._files.look(task["key"])
        files = evidence(self._files, task, page)
        shown = sheet(task, said, page, self.desk, self._form, files)
        return shown + large(self._files, view.lang)

    def _task(self) -> dict[str, Any] | None:
        """Return the task whose sheet is open, as it stands now."""
        view = self.view
        return self.desk.tasks.row(view.task, view.day, view.basis)

    def _field(self, name: str, value: str) -> None:
        view = self.view
        kind, _, rest = name.partition(":")
        if name == "author":
            view.author = value
            self._remember()
        elif name == "own":
            view.own = value if value in self.desk.plan.departments else ""
            self._remember()
        elif name in ("phase", "why-back"):
            self._files.set(name, value)
        elif name == "view-name":
            self._views.typed = value
        elif kind in ("pick", "pick-all", "bulk", "cell", "move"):
            self._grid_field(kind, rest, value)
        elif view.task or view.tab == "new":
            # Nothing is drawn while one types.
            self._form.set(name, value)
        elif name in FILTERS:
            view.set(**{name: value})

    def _grid_field(self, kind: str, rest: str, value: str) -> None:
        grid = self._grid
        if kind == "bulk":
            grid.set(rest, value)
            return
        if kind in ("pick", "pick-all"):
            for token in [rest] if rest else grid.shown:
                grid.pick(token, is_on=bool(value))
        elif kind == "cell":
            token, _, field = rest.partition(":")
            grid.cell(token, field, value)
        elif value == "returned":
            # It needs a reason, which is written on the task's own sheet.
            self.view.task = rest
            return
        elif value:
            grid.move(rest, value)
        self._update()

    def _remember(self) -> None:
        """Have the browser keep who looks, and draw what is theirs."""
        view = self.view
        who = {"author": view.author, "own": view.own}
        self._html.keep("me", json.dumps(who) if any(who.values()) else "")
        if not view.task and self._tab in ("mine", "list"):
            self._update()

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
            self._grid.forget()
            tab = {"new": "new", "tab": value}.get(name, view.tab)
            # The newest step of the history is the part, without what it was about.
            tab = "" if name == "back" and tab == "new" else tab
            view.set(task="", tab=tab, form="" if name == "tab" else view.form)
        elif name == "start":
            self._grid.forget()
            view.start = int(value)
        elif not self._go_on(name, value):
            view.go(where)

    def _go_on(self, name: str, value: str) -> bool:
        """Do what concerns lists, views and files; say whether it was any of these."""
        view = self.view
        match name:
            case "list-of" | "step":
                view.set(form=value)
            case "edit-list":
                self._grid.toggle()
                self._update()
            case "apply-many":
                self._grid.apply()
                self._update()
            case "save-view" | "drop-view" | "view":
                self._grid.error = self._views.do(name, value)
                self._update()
            case "forget-me":
                view.param.update(author="", own="")
                self._remember()
            case "refresh":
                self._update()
            case "see" | "list":
                self._files.opened = int(value) if value.isdecimal() else 0
                self._update()
            case "ask-back" | "take-back":
                self._files.take_back(name, value, self._task())
                self._update()
            case "file" | "export" | "notice":
                self._hand_out(name, value)
            case _:
                return False
        return True

    def _save(self, how: str) -> None:
        view = self.view
        if not self._form.save(how):
            self._update()
            return
        if how == "add":
            # Whoever added it sees what became of it; the list is one step back.
            new = self.desk.token_of(self._form.added)
            view.param.update(tab="list", task=new, written=view.written + 1)
        else:
            view.written += 1

    def _hand_out(self, name: str, value: str) -> None:
        view = self.view
        if name == "export":
            self._html.download(*exported(self.desk, view))
        elif name == "notice":
            self._print()
        elif value.isdecimal():
            kept = self._files.content(int(value))
            if kept is None:
                self._update()
            else:
                self._html.download(*kept)

    def _print(self) -> None:
        self._grid.error = None
        try:
            found = notice(self.desk, self.view)
        except FupinError as error:
            self._grid.error = error
            self._update()
            return
        self._html.download(*found)

    def _on_file(self, path: Path) -> None:
        """Draw a picture anew beside the event loop, so that nobody else waits."""
        files, token = self._files, self.view.task
        files.param.update(error=None, is_busy=True, coming=path.name)
        self._update()
        document = pn.state.curdoc
        if document is None or document.session_context is None:
            self._kept(token, files.prepare(path))
            return

        def work() -> None:
            given = files.prepare(path)
            document.add_next_tick_callback(lambda: self._kept(token, given))

        Thread(target=work, daemon=True).start()

    def _kept(self, token: str, given: Attached | None) -> None:
        view, files = self.view, self._files
        task = self.desk.tasks.row(token, view.day, view.basis)
        files.is_busy = False
        if given is not None and task is not None:
            files.add(given, task)
        self._update()
