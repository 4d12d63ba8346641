"""What the checks ask of households: their people, incomes and steps taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from fupin.assess.facts import YEAR_MONTHS, exit_steps
from fupin.codes import COSTS, EXIT_STEPS
from fupin.crosscheck.identity import NOT_IN_NAMES, tidy
from fupin.schema import Column as C  # noqa: N817 so that a line holds a column

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.register import Register

ENTRY_STEPS = ("application", "review", "notice", "town_check", "county_approval")
HOUSEHOLD_FACTS = (
    C("is_left_filled", "填了退出登记日期", "Date of leaving is filled in", "bool"),
    C("is_enrolled_filled", "填了建档立卡日期", "Date of enrolment is filled in", "bool"),
    C("is_phone_plausible", "电话像电话", "Phone can be one", "bool"),
    C("is_head_named_otherwise", "户主姓名与成员不符", "Head has another name", "bool"),
    C("has_dibao_income", "有低保金收入", "Has dibao income", "bool"),
    C("has_wubao_income", "有五保金收入", "Has wubao income", "bool"),
    C("income_rise_ratio", "收入较上年最大倍数", "Income to last year's, largest", "number"),
    C("income_fall_ratio", "收入较上年最小倍数", "Income to last year's, smallest", "number"),
    C("exit_steps_passed_count", "已通过退出步骤", "Exit steps passed in any order", "int", unit="steps"),
    C("entry_steps_passed_count", "已通过识别步骤", "Entry steps passed in any order", "int", unit="steps"),
    C("is_entry_step_skipped", "识别步骤有缺", "An entry step was skipped", "bool"),
)  # fmt: skip
# A mobile number, or a land line with or without its area code.
PHONE = r"^(1\d{10}|(0\d{2,3}-?)?\d{7,8})$"
ALL_MONTHS = 2**YEAR_MONTHS - 1


def with_facts(
    households: pl.DataFrame,
    members: pl.DataFrame,
    register: Register,
    has: Callable[[str], bool],
) -> pl.DataFrame:
    """Add HOUSEHOLD_FACTS and members_count, one row a household.

    What a table that the source hasn't would say is unknown.
    """
    count = members.lazy().group_by("household_id").agg(members_count=pl.len())
    facts = [count, _head_names(households, members)]
    if has("incomes.amount"):
        facts.append(_incomes(register["incomes"]))
    if has("steps.step"):
        facts.append(_steps(register["steps"]))
    joined = households.lazy()
    for frame in facts:
        joined = joined.join(frame, on="household_id", how="left")
    made = joined.with_columns(
        pl.col("members_count").fill_null(0),
        *_filled("left_on", "is_left_filled", has),
        *_filled("enrolled_on", "is_enrolled_filled", has),
        is_phone_plausible=pl.col("phone").str.contains(PHONE),
    ).collect()
    return _complete(made, has)


def _filled(column: str, flag: str, has: Callable[[str], bool]) -> list[pl.Expr]:
    filled = pl.col(column).is_not_null()
    return [(filled if has(f"households.{column}") else pl.lit(None)).alias(flag)]


def _complete(frame: pl.DataFrame, has: Callable[[str], bool]) -> pl.DataFrame:
    """Give every declared fact a column; no step on record is none passed."""
    types = {"bool": pl.Boolean, "number": pl.Float64, "int": pl.Int64}
    counts = ("exit_steps_passed_count", "entry_steps_passed_count")
    declared = {c.name: types[c.kind] for c in HOUSEHOLD_FACTS}
    declared["exit_steps_count"] = pl.Int64
    absent = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in declared.items()
        if name not in frame.columns
    ]
    frame = frame.with_columns(absent)
    if has("steps.step"):
        frame = frame.with_columns(pl.col(*counts, "exit_steps_count").fill_null(0))
    return frame


def _head_names(households: pl.DataFrame, members: pl.DataFrame) -> pl.LazyFrame:
    """Say whether no member who is the head has the name of the household's head."""
    heads = members.lazy().filter(pl.col("relation") == "head")
    named = households.lazy().select("household_id", "head_name")
    both = heads.join(named, on="household_id").select(
        "household_id", "member_name", "head_name"
    )
    unlike = pl.col("member_name") != pl.col("head_name")
    frame = both.filter(unlike).collect()
    if frame.is_empty():
        return frame.lazy().select("household_id", is_head_named_otherwise=pl.lit(True))
    tidied = frame.with_columns(
        tidy(frame[c], NOT_IN_NAMES) for c in ("member_name", "head_name")
    ).filter(unlike)
    # Of two heads one may bear the name: then it is not the name that is wrong.
    right = both.filter(~unlike).select("household_id")
    return (
        tidied.lazy()
        .join(right, on="household_id", how="anti")
        .select("household_id", is_head_named_otherwise=pl.lit(True))
        .unique("household_id")
    )


