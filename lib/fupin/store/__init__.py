"""The store: all that people write, kept for ever, with who and why."""

from __future__ import annotations

from fupin.store.audit import written
from fupin.store.database import Store, open_store
from fupin.store.funded import newest_fund, with_funds
from fupin.store.objected import newest_objection, with_objections
from fupin.store.replay import of_vintages, register
from fupin.store.stale import Clash, StaleEditError
from fupin.store.trail import FieldChange, Told, field_changes, row_key, trail
from fupin.store.verify import verify
from fupin.store.vintages import (
    Act,
    Vintage,
    accept,
    frames,
    history,
    newest,
    refuse,
    sweep,
    undo,
)

__all__ = [
    "Act",
    "Clash",
    "FieldChange",
    "StaleEditError",
    "Store",
    "Told",
    "Vintage",
    "accept",
    "field_changes",
    "frames",
    "history",
    "newest",
    "newest_fund",
    "newest_objection",
    "of_vintages",
    "open_store",
    "refuse",
    "register",
    "row_key",
    "sweep",
    "trail",
    "undo",
    "verify",
    "with_funds",
    "with_objections",
    "written",
]
