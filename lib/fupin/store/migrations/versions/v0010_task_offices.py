"""Of which department who writes on a task is: a verdict is by an office."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of the versions that are there nobody said it."""
    op.add_column(
        "task_edits",
        sa.Column("department", sa.String(64), nullable=False, server_default=""),
    )


def downgrade() -> None:
    """Refuse: a store that only grows has no way back."""
    raise RuntimeError("Departments of versions have no way back: make a new store.")
