"""A file on its way from the browser, piece by piece; the next is asked for each time.

It works wherever the page does, in JupyterLab too, and never holds a file in memory.
"""

from __future__ import annotations

import base64
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupin.intake import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

    Send = Callable[[dict[str, Any]], None]

# Bytes a piece; a websocket's message may be 20 MB.
PIECE = 512 * 1024
# Signs of a file's name that every system takes, three bytes each.
LONGEST_NAME = 80


class Upload:
    """Receives one file at a time, and hands it on when all of it is there."""

    def __init__(
        self, done: Callable[[Path], None], send: Send, largest: int = LARGEST_FILE
    ) -> None:
        self._done, self._send, self._largest = done, send, largest
        self._folder: Path | None = None
        self._path: Path | None = None
        self._left = 0

    def hear(self, data: dict[str, Any]) -> None:
        """Take what the browser says: a file begins, a piece of it, or it stops."""
        match data["upload"]:
            case "begin":
                self._begin(data)
            case "piece" if self._path is not None:
                self._take(base64.b64decode(data["bytes"]))
            case "stop":
                self.forget()

    def _begin(self, data: dict[str, Any]) -> None:
        self.forget()
        size = int(data["size"])
        if int(data["count"]) != 1:
            self._send({"upload": "refused", "why": "many"})
            return
        if size > self._largest:
            self._send({"upload": "refused", "why": "large"})
            return
        self._folder = Path(tempfile.mkdtemp(prefix="fupin-"))
        # A name from outside says nothing about where to write.
        name = re.sub(r"[\x00-\x1f\\/]", "", Path(str(data["name"])).name)
        self._path = self._folder / (name.strip(".")[-LONGEST_NAME:] or "file")
        self._path.touch()
        self._left = size
        self._ask()

    def _take(self, piece: bytes) -> None:
        assert self._path is not None  # noqa: S101 hear() has looked
        self._left -= len(piece)
        if self._left < 0:
            self.forget()
            return
        with self._path.open("ab") as file:
            file.write(piece)
        self._ask()

    def _ask(self) -> None:
        if self._left:
            self._send({"upload": "next", "piece": PIECE})
            return
        path = self._path
        self._send({"upload": "done"})
        if path is not None:
            self._done(path)

    def forget(self) -> None:
        """Drop what there is of the file."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = self._path = None
        self._left = 0
