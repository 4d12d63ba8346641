"""A block of markup that tells Python what was touched.

One component a page: fast to open, and the markup is made where the figures are.
Elements with `data-go` act like buttons and send their text; fields with `data-field`
send name and value. Everything else stays in the browser.
"""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import panel as pn
import param
from panel.custom import JSComponent

from dashboards.theme import variables
from dashboards.widgets import fitted
from dashboards.widgets.upload import Upload
from fupin.intake import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

STYLES = Path(__file__).parents[1] / "styles"
# In this order: what comes later outweighs what came before.
SHEETS = ("page", "charts", "tables", "controls", "frame", "households", "intake",
          "coverage", "dossier", "forms", "narrow", "plan", "whatif", "tasks", "meeting",
          "funds", "oversight")  # fmt: skip


def when_loaded(act: Callable[[], None]) -> None:
    """Act now, or once the session is loaded: what is changed before then is lost.

    A quick hand on a slow machine sends its message before the browser has told the
    session that its document is ready; Panel changes the model and tells nobody.
    """
    pn.state.onload(act)


@cache
def css() -> str:
    """Return the tokens as CSS variables, and the styles that use them."""
    return (
        variables()
        + fitted.rules()
        + "".join(
            (STYLES / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS
        )
    )


class Html(JSComponent):
    """Markup in its own shadow root, styled by `css`."""

    html = param.String(default="", doc="The markup to show.")
    dark = param.Boolean(default=False, doc="Whether to use the dark colours.")
    recalls = param.String(
        default="", doc="What the browser keeps and tells as this field, once drawn."
    )

    _esm = Path(__file__).with_suffix(".js")

    def __init__(
        self,
        on_go: Callable[[str], None] | None = None,
        on_field: Callable[[str, str], None] | None = None,
        on_file: Callable[[Path], None] | None = None,
        largest: int = LARGEST_FILE,
        **params: Any,
    ) -> None:
        self._on_go, self._on_field = on_go, on_field
        self._upload: Upload | None = None
        if on_file is not None:
            self._upload = Upload(on_file, self._send_msg, largest)
        params.setdefault("sizing_mode", "stretch_width")
        params.setdefault("margin", 0)
        super().__init__(stylesheets=[css()], **params)

    def show(self, selector: str) -> None:
        """Bring a part of the markup into sight."""
        self._send_msg({"show": selector})

    def download(self, name: str, content: bytes) -> None:
        """Hand a file to the person: the browser saves it under `name`."""
        said = {"download": name, "bytes": base64.b64encode(content).decode()}
        self._send_msg(said)

    def keep(self, name: str, value: str) -> None:
        """Have this browser keep a text until it is kept empty."""
        self._send_msg({"keep": name, "value": value})

    def tell(self, name: str) -> None:
        """Show the words marked `data-tell` with this name; nothing is drawn anew."""
        self._send_msg({"tell": name})

    def _handle_msg(self, data: Any) -> None:
        when_loaded(lambda: self._hear(data))

    def _hear(self, data: Any) -> None:
        if "go" in data and self._on_go is not None:
            self._on_go(str(data["go"]))
        elif "field" in data and self._on_field is not None:
            self._on_field(str(data["field"]), str(data.get("value", "")))
        elif "upload" in data and self._upload is not None:
            self._upload.hear(data)
