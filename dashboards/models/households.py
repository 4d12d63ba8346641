"""Which households a view asks for, in which order; and one household's dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboards.models import sight
from fupin import measures
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.assess.facts import YEAR_MONTHS, month_window
from fupin.codes import COSTS
from fupin.why.explain import Reason, explain

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.assess import Assessment

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
        rows = rows.filter(owes(desk, done, view.department))
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


def owes(desk: Desk, done: Assessment, department: str) -> pl.Expr:
    """Return which households the department owes: a gap it owns, or an open task."""
    owing = pl.lit(value=False)
    for rule in desk.plan.departments[department].owns:
        if rule in done.households.columns:
            asked = pl.lit(value=True)
            if f"{rule}__applies" in done.households.columns:
                asked = pl.col(f"{rule}__applies").fill_null(value=True)
            owing = owing | (asked & ~pl.col(rule).fill_null(value=False))
    tasks = measures.tasks(done).filter(
        (pl.col("department") == department) & pl.col("is_open")
    )
    return owing | pl.col("household_id").is_in(
        tasks["household_id"].drop_nulls().to_list()
    )


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


@dataclass(frozen=True)
class Year:
    """A household's income of one year, by source, against the line of that year."""

    label: date | None
    year: int
    by_source: dict[str, float]
    per_person: float | None
    line: float | None


@dataclass(frozen=True)
class Dossier:
    """Everything known of one household on the date, but for what is `hidden`."""

    row: dict[str, Any]
    exit: Reason
    entry: Reason
    members: tuple[dict[str, Any], ...]
    years: tuple[Year, ...]
    tasks: tuple[dict[str, Any], ...]
    steps: tuple[dict[str, Any], ...]
    visits: tuple[dict[str, Any], ...]
    measures: tuple[dict[str, Any], ...]
    pending: int
    previous: str
    next: str
    hidden: frozenset[str] = frozenset()

    def sees(self, name: str) -> bool:
        """Say whether the reader may see the fact of the household or its members."""
        return name not in self.hidden

    @property
    def reasons(self) -> dict[str, Reason]:
        """Return every reason by rule."""
        return {r.rule.id: r for root in (self.exit, self.entry) for r in root.walk()}


def dossier(desk: Desk, view: View) -> Dossier | None:
    """Return the dossier of the view's household; None where it isn't there."""
    household = desk.household_by_token.get(view.household)
    if household is None:
        return None
    done = desk.assessment(view.day, view.basis)
    rows = done.households.filter(pl.col("household_id") == household)
    if rows.is_empty():
        return None
    ids = find(desk, view).rows["household_id"].to_list()
    at = ids.index(household) if household in ids else -1
    near = [ids[i] if 0 <= i < len(ids) and at >= 0 else "" for i in (at - 1, at + 1)]
    register = done.register

    def of(table: str, by: str) -> tuple[dict[str, Any], ...]:
        found = register[table].filter(pl.col("household_id") == household)
        return tuple(found.sort(by, nulls_last=True).to_dicts())

    owed = measures.tasks(done).filter(
        (pl.col("household_id") == household) & pl.col("is_open")
    )
    hidden = sight.hidden(desk.reader)
    unseen = hidden | sight.hidden(desk.reader, "member")
    row = rows.drop(hidden, strict=False).row(0, named=True)
    return Dossier(
        row=row,
        exit=explain(done, household, measures.STANDARD),
        entry=explain(done, household, "entry"),
        members=tuple(
            done.members.filter(pl.col("household_id") == household)
            .sort("person_id")
            .drop(unseen, strict=False)
            .to_dicts()
        ),
        years=_years(done, household, row)
        if "income_per_person_year" not in hidden
        else (),
        tasks=tuple(owed.to_dicts()),
        steps=of("steps", "step_on"),
        visits=of("visits", "visited_on"),
        measures=of("measures", "started_on"),
        pending=sum(rule.is_pending for rule in desk.plan.group("seven_out")),
        previous=desk.token_of(near[0]) if near[0] else "",
        next=desk.token_of(near[1]) if near[1] else "",
        hidden=unseen,
    )


def _years(done: Assessment, household: str, row: dict[str, Any]) -> tuple[Year, ...]:
    """Return closed years, and the twelve months that the verdict rests on."""
    rows = done.register["incomes"].filter(pl.col("household_id") == household)
    if rows.is_empty():
        return ()
    persons = row["persons_count"]
    found = []
    for year in sorted(rows["period_to"].dt.year().unique().to_list()):
        inside = rows.filter(
            (pl.col("period_from").dt.year() == year)
            & (pl.col("period_to").dt.year() == year)
        )
        months = inside.select("period_from", "period_to").unique()
        if months.select(_months()).to_series().sum() == YEAR_MONTHS:
            found.append(_year(done, inside, year, None, persons))
    ends = row["income_to_on"]
    if ends is not None and (ends.month, ends.day) != (12, 31):
        first, last = month_window(ends)
        inside = rows.filter(
            (pl.col("period_from") >= first) & (pl.col("period_to") <= last)
        )
        found.append(_year(done, inside, ends.year, ends, persons))
    return tuple(found)


def _months() -> pl.Expr:
    first, last = pl.col("period_from"), pl.col("period_to")
    years = last.dt.year() - first.dt.year()
    return (
        years * 12
        + last.dt.month().cast(pl.Int32)
        - first.dt.month().cast(pl.Int32)
        + 1
    )


def _year(
    done: Assessment,
    rows: pl.DataFrame,
    year: int,
    label: date | None,
    persons: int | None,
) -> Year:
    amounts = rows.group_by("income_source").agg(
        pl.col("amount").sum(), pl.col("amount").null_count().alias("gaps")
    )
    by = dict(zip(amounts["income_source"], amounts["amount"], strict=True))
    signed = sum(-v if k in COSTS else v for k, v in by.items())
    known = persons and not amounts["gaps"].sum()
    parameter = done.scenario.parameter("household_exit_line")
    entry = parameter.on(label or rows["period_to"].max(), done.program.known)  # type: ignore[arg-type]
    line = None if entry is None else float(entry.value)
    return Year(label, year, by, signed / persons if known and persons else None, line)
