"""What the tasks page says: mine, the matrix, board, lists, plan, where it is stuck."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboards.models.households import PAGE_ROWS
from dashboards.models.taskfilter import GROUP, NUMBER, filtered, of_department, of_list
from dashboards.text import say
from fupin.tasks import STATES, Limits, Pace, ageing, burn_up, limits, pace, paces
from fupin.tasks.checks import same_person
from fupin.tasks.lists import LISTS, Lister, title, workbook
from fupin.tasks.notes import notes
from fupin.tasks.schedule import STEPS, due_by_period, periods

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.plan import Plan

TABS = ("mine", "board", "list", "calendar", "stuck")
CARDS = 3
# How names stand beside one another in one field.
_SEPARATORS = re.compile(r"[、，,;；/\s]+")


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix: open, late, waiting for verification, all."""

    total: int
    open: int
    late: int
    to_verify: int


@dataclass(frozen=True)
class Tasks:
    """The page's figures for a date and the villages and departments that are shown."""

    day: date
    lang: str
    plan: Plan
    villages: Mapping[str, str]
    limits: Limits
    bands: tuple[int, ...]
    reading: Mapping[str, str]
    # Of the chosen village: matrix and stuck; `lanes` of the chosen department, too;
    # `listed` has all filters.
    rows: pl.DataFrame
    lanes: pl.DataFrame
    listed: pl.DataFrame
    days: tuple[date, ...]
    may_write: bool
    # Of who looks: the rows of their department and their own.
    mine: pl.DataFrame
    # What others reported as done, where who looks is of an office that verifies.
    to_check: pl.DataFrame
    # What is written beside the listed tasks, by key.
    lister: Lister
    step: str = STEPS[1]

    @cached_property
    def whole(self) -> Pace:
        """Return the pace of all of it."""
        return pace(self.rows)

    @cached_property
    def own(self) -> Pace:
        """Return the pace of what is mine."""
        return pace(self.mine)

    @cached_property
    def departments(self) -> dict[str, Pace]:
        """Return each unit's pace, the latest first, then in the plan's order."""
        found = paces(self.rows)
        nothing = Pace(0, 0, 0, 0)
        order = {name: n for n, name in enumerate(self.plan.departments)}
        names = [*self.plan.departments, *(n for n in found if n not in order)]
        held = {name: found.get(name, nothing) for name in names}
        return dict(sorted(
            held.items(), key=lambda i: (-i[1].late, order.get(i[0], len(order)))
        ))  # fmt: skip

    @cached_property
    def cells(self) -> dict[tuple[str, str, str], Cell]:
        """Return the matrix: by department, group and village ("" is the town).

        Of the ten from the second on all villages are one.
        """
        place = pl.when(NUMBER > 1).then(None).otherwise("village_id").fill_null("")
        found = self.rows.group_by("department", group=GROUP, village=place).agg(
            pl.len(),
            pl.col("is_open").sum(),
            late=(pl.col("light") == "red").sum(),
            to_verify=(pl.col("status") == "to_verify").sum(),
        )
        return {
            (name, group, village): Cell(*(int(n) for n in rest))
            for name, group, village, *rest in found.iter_rows()
        }

    @cached_property
    def ten(self) -> dict[int, str]:
        """Return those of the ten from the second on that have a title or a task."""
        used = set(self.rows["implementation"].drop_nulls())
        return {
            one["number"]: one.get(self.lang, "")
            for one in self.plan.implementations
            if one["number"] > 1 and (self.lang in one or one["number"] in used)
        }

    @property
    def pending(self) -> list[int]:
        """Return those of the ten that wait for the missing pages."""
        held = (one["number"] for one in self.plan.implementations)
        return [number for number in held if number > 1 and number not in self.ten]

    @cached_property
    def late_rule(self) -> str:
        """Return the rule that all late tasks of the latest department stand for."""
        worst = next(iter(self.departments), "")
        late = self.rows.filter(
            (pl.col("light") == "red") & (pl.col("department") == worst)
        )["rule"].unique()
        return (late[0] or "") if len(late) == 1 else ""

    @cached_property
    def by_status(self) -> dict[str, tuple[int, list[dict[str, Any]]]]:
        """Return how many tasks of the board have each status, and the most urgent."""
        found = {}
        for state in STATES:
            rows = self.lanes.filter(pl.col("status") == state)
            if state == "done":
                rows = rows.sort("closed_on", "key", descending=[True, False])
            found[state] = (rows.height, rows.head(CARDS).to_dicts())
        return found

    @cached_property
    def schedule(
        self,
    ) -> tuple[list[date], dict[tuple[str, date], tuple[int, int, int]]]:
        """Return the periods, and (all, open, late) by department and period."""
        firsts = periods(self.step, self.day)
        return firsts, due_by_period(self.rows, self.step, firsts)

    @cached_property
    def before(self) -> int:
        """Return how many open tasks fell due before the periods that are shown."""
        first = self.schedule[0][0]
        return self.rows.filter((pl.col("due_on") < first) & pl.col("is_open")).height

    @cached_property
    def ages(self) -> list[tuple[int, int, int]]:
        """Return the late tasks by band of days late."""
        return ageing(self.rows, self.bands)

    @cached_property
    def burn(self) -> list[tuple[date, int, int, int]]:
        """Return (day, begun, due, closed) of today's tasks at each as-of date."""
        return burn_up(self.rows, [*(d for d in self.days if d < self.day), self.day])


