"""A full screen of slides, moved by keys in the browser: no server in between."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import param
from panel.custom import JSComponent

from dashboards.widgets.html import css

if TYPE_CHECKING:
    from collections.abc import Callable


class Show(JSComponent):
    """The slides over everything else; empty: nothing is shown."""

    html = param.String(default="", doc="The slides' markup.")
    words = param.String(default="", doc="What the way out is called.")
    dark = param.Boolean(default=False, doc="Whether to use the dark colours.")

    _esm = Path(__file__).with_suffix(".js")

    def __init__(self, on_leave: Callable[[], None], **params: Any) -> None:
        self._on_leave = on_leave
        params.setdefault("margin", 0)
        super().__init__(stylesheets=[css()], **params)

    def _handle_msg(self, data: Any) -> None:
        if data.get("leave"):
            self._on_leave()
