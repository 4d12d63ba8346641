"""Two snapshots held against each other: figures, names, tasks, rules, and why.

Why is found by steps, one thing at a time in a stated order: first the data, then the
plan's rules, then the scenario, then the date. So the parts add up to the whole; in
another order each part could be another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.access import LOCAL, Reader, mask_name
from fupin.measures import STANDARD
from fupin.plan.links import from_dict
from fupin.snapshots import ground as grounds
from fupin.snapshots.between import tasks, terms
from fupin.snapshots.freeze import frame
from fupin.snapshots.model import SnapshotError
from fupin.tables import HOUSEHOLDS, facts_of
from fupin.whatif.engine import Engine

if TYPE_CHECKING:
    from fupin.plan import Plan, Scenario
    from fupin.snapshots.model import Snapshot
    from fupin.store import Store

PARTS = ("data", "rules", "scenario", "time")
WORDS = ("unmet", "met", "unknown")
# What the steps are followed by.
FOLLOWED = ("town.enrolled", "town.met", "town.unmet", "town.unknown",
            "villages.met", "villages.unmet", "villages.unknown")  # fmt: skip
EXIT = "village_exit"
FACTS = facts_of("household")


@dataclass(frozen=True)
class Stand:
    """Where things stand after a step: followed figures, households by verdict."""

    figures: dict[str, int]
    verdicts: dict[str, str]


@dataclass(frozen=True)
class Difference:
    """What lies between two snapshots.

    `moved` is (key, before, after) of each figure that isn't the same; `parts` is how
    far each step of `PARTS` moved each followed figure; `who` has a row a household
    that another verdict or state holds of (names masked, of the reader's villages);
    `hidden` counts those that the reader may not see. `tasks` has a row a task that
    was opened, closed, or changed state; `terms` a row a clause, parameter, rule or
    proposal that changed. `why_not` says why the parts aren't known.
    """

    before: Snapshot
    after: Snapshot
    moved: tuple[tuple[str, Any, Any], ...]
    changed: frozenset[str]
    parts: dict[str, dict[str, int]]
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
    stands, why_not = _steps(store, before, after, changed, files)
    who = _who(before, after, stands)
    shown = [row for row in who if _sees(reader, row)]
    return Difference(
        before, after, _figures(before, after), changed, _parts(stands),
        tuple(_named(row, reader, names=names) for row in shown),
        len(who) - len(shown), tasks(before, after, reader),
        terms(store, before, after), why_not,
    )  # fmt: skip


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


def _frozen(found: Snapshot) -> Stand:
    columns = found.frozen["households"]
    rows = zip(
        columns["household_id"], columns["verdict"], columns["is_enrolled"],
        strict=True,
    )  # fmt: skip
    verdicts = {id_: verdict for id_, verdict, is_enrolled in rows if is_enrolled}
    return Stand({key: found.figures[key] for key in FOLLOWED}, verdicts)


def _steps(
    store: Store, before: Snapshot, after: Snapshot, changed: frozenset[str],
    files: Plan | None,
) -> tuple[list[Stand], SnapshotError | None]:  # fmt: skip
    """Return where things stand at first and after each part; both ends are frozen.

    Only what lies between is computed: a part after which nothing else changes ends
    at what the second snapshot froze.
    """
    first, last = _frozen(before), _frozen(after)
    stands, now = [first], first
    plans: dict[str, Plan] = {}
    engine: Engine | None = None
    for n, part in enumerate(PARTS):
        if part in changed:
            if not changed & set(PARTS[n + 1 :]):
                now = last
            else:
                plans = plans or _plans(store, before, after, files)
                if not plans:
                    return [first, last], _no_parts()
                if engine is None:
                    # The data comes first: every step between rests on the later.
                    register = grounds.register_at(
                        store, after.vintage, after.objections, after.fund_entries
                    )
                    engine = Engine(register, before.day)
                plan = plans["after" if n >= PARTS.index("rules") else "before"]
                whose = after if n >= PARTS.index("scenario") else before
                now = _stand(engine, _scenario(plan, whose), before.village)
        stands.append(now)
    return stands, None


def _plans(
    store: Store, before: Snapshot, after: Snapshot, files: Plan | None
) -> dict[str, Plan]:
    """Return both plans by replay; nothing where the plan's files are others now."""
    found = {
        "before": grounds.plan_at(store, before.decisions, files),
        "after": grounds.plan_at(store, after.decisions, files),
    }
    same = {"before": before.plan, "after": after.plan}
    is_same = all(found[name].fingerprint == same[name] for name in found)
    return found if is_same else {}


def _no_parts() -> SnapshotError:
    return SnapshotError(
        "方案文件在两份快照之后或之间换过，不能分步重算：变化列出，原因不拆分",
        "The plan's files were replaced since, so the steps can't be computed: what "
        "changed is listed, and not split by cause.",
    )


def _scenario(plan: Plan, found: Snapshot) -> Scenario:
    return from_dict(plan, dict(found.overrides)).scenario


def _stand(engine: Engine, scenario: Scenario, village: str) -> Stand:
    rows = engine.households.select("household_id", "village_id", "is_enrolled")
    rows = rows.with_columns(engine.answers(scenario, STANDARD).alias("answer"))
    rows = rows.filter(pl.col("is_enrolled"))
    villages = engine.villages.select("village_id").with_columns(
        engine.answers(scenario, EXIT).alias("answer")
    )
    if village:
        rows, villages = (
            one.filter(pl.col("village_id") == village) for one in (rows, villages)
        )
    word = {True: "met", False: "unmet", None: "unknown"}
    said = [word[answer] for answer in rows["answer"]]
    towns = [word[answer] for answer in villages["answer"]]
    figures = {"town.enrolled": rows.height}
    figures |= {f"town.{one}": said.count(one) for one in WORDS}
    figures |= {f"villages.{one}": towns.count(one) for one in WORDS}
    return Stand(figures, dict(zip(rows["household_id"], said, strict=True)))


def _parts(stands: list[Stand]) -> dict[str, dict[str, int]]:
    """Return how far each part moved each followed figure; together the whole way."""
    if len(stands) != len(PARTS) + 1:
        return {}
    return {
        part: {
            key: stands[n + 1].figures[key] - stands[n].figures[key] for key in FOLLOWED
        }
        for n, part in enumerate(PARTS)
    }


def _who(
    before: Snapshot, after: Snapshot, stands: list[Stand]
) -> list[dict[str, Any]]:
    """Return the households of which something else is said now, and by which part."""
    names = ("village_id", "head_name", "verdict", "state", "lacks", "is_enrolled")
    one, other = (_by_id(found, names) for found in (before, after))
    parts = dict(zip(PARTS, pairwise(stands), strict=False))
    rows = []
    for id_ in sorted(one.keys() | other.keys()):
        was, now = one.get(id_), other.get(id_)
        if was and now and (was["verdict"], was["state"]) == (
            now["verdict"], now["state"],
        ):  # fmt: skip
            continue
        known = now or was or {}
        by = [
            part for part, (old, new) in parts.items()
            if old.verdicts.get(id_) != new.verdicts.get(id_)
        ] if len(stands) == len(PARTS) + 1 else []  # fmt: skip
        rows.append({
            "household_id": id_, "village_id": known["village_id"],
            "head_name": known["head_name"],
            "before": was["verdict"] if was else None,
            "after": now["verdict"] if now else None,
            "state_before": was["state"] if was else None,
            "state_after": now["state"] if now else None,
            "lacks": now["lacks"] if now else "", "parts": by,
        })  # fmt: skip
    return rows


def _by_id(found: Snapshot, names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    columns = found.frozen["households"]
    rows = frame({n: columns[n] for n in ("household_id", *names)})
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
