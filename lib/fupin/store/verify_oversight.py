"""Find tampering with objections, with who complained, and with inspections."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import sqlalchemy as sa

from fupin.store.audit import Tampering, canonical
from fupin.store.layout import (
    inspection_results,
    inspections,
    objection_names,
    objections,
)
from fupin.store.objected import logged, name_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.store.audit import Entry

_ACTIONS = {
    "objection.add": objections,
    "objection.edit": objections,
    "objection.take": objections,
    "objection.decide": objections,
    "inspection.draw": inspections,
    "inspection.record": inspection_results,
}


def of_oversight(connection: sa.Connection, log: list[Entry]) -> Iterator[Tampering]:
    """Yield each row that isn't what the log says of it, and each that is gone."""
    told = {
        (table.name, entry.detail): entry
        for entry in log
        if (table := _ACTIONS.get(entry.action)) is not None
    }
    for table in (objections, inspections, inspection_results):
        for row in connection.execute(sa.select(table)).mappings():
            detail = canonical(logged(table.name, dict(row)))
            entry = told.pop((table.name, detail), None)
            if entry is None or entry.at != row["at"]:
                yield _off(table.name, row["seq"])
    for name, detail in told:
        yield _off(name, json.loads(detail)["seq"])
    yield from _names(connection, log)


def _names(connection: sa.Connection, log: list[Entry]) -> Iterator[Tampering]:
    told = {e.detail for e in log if e.action == "objection.named"}
    for row in connection.execute(sa.select(objection_names)).mappings():
        detail = canonical({
            "seq": row["seq"], "objection_key": row["objection_key"],
            "name": name_hash(row["salt"], row["name"]),
        })  # fmt: skip
        if detail not in told:
            yield _off(objection_names.name, row["seq"])
        told.discard(detail)
    for detail in told:
        yield _off(objection_names.name, json.loads(detail)["seq"])


def _off(table: str, seq: int) -> Tampering:
    return Tampering(
        f"{table} {seq}",
        f"异议或抽查的记录（{table} {seq}）与日志不符：被改过、多出来或不见了",
        f"What was written in {table} {seq} isn't what the log says.",
    )
