"""Files kept as evidence of a task, and filters of the list saved under a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GROWS_ONLY = ("task_files", "task_views")
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
        "task_files",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("task_key", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("task_files_by_key", "task_files", ["task_key"])
    op.create_table(
        "task_views",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
    )
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
