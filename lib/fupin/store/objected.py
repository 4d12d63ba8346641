"""Written objections as rows of the register, and what of them the log may say.

An open one holds its household's step wherever the register is asked: the procedure,
the dossier, the coverage, the forms. Who complains is in none of the rows.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from fupin.register import empty
from fupin.store.audit import canonical
from fupin.store.layout import inspection_results, inspections, objections
from fupin.store.written import PREFIX, by_then, newest_of, unwritten
from fupin.tables import OBJECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.register import Register
    from fupin.store.database import Store

# How the key of one begins that was the register's own before somebody took it.
OWN = "reg:"
# As long as the store's column is.
LONGEST_KEY = 32
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


def own_key(objection_id: str) -> str:
    """Return the key under which people write on an objection of a register's row."""
    if objection_id.startswith(PREFIX):
        return objection_id.removeprefix(PREFIX)
    key = OWN + objection_id
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.blake2s(objection_id.encode(), digest_size=LONGEST_KEY // 2 - 2)
    return OWN + digest.hexdigest()


def newest_objection(store: Store) -> int:
    """Return the number of the newest version of any objection; 0: there is none."""
    return newest_of(store, objections)


def with_objections(
    register: Register,
    store: Store,
    known: datetime | None = None,
    until: int | None = None,
) -> Register:
    """Return the register with the objections written by `known` (None: now).

    `until` is the number of the last version to count: how far a snapshot had seen.
    Objections that were put in before are replaced, and so is one of the register that
    somebody has taken: what people wrote of it counts from then on, whatever a later
    file says. One of a village alone holds no household and isn't there.
    """
    rows = _rows(store, known, until)
    own = register["objections"]
    kept = unwritten(own, "objection_id")
    if rows.is_empty() and kept.height == own.height:
        return register
    # Only a few are the register's own, or none.
    taken = rows.filter(pl.col("objection_id").str.starts_with(PREFIX + OWN))
    if taken.height:
        kept, rows = _taken(own, kept, rows)
    both = pl.concat([kept, rows.select(kept.columns)])
    return register.with_tables({"objections": both})


def _taken(
    own: pl.DataFrame, kept: pl.DataFrame, rows: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the register's rows that nobody took, and the others as old as they are.

    `own` may have a row that was taken as it stood in the file, or as written before.
    """
    names = pl.Series("objection_id", [_known_as(i) for i in own["objection_id"]])
    since = dict(zip(names, own["recorded_on"], strict=True))
    mine = rows["objection_id"].to_list()
    days = [since.get(i, day) for i, day in zip(mine, rows["recorded_on"], strict=True)]
    others = [_known_as(i) not in mine for i in kept["objection_id"]]
    dated = rows.with_columns(pl.Series("recorded_on", days, pl.Date))
    return kept.filter(pl.Series(others, dtype=pl.Boolean)), dated


def _known_as(objection_id: str) -> str:
    """Return what an objection is called among the written ones."""
    return PREFIX + own_key(objection_id)


def _rows(store: Store, known: datetime | None, until: int | None) -> pl.DataFrame:
    query = sa.select(objections).order_by(objections.c.seq)
    query = by_then(query, objections, known, until)
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
