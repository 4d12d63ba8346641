"""Objections and inspections."""

from __future__ import annotations

import sqlalchemy as sa

from fupin.store.layout.metadata import metadata

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
