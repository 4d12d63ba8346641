"""One village: what was decided, what it rests on, money, tasks, and its years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboards.models import sight
from dashboards.models.overview import Overview, Village, overview
from fupin import measures
from fupin.sheet.village import village_sheet
from fupin.why.explain import Reason, explain_village

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.assess import Assessment
    from fupin.funds import Sums
    from fupin.plan.model import Words

ROOT = "village_exit"
SCORE = "village_score"
TASKS_SHOWN = 8
# In the order in which a household comes to them; the watch stands beside.
STATES = ("planned_exit", "early_pass", "exited", "tracked", "relapse_watch")


@dataclass(frozen=True)
class Year:
    """A village's recorded year: income a person, its line, collective income."""

    year: int
    income: float | None
    line: float | None
    source: str
    collective: float | None

    @property
    def distance(self) -> float | None:
        """Return yuan above (+) or below (-) the line; None where one is unknown."""
        if self.income is None or self.line is None:
            return None
        return self.income - self.line


@dataclass(frozen=True)
class Points:
    """An indicator of the province's score: least and most points it can still give."""

    label: dict[str, str]
    low: float
    high: float
    most: float


@dataclass(frozen=True)
class State:
    """A state of households, by its rule: households, persons, how many are open.

    States overlap and are never added up.
    """

    rule: str
    households: int
    persons: int
    open: int


@dataclass(frozen=True)
class VillageFile:
    """Everything of one village on the date; `page` holds its figures.

    `warns` is what is said of the households whose survey isn't signed.
    `members` and `pending` are empty: what explains a household has them.
    """

    page: Overview
    village: Village
    row: dict[str, Any]
    exit: Reason
    years: tuple[Year, ...]
    points: tuple[Points, ...]
    money: tuple[tuple[str, Sums], ...]
    poor: tuple[int, int]
    states: tuple[State, ...]
    warns: Words
    members: tuple[dict[str, Any], ...] = ()
    pending: int = 0

    @property
    def late(self) -> list[dict[str, Any]]:
        """Return the open tasks, the latest first."""
        return self.page.tasks.filter("is_open").head(TASKS_SHOWN).to_dicts()


def sheet_file(desk: Desk, view: View) -> tuple[str, bytes]:
    """Return name and bytes of the village's sheet as a PDF, names masked.

    Raises FupinError where it can't be printed.
    """
    done = desk.assessment(view.day, view.basis)
    village = _shown(done, view)
    accounts = desk.funds.accounts(view.day, view.basis)
    made = village_sheet(done, village, view.lang, accounts=accounts)
    word = "村情表" if view.lang == "zh" else "Village sheet"
    return f"{view.day} {word} {desk.village_names[village]}.pdf", made


def _shown(done: Assessment, view: View) -> str:
    """Return the id of the view's village, else of the first; "" without any."""
    ids = done.villages["village_id"].to_list()
    return view.village if view.village in ids else next(iter(ids), "")


def village_file(desk: Desk, view: View) -> VillageFile | None:
    """Return the village of the view, or the first one; None where there is none."""
    done = desk.assessment(view.day, view.basis)
    village_id = _shown(done, view)
    if not village_id:
        return None
    page = overview(desk, view.day, village_id, view.basis)
    row = done.villages.filter(pl.col("village_id") == village_id).row(0, named=True)
    return VillageFile(
        page=page,
        village=next(one for one in page.villages if one.id == village_id),
        row=row,
        exit=explain_village(done, village_id, ROOT),
        years=tuple(_years(done, village_id)),
        points=tuple(_points(done, row)),
        money=tuple(_money(desk, view, village_id)),
        poor=measures.poor_persons(done, village_id),
        states=tuple(_states(desk, done, village_id)),
        warns=desk.plan.rules[measures.SIGNED].warns,
    )


def _years(done: Assessment, village_id: str) -> list[Year]:
    rows = done.register["village_years"].filter(pl.col("village_id") == village_id)
    parameter = done.scenario.parameter("village_exit_line")

    def line(day: date) -> float | None:
        entry = parameter.on(day, done.program.known)
        return None if entry is None else float(entry.value)

    return [
        Year(
            row["year"],
            row["village_income_per_person_year"],
            line(row["ends_on"]),
            row["village_income_source"] or "",
            row["collective_income_year"],
        )
        for row in rows.sort("year")
        .with_columns(ends_on=pl.date(pl.col("year"), 12, 31))
        .iter_rows(named=True)
    ]


def _states(desk: Desk, done: Assessment, village_id: str) -> Iterator[State]:
    """Yield each state's counts; none that rests on what may not be seen."""
    rows = done.households.filter(pl.col("village_id") == village_id)
    unseen = sight.hidden(desk.reader)
    for name in STATES:
        uses = done.program.household.uses.get(name)
        if uses is None or unseen.intersection(uses.facts):
            continue
        here = rows.filter(pl.col(name))
        yield State(
            name, here.height, int(here["persons_count"].sum() or 0),
            rows.filter(pl.col(name).is_null()).height,
        )  # fmt: skip


def _points(done: Assessment, row: dict[str, Any]) -> list[Points]:
    return [
        Points(
            dict(one.label),
            row[f"{SCORE}__{one.id}__low"],
            row[f"{SCORE}__{one.id}__high"],
            one.points,
        )
        for one in done.scenario.plan.indicators
        if one.score == SCORE
    ]


def _money(desk: Desk, view: View, village_id: str) -> list[tuple[str, Sums]]:
    """Return each source that anything was allocated or paid of, the largest first."""
    told = desk.funds.accounts(view.day, view.basis, village_id)
    leaves = told.tree.leaves
    held = [(n, one) for n, one in told.by_source.items() if n in leaves]
    kept = [(n, one) for n, one in held if one.allocated or one.paid]
    return sorted(kept, key=lambda item: (-item[1].allocated, item[0]))


def share(part: float | None, whole: float | None) -> float | None:
    """Return a percentage from recorded counts, truncated; None where one lacks."""
    if part is None or whole is None:
        return None
    return measures.truncated(part, whole)
