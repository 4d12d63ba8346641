"""Procedure: identification and exit step by step, none skipped, notice long enough.

A step is done when a row passes it by the as-of date. What is held against a household
is a finding; `is_sound` is unknown where a date that would decide isn't recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.assess.steps import has, on, passed, skipped, too_early
from fupin.codes import PROCEDURES, label
from fupin.measures import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.assess import Assessment

NOTICE = "notice"
# What stands at a procedure's end: no step of it may be missing by then.
RESULT = {"identification": "enrolled_on", "exit": "left_on"}
MINIMUM = {"identification": "notice_days_identification", "exit": "notice_days_exit"}
SKIPPED, OUT_OF_ORDER, SHORT, CUT = (
    "skipped", "out_of_order", "short_notice", "notice_cut",
)  # fmt: skip
UNDATED, NO_PERIOD = "undated", "no_period"
UNRECORDED, UNSETTLED = "unrecorded", "unsettled"
RETURNED, HELD = "returned", "held"  # fmt: skip
# What is wrong, what can't be decided, and what only waits.
FAULTS = (SKIPPED, OUT_OF_ORDER, SHORT, CUT)
UNKNOWNS = (UNDATED, NO_PERIOD, UNRECORDED, UNSETTLED)
WORDS = {
    SKIPPED: ("跳过了“{step}”", "{step} was skipped"),
    OUT_OF_ORDER: ("“{step}”早于前一步", "{step} is dated before the step it follows"),
    SHORT: ("公示差 {days} 天", "The notice is {days} days short"),
    CUT: ("公示未满就进入下一步", "The next step came before the notice had ended"),
    UNDATED: ("“{step}”缺日期", "{step} lacks a date"),
    NO_PERIOD: ("公示缺起止日期", "The notice lacks its first or last day"),
    UNRECORDED: ("没有步骤记录", "No step is recorded"),
    UNSETTLED: ("异议缺办结日期", "An objection lacks the date of its settlement"),
    HELD: ("异议未办结，“{step}”须等", "An objection is open: {step} has to wait"),
    RETURNED: ("“{step}”被退回", "{step} was sent back"),
}


@dataclass(frozen=True)
class Finding:
    """One thing held against a procedure: its kind, its step, days where it counts."""

    kind: str
    step: str = ""
    days: int = 0

    def say(self, lang: str) -> str:
        """Return the finding in words."""
        zh, en = WORDS[self.kind]
        step = label("step", self.step, lang) if self.step else ""
        return (zh if lang == "zh" else en).format(step=step, days=self.days)


def procedures(done: Assessment) -> pl.DataFrame:
    """Return a row a household and procedure that concerns it, both in one frame.

    Identification concerns the enrolled; exit those of them who meet the standard; and
    either whoever has a step of it. Columns: `household_id`, `village_id`,
    `village_group`, `procedure`, `steps_count` (done), `next_step` (the first that
    isn't; null where all are), `since_on` (when the step before it was done),
    `skipped`, `out_of_order`, `undated` (lists of steps), `is_unrecorded` (enrolled or
    left, and no step is there), `returned_step`, `is_notice_undated`,
    `notice_days` (both ends counted), `notice_short_days` (0: long enough),
    `is_notice_met`, `is_notice_cut`, `is_held` (an objection is open), `is_sound`.
    """
    return pl.concat([_procedure(done, name) for name in PROCEDURES])


def _procedure(done: Assessment, name: str) -> pl.DataFrame:
    steps = PROCEDURES[name]
    rows = done.register["steps"].filter(pl.col("procedure") == name)
    walked = rows.group_by("household_id").agg(*_walked(steps))
    concerned = pl.col("is_enrolled")
    if name == "exit":
        concerned &= pl.col(STANDARD).fill_null(value=False)
    walkers = pl.col("household_id").is_in(walked["household_id"].implode())
    households = done.households.filter(concerned | walkers)
    frame = households.select(
        "household_id",
        "village_id",
        "village_group",
        procedure=pl.lit(name),
        has_result=(pl.col(RESULT[name]) <= done.day).fill_null(value=False),
    )
    frame = frame.join(walked, on="household_id", how="left")
    frame = frame.with_columns(pl.col(*map(has, steps)).fill_null(value=False))
    frame = frame.with_columns(_minimum(done, name).alias("minimum"))
    frame = frame.join(_objections(done), on="household_id", how="left")
    return _judged(frame, steps, done)


def _walked(steps: tuple[str, ...]) -> Iterator[pl.Expr]:
    """Yield what is passed and when, what was sent back, and the notice's ends."""
    yield from passed(steps)
    for step in steps:
        back = (pl.col("step") == step) & (pl.col("step_outcome") == "returned")
        yield back.any().alias(f"back__{step}")
    shown = (pl.col("step") == NOTICE) & (pl.col("step_outcome") == "passed")
    for end in ("notice_from", "notice_to"):
        yield pl.col(end).filter(shown).sort_by(pl.col("step_on").filter(shown)).last()


def _minimum(done: Assessment, name: str) -> pl.Expr:
    """Return the days of notice asked for on the day on which the notice began."""
    days = pl.lit(None, dtype=pl.Int64)
    known = done.program.known
    for value in done.scenario.parameter(MINIMUM[name]).values:
        held = int(value.value) if value.is_known_by(known) else None
        days = (
            pl.when(pl.col("notice_from") >= value.starts)
            .then(pl.lit(held, dtype=pl.Int64))
            .otherwise(days)
        )
    return days


def _objections(done: Assessment) -> pl.DataFrame:
    """Return whether an objection to the household is open on the as-of date.

    One that was settled on a day that isn't recorded may have been open: unknown.
    """
    closed, is_open = pl.col("closed_on"), pl.col("objection_state") == "open"
    undecided = pl.when(is_open).then(pl.lit(value=True))
    held = pl.when(closed.is_not_null()).then(closed > done.day).otherwise(undecided)
    return (
        done.register["objections"]
        .select("household_id", held=held)
        .group_by("household_id")
        .agg(is_held=pl.col("held").any(ignore_nulls=False), is_objected=pl.lit(1))
    )


def _judged(
    frame: pl.DataFrame, steps: tuple[str, ...], done: Assessment
) -> pl.DataFrame:
    """Add what follows from the steps' dates, and drop the dates."""
    frame = frame.with_columns(*_progress(steps), *_lists(steps))
    frame = frame.with_columns(*_notice(steps, done))
    # Nothing is left to hold where all is done, and nothing holds without objection.
    is_free = pl.col("next_step").is_null() | pl.col("is_objected").is_null()
    frame = frame.with_columns(
        is_held=pl.when(~is_free).then(pl.col("is_held")).otherwise(False),
        is_unrecorded=pl.col("has_result") & (pl.col("steps_count") == 0),
        is_notice_undated=pl.col(has(NOTICE)) & pl.col("notice_days").is_null(),
    )
    lists = pl.col("skipped", "out_of_order").list.len()
    fault = pl.any_horizontal(lists > 0, ~pl.col("is_notice_met"), "is_notice_cut")
    is_open = pl.any_horizontal(
        pl.col("undated").list.len() > 0,
        pl.col(has(NOTICE)) & pl.col("is_notice_met").is_null(),
        "is_unrecorded",
    )
    is_sound = pl.when(fault).then(pl.lit(value=False)).when(~is_open).then(True)
    return frame.select(*COLUMNS, is_sound=is_sound)


COLUMNS = (
    "household_id", "village_id", "village_group", "procedure", "steps_count",
    "next_step", "since_on", "skipped", "out_of_order", "undated", "is_unrecorded",
    "returned_step", "is_notice_undated", "notice_days", "notice_short_days",
    "is_notice_met", "is_notice_cut", "is_held",
)  # fmt: skip


def _progress(steps: tuple[str, ...]) -> Iterator[pl.Expr]:
    yield pl.sum_horizontal(has(s) for s in steps).cast(pl.Int64).alias("steps_count")
    yield _first(steps, lambda step: ~pl.col(has(step))).alias("next_step")
    back = _first(
        steps,
        lambda step: (
            pl.col(f"back__{step}").fill_null(value=False) & ~pl.col(has(step))
        ),
    )
    yield back.alias("returned_step")
    since = pl.lit(None, dtype=pl.Date)
    # The last step of the row of steps that are done without a gap.
    for count, step in enumerate(steps, 1):
        unbroken = pl.all_horizontal(has(s) for s in steps[:count])
        since = pl.when(unbroken).then(pl.col(on(step))).otherwise(since)
    yield since.alias("since_on")


def _first(steps: tuple[str, ...], holds: Any) -> pl.Expr:
    return pl.coalesce(pl.when(holds(step)).then(pl.lit(step)) for step in steps)


def _lists(steps: tuple[str, ...]) -> Iterator[pl.Expr]:
    """Yield the steps skipped, those dated too early, and those without a date."""
    yield _named(skipped(steps, pl.col("has_result"))).alias("skipped")
    yield _named(too_early(steps)).alias("out_of_order")
    undated = {s: pl.col(has(s)) & pl.col(on(s)).is_null() for s in steps}
    yield _named(undated).alias("undated")


def _named(conditions: dict[str, pl.Expr]) -> pl.Expr:
    marks = [pl.when(c).then(pl.lit(step)) for step, c in conditions.items()]
    return pl.concat_list(marks).list.drop_nulls()


def _notice(steps: tuple[str, ...], done: Assessment) -> Iterator[pl.Expr]:
    """Yield days of notice, days short, and whether it was long enough and kept.

    A notice that still hangs on the as-of date is unknown, unless even its last day
    would leave it too short. Ends the wrong way round are no period.
    """
    first, last = pl.col("notice_from"), pl.col("notice_to")
    span = (last - first).dt.total_days() + 1
    days = pl.when(span > 0).then(span)
    short = (pl.col("minimum") - days).clip(lower_bound=0)
    yield days.alias("notice_days")
    yield short.alias("notice_short_days")
    met = pl.when(short > 0).then(pl.lit(value=False))
    yield met.when((short == 0) & (last <= done.day)).then(True).alias("is_notice_met")
    after = steps[steps.index(NOTICE) + 1]
    cut = (pl.col(on(after)) < last).fill_null(value=False)
    yield cut.alias("is_notice_cut")


def findings(row: dict[str, Any]) -> tuple[Finding, ...]:
    """Return what is held against one row of `procedures`, the gravest first."""
    said = [Finding(SKIPPED, step) for step in row["skipped"]]
    said += [Finding(OUT_OF_ORDER, step) for step in row["out_of_order"]]
    if row["is_notice_met"] is False:
        said.append(Finding(SHORT, NOTICE, row["notice_short_days"]))
    if row["is_notice_cut"]:
        said.append(Finding(CUT, NOTICE))
    said += [Finding(UNDATED, step) for step in row["undated"]]
    if row["is_notice_undated"]:
        said.append(Finding(NO_PERIOD))
    if row["is_unrecorded"]:
        said.append(Finding(UNRECORDED))
    if row["returned_step"]:
        said.append(Finding(RETURNED, row["returned_step"]))
    if row["is_held"]:
        said.append(Finding(HELD, row["next_step"]))
    elif row["is_held"] is None:
        said.append(Finding(UNSETTLED))
    return tuple(said)
