"""Freeze a ground: figures and lists as plain data, without a word of a language."""

from __future__ import annotations

import hashlib
import json
import zlib
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin import measures, progress
from fupin.plan.compiler import APPLIES
from fupin.snapshots.figures import (
    figures,
    of_village,
    tasks_of,
    token,
    trend,
)
from fupin.snapshots.ground import own
from fupin.store.audit import canonical
from fupin.why.status import STATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.snapshots.ground import Ground

FORMAT = 1
# What the meeting is asked to settle, at most.
ASKED = 3
TEXT, FLAG, WHOLE, REAL = pl.String, pl.Boolean, pl.Int64, pl.Float64
# The frozen lists: dates are text.
TASKS: dict[str, type[pl.DataType]] = {
    "key": TEXT, "kind": TEXT, "department": TEXT, "title": TEXT, "rule": TEXT,
    "clause": TEXT, "village_id": TEXT, "household_id": TEXT, "start_on": TEXT,
    "due_on": TEXT, "status": TEXT, "progress": WHOLE, "closed_on": TEXT,
    "is_open": FLAG, "days_late": WHOLE, "light": TEXT, "version": WHOLE,
}  # fmt: skip
HOUSEHOLDS: dict[str, type[pl.DataType]] = {
    "household_id": TEXT, "village_id": TEXT, "village_group": TEXT, "head_name": TEXT,
    "persons_count": WHOLE, "poverty_type": TEXT, "income_per_person_year": REAL,
    "distance": REAL, "is_enrolled": FLAG, "exited": FLAG, "verdict": TEXT,
    "state": TEXT, "lacks": TEXT, "missing": TEXT, "is_unsigned": FLAG,
    "is_unvisited": FLAG, "is_borderline": FLAG,
}  # fmt: skip


def freeze(ground: Ground) -> dict[str, Any]:
    """Return what a snapshot keeps of a ground: the same for the same ground."""
    points = trend(ground)
    return {
        "format": FORMAT,
        "town": ground.plan.town,
        "villages_of": dict(zip(
            ground.done.villages["village_id"], ground.done.villages["village_name"],
            strict=True,
        )),
        "figures": dict(figures(ground, points)),
        "trend": [
            [day.isoformat(), one.met, one.unmet, one.unknown] for day, one in points
        ],
        "targets": [
            [day.isoformat(), share] for day, share in progress.targets(ground.done)
        ],
        "causes": [
            cause for cause, _ in progress.causes(
                of_village(measures.enrolled(ground.done), ground.village)
            )
        ],
        "villages": [_village(one) for one in ground.villages],
        "households": _columns(_households(ground)),
        "tasks": _columns(tasks_of(ground).select(*TASKS)),
        "asks": _asks(ground),
        "departments": {
            name: one.name for name, one in ground.plan.departments.items()
        },
        "duties": {
            duty["id"]: {"zh": duty["zh"], "en": duty["en"]}
            for one in ground.plan.departments.values() for duty in one.duties
        },
        "rules": _in_force(ground),
        "parameters": _parameters(ground),
        "clauses": {
            name: {"text": one.text, "en": one.en, "place": one.place}
            for name, one in ground.plan.clauses.items()
        },
        "changes": _changes(ground),
    }  # fmt: skip


