"""What people write of the funds."""

from __future__ import annotations

import sqlalchemy as sa

from fupin.store.layout.metadata import metadata

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
