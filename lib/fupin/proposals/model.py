"""What a proposal is: one change of the plan, from a date on, with who and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

# A parameter's new value; a wrong one put right; its basis; a rule or a text that the
# plan's missing pages hold.
VALUE, CORRECTION, BASIS, RULE, TEXT = "value", "correction", "basis", "rule", "text"
KINDS = (VALUE, CORRECTION, BASIS, RULE, TEXT)
OPEN, ACCEPTED, REJECTED = "open", "accepted", "rejected"


@dataclass(frozen=True)
class Draft:
    """What somebody would change: `subject` is a parameter, a rule, or implement_N.

    `body` holds, by kind: value or correction {value, confidence, published_on};
    basis {basis}; rule {text, en, when, applies, says_zh, says_en}; text {text, en}.
    A date in it is text. `source` is where the new words or figures come from.
    """

    kind: str
    subject: str
    starts: date
    body: Mapping[str, Any]
    author: str
    reason: str
    source: str


@dataclass(frozen=True)
class Decision:
    """What a second person said, and when (UTC)."""

    decided_at: datetime
    verdict: str
    author: str
    reason: str


@dataclass(frozen=True)
class Proposal:
    """A draft as it was recorded; `plan` is the fingerprint of the plan it was for."""

    seq: int
    proposed_at: datetime
    draft: Draft
    plan: str
    decision: Decision | None = None

    @property
    def state(self) -> str:
        """Return open, accepted or rejected."""
        return self.decision.verdict if self.decision else OPEN

    def is_in_force(self, known: datetime | None = None) -> bool:
        """Say whether it had been accepted by the moment `known` (None: now)."""
        decision = self.decision
        if decision is None or decision.verdict != ACCEPTED:
            return False
        return known is None or decision.decided_at <= known
