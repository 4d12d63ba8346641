"""Snapshots for meetings, and what is said of them later: a row each, never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("snapshots", "snapshot_marks")
SQLITE = """
CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END
"""
POSTGRES = """
CREATE TRIGGER {table}_grows BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION only_grows()
"""


def upgrade() -> None:
    """Make the tables, and refuse every change of a row once written."""
    op.create_table(
        "snapshots",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(24), nullable=False, unique=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("village", sa.Text, nullable=False),
        sa.Column("overrides", sa.Text, nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("decisions", sa.Integer, nullable=False),
        sa.Column("vintage", sa.Integer, nullable=False),
        sa.Column("register", sa.String(64), nullable=False),
        sa.Column("task_edits", sa.Integer, nullable=False),
        sa.Column("tasks", sa.Integer, nullable=False),
        sa.Column("fund_entries", sa.Integer, nullable=False),
        sa.Column("objections", sa.Integer, nullable=False),
        sa.Column("program", sa.String(32), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "snapshot_marks",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column(
            "snapshot", sa.Integer, sa.ForeignKey("snapshots.seq"), nullable=False
        ),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("figure", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Index("snapshot_marks_by_snapshot", "snapshot"),
    )
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(SQLITE.format(table=table, verb=verb))
        else:
            op.execute(POSTGRES.format(table=table))


def downgrade() -> None:
    """Refuse: a store that only grows has no way back."""
    raise RuntimeError("Snapshots have no way back: make a new store.")
