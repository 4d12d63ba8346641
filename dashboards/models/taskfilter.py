"""Which tasks a view's filters leave, and in which column of the matrix one stands."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from fupin.tasks import STATES
from fupin.tasks.lists import issues
from fupin.tasks.schedule import due_within

if TYPE_CHECKING:
    from dashboards.models.view import View

LIGHTS = ("red", "yellow", "green")
MONTH = len("2018-06")
# Which columns of the matrix a task stands in: a column a village, and one for each of
# the ten from the second on (ten2), once the missing pages are recorded.
GROUPS = ("duty", "implement", "gap")
TEN = re.compile("ten[0-9]+")
NUMBER = pl.col("implementation")
GROUP = (
    pl.when(NUMBER == 1)
    .then(pl.lit("implement"))
    .when(NUMBER.is_not_null())
    .then(pl.format("ten{}", NUMBER))
    .when(pl.col("kind") == "gap")
    .then(pl.lit("gap"))
    .otherwise(pl.lit("duty"))
)


def of_list(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the rows that one of the four lists has."""
    return issues(rows) if name == "issue" else rows


def of_department(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    """Return the rows of the view's department, or all."""
    name = view.department
    return rows.filter(pl.col("department") == name) if name else rows


def filtered(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    """Return the rows that all of the view's filters leave."""
    rows = of_department(rows, view)
    if view.status in STATES:
        rows = rows.filter(pl.col("status") == view.status)
    elif view.status == "open":
        rows = rows.filter("is_open")
    if view.alarm in LIGHTS:
        rows = rows.filter(pl.col("light") == view.alarm)
    group, _, place = view.kind.partition(".")
    if group in GROUPS or TEN.fullmatch(group):
        rows = rows.filter(group == GROUP)
    if place == "town":
        rows = rows.filter(pl.col("village_id").is_null())
    if first := _first_of(view.due):
        rows = due_within(rows, "month" if len(view.due) == MONTH else "week", first)
    return of_list(rows, view.form)


def _first_of(due: str) -> date | None:
    try:
        return date.fromisoformat(f"{due}-01" if len(due) == MONTH else due)
    except ValueError:
        return None
