"""The board: every task as it stands on the as-of date, late or not.

Sources say what is owed, what people wrote says where it stands. The status of a gap
follows its indicator: nobody can close it by saying so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin.measures import deadline, value
from fupin.tasks import gaps as gap
from fupin.tasks import sources

if TYPE_CHECKING:
    from datetime import date

    from fupin.assess import Assessment
    from fupin.tasks.owners import Owners

STATES = ("not_started", "running", "to_verify", "done", "returned")
KINDS = ("duty", "implement", "gap", "recorded", "added")
# What people write of a task: its newest version by the as-of date.
WRITTEN = {
    "key": pl.String,
    "version": pl.Int64,
    "day": pl.Date,
    "author": pl.String,
    "status": pl.String,
    "progress": pl.Int64,
    "responsible": pl.String,
    "helpers": pl.String,
    "start_on": pl.Date,
    "due_on": pl.Date,
    "checklist": pl.String,
    "verdict": pl.String,
}


@dataclass(frozen=True)
class Limits:
    """When a task is late or soon due; all of it data, marked as our reading.

    `gap_days` and `warning_days` in days, `target` in percent, `end` the last day of
    the campaign.
    """

    gap_days: int
    warning_days: int
    target: float
    end: date


def limits(done: Assessment) -> Limits:
    """Return the limits in force on the as-of date."""
    told = [
        value(done.scenario, name, done.day)
        for name in ("task_gap_days", "task_warning_days", "task_on_time_target")
    ]
    end = deadline(done.scenario, done.day)
    return Limits(int(told[0]), int(told[1]), told[2], end)


def board(
    owners: Owners,
    done: Assessment,
    found: pl.DataFrame,
    added: pl.DataFrame | None = None,
    written: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return a row a task, as it stands on the assessment's date.

    `found` is what `gaps` gave, `added` the tasks of people, `written` the newest
    version of each edited task. Columns: those of `sources.SCHEMA` and `WRITTEN`, and
    is_open, is_reopened, days_late, days_left (negative: past), light (red, yellow,
    green, or done).
    """
    held = limits(done)
    plan, register = done.scenario.plan, done.register
    villages = done.villages["village_id"]
    own = sources.recorded(register["tasks"], owners, done.day)
    is_gap = pl.col("kind") == "gap"
    rows = pl.concat([
        sources.duties(plan, owners, villages, done.day, held.end),
        own.filter(~is_gap),
        added if added is not None else sources.framed([]),
    ]).with_columns(
        verdict=pl.lit(None, pl.String), since_on=pl.lit(None, pl.Date),
        is_reopened=pl.lit(value=False),
    )  # fmt: skip
    gaps = _gap_rows(owners, done, found, own.filter(is_gap), held)
    rows = pl.concat([rows, gaps.select(rows.columns)])
    if done.reader.villages is not None:
        here = pl.col("village_id").is_in(list(done.reader.villages))
        rows = rows.filter(here | pl.col("village_id").is_null())
    told = pl.DataFrame(schema=WRITTEN) if written is None else written
    return _lit(_standing(rows, told, done.day), done.day, held)


