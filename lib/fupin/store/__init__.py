"""The store: all that people write, kept for ever, with who and why."""

from __future__ import annotations

from fupin.store.database import Store, open_store
from fupin.store.replay import register
from fupin.store.stale import Clash, StaleEditError
from fupin.store.verify import verify
from fupin.store.vintages import (
    Act,
    Vintage,
    accept,
    frames,
    history,
    newest,
    sweep,
    undo,
)

__all__ = [
    "Act",
    "Clash",
    "StaleEditError",
    "Store",
    "Vintage",
    "accept",
    "frames",
    "history",
    "newest",
    "open_store",
    "register",
    "sweep",
    "undo",
    "verify",
]
