"""The audit log: who did what, each entry chained to the one before by a hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.store.layout import audit
from fupin.store.written import newest_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fupin.store.database import Store

START = "0" * 64
FIELDS = ("seq", "at", "actor", "action", "subject", "detail", "previous")


@dataclass(frozen=True)
class Entry:
    """One entry of the log; `at` is UTC, `detail` is JSON."""

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Tampering:
    """A place where the store isn't what was written, said in both languages."""

    where: str
    zh: str
    en: str


def canonical(value: Any) -> str:
    """Return JSON that is always the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def append(
    connection: sa.Connection,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
) -> Entry:
    """Write an entry in the transaction of the change that it tells of.

    Its time is now, or just after the last entry's where the clock has jumped back.
    """
    last = _last(connection)
    seq, before, hash_ = (last.seq, last.at, last.hash) if last else (0, "", START)
    row: dict[str, Any] = {
        "seq": seq + 1,
        "at": after(before),
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": canonical(detail),
        "previous": hash_,
    }
    entry = Entry(**row, hash=_hash(row))
    connection.execute(sa.insert(audit).values(**vars(entry)))
    return entry


def now() -> str:
    """Return the moment as UTC text that sorts by time."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def after(last: str) -> str:
    """Return now, or just after `last` where the clock has jumped back.

    What is looked at again as it was at a moment has a moment of its own each.
    """
    if not last or now() > last:
        return now()
    behind = datetime.fromisoformat(last) + timedelta(microseconds=1)
    return behind.isoformat(timespec="microseconds")


def moment(connection: sa.Connection, last: str = "") -> str:
    """Return now, or just after all that was written where the clock jumped back.

    For what is looked at again as it was then: a vintage, a decision. `last` is the
    newest such moment. Whatever was written before is before it, and what follows is
    after it, by whichever table.
    """
    newest = _last(connection)
    return after(max(last, newest.at if newest else ""))


def entries(store: Store, newest: int | None = None) -> list[Entry]:
    """Return the log from its beginning, or its `newest` entries, newest first."""
    query = sa.select(audit).order_by(audit.c.seq.desc() if newest else audit.c.seq)
    with store.reading() as connection:
        rows = connection.execute(query.limit(newest) if newest else query)
        return [Entry(**row) for row in rows.mappings()]


def broken_links(log: list[Entry], anchor: str = "") -> Iterator[Tampering]:
    """Yield each entry that was changed, taken out or put in between.

    `anchor` is a "seq:hash" noted down earlier: a log cut off behind it is found too.
    """
    previous = START
    for place, entry in enumerate(log, 1):
        row = {name: getattr(entry, name) for name in FIELDS}
        where = f"audit {place}"
        if entry.seq != place:
            yield Tampering(
                where, f"日志第 {place} 条不见了", f"Entry {place} is missing."
            )
            return
        if entry.previous != previous or entry.hash != _hash(row):
            yield Tampering(
                where,
                f"日志第 {place} 条被改过，或前一条被换过",
                f"Entry {place} was changed, or the one before it was replaced.",
            )
        previous = entry.hash
    yield from _off_anchor(log, anchor)


def written(store: Store) -> int:
    """Return how many entries the log has: it grows with whatever anybody writes."""
    return newest_of(store, audit)


def _off_anchor(log: list[Entry], anchor: str) -> Iterator[Tampering]:
    seq, _, hash_ = anchor.partition(":")
    if not anchor:
        return
    place = int(seq) if seq.isdecimal() else 0
    if not 0 < place <= len(log) or log[place - 1].hash != hash_:
        yield Tampering(
            "anchor",
            f"记下的锚点 {seq} 与日志不符：其后有删改",
            f"The noted anchor {seq} isn't in the log: it was cut or rewritten.",
        )


def anchor_of(log: list[Entry]) -> str:
    """Return what to note down outside the store: the last entry's number and hash."""
    return f"{log[-1].seq}:{log[-1].hash}" if log else ""


def _last(connection: sa.Connection) -> Entry | None:
    query = sa.select(audit).order_by(audit.c.seq.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return Entry(**row) if row else None


def _hash(row: Mapping[str, Any]) -> str:
    said = canonical([row[name] for name in FIELDS])
    return hashlib.sha256(said.encode()).hexdigest()
