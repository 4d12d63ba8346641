"""The plan by weeks or months: what falls due when, and whose it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = ("week", "month")
_EVERY = {"week": "1w", "month": "1mo"}


def periods(step: str, day: date) -> list[date]:
    """Return the first days of the periods that are shown with `day`.

    The months of its year; or thirteen weeks (a quarter), from the one before it.
    """
    if step == "month":
        return [date(day.year, month, 1) for month in range(1, 13)]
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(weeks=n) for n in range(-1, 12)]


def after(step: str, first: date) -> date:
    """Return the first day of the period after the one that begins on `first`."""
    if step == "week":
        return first + timedelta(weeks=1)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def due_by_period(
    rows: pl.DataFrame, step: str, firsts: Sequence[date]
) -> dict[tuple[str, date], tuple[int, int, int]]:
    """Return (all, open, late) of a board's tasks by department and period.

    A task stands in the period in which it is due; the periods begin on `firsts`.
    """
    inside = rows.filter(
        (pl.col("due_on") >= firsts[0]) & (pl.col("due_on") < after(step, firsts[-1]))
    )
    found = inside.group_by(
        "department", first=pl.col("due_on").dt.truncate(_EVERY[step])
    ).agg(
        pl.len(), pl.col("is_open").sum(),
        late=(pl.col("light") == "red").sum(),
    )  # fmt: skip
    return {
        (name, first): (int(total), int(open_), int(late))
        for name, first, total, open_, late in found.iter_rows()
    }


def due_within(rows: pl.DataFrame, step: str, first: date) -> pl.DataFrame:
    """Return the tasks that fall due in the period that begins on `first`."""
    due = pl.col("due_on")
    return rows.filter((due >= first) & (due < after(step, first)))
