"""Compute a snapshot again from its vintage and plan, and hold it to what it froze."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupin.errors import FupinError
from fupin.snapshots import ground as grounds
from fupin.snapshots.freeze import freeze, packed, unpacked
from fupin.snapshots.model import Seen

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.snapshots.model import Snapshot
    from fupin.store import Store


@dataclass(frozen=True)
class Checked:
    """Whether a replay says the same; `moved` holds (figure, frozen, computed).

    `why_not` is why it couldn't be computed again: the plan's files are others now, or
    the program decides something that it didn't then. What was frozen stands anyway.
    """

    agrees: bool
    moved: tuple[tuple[str, Any, Any], ...] = ()
    why_not: FupinError | None = None


def check(store: Store, found: Snapshot, files: Plan | None = None) -> Checked:
    """Compute the snapshot again by replay and compare every figure and list."""
    plan = grounds.plan_at(store, found.decisions, files)
    if plan.fingerprint != found.plan:
        return Checked(agrees=False, why_not=_other_files(found, plan.fingerprint))
    at = Seen(
        found.vintage, 0, found.decisions, found.task_edits, found.tasks,
        found.fund_entries, found.objections, 0,
    )  # fmt: skip
    try:
        then = grounds.then(store, found.asked(plan), found.day, found.village, at)
        content, hash_ = packed(freeze(then))
    except FupinError as error:
        return Checked(agrees=False, why_not=error)
    if hash_ == found.content_hash:
        return Checked(agrees=True)
    return Checked(agrees=False, moved=_moved(found, content))


def _moved(found: Snapshot, content: bytes) -> tuple[tuple[str, Any, Any], ...]:

    now = unpacked(content)
    figures = {key: one["value"] for key, one in now["figures"].items()}
    moved = [
        (key, found.figures.get(key), figures.get(key))
        for key in sorted(found.figures.keys() | figures.keys())
        if found.figures.get(key) != figures.get(key)
    ]
    moved += [
        (name, "…", "…") for name in sorted(found.frozen)
        if name != "figures" and found.frozen[name] != now.get(name)
    ]  # fmt: skip
    return tuple(moved)


def _other_files(found: Snapshot, now: str) -> FupinError:
    return FupinError(
        f"方案文件与当时不同（当时 {found.plan[:6]}，现在 {now[:6]}），不能重算。"
        "存下的数字不变",
        f"The plan's files are others than then ({found.plan[:6]}, now {now[:6]}), so "
        "it can't be computed again. What was frozen stands.",
    )
