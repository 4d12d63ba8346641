"""The store's tables, as the newest migration leaves them; a test compares both."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

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

# Entries of the funds' ledger that people write: each version a row, whole; amounts in
# fen, so that sums are exact.
fund_entries = sa.Table(
    "fund_entries",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("entry_key", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("action", sa.String(16), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("fen", sa.BigInteger),
    sa.Column("entry_on", sa.String(10), nullable=False),
    sa.Column("fund_year", sa.Integer, nullable=False),
    sa.Column("source", sa.String(32)),
    sa.Column("village_id", sa.Text, nullable=False),
    sa.Column("measure_id", sa.Text),
    sa.Column("task_key", sa.Text),
    sa.Column("pool", sa.String(16)),
    sa.Column("use", sa.String(32)),
    sa.Column("payee", sa.String(32)),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("document_no", sa.Text, nullable=False),
    sa.UniqueConstraint("entry_key", "version"),
    sa.Index("fund_entries_by_pool", "village_id", "source"),
)

# Objections and reports that people write: each version a row, whole. Who complains is
# kept apart, so that no list of objections ever reads a name.
objections = sa.Table(
    "objections",
    metadata,
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

objection_names = sa.Table(
    "objection_names",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("objection_key", sa.String(32), nullable=False, unique=True),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("salt", sa.String(32), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
)

# Draws of an inspection's sample, each with its seed and the numbers in force then.
inspections = sa.Table(
    "inspections",
    metadata,
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

# What was found of a drawn household: each version a row.
inspection_results = sa.Table(
    "inspection_results",
    metadata,
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
