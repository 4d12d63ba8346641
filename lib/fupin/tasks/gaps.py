"""Gap tasks: what a household or village fails, or can't decide, and who owes it.

Nothing is decided here: the verdicts are those of the assessment. A gap goes on from
date to date, is closed on the first date on which it isn't one, and opens again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from fupin.assess import Assessment, Decided
    from fupin.tasks.owners import Owner, Owners

SCHEMA = {
    "key": pl.String,
    "rule": pl.String,
    "village_id": pl.String,
    "household_id": pl.String,
    "verdict": pl.String,
    "since_on": pl.Date,
    "ended_on": pl.Date,
    "times": pl.Int32,
    "planned_year": pl.Int64,
    "target": pl.Float64,
}
_OPEN = pl.col("ended_on").is_null()


def key_of(rule: str, subject: str) -> str:
    """Return the stable key of a gap: one gap, one task."""
    return f"gap:{rule}:{subject}"


def gaps(
    owners: Owners, done: Assessment | Decided, earlier: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return the gaps of the assessment's date, and the ones that ended before.

    `earlier` is what this gave for the as-of date before. A row a gap: key, rule,
    subject, verdict (unmet, unknown; met or gone where it ended), since when (the
    as-of date on which this stretch began), when it ended, how often it opened.
    """
    grains = {"household": done.households, "village": done.villages}
    found = [
        _of(owner, grain, frame)
        for grain, frame in grains.items()
        for owner in owners.gaps.values()
        if owner.rule in frame.columns and _grain(done, owner) == grain
    ]
    # All of them at once: side by side, and without a frame in between.
    made = pl.concat([pl.LazyFrame(schema=SCHEMA), *found]).collect()
    now = made.with_columns(since_on=pl.lit(done.day), times=pl.lit(1, pl.Int32))
    if earlier is None or earlier.is_empty():
        return now
    return _continued(now, earlier, done)


def _grain(done: Assessment | Decided, owner: Owner) -> str:
    return done.scenario.rules[owner.rule].per


def _of(owner: Owner, grain: str, frame: pl.DataFrame) -> pl.LazyFrame:
    rule = pl.col(owner.rule)
    held = rule.is_null() if owner.only else ~rule.fill_null(value=False)
    for name, wanted in (
        (f"{owner.rule}__applies", True),
        (owner.unless, False),
        ("is_enrolled", True),
    ):
        if name and name in frame.columns:
            # What isn't known to fail keeps the gap open: unknown is never a no.
            held &= pl.col(name).fill_null(wanted) == wanted
    subject = f"{grain}_id"
    has = frame.columns
    return (
        frame.lazy()
        .filter(held)
        .select(
            key=pl.format("gap:{}:{}", pl.lit(owner.rule), subject),
            rule=pl.lit(owner.rule),
            village_id=pl.col("village_id"),
            household_id=pl.col(subject)
            if grain == "household"
            else pl.lit(None, pl.String),
            verdict=pl.when(rule.is_null())
            .then(pl.lit("unknown"))
            .otherwise(pl.lit("unmet")),
            since_on=pl.lit(None, pl.Date),
            ended_on=pl.lit(None, pl.Date),
            times=pl.lit(None, pl.Int32),
            planned_year=_or_null("planned_exit_year", has, pl.Int64),
            target=_or_null(owner.target, has, pl.Float64),
        )
    )


def _or_null(name: str, has: Iterable[str], kind: type[pl.DataType]) -> pl.Expr:
    return pl.col(name).cast(kind) if name in has else pl.lit(None, kind)


def _continued(
    now: pl.DataFrame, earlier: pl.DataFrame, done: Assessment | Decided
) -> pl.DataFrame:
    before = earlier.select(
        "key",
        was_open=_OPEN,
        was_since=pl.col("since_on"),
        was_times=pl.col("times"),
    )
    going = now.join(before, on="key", how="left", maintain_order="left").select(
        *[c for c in SCHEMA if c not in ("since_on", "times", *_LAST)],
        since_on=pl.when("was_open").then("was_since").otherwise("since_on"),
        ended_on="ended_on",
        times=pl.when("was_open").then("was_times")
        .otherwise(pl.col("was_times").fill_null(0) + 1).cast(pl.Int32),
        planned_year="planned_year",
        target="target",
    )  # fmt: skip
    rest = earlier.join(now, on="key", how="anti", maintain_order="left")
    there = done.households.filter("is_enrolled")["household_id"]
    gone = pl.col("household_id").is_not_null() & ~pl.col("household_id").is_in(
        there.implode()
    )
    rest = rest.with_columns(
        verdict=pl.when(~_OPEN).then("verdict")
        .when(gone).then(pl.lit("gone")).otherwise(pl.lit("met")),
        ended_on=pl.col("ended_on").fill_null(pl.lit(done.day)),
    )  # fmt: skip
    return pl.concat([going.select(*SCHEMA), rest.select(*SCHEMA)])


_LAST = ("ended_on", "planned_year", "target")


def through(owners: Owners, dones: Iterable[Assessment | Decided]) -> pl.DataFrame:
    """Return the gaps after several dates in a row, the earliest first."""
    found: pl.DataFrame | None = None
    for done in dones:
        found = gaps(owners, done, found)
    return pl.DataFrame(schema=SCHEMA) if found is None else found


def due(days: int, end: date) -> pl.Expr:
    """Return when a gap is to be filled: so many days after it was found.

    Where the household's planned year of exit (or, without one, the campaign) ends
    later, its last day.
    """
    planned = pl.date(pl.col("planned_year"), 12, 31).fill_null(pl.lit(end))
    return pl.max_horizontal(planned, pl.col("since_on") + pl.duration(days=days))
