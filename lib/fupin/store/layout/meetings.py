"""Snapshots, and what is said of them."""

from __future__ import annotations

import sqlalchemy as sa

from fupin.store.layout.metadata import metadata

# A meeting's figures and lists as they were, frozen; `content` is compressed JSON.
snapshots = sa.Table(
    "snapshots",
    metadata,
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

# What is said of a snapshot later: a withdrawal, a note on a figure, an edited text.
snapshot_marks = sa.Table(
    "snapshot_marks",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("snapshot", sa.Integer, sa.ForeignKey("snapshots.seq"), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("figure", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("snapshot_marks_by_snapshot", "snapshot"),
)
