"""Look at a file in a process of its own: nobody else waits, and none falls with it.

Reading a workbook keeps Python busy for a second or more, and a damaged one may end
the process that reads it.
"""

from __future__ import annotations

import logging
import multiprocessing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupin.errors import FupinError
from fupin.recording import preview
from fupin.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from multiprocessing.connection import Connection

    from fupin.recording import Preview
    from fupin.store import Store


def preview_aside(
    store: Store | None,
    path: Path,
    valid_on: date,
    complete: Iterable[str] = (),
    tell: Callable[[str, int], None] = lambda _stage, _count: None,
) -> Preview:
    """Return what `recording.preview` returns, worked out in another process.

    Raises FupinError with the same words, also where that process came to an end.
    """
    # A fresh interpreter: what a server has open isn't handed down.
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    place = None
    if store is not None:
        url = store.engine.url.render_as_string(hide_password=False)
        place = (url, str(store.folder))
    work = (there, place, str(path), valid_on, tuple(complete))
    process = context.Process(target=_look, args=work, daemon=True)
    process.start()
    there.close()
    try:
        return _heard(here, path, tell)
    finally:
        here.close()
        process.join()


def _heard(here: Connection, path: Path, tell: Callable[[str, int], None]) -> Preview:
    """Pass on the stages, and return the last word."""
    while True:
        try:
            kind, *said = here.recv()
        except EOFError:
            raise FupinError(
                f"“{path.name}”让读取程序中途退出，多半是文件坏了。什么也没有写入。"
                "请在 Excel 里打开另存一份再试",
                f"{path.name} ended the program that read it; it is probably damaged. "
                "Nothing was written. Open it in Excel, save a copy, and try that.",
            ) from None
        if kind == "stage":
            tell(*said)
        elif kind == "error":
            raise FupinError(*said)
        else:
            found: Preview = said[0]
            return found


def _look(
    there: Connection,
    place: tuple[str, str] | None,
    path: str,
    valid_on: date,
    complete: tuple[str, ...],
) -> None:
    """Do the work in the other process, and tell of it."""

    def tell(stage: str, rows: int) -> None:
        there.send(("stage", stage, rows))

    said: tuple[Any, ...]
    try:
        store = open_store(place[0], Path(place[1])) if place else None
        said = ("found", preview(store, Path(path), valid_on, complete, tell))
    except FupinError as error:
        said = ("error", error.zh, error.en)
    except Exception:
        # The other side says that this one came to an end; the log says why.
        logging.getLogger(__name__).exception("a file could not be looked at")
        return
    there.send(said)
