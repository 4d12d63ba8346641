"""What people write on tasks."""

from __future__ import annotations

import sqlalchemy as sa

from fupin.store.layout.metadata import metadata

# Tasks that people add, as they were first told.
tasks = sa.Table(
    "tasks",
    metadata,
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

# Each version of a task that somebody wrote on: a row each, whole.
task_edits = sa.Table(
    "task_edits",
    metadata,
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
    # Of who wrote it, where they said so; a verdict is by an office.
    sa.Column("department", sa.String(64), nullable=False, server_default=""),
    sa.UniqueConstraint("task_key", "version"),
)

task_comments = sa.Table(
    "task_comments",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("task_key", sa.Text, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("task_comments_by_key", "task_key"),
)

# A file kept as evidence of a task; its content lies beside the store, by its hash.
task_files = sa.Table(
    "task_files",
    metadata,
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
    sa.Index("task_files_by_key", "task_key"),
)

# Files that were taken back: each once, with who and why. The file itself stays.
task_withdrawals = sa.Table(
    "task_withdrawals",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column(
        "file", sa.Integer, sa.ForeignKey("task_files.seq"), nullable=False, unique=True
    ),
    sa.Column("task_key", sa.Text, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("department", sa.String(64), nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Index("task_withdrawals_by_key", "task_key"),
)

# Filters of the list of tasks under a person's name: a row a version.
task_views = sa.Table(
    "task_views",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("filters", sa.Text, nullable=False),
)
