"""What is known and by what plan: the log, vintages, proposals, scenarios."""

from __future__ import annotations

import sqlalchemy as sa

from fupin.store.layout.metadata import metadata

# A chain: each entry's hash is of its own words and of the hash before it.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.String(64), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)

# An index row each: who, when, from what, and how much of it changed.
vintages = sa.Table(
    "vintages",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("recorded_at", sa.String(32), nullable=False),
    sa.Column("valid_on", sa.String(10), nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("source_hash", sa.String(64), nullable=False),
    sa.Column("complete", sa.Text, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("absent", sa.Text, nullable=False),
    sa.Column("undoes", sa.Integer, sa.ForeignKey("vintages.seq"), unique=True),
    sa.Column("folder", sa.Text, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
)

# The row changes of small vintages; a large one keeps them as Parquet in its folder.
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("vintage", sa.Integer, sa.ForeignKey("vintages.seq"), nullable=False),
    sa.Column("table_name", sa.String(32), nullable=False),
    sa.Column("row_key", sa.Text, nullable=False),
    sa.Column("is_gone", sa.Boolean, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("changes_by_key", "table_name", "row_key"),
    sa.Index("changes_by_vintage", "vintage"),
)

# What somebody would change in the plan, as it was when it was proposed.
proposals = sa.Table(
    "proposals",
    metadata,
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

# What a second person said of a proposal; each is decided once.
decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column(
        "proposal",
        sa.Integer,
        sa.ForeignKey("proposals.seq"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("decided_at", sa.String(32), nullable=False),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

# What-if scenarios that were saved: a row a version; a rename is one, and a withdrawal.
scenarios = sa.Table(
    "scenarios",
    metadata,
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
