"""Objections and reports: who complains of what, who looks into it, how it ended.

An open one about a household holds the household's step (`store.objected`). The plan
gives no procedure for them: the deadline and who may decide are our reading.
"""

from __future__ import annotations

from fupin.objections.checks import (
    ABOUT,
    CHANNELS,
    FIELDS,
    KINDS,
    OUTCOMES,
    STEPS,
    Act,
    ObjectionError,
    Places,
    StaleObjectionError,
)
from fupin.objections.names import reveal
from fupin.objections.reading import Objection, history, objections, of_household
from fupin.objections.writing import add, decide, edit, take, take_up

__all__ = [
    "ABOUT",
    "CHANNELS",
    "FIELDS",
    "KINDS",
    "OUTCOMES",
    "STEPS",
    "Act",
    "Objection",
    "ObjectionError",
    "Places",
    "StaleObjectionError",
    "add",
    "decide",
    "edit",
    "history",
    "objections",
    "of_household",
    "reveal",
    "take",
    "take_up",
]
