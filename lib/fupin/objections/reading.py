"""Objections as they stood on a date, and how each got there; never who complained.

What is known of them now counts, as in the register: one received on a day is there
from that day on, whenever it was written down, and is open until the day of its
decision. So this list and the steps that objections hold can't differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.store.layout import objections as table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.access import Reader
    from fupin.store import Store


@dataclass(frozen=True)
class Objection:
    """One objection as it stood on the as-of date `on`, by its newest `version`.

    `household_id` None: it is about the village. `is_named`: who complains is known,
    and kept elsewhere. `deadline_on`: the last day to decide it. `written_on`: the
    as-of date of the newest version; after `on`, nothing can be written as of `on`.
    """

    key: str
    version: int
    on: date
    written_on: date
    kind: str
    about: str
    village_id: str
    household_id: str | None
    step: str
    department: str
    person: str
    text: str
    received_on: date
    channel: str
    is_named: bool
    deadline_on: date
    taker: str
    taker_department: str
    finding: str
    outcome: str
    follow: str
    decided_by: str
    decider_department: str
    decided_on: date | None

    @classmethod
    def of(cls, row: Mapping[str, Any], on: date) -> Objection:
        """Return the objection of a stored version; `taken_on`: when it was taken."""
        told = {
            name: row[name] for name in cls.__dataclass_fields__.keys() & row.keys()
        }
        if not _is_by(row["decided_on"], on):
            told |= dict.fromkeys(_OF_DECISION, "")
            if not _is_by(row["taken_on"], on):
                told |= dict.fromkeys(_OF_TAKING, "")
        decided = told["decided_on"]
        return cls(**told | {
            "key": row["objection_key"],
            "on": on,
            "written_on": date.fromisoformat(row["day"]),
            "received_on": date.fromisoformat(row["received_on"]),
            "deadline_on": date.fromisoformat(row["deadline"]),
            "decided_on": date.fromisoformat(decided) if decided else None,
        })  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Say whether it wasn't decided by the as-of date."""
        return self.decided_on is None

    @property
    def may_be_written(self) -> bool:
        """Say whether it is undecided, and wasn't written on later than `on`."""
        return self.is_open and self.written_on <= self.on

    @property
    def state(self) -> str:
        """Return "new" (nobody has taken it), "taken", or its outcome."""
        if not self.is_open:
            return self.outcome
        return "taken" if self.taker else "new"

    @property
    def days_left(self) -> int:
        """Return the days to the deadline, from the as-of date or the decision."""
        end = self.on if self.is_open else self.decided_on or self.on
        return (self.deadline_on - end).days


def objections(store: Store, reader: Reader, day: date) -> list[Objection]:
    """Return each objection of the reader's villages that was received by `day`.

    Open ones first, the most urgent at the top; then the decided ones, newest first.
    """
    c = table.c
    newest = sa.select(sa.func.max(c.seq)).group_by(c.objection_key)
    first = sa.select(c.objection_key, sa.func.min(c.day).label("taken_on"))
    taken = first.where(c.taker != "").group_by(c.objection_key).subquery()
    query = sa.select(table, taken.c.taken_on).outerjoin(
        taken, taken.c.objection_key == c.objection_key
    )
    query = query.where(c.seq.in_(newest), c.received_on <= day.isoformat())
    with store.reading() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    here = reader.villages
    found = [
        Objection.of(row, day)
        for row in rows
        if here is None or row["village_id"] in here
    ]
    return sorted(found, key=_urgency)


# What is only said when it is taken, and when it is decided.
_OF_TAKING = ("taker", "taker_department", "finding")
_OF_DECISION = (
    "outcome", "follow", "decided_by", "decider_department", "decided_on",
)  # fmt: skip


def _is_by(said: str | None, on: date) -> bool:
    return bool(said) and str(said) <= on.isoformat()


def _urgency(one: Objection) -> tuple[bool, int, str]:
    if one.is_open:
        return False, one.deadline_on.toordinal(), one.key
    return True, -(one.decided_on or one.on).toordinal(), one.key


def of_household(
    store: Store, reader: Reader, day: date, household: str
) -> list[Objection]:
    """Return the objections about one household."""
    found = objections(store, reader, day)
    return [one for one in found if one.household_id == household]


def history(store: Store, key: str) -> list[dict[str, Any]]:
    """Return every version of an objection, the newest first."""
    query = sa.select(table).where(table.c.objection_key == key)
    with store.reading() as connection:
        rows = connection.execute(query.order_by(table.c.version.desc()))
        return [dict(row) for row in rows.mappings()]
