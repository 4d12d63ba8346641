"""Proposals: the plan is changed by one person and accepted by a second, for ever kept.

The plan in force is the plan's files and every accepted proposal; `standing_plan` is
the one place that puts them together.
"""

from __future__ import annotations

from fupin.proposals.applied import applied
from fupin.proposals.checks import check
from fupin.proposals.kept import (
    accept,
    history,
    newest,
    propose,
    reject,
    standing_plan,
)
from fupin.proposals.model import BASIS, CORRECTION, RULE, TEXT, VALUE, Draft, Proposal
from fupin.proposals.moves import Moves, Outcome, moves

__all__ = [
    "BASIS",
    "CORRECTION",
    "RULE",
    "TEXT",
    "VALUE",
    "Draft",
    "Moves",
    "Outcome",
    "Proposal",
    "accept",
    "applied",
    "check",
    "history",
    "moves",
    "newest",
    "propose",
    "reject",
    "standing_plan",
]
