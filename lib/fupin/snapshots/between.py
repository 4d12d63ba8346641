"""What lies between two snapshots besides figures: tasks, and what was in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin import proposals
from fupin.snapshots.freeze import frame
from fupin.snapshots.hidden import without_hidden

if TYPE_CHECKING:
    from fupin.access import Reader
    from fupin.snapshots.model import Snapshot
    from fupin.store import Store

TASK = ("key", "department", "title", "rule", "kind", "village_id", "household_id",
        "status", "is_open", "due_on")  # fmt: skip


def tasks(
    before: Snapshot, after: Snapshot, reader: Reader
) -> tuple[dict[str, Any], ...]:
    """Return the tasks that were closed, opened (again), or whose status changed."""
    one, other = (_tasks(found, reader) for found in (before, after))
    rows = []
    for key in sorted(one.keys() | other.keys()):
        was, now = one.get(key), other.get(key)
        if was and now and was["status"] == now["status"]:
            continue
        row = now or was or {}
        village = row["village_id"]
        if reader.villages is not None and village and village not in reader.villages:
            continue
        what = "moved"
        if was and was["is_open"] and not (now and now["is_open"]):
            what = "closed"
        elif now and now["is_open"] and not (was and was["is_open"]):
            what = "opened"
        rows.append(row | {
            "what": what, "before": was["status"] if was else None,
            "after": now["status"] if now else None,
        })  # fmt: skip
    return tuple(rows)


def _tasks(found: Snapshot, reader: Reader) -> dict[str, dict[str, Any]]:
    rows = frame({n: found.frozen["tasks"][n] for n in TASK})
    rows = without_hidden(rows, found.frozen["rules"], reader)
    return {row["key"]: row for row in rows.to_dicts()}


def _label(after: Snapshot, before: Snapshot, subject: str) -> dict[str, str]:
    """Return what a proposal is about in words; its id where neither froze it."""
    for found in (after, before):
        for name in ("parameters", "rules", "clauses"):
            row = found.frozen[name].get(subject)
            if row is not None:
                return dict(row.get("label") or row["place"])
    return dict.fromkeys(("zh", "en"), subject)


def terms(
    store: Store, before: Snapshot, after: Snapshot
) -> tuple[dict[str, Any], ...]:
    """Return what changed of the rules: (kind, name, label, before, after) in rows."""
    rows: list[dict[str, Any]] = []
    for kind, name, words in (
        ("clause", "clauses", "text"), ("parameter", "parameters", "value"),
        ("rule", "rules", "when"),
    ):  # fmt: skip
        one, other = before.frozen[name], after.frozen[name]
        for key in sorted(one.keys() | other.keys()):
            was, now = one.get(key), other.get(key)
            if (was or {}).get(words) == (now or {}).get(words) and was and now:
                continue
            row = now or was
            rows.append({
                "kind": kind, "name": key, "label": row.get("label") or row["place"],
                "unit": row.get("unit", ""), "before": (was or {}).get(words),
                "after": (now or {}).get(words),
            })  # fmt: skip
    low, high = sorted((before.decisions, after.decisions))
    if low == high:
        return tuple(rows)
    decided = [one for one in proposals.history(store) if one.decision is not None]
    decided.sort(key=lambda one: (one.decision.decided_at, one.seq) if one.decision
                 else (one.proposed_at, one.seq))  # fmt: skip
    rows += [
        {"kind": "proposal", "name": str(one.seq),
         "label": _label(after, before, one.draft.subject), "unit": "",
         "before": one.draft.author, "after": one.state}
        for one in decided[low:high]
    ]  # fmt: skip
    return tuple(rows)