def _incomes(incomes: pl.DataFrame) -> pl.LazyFrame:
    """Return whether dibao and wubao came in, and how the yearly income jumped.

    A year counts where its rows cover its twelve months and no amount is unknown;
    two years that follow one another are compared where the first was above zero.
    """
    year, months = pl.col("year"), pl.col("months")
    yearly = _years(incomes)
    known = (
        yearly.filter(months == ALL_MONTHS, pl.col("gaps") == 0)
        .select("household_id", "year", "income")
        .collect()
    )
    before = known.select("household_id", year + 1, before="income")
    jumps = (
        known.lazy()
        .join(before.lazy(), on=["household_id", "year"])
        .filter(pl.col("before") > 0)
        .group_by("household_id")
        .agg(
            income_rise_ratio=(pl.col("income") / pl.col("before")).max(),
            income_fall_ratio=(pl.col("income") / pl.col("before")).min(),
        )
    )
    received = (
        yearly.group_by("household_id")
        .agg(pl.col("last_on", "dibao_on", "wubao_on").max())
        .select(
            "household_id",
            has_dibao_income=_within_year("dibao_on"),
            has_wubao_income=_within_year("wubao_on"),
        )
    )
    return received.join(jumps, on="household_id", how="left")


def _within_year(received: str) -> pl.Expr:
    """Say whether the allowance came in the last twelve months on record."""
    year_before = pl.col("last_on").dt.offset_by("-12mo")
    return (pl.col(received) > year_before).fill_null(value=False)


def _years(incomes: pl.DataFrame) -> pl.LazyFrame:
    """Return a row a household and year: what came in, which months, and gaps."""
    source, amount = pl.col("income_source"), pl.col("amount")
    first, last = pl.col("period_from").dt, pl.col("period_to").dt
    # Months of the year as bits: twelve ones are a whole year.
    marks = 2 ** last.month().cast(pl.Int32) - 2 ** (first.month().cast(pl.Int32) - 1)
    within = first.year() == last.year()
    came = pl.when(amount.is_null() | (amount > 0)).then("period_to")
    return (
        incomes.lazy()
        .select(
            "household_id",
            "period_to",
            year=last.year(),
            months=pl.when(within).then(marks).otherwise(0).cast(pl.Int32),
            signed=pl.when(source.is_in(list(COSTS))).then(-amount).otherwise(amount),
            gaps=amount.is_null(),
            dibao_on=pl.when(source == "dibao").then(came),
            wubao_on=pl.when(source == "wubao").then(came),
        )
        .group_by("household_id", "year")
        .agg(
            income=pl.col("signed").sum(),
            months=pl.col("months").bitwise_or(),
            gaps=pl.col("gaps").sum(),
            last_on=pl.col("period_to").max(),
            dibao_on=pl.col("dibao_on").max(),
            wubao_on=pl.col("wubao_on").max(),
        )
    )


def _steps(steps: pl.DataFrame) -> pl.LazyFrame:
    """Return how many steps were passed, how many in order, and whether one lacks."""
    passed = steps.lazy().filter(pl.col("step_outcome") == "passed")
    counts = passed.group_by("household_id").agg(
        exit_steps_passed_count=_passed("exit", EXIT_STEPS),
        entry_steps_passed_count=_passed("identification", ENTRY_STEPS),
    )
    in_order = exit_steps(nw.from_native(steps.lazy())).to_native()
    both = counts.join(in_order, on="household_id", how="left")
    entered = pl.col("entry_steps_passed_count")
    return both.with_columns(
        is_entry_step_skipped=(entered > 0) & (entered < len(ENTRY_STEPS))
    )


def _passed(procedure: str, steps: tuple[str, ...]) -> pl.Expr:
    """Return how many of the procedure's steps are there, in whatever order."""
    step = pl.col("step")
    bit = step.replace_strict(
        {name: 2**place for place, name in enumerate(steps)},
        default=0,
        return_dtype=pl.Int32,
    )
    of_it = pl.when(pl.col("procedure") == procedure).then(bit).otherwise(0)
    return of_it.bitwise_or().bitwise_count_ones()
