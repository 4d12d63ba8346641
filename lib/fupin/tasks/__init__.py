"""Tasks: what each department owes, by the plan, by the rules' gaps, or by people."""

from __future__ import annotations

from fupin.tasks.board import KINDS, STATES, Limits, board, limits
from fupin.tasks.checks import Places, TaskError
from fupin.tasks.gaps import gaps, key_of, through
from fupin.tasks.owners import Owner, Owners, load_owners
from fupin.tasks.reading import Ledger, history
from fupin.tasks.standing import standing
from fupin.tasks.stuck import Pace, ageing, burn_up, pace, paces
from fupin.tasks.writing import Act, StaleTaskError, accept, add, edit, send_back

__all__ = [
    "KINDS",
    "STATES",
    "Act",
    "Ledger",
    "Limits",
    "Owner",
    "Owners",
    "Pace",
    "Places",
    "StaleTaskError",
    "TaskError",
    "accept",
    "add",
    "ageing",
    "board",
    "burn_up",
    "edit",
    "gaps",
    "history",
    "key_of",
    "limits",
    "load_owners",
    "pace",
    "paces",
    "send_back",
    "standing",
    "through",
]
