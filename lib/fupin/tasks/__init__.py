"""Tasks: what each department owes, by the plan, by the rules' gaps, or by people."""

from __future__ import annotations

from fupin.tasks.board import KINDS, STATES, Limits, board, limits
from fupin.tasks.checks import Places, TaskError
from fupin.tasks.evidence import attach, attached, prepared
from fupin.tasks.gaps import gaps, key_of, through
from fupin.tasks.many import edit_many
from fupin.tasks.notes import Note, notes
from fupin.tasks.owners import EvidenceLimits, Owner, Owners, load_owners
from fupin.tasks.reading import Ledger, history
from fupin.tasks.standing import standing
from fupin.tasks.stuck import Pace, ageing, burn_up, pace, paces
from fupin.tasks.verifying import OfficeError, accept, send_back
from fupin.tasks.views import drop_view, save_view, views_of
from fupin.tasks.withdrawing import withdraw
from fupin.tasks.writing import Act, StaleTaskError, add, edit

__all__ = [
    "KINDS",
    "STATES",
    "Act",
    "EvidenceLimits",
    "Ledger",
    "Limits",
    "Note",
    "OfficeError",
    "Owner",
    "Owners",
    "Pace",
    "Places",
    "StaleTaskError",
    "TaskError",
    "accept",
    "add",
    "ageing",
    "attach",
    "attached",
    "board",
    "burn_up",
    "drop_view",
    "edit",
    "edit_many",
    "gaps",
    "history",
    "key_of",
    "limits",
    "load_owners",
    "notes",
    "pace",
    "paces",
    "prepared",
    "save_view",
    "send_back",
    "standing",
    "through",
    "views_of",
    "withdraw",
]
