"""The other tasks: duties of the plan, the register's own records, what people add."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.tasks.gaps import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupin.plan import Plan
    from fupin.tasks.owners import Owners

FIRST = date(2016, 4, 1)
# A task as its source tells it, before anything that people wrote about it.
SCHEMA = {
    "key": pl.String,
    "kind": pl.String,
    "department": pl.String,
    "title": pl.String,
    "rule": pl.String,
    "clause": pl.String,
    "implementation": pl.Int64,
    "village_id": pl.String,
    "household_id": pl.String,
    "target": pl.Float64,
    "unit": pl.String,
    "start_on": pl.Date,
    "due_on": pl.Date,
    "status": pl.String,
    "progress": pl.Int64,
    "closed_on": pl.Date,
}


def framed(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return tasks as a frame; what a row doesn't say is null."""
    return pl.DataFrame(rows, schema=SCHEMA)


def duties(
    plan: Plan, owners: Owners, villages: Iterable[str], day: date, end: date
) -> pl.DataFrame:
    """Return each department's duties that run on `day`, in the order of the plan.

    A yearly one is that of the day's year (of the campaign's last, after it); one that
    comes once runs until `end`. Of years before nothing is claimed: that no record
    was made doesn't say that nothing was done.
    """
    year = min(day.year, end.year)
    spans = {
        "year": (str(year), max(date(year, 1, 1), FIRST), date(year, 12, 31)),
        "once": ("once", FIRST, end),
    }
    rows = []
    places = list(villages)
    for department in plan.departments.values():
        for duty in department.duties:
            per, every = owners.rhythm(duty["id"])
            when, start, due = spans[every]
            for village in places if per == "village" else [None]:
                name = f"duty:{department.id}.{duty['id']}:{village or 'town'}:{when}"
                rows.append({
                    "key": name, "kind": "duty", "department": department.id,
                    "title": duty["id"], "clause": department.clause,
                    "village_id": village, "start_on": start, "due_on": due,
                    "status": "not_started", "progress": 0,
                })  # fmt: skip
    return framed(rows)


def recorded(tasks: pl.DataFrame, owners: Owners, day: date) -> pl.DataFrame:
    """Return the register's own tasks, as they stood on `day`.

    One that names a rule with an owner and a subject goes under the gap's key; of
    several for one gap the newest counts.
    """
    subject = pl.coalesce("household_id", "village_id")
    is_gap = pl.col("rule").is_in(list(owners.gaps)) & subject.is_not_null()
    closed = pl.col("closed_on").is_not_null() & (pl.col("closed_on") <= day)
    later = (
        (pl.col("task_state") == "done") & ~closed & pl.col("closed_on").is_not_null()
    )
    return (
        tasks.sort("start_on", maintain_order=True)
        .select(
            key=pl.when(is_gap)
            .then(pl.format(key_of("{}", "{}"), "rule", subject))
            .otherwise(pl.format("rec:{}", "task_id")),
            kind=pl.when(is_gap).then(pl.lit("gap")).otherwise(pl.lit("recorded")),
            department="department",
            title="task_title",
            rule="rule",
            clause=pl.lit(None, pl.String),
            implementation=pl.lit(None, pl.Int64),
            village_id="village_id",
            household_id="household_id",
            target=pl.lit(None, pl.Float64),
            unit=pl.lit(None, pl.String),
            start_on="start_on",
            due_on="due_on",
            status=pl.when(later).then(pl.lit("running")).otherwise("task_state"),
            progress="progress_percent",
            closed_on=pl.when(closed).then("closed_on"),
        )
        .unique("key", keep="last", maintain_order=True)
    )