def packed(frozen: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return what is written of a snapshot, and the hash of it unpacked."""
    text = canonical(frozen).encode()
    return zlib.compress(text, 6), hashlib.sha256(text).hexdigest()


def unpacked(content: bytes) -> dict[str, Any]:
    """Return what `packed` packed."""
    return dict(json.loads(zlib.decompress(content)))


def frame(columns: Mapping[str, list[Any]]) -> pl.DataFrame:
    """Return columns of a frozen list as a frame, in their order; dates are text."""
    types = HOUSEHOLDS | TASKS
    return pl.DataFrame(dict(columns), schema={name: types[name] for name in columns})


def _columns(rows: pl.DataFrame) -> dict[str, list[Any]]:
    dates = [name for name, kind in rows.schema.items() if kind == pl.Date]
    return rows.with_columns(pl.col(dates).dt.to_string()).to_dict(as_series=False)


def _village(one: progress.Village) -> dict[str, Any]:
    return {
        "id": one.id, "key": f"village.{token(one.id)}", "name": one.name,
        "town": one.town, "verdict": one.verdict, "year": one.year,
        "income": one.income, "line": one.line, "lacks": list(one.lacks),
        "unknown": list(one.unknown),
        "incidence": list(one.incidence) if one.incidence else None,
        "incidence_verdict": one.incidence_verdict,
    }  # fmt: skip


def _households(ground: Ground) -> pl.DataFrame:
    """Return every household that is enrolled or once was, in the order of its id."""
    done = ground.done
    rows = of_village(done.households, ground.village)
    rows = rows.filter(
        pl.col("is_enrolled").fill_null(value=False)
        | pl.col("has_left").fill_null(value=False)
    )
    standard = pl.col(measures.STANDARD)
    state = pl.when(pl.col("is_enrolled")).then(pl.lit("enrolled")).otherwise(
        pl.lit("left")
    )  # fmt: skip
    for name in reversed(STATES):
        if name in rows.columns:
            state = pl.when(pl.col(name)).then(pl.lit(name)).otherwise(state)
    lacks = [
        pl.when(
            _asked(rule, rows).fill_null(value=True)
            & ~pl.col(rule).fill_null(value=True)
        ).then(pl.lit(rule))
        for rule in progress.HOUSEHOLD_RULES
    ]
    marks = {
        "is_unvisited": measures.unvisited, "is_unsigned": measures.unverified,
        "is_borderline": measures.borderline,
    }  # fmt: skip
    found = {n: set(f(done, rows)["household_id"]) for n, f in marks.items()}
    ids = pl.col("household_id")
    return rows.sort("household_id").with_columns(
        verdict=pl.when(standard).then(pl.lit("met")).when(~standard)
        .then(pl.lit("unmet")).otherwise(pl.lit("unknown")),
        state=state,
        lacks=pl.concat_str(lacks, separator=" ", ignore_nulls=True),
        missing=pl.col(f"{measures.STANDARD}__missing").fill_null(""),
        income_per_person_year=pl.col("income_per_person_year").round(2),
        distance=pl.col("distance").round(2),
        **{name: ids.is_in(list(held)) for name, held in found.items()},
    ).select(*HOUSEHOLDS)  # fmt: skip


def _asked(rule: str, rows: pl.DataFrame) -> pl.Expr:
    name = f"{rule}{APPLIES}"
    return pl.col(name) if name in rows.columns else pl.lit(value=True)


def _asks(ground: Ground) -> list[dict[str, Any]]:
    """Return what the meeting should settle: what keeps a village back, what is late.

    Tasks of one kind in one village are one matter. First the villages' own gaps, the
    undecided ones among them, then what is late, the most of it first.
    """
    rows = tasks_of(ground).filter("is_open")
    is_late = pl.col("light") == "red"
    found = rows.group_by(
        "department", "rule", "title", "kind", "village_id", maintain_order=True
    ).agg(
        n=pl.len(), late=is_late.sum(), days_late=pl.col("days_late").max(),
        due_on=pl.col("due_on").min(), verdict=pl.col("verdict").first(),
        is_village=pl.col("household_id").null_count() == pl.len(),
    )  # fmt: skip
    first = pl.col("is_village") & pl.col("rule").is_in(progress.VILLAGE_RULES)
    found = found.filter(first | (pl.col("late") > 0)).with_columns(first=first)
    found = found.sort(
        "first", "late", "days_late", "due_on", "department", "village_id", "rule",
        descending=[True, True, True, False, False, False, False], nulls_last=True,
    )  # fmt: skip
    # One who is late isn't crowded out by villages that miss the same thing.
    chosen = pl.concat([
        found.filter("first").head(ASKED - 1), found.filter(~pl.col("first")),
    ])  # fmt: skip
    if chosen.height < ASKED:
        chosen = found
    return [
        {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
        for row in chosen.head(ASKED).iter_rows(named=True)
    ]


def _in_force(ground: Ground) -> dict[str, Any]:
    return {
        name: {"label": one.label, "clause": one.clause, "when": one.when,
               "applies": one.applies, "reading": one.reading,
               "is_pending": one.is_pending}
        for name, one in ground.scenario.rules.items()
        if one.is_pending or one.is_active(ground.day)
    }  # fmt: skip


def _parameters(ground: Ground) -> dict[str, Any]:
    found = {}
    for name in ground.plan.parameters:
        one = ground.scenario.parameter(name)
        value = one.on(ground.day)
        found[name] = {
            "label": one.label, "unit": one.unit, "clause": one.clause,
            "value": None if value is None else value.value,
            "from": None if value is None else value.starts.isoformat(),
            "source": "" if value is None else value.source,
            "basis": ground.scenario.basis.get(name, one.basis),
            "has_bases": bool(one.bases),
        }  # fmt: skip
    return found


def _changes(ground: Ground) -> list[dict[str, Any]]:
    """Return what the scenario sets to another value than the plan."""
    scenario, plan = ground.scenario, own(ground.scenario)
    found: list[dict[str, Any]] = []
    for name in sorted(scenario.values):
        before = plan.parameter(name).on(ground.day)
        found.append({
            "kind": "value", "name": name,
            "label": scenario.plan.parameters[name].label,
            "unit": scenario.plan.parameters[name].unit,
            "before": None if before is None else before.value,
            "after": scenario.values[name],
        })  # fmt: skip
    rules = scenario.rules
    found += [
        {"kind": "off", "name": name, "label": rules[name].label}
        for name in sorted(scenario.off)
    ]
    found += [
        {"kind": "added", "name": one.id, "label": one.label, "after": one.when}
        for one in scenario.added
    ]
    return found
