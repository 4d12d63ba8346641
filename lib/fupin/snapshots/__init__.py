"""Snapshots: a meeting's figures frozen, told as a document, compared, checked."""

from __future__ import annotations

from fupin.snapshots.check import Checked, check
from fupin.snapshots.difference import Difference, difference
from fupin.snapshots.documents import document
from fupin.snapshots.edits import Finding, edit, loose, template
from fupin.snapshots.freeze import freeze
from fupin.snapshots.ground import Ground, now, prepared, seen_now
from fupin.snapshots.kept import (
    annotate,
    find,
    listed,
    make,
    refuse_withdrawn,
    withdraw,
)
from fupin.snapshots.model import Mark, Snapshot, SnapshotError
from fupin.snapshots.steps import PARTS

__all__ = [
    "PARTS",
    "Checked",
    "Difference",
    "Finding",
    "Ground",
    "Mark",
    "Snapshot",
    "SnapshotError",
    "annotate",
    "check",
    "difference",
    "document",
    "edit",
    "find",
    "freeze",
    "listed",
    "loose",
    "make",
    "now",
    "prepared",
    "refuse_withdrawn",
    "seen_now",
    "template",
    "withdraw",
]
