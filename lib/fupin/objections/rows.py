"""Rows of objections in the store: the newest version, and the next number."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from fupin.objections.checks import ObjectionError
from fupin.store.layout import objections as table
from fupin.store.objected import OWN
from fupin.typed import plain

Row = dict[str, Any]


def found(connection: sa.Connection, key: str) -> Row | None:
    """Return the newest version of an objection; None where nobody wrote on it."""
    query = sa.select(table).where(table.c.objection_key == key)
    row = connection.execute(query.order_by(table.c.version.desc()).limit(1))
    told = row.mappings().first()
    return None if told is None else dict(told)


def newest(connection: sa.Connection, key: str) -> Row:
    """Return the newest version of an objection, or raise ObjectionError."""
    told = found(connection, key)
    if told is None and key.startswith(OWN):
        raise ObjectionError(
            "这一条在台账里，还没有人承办。请先承办，再更正或下结论",
            "It stands in the register and nobody has taken it yet. Take it first; "
            "then it can be corrected and decided.",
        )
    if told is None:
        raise ObjectionError(
            f"没有异议“{plain(key)}”。用 fupin objection list 看编号",
            f"There is no objection {plain(key)!r}. See fupin objection list.",
        )
    return told


def next_number(connection: sa.Connection, column: Any, *, count: bool = False) -> int:
    """Return the number after the highest, or after how many there are."""
    found = sa.func.count(column) if count else sa.func.max(column)
    return int(connection.execute(sa.select(found)).scalar() or 0) + 1
