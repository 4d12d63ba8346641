"""What the checks ask of households: their people, incomes and steps taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from fupin.assess.facts import exit_steps
from fupin.assess.steps import passed, skipped, too_early
from fupin.codes import COSTS, PROCEDURES
from fupin.crosscheck.identity import NOT_IN_NAMES, tidy
from fupin.schema import Column as C  # noqa: N817 so that a line holds a column

if TYPE_CHECKING:
    from fupin.register import Register

HOUSEHOLD_FACTS = (
    C("is_left_filled", "填了退出登记日期", "Date of leaving is filled in", "bool"),
    C("is_enrolled_filled", "填了建档立卡日期", "Date of enrolment is filled in", "bool"),
    C("is_phone_plausible", "电话像电话", "Phone can be one", "bool"),
    C("is_head_named_otherwise", "户主姓名与成员不符", "Head has another name", "bool"),
    C("has_dibao_income", "有低保金收入", "Has dibao income", "bool"),
    C("has_wubao_income", "有五保金收入", "Has wubao income", "bool"),
    C("income_rise_ratio", "收入较上年最大倍数", "Income to last year's, largest", "number"),
    C("income_fall_ratio", "收入较上年最小倍数", "Income to last year's, smallest", "number"),
    C("is_exit_step_skipped", "退出步骤有缺或颠倒", "An exit step was skipped, or is out of order", "bool"),
    C("is_entry_step_skipped", "识别步骤有缺", "An entry step was skipped", "bool"),
)  # fmt: skip
ALLOWANCES = ("dibao", "wubao")
# A mobile number, or a land line with or without its area code.
PHONE = r"^(1\d{10}|(0\d{2,3}-?)?\d{7,8})$"


def on_record(register: Register) -> list[tuple[str, pl.DataFrame]]:
    """Return what incomes and steps say of households, and the column to join by.

    A table without any row says nothing: it wasn't kept. The rows of history are many: this
    runs beside the work on members.
    """
    facts: list[tuple[str, pl.LazyFrame]] = []
    if register["incomes"].height:
        facts.append(("home", _incomes(register["incomes"])))
    if register["steps"].height:
        facts += _steps(register["steps"])
    frames = pl.collect_all(frame for _, frame in facts)
    return [(on, frame) for (on, _), frame in zip(facts, frames, strict=True)]


def with_facts(
    households: pl.DataFrame,
    members: pl.DataFrame,
    recorded: list[tuple[str, pl.DataFrame]],
    absent: frozenset[str],
) -> pl.DataFrame:
    """Add HOUSEHOLD_FACTS and members_count, one row a household.

    `recorded` is what `on_record` found; `absent` as in Register: what an absent
    column would say is unknown.
    """
    count = members.lazy().group_by("household_id").agg(members_count=pl.len())
    # Narrow joins in the households' order, then side by side: a join of all columns
    # for each piece takes three times as long.
    narrow = households.lazy().select(
        "household_id", home=pl.col("household_id").hash()
    )
    narrow = _beside(narrow, count, on="household_id")
    narrow = _beside(narrow, _head_names(households, members), on="household_id")
    for on, frame in recorded:
        narrow = _beside(narrow, frame.lazy(), on=on)
    worked_out = narrow.with_columns(pl.col("members_count").fill_null(0)).collect()
    made = households.hstack(worked_out.drop("household_id", "home")).with_columns(
        *_filled("left_on", "is_left_filled", absent),
        *_filled("enrolled_on", "is_enrolled_filled", absent),
        is_phone_plausible=pl.col("phone").str.contains(PHONE),
    )
    return _complete(made)


def _beside(frame: pl.LazyFrame, facts: pl.LazyFrame, on: str) -> pl.LazyFrame:
    return frame.join(facts, on=on, how="left", maintain_order="left")


def _filled(column: str, flag: str, absent: frozenset[str]) -> list[pl.Expr]:
    filled = pl.col(column).is_not_null()
    is_absent = f"households.{column}" in absent
    return [(pl.lit(None, pl.Boolean) if is_absent else filled).alias(flag)]


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Give every declared fact a column: what no table tells is unknown.

    Where steps are on record, a household without any has passed none.
    """
    types = {"bool": pl.Boolean, "number": pl.Float64, "int": pl.Int64}
    declared = {c.name: types[c.kind] for c in HOUSEHOLD_FACTS}
    declared["exit_steps_count"] = pl.Int64
    told = frame.with_columns(
        pl.col(name).fill_null(0)
        for name in ("exit_steps_count",)
        if name in frame.columns
    )
    return told.with_columns(
        pl.lit(None, dtype).alias(name)
        for name, dtype in declared.items()
        if name not in frame.columns
    )


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

    A year counts where its rows begin on its first day and end on its last, and no
    amount is unknown; it is compared with the year before if that was above zero.
    Households stand as the hash of their id: six million texts are slow to group.
    """
    yearly = _years(incomes).collect().lazy()
    known = yearly.filter(
        pl.col("income").is_not_nan(),
        pl.col("first_on") == pl.date(pl.col("last_on").dt.year(), 1, 1),
        pl.col("last_on") == pl.date(pl.col("last_on").dt.year(), 12, 31),
    )
    before = known.filter(pl.col("income") > 0).select(
        key=_key(pl.col("home"), pl.col("year") + 1), before="income"
    )
    ratio = pl.col("income") / pl.col("before")
    jumps = known.join(before, on="key").group_by("home").agg(
        income_rise_ratio=ratio.max(), income_fall_ratio=ratio.min()
    )  # fmt: skip
    told = yearly.group_by("home").agg(pl.col("last_on").max())
    told = told.join(_allowances(incomes), on="home", how="left")
    return told.join(jumps, on="home", how="left").select(
        "home",
        "income_rise_ratio",
        "income_fall_ratio",
        has_dibao_income=_within_year("dibao"),
        has_wubao_income=_within_year("wubao"),
    )


def _key(home: pl.Expr, year: pl.Expr) -> pl.Expr:
    """Return one whole number for a household's year: it groups faster than two.

    With the year once more it is the household again.
    """
    return home ^ year.cast(pl.Int64).reinterpret(signed=False)


def _allowances(incomes: pl.DataFrame) -> pl.LazyFrame:
    """Return the end of the last period in which each came, or may have come."""
    amount, source = pl.col("amount"), pl.col("income_source")
    came = amount.is_null() | (amount > 0)
    rows = (
        incomes.lazy()
        .filter(source.is_in(ALLOWANCES), came)
        .select(
            pl.col("household_id").hash().alias("home"),
            *(pl.when(source == n).then("period_to").alias(n) for n in ALLOWANCES),
        )
    )
    return rows.group_by("home").agg(pl.col(ALLOWANCES).max())


def _within_year(source: str) -> pl.Expr:
    """Say whether the allowance came in the last twelve months on record."""
    year_before = pl.col("last_on").dt.offset_by("-12mo")
    return (pl.col(source) > year_before).fill_null(value=False)


def _years(incomes: pl.DataFrame) -> pl.LazyFrame:
    """Return a row a household and year: its income (NaN where unknown), its days."""
    amount = pl.col("amount")
    is_cost = pl.col("income_source").is_in(list(COSTS))
    signed = pl.when(is_cost).then(-amount).otherwise(amount)
    home, year = pl.col("household_id").hash(), _year(pl.col("period_to"))
    yearly = (
        incomes.lazy()
        .select(
            "period_from",
            "period_to",
            key=_key(home, year),
            signed=signed.fill_null(float("nan")),
        )
        .group_by("key")
        .agg(
            income=pl.col("signed").sum(),
            first_on=pl.col("period_from").min(),
            last_on=pl.col("period_to").max(),
        )
    )
    year = _year(pl.col("last_on"))
    return yearly.with_columns(year=year, home=_key(pl.col("key"), year))


def _year(day: pl.Expr) -> pl.Expr:
    """Return the year less 1970, in whole numbers: a calendar takes five times longer.

    Right from 1901 to 2099, where every fourth year is a leap year.
    """
    return (4 * day.to_physical() + 2) // 1461


def _steps(steps: pl.DataFrame) -> list[tuple[str, pl.LazyFrame]]:
    """Return how many exit steps were passed in order, and whether any lacks.

    Whoever is enrolled has ended the identification; an exit may be on its way.
    """
    in_order = exit_steps(nw.from_native(steps.lazy())).to_native()
    entry, leaving = PROCEDURES["identification"], PROCEDURES["exit"]
    ended, open_ = pl.lit(value=True), pl.lit(value=False)
    gaps = pl.any_horizontal(*skipped(entry, ended).values())
    wrong = pl.any_horizontal(
        *skipped(leaving, open_).values(), *too_early(leaving).values()
    )
    return [
        ("household_id", in_order),
        ("home", _walked(steps, "exit").select("home", is_exit_step_skipped=wrong)),
        (
            "home",
            _walked(steps, "identification").select("home", is_entry_step_skipped=gaps),
        ),
    ]


def _walked(steps: pl.DataFrame, procedure: str) -> pl.LazyFrame:
    """Return which steps each household has passed, and when."""
    of_it = steps.lazy().filter(pl.col("procedure") == procedure)
    home = pl.col("household_id").hash().alias("home")
    return of_it.group_by(home).agg(*passed(PROCEDURES[procedure]))