def _gap_rows(
    owners: Owners,
    done: Assessment,
    found: pl.DataFrame,
    own: pl.DataFrame,
    held: Limits,
) -> pl.DataFrame:
    """Return the gaps with what the register's own record says of each."""
    facts = pl.DataFrame(
        [
            {"rule": o.rule, "owner": o.department, "number": o.implementation,
             "in_unit": o.unit or None, "bound": done.scenario.rules[o.rule].clause}
            for o in owners.gaps.values()
        ],
        schema={"rule": pl.String, "owner": pl.String, "number": pl.Int64,
                "in_unit": pl.String, "bound": pl.String},
    )  # fmt: skip
    both = found.join(own, on="key", how="full", coalesce=True, suffix="_own")
    both = both.with_columns(rule=pl.coalesce("rule", "rule_own"))
    both = both.join(facts, on="rule", how="left", maintain_order="left")
    # What the register calls a gap and no date has found is none: it was filled.
    never = pl.col("verdict").is_null()
    ended = pl.when(never).then(
        pl.coalesce("closed_on", pl.lit(done.day))
    ).otherwise("ended_on")  # fmt: skip
    return both.select(
        "key", "rule",
        kind=pl.lit("gap"),
        department=pl.coalesce("department", "owner"),
        title="title",
        clause="bound",
        implementation="number",
        village_id=pl.coalesce("village_id", "village_id_own"),
        household_id=pl.coalesce("household_id", "household_id_own"),
        target="target",
        unit=pl.when(pl.col("target").is_not_null()).then("in_unit"),
        start_on=pl.coalesce("start_on", "since_on"),
        due_on=pl.coalesce("due_on", gap.due(held.gap_days, held.end)),
        status=pl.col("status").fill_null("not_started"),
        progress=pl.col("progress").fill_null(0),
        closed_on=ended,
        verdict=pl.col("verdict").fill_null("met"),
        since_on="since_on",
        is_reopened=(pl.col("times") > 1).fill_null(value=False),
    )  # fmt: skip


def _standing(rows: pl.DataFrame, told: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return the rows with their newest version, and the status that follows."""
    # Of 50,000 tasks joins and comparisons of long texts are what takes time.
    both = rows.join(told, on="key", how="left", suffix="_told", maintain_order="left")
    is_gap = pl.col("kind") == "gap"
    ended = is_gap & pl.col("closed_on").is_not_null()
    said = pl.coalesce("status_told", "status")
    # Evidence was accepted: the gap stays filled as long as the indicator says no
    # other than it did then, and didn't turn in between.
    holds = (
        (pl.col("verdict") == pl.col("verdict_told"))
        & (pl.col("since_on") <= pl.col("day"))
    ).fill_null(value=False)
    broken = is_gap & ~ended & (said == "done") & ~holds
    status = (
        pl.when(ended).then(pl.lit("done"))
        .when(broken).then(pl.lit("running"))
        .otherwise(said)
    )  # fmt: skip
    edited_on = pl.when(pl.col("status_told").is_not_null()).then("day")
    closed = (
        pl.when(ended).then("closed_on").otherwise(pl.coalesce(edited_on, "closed_on"))
    )
    progress = pl.coalesce("progress_told", "progress").fill_null(0)
    return both.with_columns(
        status=status,
        closed_on=pl.when(status == "done").then(closed.fill_null(pl.lit(day))),
        progress=pl.when(status == "done").then(100)
        .when(broken).then(pl.min_horizontal(progress, 99)).otherwise(progress),
        start_on=pl.coalesce("start_on_told", "start_on"),
        due_on=pl.coalesce("due_on_told", "due_on"),
        is_reopened=pl.col("is_reopened") | broken,
        version=pl.col("version").fill_null(0),
    ).drop("status_told", "progress_told", "start_on_told", "due_on_told",
           "verdict_told")  # fmt: skip


def _lit(rows: pl.DataFrame, day: date, held: Limits) -> pl.DataFrame:
    is_open = pl.col("status") != "done"
    end = pl.when(is_open).then(pl.lit(day)).otherwise("closed_on")
    left = (pl.col("due_on") - end).dt.total_days()
    light = (
        pl.when(~is_open).then(pl.lit("done"))
        .when(left < 0).then(pl.lit("red"))
        .when(left <= held.warning_days).then(pl.lit("yellow"))
        .otherwise(pl.lit("green"))
    )  # fmt: skip
    return rows.with_columns(
        is_open=is_open,
        days_left=left,
        days_late=pl.when(left < 0).then(-left).otherwise(0),
        light=light,
    ).sort("is_open", "days_left", "key", descending=[True, False, False])
