"""What the overview says: figures of one date and one village or all, no words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin import measures, progress
from fupin.funds import Sums, low
from fupin.progress import HOUSEHOLD_RULES, PANEL, Pace, Village
from fupin.tasks import pace

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.desk import Desk
    from fupin.assess import Assessment
    from fupin.measures import Count
    from fupin.tasks import Pace as Owed

__all__ = ["HOUSEHOLD_RULES", "PANEL", "Overview", "Pace", "Village", "overview"]


@dataclass(frozen=True)
class Overview:
    """Every figure of the page, each computed once."""

    day: date
    village: str
    basis: str
    deadline: date
    count: Count
    labour: Count
    exited: int
    # None where none is known, or where it is held back from this reader.
    mean_income: float | None
    is_mean_held: bool
    line: float | None
    villages: tuple[Village, ...]
    # The board of the departments' tasks, and how many are on time.
    tasks: pl.DataFrame
    owed: Owed
    money: Sums
    trend: tuple[tuple[date, Count], ...]
    pace: Pace
    target: float
    targets: tuple[tuple[date, float], ...]
    causes: tuple[tuple[str, Count], ...]
    matrix: dict[tuple[str, str], Count]
    failing: dict[str, int]
    failing_twice: int
    unvisited: int
    unvisited_days: int
    unverified: int
    low_funds: tuple[Village, ...]
    funds_floor: float
    borderline: int
    on_time_target: float
    funds_target: float

    @cached_property
    def late(self) -> tuple[dict[str, Any], ...]:
        """Return the late tasks, the latest first."""
        return tuple(self.tasks.filter(pl.col("light") == "red").to_dicts())

    @property
    def on_time_rate(self) -> float | None:
        """Return the share of tasks on time in percent, as the tasks' page tells it."""
        return self.owed.rate

    @property
    def late_by_department(self) -> dict[str, list[int]]:
        """Return each department's days late, most tasks first."""
        by: dict[str, list[int]] = {}
        for task in self.late:
            by.setdefault(task["department"], []).append(task["days_late"])
        return dict(sorted(by.items(), key=lambda item: (-len(item[1]), -max(item[1]))))

    @property
    def chosen(self) -> tuple[Village, ...]:
        """Return the village that is looked at, or all; a table always has all."""
        return tuple(v for v in self.villages if self.village in ("", v.id))

    @property
    def expected(self) -> int:
        """Return the households that the plan's path asks for on the date."""
        return progress.expected(self.count, self.target)

    @property
    def behind(self) -> float | None:
        """Return the percentage points behind (+) or ahead (-) of the plan's path."""
        return progress.behind(self.count, self.target)

    @property
    def days_left(self) -> int:
        """Return the days to the end of the campaign; 0 after it."""
        return max((self.deadline - self.day).days, 0)


def overview(
    desk: Desk, day: date, village: str = "", basis: str = "fixed"
) -> Overview:
    """Work out the page for `day`; `village` narrows it to one ("" is the town).

    `basis` chooses the exit lines: the plan's fixed figures or the year's actual ones.
    """
    done = desk.assessment(day, basis)
    base = measures.enrolled(done)
    if village:
        base = base.filter(pl.col("village_id") == village)
    held = measures.is_held(base, desk.reader)
    trend = desk.trend(day, village, basis)
    failing, twice = progress.failing(base)
    parameter = partial(_parameter, done)
    board = desk.tasks.of(day, basis, village)
    deadline = measures.deadline(done.scenario, day)
    accounts = desk.funds.accounts(day, basis)
    villages = tuple(progress.villages(done, accounts.own))
    short = low(accounts)
    return Overview(
        day=day,
        village=village,
        basis=basis,
        deadline=deadline,
        count=measures.count(base),
        labour=measures.count(base, "has_labour"),
        exited=int(base["exited"].sum() or 0),
        mean_income=None if held else measures.mean_income(base),
        is_mean_held=held,
        line=progress.exit_line(base),
        villages=villages,
        tasks=board,
        owed=pace(board),
        money=accounts.by_village.get(village, Sums()) if village else accounts.total,
        trend=tuple(trend),
        pace=progress.pace(trend, deadline),
        target=measures.target_share(done.scenario, day),
        targets=progress.targets(done),
        causes=progress.causes(base),
        matrix=measures.matrix(done, [r for rules in PANEL.values() for r in rules]),
        failing=failing,
        failing_twice=twice,
        unvisited=measures.unvisited(done, base).height,
        unvisited_days=int(parameter("visit_gap_days")),
        unverified=measures.unverified(done, base).height,
        low_funds=tuple(v for v in villages if v.id in short and village in ("", v.id)),
        funds_floor=accounts.limits.floor,
        borderline=measures.borderline(done, base).height,
        on_time_target=parameter("task_on_time_target"),
        funds_target=accounts.limits.used_target,
    )


def _parameter(done: Assessment, name: str) -> float:
    return measures.value(done.scenario, name, done.day)
