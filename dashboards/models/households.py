"""Which households a view asks for, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dashboards.models import sight
from fupin import measures
from fupin.assess import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View

PAGE_ROWS = 20
LEFT = "left"
# Columns of the list that can be sorted, and the fact behind each.
SORTS = {
    "id": "household_id", "group": "village_group", "kind": "poverty_type",
    "persons": "persons_count", "labour": "has_labour", "cause": "cause",
    "income": "income_per_person_year", "distance": "distance",
    "verdict": "exit_standard", "visit": "last_visit_on",
}  # fmt: skip
COLUMNS = {"village": "village_id", "cause": "cause", "kind": "poverty_type"}
ALARMS = {
    "unvisited": measures.unvisited,
    "borderline": measures.borderline,
    "unverified": measures.unverified,
}
ANSWERS = {MET: True, UNMET: False}


@dataclass(frozen=True)
class Found:
    """The households of a view: all of them in order, and their counts.

    `rows` lacks the columns in `hidden`; `is_closed` says that the reader may not have
    this list, since a filter asks what may not be seen.
    """

    rows: pl.DataFrame
    count: measures.Count
    start: int
    hidden: frozenset[str] = frozenset()
    is_closed: bool = False

    @property
    def shown(self) -> pl.DataFrame:
        """Return the rows of the present page."""
        return self.rows.slice(self.start, PAGE_ROWS)


def find(desk: Desk, view: View) -> Found:
    """Return the households that fit all filters of `view`."""
    done = desk.assessment(view.day, view.basis)
    hidden = sight.hidden(desk.reader)
    if sight.is_hidden((*view.filters, view.alarm), hidden):
        nobody = done.households.clear().drop(hidden, strict=False)
        return Found(nobody, measures.count(nobody), 0, hidden, is_closed=True)
    rows = _of_kind(done.households, view)
    if view.labour:
        rows = _with_answer(rows, "has_labour", view.labour)
    if view.verdict:
        rows = _with_answer(rows, view.rule or measures.STANDARD, view.verdict)
    if view.department in desk.plan.departments:
        rows = rows.filter(owes(desk, view))
    if view.alarm in ALARMS:
        rows = ALARMS[view.alarm](done, rows)
    # From here on nothing can be searched or sorted by what may not be seen.
    rows = rows.drop(hidden, strict=False)
    if view.search:
        rows = _matching(desk, rows, view.search)
    rows = _sorted(rows, view.sort)
    start = min(view.start, max(rows.height - 1, 0)) // PAGE_ROWS * PAGE_ROWS
    return Found(rows, measures.count(rows), start, hidden)


def _of_kind(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    """Keep the rows of the view's enrolment, village, cause and poverty type."""
    if view.status in ("", "enrolled"):
        rows = rows.filter(pl.col("is_enrolled"))
    elif view.status == "others":
        rows = rows.filter(~pl.col("is_enrolled"))
    for name, column in COLUMNS.items():
        value = getattr(view, name)
        if value:
            rows = rows.filter(pl.col(column) == value)
    return rows


def _with_answer(rows: pl.DataFrame, rule: str, verdict: str) -> pl.DataFrame:
    if rule not in rows.columns or rows.schema[rule] != pl.Boolean:
        return rows
    rows = measures.asked(rows, rule)
    if verdict == UNKNOWN:
        return rows.filter(pl.col(rule).is_null())
    if verdict == LEFT:
        return rows.filter(pl.col(rule).is_null() | ~pl.col(rule))
    if verdict in ANSWERS:
        return rows.filter(pl.col(rule) == ANSWERS[verdict])
    return rows


def owes(desk: Desk, view: View) -> pl.Expr:
    """Return which households the view's department owes anything: an open task."""
    owed = desk.tasks.owed(view.day, view.basis, department=view.department)
    return pl.col("household_id").is_in(owed["household_id"].unique().implode())


def _matching(desk: Desk, rows: pl.DataFrame, search: str) -> pl.DataFrame:
    wanted = search.strip().lower()
    names = pl.lit(value=False)
    if "head_name" in rows.columns:
        names = pl.col("head_name").fill_null("").str.contains(wanted, literal=True)
    ids = [
        wanted in desk.display_id(h, v) or wanted in h
        for h, v in zip(rows["household_id"], rows["village_id"], strict=True)
    ]
    return rows.filter(names | pl.Series(ids, dtype=pl.Boolean))


def _sorted(rows: pl.DataFrame, sort: str) -> pl.DataFrame:
    """Sort as asked; at first the worst first: not met, unknown, met, then distance."""
    column = SORTS.get(sort.lstrip("-"))
    if column is None or column not in rows.columns:
        worst = (
            pl.col(measures.STANDARD)
            .cast(pl.Int8)
            .replace_strict({0: 0, 1: 2}, default=1, return_dtype=pl.Int8)
        )
        near = ["distance"] if "distance" in rows.columns else []
        return rows.sort(worst, *near, "household_id", nulls_last=True)
    return rows.sort(column, "household_id", descending=[sort.startswith("-"), False],
                     nulls_last=True)  # fmt: skip
