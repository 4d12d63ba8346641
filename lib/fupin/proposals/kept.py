"""Proposals in the store: proposed once, decided once by somebody else, never lost."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin import settings
from fupin.errors import ProposalError
from fupin.plan import load_plan
from fupin.proposals.applied import applied
from fupin.proposals.checks import check
from fupin.proposals.model import ACCEPTED, REJECTED, Decision, Draft, Proposal
from fupin.store import audit
from fupin.store.layout import decisions, proposals
from fupin.store.written import moment as end_of

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.store import Store


def standing_plan(
    store: Store | None,
    known: date | datetime | None = None,
    files: Plan | None = None,
) -> Plan:
    """Return the plan in force: its files and what was accepted by `known` (None: now).

    `files` is the plan as its files say it, read from the settings' folder if left
    out. Raises PlanError where an accepted proposal is about what the files no longer
    have.
    """
    base = files if files is not None else load_plan(settings.PLAN)
    if store is None:
        return base
    moment = end_of(known)
    told = [one for one in history(store) if one.is_in_force(moment)]
    return applied(base, [one.draft for one in _as_accepted(told)])


def history(store: Store) -> list[Proposal]:
    """Return every proposal, oldest first, each with what was decided."""
    with store.reading() as connection:
        return _history(connection)


def newest(store: Store) -> tuple[int, int]:
    """Return how many proposals and decisions there are; cheap to ask."""
    count = sa.func.count()
    with store.reading() as connection:
        said = [
            connection.execute(sa.select(count).select_from(table)).scalar() or 0
            for table in (proposals, decisions)
        ]
    return said[0], said[1]


def propose(store: Store, draft: Draft, files: Plan) -> Proposal:
    """Record a proposal, with its audit entry: both, or neither.

    `files` is the plan as its files say it. Raises what `check` raises, and StoreError
    where nothing could be written.
    """
    with store.writing() as connection:
        told = _history(connection)
        plan = _standing(files, told)
        check(plan, draft)
        row: dict[str, Any] = {
            "seq": len(told) + 1,
            "proposed_at": _after(connection, proposals.c.proposed_at),
            "kind": draft.kind,
            "subject": draft.subject,
            "starts": draft.starts.isoformat(),
            "body": audit.canonical(_stripped(draft.body)),
            "author": draft.author.strip(),
            "reason": draft.reason.strip(),
            "source": draft.source.strip(),
            "plan": plan.fingerprint,
        }
        connection.execute(sa.insert(proposals).values(**row))
        subject = f"proposal {row['seq']}"
        audit.append(connection, row["author"], "proposal.propose", subject, row)
    return history(store)[-1]


def accept(store: Store, seq: int, author: str, reason: str, files: Plan) -> Proposal:
    """Accept a proposal: from now on it is a part of the plan in force.

    Raises ProposalError where there is no such open proposal, or `author` proposed it;
    and what `check` raises where the plan has changed since.
    """
    return _decide(store, seq, ACCEPTED, author, reason, files)


def reject(store: Store, seq: int, author: str, reason: str, files: Plan) -> Proposal:
    """Reject a proposal; it is kept with the reason. Raises as `accept` does."""
    return _decide(store, seq, REJECTED, author, reason, files)


def _decide(  # noqa: PLR0913 each is said by name
    store: Store, seq: int, verdict: str, author: str, reason: str, files: Plan
) -> Proposal:
    with store.writing() as connection:
        told = _history(connection)
        found = _open(told, seq)
        _refuse_same(found, author, reason)
        if verdict == ACCEPTED:
            check(_standing(files, told), found.draft)
        row: dict[str, Any] = {
            "proposal": seq,
            "decided_at": _after(connection, decisions.c.decided_at),
            "verdict": verdict,
            "author": author.strip(),
            "reason": reason.strip(),
        }
        connection.execute(sa.insert(decisions).values(**row))
        action = "proposal.accept" if verdict == ACCEPTED else "proposal.reject"
        audit.append(connection, row["author"], action, f"proposal {seq}", row)
    return history(store)[seq - 1]


def _open(told: list[Proposal], seq: int) -> Proposal:
    if not 0 < seq <= len(told):
        raise ProposalError(
            f"没有第 {seq} 号提议。请从提议清单里选",
            f"There is no proposal {seq}. Choose one of the list.",
        )
    found = told[seq - 1]
    if found.decision is not None:
        word = "采纳" if found.state == ACCEPTED else "退回"
        raise ProposalError(
            f"第 {seq} 号提议已由{found.decision.author}{word}，不能再定。"
            "要再改请另提一份",
            f"Proposal {seq} was {found.state} by {found.decision.author} already. To "
            "change it again, propose anew.",
        )
    return found


def _refuse_same(found: Proposal, author: str, reason: str) -> None:
    if not author.strip() or not reason.strip():
        raise ProposalError(
            "要写明是谁、为什么：填上姓名和理由",
            "Say who decides and why: give a name and a reason.",
        )
    if _person(author) == _person(found.draft.author):
        raise ProposalError(
            f"提议是{found.draft.author}自己提的，要由第二个人来定。请另一位同事填姓名",
            f"{found.draft.author} made this proposal: a second person has to decide. "
            "Ask a colleague.",
        )


def _person(name: str) -> str:
    """Return a name so that blanks, widths and capitals don't make two of one."""
    plain = unicodedata.normalize("NFKC", name)
    return "".join(plain.split()).casefold()


def _standing(files: Plan, told: list[Proposal]) -> Plan:
    standing = [one for one in told if one.is_in_force()]
    return applied(files, [one.draft for one in _as_accepted(standing)])


def _as_accepted(told: list[Proposal]) -> list[Proposal]:
    """Return proposals in the order of their acceptance: the last one counts."""
    return sorted(told, key=lambda p: (p.decision.decided_at, p.seq) if p.decision
                  else (p.proposed_at, p.seq))  # fmt: skip


def _stripped(body: Any) -> dict[str, Any]:
    return {k: v.strip() if isinstance(v, str) else v for k, v in body.items()}


def _after(connection: sa.Connection, column: sa.Column[Any]) -> str:
    """Return now, or just after the last such moment where the clock jumped back."""
    last = connection.execute(sa.select(sa.func.max(column))).scalar()
    return audit.moment(connection, last or "")


def _history(connection: sa.Connection) -> list[Proposal]:
    decided = {
        row["proposal"]: Decision(
            datetime.fromisoformat(row["decided_at"]),
            row["verdict"], row["author"], row["reason"],
        )
        for row in connection.execute(sa.select(decisions)).mappings()
    }  # fmt: skip
    found = connection.execute(sa.select(proposals).order_by(proposals.c.seq))
    return [
        Proposal(
            row["seq"],
            datetime.fromisoformat(row["proposed_at"]),
            Draft(
                row["kind"], row["subject"], date.fromisoformat(row["starts"]),
                json.loads(row["body"]), row["author"], row["reason"], row["source"],
            ),
            row["plan"],
            decided.get(row["seq"]),
        )
        for row in found.mappings()
    ]  # fmt: skip