def tasks_view(desk: Desk, view: View) -> Tasks:
    """Work out the page for the view's date, village and filters."""
    done = desk.assessment(view.day, view.basis)
    book = desk.tasks
    rows = book.of(view.day, view.basis, view.village)
    listed = filtered(rows, view)
    shown = listed.slice(view.start, PAGE_ROWS)["key"].to_list()
    told = notes(desk.book, shown, book.known) if view.form in LISTS else {}
    return Tasks(
        day=view.day, lang=view.lang, plan=desk.plan, villages=desk.village_names,
        limits=limits(done), bands=book.owners.ageing, reading=book.owners.reading,
        rows=rows, lanes=of_department(rows, view), listed=listed,
        days=tuple(desk.days),
        may_write=desk.store is not None,
        mine=mine(rows, view.own, view.author),
        to_check=to_check(rows, view.own, book.owners.offices),
        lister=Lister(desk.plan, desk.village_names, told, view.lang),
        step=view.form if view.form in STEPS else STEPS[1],
    )  # fmt: skip


def mine(rows: pl.DataFrame, own: str, author: str) -> pl.DataFrame:
    """Return the rows of a department, and those that name a person to do or help."""
    is_mine = pl.lit(value=False)
    if own:
        is_mine |= pl.col("department") == own
    if author.strip():
        is_mine |= _names(rows, author)
    return rows.filter(is_mine)


def to_check(rows: pl.DataFrame, own: str, offices: Collection[str]) -> pl.DataFrame:
    """Return what others reported and a department verifies, if it is an office."""
    waits = (pl.col("status") == "to_verify") & (pl.col("department") != own)
    return rows.filter(waits & pl.lit(own in offices))


def _names(rows: pl.DataFrame, author: str) -> pl.Expr:
    """Say whose rows name a person as responsible or as a helper."""
    named = {
        words
        for column in ("responsible", "helpers")
        for words in rows[column].unique().drop_nulls()
        if any(same_person(one, author) for one in _SEPARATORS.split(words))
    }
    held = list(named)
    return (
        pl.col("responsible").is_in(held) | pl.col("helpers").is_in(held)
    ).fill_null(value=False)


def late_count(desk: Desk, view: View) -> int:
    """Return how many tasks are late: mine, where it is known who looks; else all.

    Nothing where the date's board isn't ready: the menu waits for no figure.
    """
    if view.day is None or not desk.tasks.is_ready(view.day, view.basis):
        return 0
    rows = desk.tasks.of(view.day, view.basis, view.village)
    if view.own or view.author:
        rows = mine(rows, view.own, view.author)
    return rows.filter(pl.col("light") == "red").height


def exported(desk: Desk, view: View) -> tuple[str, bytes]:
    """Return the four lists of what is filtered, as a workbook with its name."""
    page = tasks_view(desk, view)
    keys = page.listed["key"].to_list()
    told = notes(desk.book, keys, desk.tasks.known)
    lister = Lister(desk.plan, desk.village_names, told, view.lang)
    lists = [lister.make(name, of_list(page.listed, name)) for name in LISTS]
    words = say(view.lang, "tasks.lists_name")
    about = f"{words}　{view.day}"
    return f"{view.day} {words}.xlsx", workbook(lists, about, view.lang)


def place(task: Mapping[str, Any], desk: Desk) -> str:
    """Return where a task is: 红中 037, 红中村, or nothing for the whole town."""
    village = task["village_id"] or ""
    if task["household_id"]:
        return desk.display_id(task["household_id"], village)
    return desk.village_names.get(village, village)


__all__ = [
    "TABS",
    "Cell",
    "Tasks",
    "exported",
    "late_count",
    "mine",
    "place",
    "tasks_view",
    "title",
]
