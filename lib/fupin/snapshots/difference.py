"""Two snapshots held against each other: figures, names, tasks, rules, and why.

Why is found by `steps`, one thing at a time in a stated order: first the data, then the
plan's rules, then the scenario, then the date. So the parts add up to the whole; in
another order each part could be another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fupin.access import LOCAL, Reader, mask_name
from fupin.snapshots.between import tasks, terms
from fupin.snapshots.freeze import frame
from fupin.snapshots.hidden import held_back
from fupin.snapshots.model import SnapshotError
from fupin.snapshots.steps import PARTS, Stand, moved_by, parts, stands
from fupin.tables import HOUSEHOLDS, facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.plan import Plan
    from fupin.snapshots.model import Snapshot
    from fupin.store import Store

# What the steps are told of in any case; of the rest, what moved.
FOLLOWED = ("town.enrolled", "town.met", "town.unmet", "town.unknown",
            "villages.met", "villages.unmet", "villages.unknown")  # fmt: skip
FACTS = facts_of("household")
TOLD = ("village_id", "head_name", "verdict", "state", "lacks")


@dataclass(frozen=True)
class Difference:
    """What lies between two snapshots.

    `moved` is (key, before, after) of each figure that isn't the same; `parts` is how
    far each step of `PARTS` moved each figure that rules decide: not tasks and funds,
    which people write. `who` has a row a household that another verdict or state holds
    of (names masked, of the reader's villages); `hidden` counts those that the reader
    may not see. `tasks` has a row a task that was opened, closed, or changed state;
    `terms` a row a clause, parameter, rule or proposal that changed. `why_not` says
    why the parts aren't known.
    """

    before: Snapshot
    after: Snapshot
    moved: tuple[tuple[str, Any, Any], ...]
    changed: frozenset[str]
    parts: dict[str, dict[str, float]]
    who: tuple[dict[str, Any], ...]
    hidden: int
    tasks: tuple[dict[str, Any], ...]
    terms: tuple[dict[str, Any], ...]
    why_not: SnapshotError | None = None


def difference(  # noqa: PLR0913 each is said by name
    store: Store, before: Snapshot, after: Snapshot, reader: Reader = LOCAL,
    files: Plan | None = None, *, names: bool = False,
) -> Difference:  # fmt: skip
    """Return what moved from `before` to `after`.

    Raises SnapshotError where the two are of different villages: their figures count
    different things.
    """
    if before.village != after.village:
        raise SnapshotError(
            f"快照 {before.id} 和 {after.id} 的筛选不同，数字不能相比。"
            "请选筛选相同的两份",
            f"Snapshots {before.id} and {after.id} have different filters, so their "
            "figures can't be compared. Choose two with the same.",
        )
    changed = _changed(before, after)
    found, why_not = stands(store, before, after, changed, files)
    who = _who(before, after, found)
    shown = [row for row in who if _sees(reader, row)]
    held = held_back(before.frozen, reader) | held_back(after.frozen, reader)
    split = parts(found)
    return Difference(
        before, after,
        tuple(row for row in _figures(before, after) if row[0] not in held), changed,
        {part: _without(moves, held) for part, moves in split.items()},
        tuple(_named(row, reader, names=names) for row in shown),
        len(who) - len(shown), tasks(before, after, reader),
        terms(store, before, after), why_not,
    )  # fmt: skip


def _without(moves: Mapping[str, float], held: frozenset[str]) -> dict[str, float]:
    return {key: move for key, move in moves.items() if key not in held}


def _changed(before: Snapshot, after: Snapshot) -> frozenset[str]:
    """Return which of the parts differ at all."""
    said = {
        "data": (before.register, after.register),
        "rules": (before.plan, after.plan),
        "scenario": (_settings(before), _settings(after)),
        "time": (before.day, after.day),
    }
    return frozenset(part for part, (one, other) in said.items() if one != other)


def _settings(found: Snapshot) -> dict[str, Any]:
    """Return what the scenario sets; a basis that the plan has anyway is none."""
    said = {name: found.overrides[name] for name in ("values", "off", "added")}
    terms = found.frozen["parameters"]
    bases = {name: one["basis"] for name, one in terms.items() if one["has_bases"]}
    return said | {"basis": bases}


def _figures(before: Snapshot, after: Snapshot) -> tuple[tuple[str, Any, Any], ...]:
    one, other = before.figures, after.figures
    keys = [*other, *(key for key in one if key not in other)]
    return tuple(
        (key, one.get(key), other.get(key))
        for key in keys if one.get(key) != other.get(key)
    )  # fmt: skip


def _who(before: Snapshot, after: Snapshot, found: list[Stand]) -> list[dict[str, Any]]:
    """Return the households of which something else is said now, and by which part."""
    one, other = _by_id(before), _by_id(after)
    is_whole = len(found) == len(PARTS) + 1
    steps = list(zip(PARTS, pairwise(found), strict=True)) if is_whole else []
    return [
        _row(id_, one.get(id_), other.get(id_)) | {"parts": moved_by(id_, steps)}
        for id_ in sorted(one.keys() | other.keys())
        if _said(one.get(id_)) != _said(other.get(id_))
    ]


def _said(row: dict[str, Any] | None) -> tuple[str, str] | None:
    return (row["verdict"], row["state"]) if row else None


def _row(
    id_: str, was: dict[str, Any] | None, now: dict[str, Any] | None
) -> dict[str, Any]:
    known, gone = now or was or {}, {"verdict": None, "state": None, "lacks": ""}
    one, other = was or gone, now or gone
    return {
        "household_id": id_, "village_id": known["village_id"],
        "head_name": known["head_name"],
        "before": one["verdict"], "after": other["verdict"],
        "state_before": one["state"], "state_after": other["state"],
        "lacks": other["lacks"],
    }  # fmt: skip


def _by_id(found: Snapshot) -> dict[str, dict[str, Any]]:
    columns = found.frozen["households"]
    rows = frame({name: columns[name] for name in ("household_id", *TOLD)})
    return {row["household_id"]: row for row in rows.iter_rows(named=True)}


def _sees(reader: Reader, row: dict[str, Any]) -> bool:
    return reader.villages is None or row["village_id"] in reader.villages


def _named(row: dict[str, Any], reader: Reader, *, names: bool) -> dict[str, Any]:
    if not reader.sees(FACTS["income_per_person_year"]):
        # What a household lacks gives its income away, as in the list of households.
        row = row | {"lacks": ""}
    if not reader.sees(HOUSEHOLDS["head_name"]):
        return row | {"head_name": "—"}
    return row if names else row | {"head_name": mask_name(row["head_name"])}
