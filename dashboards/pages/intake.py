"""录入: put a file in, see what it says and would change, accept; the history."""

from __future__ import annotations

from datetime import date
from threading import Thread
from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.models.intake import Taking, fix_list_file, template_file
from dashboards.widgets.html import Html
from dashboards.widgets.intake import headline, steps
from dashboards.widgets.vintages import vintages

if TYPE_CHECKING:
    from pathlib import Path

    from dashboards.models.desk import Desk
    from dashboards.models.view import View


class IntakePage(pn.viewable.Viewer):
    """The page: four steps at the left, the vintages at the right."""

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view, self.taking = desk, view, Taking(desk, view)
        self._body = Html(
            on_go=self._go, on_field=self._field, on_file=self._on_file,
            dark=view.param.dark,
        )  # fmt: skip
        view.param.watch(self._update, ["page", "lang", "day", "village", "written"])
        self._update()

    def __panel__(self) -> Any:
        return self._body

    def _update(self, *_: Any) -> None:
        view = self.view
        if view.page != "intake":
            return
        head = headline(self.taking, self.desk.holdings(view.day), view.lang)
        left, right = steps(self.taking, view.lang), vintages(self.taking, view.lang)
        self._body.html = (
            f'<div class="page intake {view.lang}"><div class="headline">{head}</div>'
            f'<div class="grid"><div class="eight stack">{left}</div>'
            f'<div class="four stack">{right}</div></div></div>'
        )

    def _on_file(self, path: Path) -> None:
        """Read the file beside the event loop, so that nobody else has to wait."""
        self.taking.param.update(stage="work", file=path.name, rows=0, taken=None)
        self._update()
        document = pn.state.curdoc
        if document is None or document.session_context is None:
            self.taking.look(path, lambda *_: None)
            self._update()
            return

        def show(*_: Any) -> None:
            document.add_next_tick_callback(self._update)

        def tell(stage: str, rows: int) -> None:
            self.taking.rows = rows
            if stage != "done":
                show()

        def work() -> None:
            self.taking.look(path, tell)
            show()

        Thread(target=work, daemon=True).start()

    def _field(self, name: str, value: str) -> None:
        taking = self.taking
        if name == "author":
            self.view.author = value
        elif name == "reason":
            taking.reason = value
        elif name == "starts_own":
            taking.starts_own = value == "1"
        elif name == "valid_on":
            taking.valid_on = date.fromisoformat(value) if value else None
        elif name.startswith("complete-"):
            village = name.removeprefix("complete-")
            kept = [one for one in taking.complete if one != village]
            taking.complete = [*kept, village] if value else kept
        if taking.looked is not None and name not in ("author", "reason"):
            taking.again()
            self._update()

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        taking = self.taking
        if name == "accept":
            taking.accept()
            self._written()
        elif name == "undo":
            taking.undo()
            self._written()
        elif name == "again":
            taking.again()
        elif name == "leave":
            taking.leave()
        elif name == "only":
            severity, _, kind = value.partition(":")
            taking.param.update(severity=severity, kind=kind)
        elif name == "vintage":
            taking.opened = 0 if taking.opened == int(value) else int(value)
        elif name == "fix-list" and taking.looked is not None:
            self._body.download(*fix_list_file(taking.looked, self.view.lang))
        elif name == "template":
            self._body.download(*template_file(self.view.lang))
        elif name == "p":
            self.view.go(where)
        self._update()

    def _written(self) -> None:
        """Let everything in this session be drawn from the register as it is now."""
        self.view.written += 1
