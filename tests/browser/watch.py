"""What a page asks for, logs and receives while a test looks at it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, WebSocket

HERE = ("127.0.0.1", "localhost", "::1", "", None)


@dataclass
class Watch:
    """Requests to other hosts, errors in the console, and what came by websocket."""

    external: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page that the context opens."""
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda m: self._logged(m.type, m.text))
        context.on("weberror", lambda e: self.errors.append(str(e.error)))
        context.on("page", self._opened)

    def settle(self) -> None:
        """Fail on any request that left the machine, and on any error of the page."""
        assert not self.external, sorted(set(self.external))
        assert not self.errors, self.errors

    def _opened(self, page: Page) -> None:
        page.on("websocket", self._connected)

    def _connected(self, socket: WebSocket) -> None:
        self._asked(socket.url)
        socket.on("framereceived", lambda frame: self.received.append(_words(frame)))

    def _asked(self, url: str) -> None:
        if urlsplit(url).hostname not in HERE:
            self.external.append(url)

    def _logged(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)


def _words(frame: str | bytes) -> str:
    """Return a frame with its Chinese readable: JSON sends it as escapes."""
    text = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text
