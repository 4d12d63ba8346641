"""录入: put a file in, see what it says and would change, accept; the history."""

from __future__ import annotations

from datetime import date
from threading import Thread
from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.models.intake import Taking, fix_list_file, template_file
from dashboards.pages.block import Block
from dashboards.widgets.intake import headline, steps
from dashboards.widgets.vintages import vintages

if TYPE_CHECKING:
    from pathlib import Path


class IntakePage(Block):
    """The page: four steps at the left, the vintages at the right."""

    key = "intake"
    is_dated = False
    takes_files = True

    def _begin(self) -> None:
        self.taking = Taking(self.desk, self.view)

    def _drawn(self) -> str:
        taking, lang = self.taking, self.view.lang
        head = headline(taking, self.desk.holdings(self.view.day), lang)
        return (
            f'<div class="page intake {lang}"><div class="headline">{head}</div>'
            f'<div class="grid"><div class="eight stack">{steps(taking, lang)}</div>'
            f'<div class="four stack">{vintages(taking, lang)}</div></div></div>'
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
            self._html.download(*fix_list_file(taking.looked, self.view.lang))
        elif name == "template":
            self._html.download(*template_file(self.view.lang))
        elif name == "p":
            self.view.go(where)
        self._update()

    def _written(self) -> None:
        """Let everything in this session be drawn from the register as it is now."""
        self.view.written += 1
