"""Tasks that people add, each version of each edited task, and comments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

GROWS_ONLY = ("tasks", "task_edits", "task_comments")
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
    """Make the tables, and refuse every change of a row once written."""
    op.create_table(
        "tasks",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("task_key", sa.String(64), nullable=False, unique=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("department", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("clause", sa.String(64)),
        sa.Column("implementation", sa.Integer),
        sa.Column("village_id", sa.Text),
        sa.Column("household_id", sa.Text),
        sa.Column("target", sa.Float),
        sa.Column("unit", sa.String(32)),
        sa.Column("start_on", sa.String(10), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
    )
    op.create_table(
        "task_edits",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("task_key", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("responsible", sa.Text, nullable=False),
        sa.Column("helpers", sa.Text, nullable=False),
        sa.Column("start_on", sa.String(10), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("checklist", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.UniqueConstraint("task_key", "version"),
    )
    op.create_table(
        "task_comments",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("task_key", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("task_comments_by_key", "task_comments", ["task_key"])
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
