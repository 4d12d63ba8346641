"""Tasks: what each department owes, from the plan, from the rules' gaps, from people."""

from __future__ import annotations

from fupin.tasks.board import KINDS, STATES, Limits, board, limits
from fupin.tasks.gaps import gaps, key_of, through
from fupin.tasks.owners import Owner, Owners, load_owners
from fupin.tasks.stuck import Pace, ageing, burn_up, pace, paces

__all__ = [
    "KINDS",
    "STATES",
    "Limits",
    "Owner",
    "Owners",
    "Pace",
    "ageing",
    "board",
    "burn_up",
    "gaps",
    "key_of",
    "limits",
    "load_owners",
    "pace",
    "paces",
    "through",
]
