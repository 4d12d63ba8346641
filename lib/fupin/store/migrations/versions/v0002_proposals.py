"""Proposals to change the plan, and what a second person decided; both only grow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GROWS_ONLY = ("proposals", "decisions")
SQLITE = """
CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END
"""
# The function is of the first migration.
POSTGRES_TRIGGER = """
CREATE TRIGGER {table}_grows BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION only_grows()
"""


def upgrade() -> None:
    """Make the tables, and refuse every change of a row once written."""
    op.create_table(
        "proposals",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("proposed_at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("starts", sa.String(10), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("plan", sa.String(12), nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column(
            "proposal", sa.Integer, sa.ForeignKey("proposals.seq"),
            primary_key=True, autoincrement=False,
        ),
        sa.Column("decided_at", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )  # fmt: skip
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in GROWS_ONLY:
        for verb in ("UPDATE", "DELETE") if is_sqlite else ():
            op.execute(SQLITE.format(table=table, verb=verb))
        if not is_sqlite:
            op.execute(POSTGRES_TRIGGER.format(table=table))


def downgrade() -> None:
    """Refuse: what was proposed and decided is kept for ever."""
    raise RuntimeError("Proposals are kept for ever: this migration has no way back.")
