"""Objections with the names of who complains, inspections and their results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GROWS_ONLY = ("objections", "objection_names", "inspections", "inspection_results")
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
        "objections",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("objection_key", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("village_id", sa.Text, nullable=False),
        sa.Column("household_id", sa.Text),
        sa.Column("step", sa.String(48), nullable=False),
        sa.Column("department", sa.String(64), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("received_on", sa.String(10), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("is_named", sa.Boolean, nullable=False),
        sa.Column("deadline", sa.String(10), nullable=False),
        sa.Column("taker", sa.Text, nullable=False),
        sa.Column("taker_department", sa.String(64), nullable=False),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("follow", sa.Text, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decider_department", sa.String(64), nullable=False),
        sa.Column("decided_on", sa.String(10), nullable=False),
        sa.UniqueConstraint("objection_key", "version"),
    )
    op.create_table(
        "objection_names",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("objection_key", sa.String(32), nullable=False, unique=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "inspections",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("seed", sa.Text, nullable=False),
        sa.Column("vintage", sa.Integer, nullable=False),
        sa.Column("register", sa.String(12), nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("strata", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "inspection_results",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column(
            "inspection", sa.Integer, sa.ForeignKey("inspections.seq"), nullable=False
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("inspector", sa.Text, nullable=False),
        sa.Column("inspected_on", sa.String(10), nullable=False),
        sa.Column("found", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("satisfied", sa.String(8), nullable=False),
        sa.UniqueConstraint("inspection", "number", "version"),
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
