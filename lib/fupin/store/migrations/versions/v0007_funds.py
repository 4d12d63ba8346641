"""Entries of the funds' ledger that people write, each version a row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

GROWS_ONLY = ("fund_entries",)
SQLITE = """
CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END
"""
# The function is the first migration's.
POSTGRES_TRIGGER = """
CREATE TRIGGER {table}_grows BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION only_grows()
"""


def upgrade() -> None:
    """Make the table, and refuse every change of a row once written."""
    op.create_table(
        "fund_entries",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("entry_key", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("fen", sa.BigInteger),
        sa.Column("entry_on", sa.String(10), nullable=False),
        sa.Column("fund_year", sa.Integer, nullable=False),
        sa.Column("source", sa.String(32)),
        sa.Column("village_id", sa.Text, nullable=False),
        sa.Column("measure_id", sa.Text),
        sa.Column("task_key", sa.Text),
        sa.Column("pool", sa.String(16)),
        sa.Column("use", sa.String(32)),
        sa.Column("payee", sa.String(32)),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("document_no", sa.Text, nullable=False),
        sa.UniqueConstraint("entry_key", "version"),
    )
    op.create_index("fund_entries_by_pool", "fund_entries", ["village_id", "source"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in GROWS_ONLY:
        if not is_sqlite:
            op.execute(POSTGRES_TRIGGER.format(table=table))
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(table=table, verb=verb))


def downgrade() -> None:
    """Refuse: a store that only grows has no way back."""
    raise RuntimeError("A store that only grows has no way back: make a new one.")
