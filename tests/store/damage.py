"""Change what only grows, as who has the database in hand can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

if TYPE_CHECKING:
    from fupin.store import Store


def refused(store: Store, statement: str) -> None:
    """Run a statement, which the database refuses."""
    with pytest.raises(sa.exc.DBAPIError, match="only grows"), store.writing() as c:
        c.execute(sa.text(statement))


def damage(store: Store, *statements: str) -> None:
    """Run statements past the triggers, which refuse each of them while they are on.

    Each begins with UPDATE <table> or DELETE FROM <table>.
    """
    for statement in statements:
        refused(store, statement)
    with store.writing() as connection:
        for statement in statements:
            verb, table = statement.replace(" FROM ", " ").split()[:2]
            off = f"DROP TRIGGER {table}_{verb}"
            if connection.dialect.name != "sqlite":
                off = f"ALTER TABLE {table} DISABLE TRIGGER ALL"
            connection.execute(sa.text(off))
            connection.execute(sa.text(statement))
