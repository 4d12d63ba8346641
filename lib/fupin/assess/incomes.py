"""The income of a year: from amounts by period and source to one figure a household.

Millions of rows: brought into the order of their households and periods, in which
registers hold them anyway, and summed run by run. Nothing hashes an id.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fupin.codes import COSTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    Windows: TypeAlias = Mapping[str, tuple[date, date]]

YEAR_MONTHS = 12
PERIOD = ["period_from", "period_to"]
KEY = ["household_id", *PERIOD]
PARTS = ("signed", "months", "marks")
TOTALS = {"household_id": pl.String, "income_year": pl.Float64, "income_to_on": pl.Date}


def month_window(day: date) -> tuple[date, date]:
    """Return first and last day of the twelve months that end with `day`'s month."""
    last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    first = date(last.year, last.month, 1)
    for _ in range(YEAR_MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first, last


def closed_year(day: date) -> tuple[date, date]:
    """Return first and last day of the latest year that had ended by `day`."""
    year = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    return date(year, 1, 1), date(year, 12, 31)


def year_incomes(incomes: pl.LazyFrame, day: date) -> pl.LazyFrame:
    """Return income and period end: twelve months to `day`'s month, else last year.

    Columns: household_id, income_year (yuan), income_to_on; a household without a row
    in either window isn't there. Income less expenses counts where the rows cover the
    window's twelve months; one unknown amount makes the whole unknown, since it is
    not a zero.
    """
    windows = {"closed": closed_year(day), "trailing": month_window(day)}
    rows = _rows(incomes, windows)
    return rows.map_batches(
        lambda held: _totals(held, windows),
        schema=TOTALS,
        predicate_pushdown=False,
        projection_pushdown=False,
        slice_pushdown=False,
    )


def _rows(incomes: pl.LazyFrame, windows: Windows) -> pl.LazyFrame:
    """Return the rows within a window: KEY and signed, NaN where it is unknown."""
    amount = pl.col("amount")
    is_cost = pl.col("income_source").is_in(list(COSTS))
    signed = pl.when(is_cost).then(-amount).otherwise(amount)
    within = pl.any_horizontal(_inside(*window) for window in windows.values())
    # NaN makes every sum it is in unknown, which a null wouldn't.
    return incomes.filter(within).select(*KEY, signed=signed.fill_null(float("nan")))


def _inside(first: date, last: date) -> pl.Expr:
    return (pl.col("period_from") >= first) & (pl.col("period_to") <= last)


def _totals(rows: pl.DataFrame, windows: Windows) -> pl.DataFrame:
    periods = _periods(rows)
    calendar = _calendar(periods, windows)
    money = {
        f"{name}_signed": pl.when(f"{name}_in").then("signed").otherwise(0.0)
        for name in windows
    }
    summed = [f"{name}_{part}" for name in windows for part in PARTS]
    marked = periods.join(calendar, on=PERIOD, how="left", maintain_order="left")
    sums = _run_sums(marked.with_columns(**money), ["household_id"], summed)
    income, end = pl.lit(None, dtype=pl.Float64), pl.lit(None, dtype=pl.Date)
    # Where both are whole, the twelve months to the day.
    for name, (_, last) in windows.items():
        whole = pl.col(f"{name}_signed").is_not_nan()
        whole &= pl.col(f"{name}_months") == YEAR_MONTHS
        whole &= pl.col(f"{name}_marks") == 2**YEAR_MONTHS - 1
        income = pl.when(whole).then(f"{name}_signed").otherwise(income)
        end = pl.when(whole).then(last).otherwise(end)
    return sums.select("household_id", income_year=income, income_to_on=end)


def _periods(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row a household and period, households together: KEY, sum of signed."""
    runs = _run_sums(rows, KEY, ["signed"])
    if _is_ordered(runs):
        return runs
    return runs.group_by(KEY).agg(pl.col("signed").sum()).sort("household_id")


def _run_sums(rows: pl.DataFrame, key: list[str], columns: list[str]) -> pl.DataFrame:
    """Return for each run of rows with the same key that key, and sums of `columns`."""
    if rows.is_empty():
        return rows.select(*key, *columns)
    is_new = [
        (pl.col(name) != pl.col(name).shift()).fill_null(value=True) for name in key
    ]
    at = rows.select(pl.any_horizontal(is_new)).to_series().arg_true()
    places = at.to_numpy()
    sums = {name: np.add.reduceat(rows[name].to_numpy(), places) for name in columns}
    return rows.select(key)[at].with_columns(pl.Series(n, s) for n, s in sums.items())


def _is_ordered(runs: pl.DataFrame) -> bool:
    """Say whether the runs are in the order of KEY, no key in two of them."""
    home, start, stop = (pl.col(name) for name in KEY)
    later = (start > start.shift()) | ((start == start.shift()) & (stop > stop.shift()))
    is_new = (home != home.shift()).fill_null(value=True)
    ids = runs["household_id"]
    return ids.is_sorted() and bool(runs.select((later | is_new).all()).item())


def _calendar(periods: pl.DataFrame, windows: Windows) -> pl.DataFrame:
    """Return a row a period, and for each window: inside it, its months, their marks.

    Month n of the window is marked 2ⁿ. Twelve months whose marks add up to 2¹² − 1
    are each there once: periods that overlap or leave a hole are no year.
    """
    from_month, to_month = (
        pl.col(name).dt.year().cast(pl.Float64) * YEAR_MONTHS + pl.col(name).dt.month()
        for name in PERIOD
    )
    months = to_month - from_month + 1
    columns = {}
    for name, (first, last) in windows.items():
        start = from_month - (first.year * YEAR_MONTHS + first.month)
        marks = 2.0 ** (start + months) - 2.0**start
        inside = _inside(first, last)
        columns[f"{name}_in"] = inside
        columns[f"{name}_months"] = pl.when(inside).then(months).otherwise(0.0)
        columns[f"{name}_marks"] = pl.when(inside).then(marks).otherwise(0.0)
    return periods.select(PERIOD).unique().with_columns(**columns)
