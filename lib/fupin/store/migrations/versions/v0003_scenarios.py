"""Saved scenarios: a row a version, never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER scenarios_{verb} BEFORE {verb} ON scenarios
BEGIN SELECT RAISE(ABORT, 'scenarios only grows'); END
"""
POSTGRES = """
CREATE TRIGGER scenarios_grows BEFORE UPDATE OR DELETE ON scenarios
FOR EACH ROW EXECUTE FUNCTION only_grows()
"""


def upgrade() -> None:
    """Make the table, and refuse every change of a row once written."""
    op.create_table(
        "scenarios",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("scenario", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("overrides", sa.Text, nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("vintage", sa.Integer, nullable=False),
        sa.UniqueConstraint("scenario", "version", name="scenarios_versions"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(verb=verb))
    else:
        op.execute(POSTGRES)


def downgrade() -> None:
    """Refuse: a store that only grows has no way back."""
    raise RuntimeError("Saved scenarios have no way back: make a new store.")
