"""Files of tasks that were taken back: a row each, never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE = "task_withdrawals"
SQLITE = """
CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END
"""
POSTGRES = """
CREATE TRIGGER {table}_grows BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION only_grows()
"""


def upgrade() -> None:
    """Make the table, and refuse every change of a row once written."""
    op.create_table(
        TABLE,
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column(
            "file",
            sa.Integer,
            sa.ForeignKey("task_files.seq"),
            nullable=False,
            unique=True,
        ),
        sa.Column("task_key", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("department", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Index("task_withdrawals_by_key", "task_key"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(table=TABLE, verb=verb))
    else:
        op.execute(POSTGRES.format(table=TABLE))


def downgrade() -> None:
    """Refuse: a store that only grows has no way back."""
    raise RuntimeError("Withdrawals have no way back: make a new store.")
