"""The store's tables, as the newest migration leaves them; a test compares both."""

from __future__ import annotations

from fupin.store.layout.funds import fund_entries
from fupin.store.layout.meetings import snapshot_marks, snapshots
from fupin.store.layout.metadata import metadata
from fupin.store.layout.oversight import (
    inspection_results,
    inspections,
    objection_names,
    objections,
)
from fupin.store.layout.register import (
    audit,
    changes,
    decisions,
    proposals,
    scenarios,
    vintages,
)
from fupin.store.layout.tasks import (
    task_comments,
    task_edits,
    task_files,
    task_views,
    task_withdrawals,
    tasks,
)

__all__ = [
    "audit",
    "changes",
    "decisions",
    "fund_entries",
    "inspection_results",
    "inspections",
    "metadata",
    "objection_names",
    "objections",
    "proposals",
    "scenarios",
    "snapshot_marks",
    "snapshots",
    "task_comments",
    "task_edits",
    "task_files",
    "task_views",
    "task_withdrawals",
    "tasks",
    "vintages",
]
