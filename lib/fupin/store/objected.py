"""Written objections as rows of the register, and what of them the log may say.

An open one holds its household's step wherever the register is asked: the procedure,
the dossier, the coverage, the forms. Who complains is in none of the rows.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from fupin.register import Register, empty
from fupin.store.audit import canonical
from fupin.store.layout import inspection_results, inspections, objections
from fupin.tables import OBJECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.store.database import Store

# The register's own objections are numbered by the office, never like this.
PREFIX = "written:"
# What may name a person or tell who complained: the log keeps only a hash of it.
PROTECTED = {
    objections.name: ("text", "person", "finding", "follow"),
    inspections.name: ("body",),
    inspection_results.name: ("reason",),
}


def logged(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the audit log says of a row: protected words as one hash."""
    hidden = PROTECTED[table]
    said = {k: v for k, v in row.items() if k not in hidden and k != "at"}
    words = canonical([row[name] for name in hidden])
    return said | {"protected": hashlib.sha256(words.encode()).hexdigest()}


def name_hash(salt: str, name: str) -> str:
    """Return the hash of a complainant's name, which can't be found by trying names."""
    return hashlib.sha256(f"{salt}:{name}".encode()).hexdigest()


def newest_objection(store: Store) -> int:
    """Return the number of the newest version of any objection; 0: there is none."""
    with store.reading() as connection:
        found = connection.execute(sa.select(sa.func.max(objections.c.seq))).scalar()
    return int(found or 0)


def with_objections(
    register: Register,
    store: Store,
    known: datetime | None = None,
    until: int | None = None,
) -> Register:
    """Return the register with the objections written by `known` (None: now).

    `until` is the number of the last version to count: how far a snapshot had seen.
    Objections that were put in before are replaced. One of a village alone holds no
    household and isn't there.
    """
    rows = _rows(store, known, until)
    own = register["objections"]
    kept = own.filter(~pl.col("objection_id").str.starts_with(PREFIX))
    if rows.is_empty() and kept.height == own.height:
        return register
    both = pl.concat([kept, rows.select(kept.columns)])
    return Register({**register.tables, "objections": both}, register.absent)


def _rows(store: Store, known: datetime | None, until: int | None) -> pl.DataFrame:
    c = objections.c
    query = sa.select(objections).order_by(c.seq)
    if known is not None:
        then = known.astimezone(UTC).isoformat(timespec="microseconds")
        query = query.where(c.at <= then)
    if until is not None:
        query = query.where(c.seq <= until)
    first: dict[str, str] = {}
    last: dict[str, Mapping[str, Any]] = {}
    with store.reading() as connection:
        for row in connection.execute(query).mappings():
            first.setdefault(row["objection_key"], row["at"])
            last[row["objection_key"]] = dict(row)
    told = [_row(row, first[key]) for key, row in last.items() if row["household_id"]]
    schema = empty(OBJECTIONS).schema
    return pl.DataFrame(told, schema=schema) if told else empty(OBJECTIONS)


def _row(row: Mapping[str, Any], first: str) -> dict[str, Any]:
    decided = row["decided_on"]
    return {
        "objection_id": PREFIX + row["objection_key"],
        "household_id": row["household_id"],
        "objection_kind": row["kind"],
        "raised_on": date.fromisoformat(row["received_on"]),
        "objection_text": row["text"],
        "objection_state": row["outcome"] or "open",
        "closed_on": date.fromisoformat(decided) if decided else None,
        "recorded_on": datetime.fromisoformat(first).astimezone().date(),
    }
