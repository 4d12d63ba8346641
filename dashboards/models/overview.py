"""What the overview says: figures of one date and one village or all, no words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin import measures
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.funds import Sums, low
from fupin.measures import Count

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.desk import Desk
    from fupin.assess import Assessment
    from fupin.funds import Accounts

# The panel of the overview: 两不愁, 三保障, 一相当, each with its rules.
PANEL = {
    "two_no_worries": ("income_met", "safety_net_met"),
    "three_guarantees": ("education_met", "medical_met", "housing_met"),
    "one_equal": ("service_road", "service_water", "service_power", "service_clinic",
                  "service_broadcasting", "service_network"),
}  # fmt: skip
HOUSEHOLD_RULES = (*PANEL["two_no_worries"], *PANEL["three_guarantees"])
HALF_YEAR = 6
MONTH_DAYS = 30.4375


@dataclass(frozen=True)
class Village:
    """One village side by side with the others."""

    id: str
    name: str
    town: str
    verdict: str
    income: float | None
    line: float | None
    year: int | None
    incidence: tuple[float, float] | None
    incidence_verdict: str
    score: tuple[float, float]
    count: Count
    lacks: tuple[str, ...]
    unknown: tuple[str, ...]
    funds: float
    x: float | None
    y: float | None

    @property
    def distance(self) -> float | None:
        """Return the yuan above (+) or below (-) the line; None where not recorded."""
        if self.income is None or self.line is None:
            return None
        return self.income - self.line


@dataclass(frozen=True)
class Pace:
    """Households a month: of the last half year, and what the plan's end asks for."""

    now: float | None
    needed: float | None
    months_left: float
    projected: float | None


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
    mean_income: float | None
    line: float | None
    villages: tuple[Village, ...]
    tasks: tuple[dict[str, Any], ...]
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

    @property
    def late(self) -> tuple[dict[str, Any], ...]:
        """Return the late tasks, the latest first."""
        return tuple(task for task in self.tasks if task["days_late"] > 0)

    @property
    def on_time_rate(self) -> float | None:
        """Return the share of tasks that aren't late, in percent, truncated."""
        return measures.truncated(len(self.tasks) - len(self.late), len(self.tasks))

    @property
    def late_by_department(self) -> dict[str, list[int]]:
        """Return each department's days late, most tasks first."""
        by: dict[str, list[int]] = {}
        for task in self.late:
            by.setdefault(task["department"], []).append(task["days_late"])
        return dict(sorted(by.items(), key=lambda item: (-len(item[1]), -max(item[1]))))

    @property
    def expected(self) -> int:
        """Return the households that the plan's path asks for on the date."""
        return int(self.count.total * self.target / 100 + 1e-9)

    @property
    def behind(self) -> float | None:
        """Return the percentage points behind (+) or ahead (-) of the plan's path."""
        if self.count.rate is None:
            return None
        return round(int(self.target * 10 + 1e-9) / 10 - self.count.rate, 1)

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
    trend = desk.trend(day, village, basis)
    failing, twice = _failing(base)
    parameter = partial(_parameter, done)
    deadline = measures.deadline(done.scenario, day)
    accounts = desk.funds.accounts(day, basis)
    villages = tuple(_villages(done, accounts))
    short = low(accounts)
    return Overview(
        day=day,
        village=village,
        basis=basis,
        deadline=deadline,
        count=measures.count(base),
        labour=measures.count(base, "has_labour"),
        exited=int(base["exited"].sum() or 0),
        mean_income=measures.mean_income(base),
        line=_line(base),
        villages=villages,
        tasks=tuple(measures.tasks(done, village).to_dicts()),
        money=accounts.by_village.get(village, Sums()) if village else accounts.total,
        trend=tuple(trend),
        pace=_pace(trend, deadline),
        target=measures.target_share(done.scenario, day),
        targets=_targets(done),
        causes=_causes(base),
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


def _line(base: pl.DataFrame) -> float | None:
    """Return the line that most households are held against."""
    lines = base["household_exit_line"].drop_nulls()
    return float(lines.mode().max()) if len(lines) else None  # type: ignore[arg-type]


def _targets(done: Assessment) -> tuple[tuple[date, float], ...]:
    values = done.scenario.parameter("target_share").values
    return tuple((value.starts, float(value.value)) for value in values)


def _pace(trend: list[tuple[date, Count]], deadline: date) -> Pace:
    day, now = trend[-1]
    months_left = max((deadline - day).days, 0) / MONTH_DAYS
    earlier = [point for point in trend if (day - point[0]).days >= HALF_YEAR * 30]
    speed = None
    if earlier:
        before, count = earlier[-1]
        speed = (now.met - count.met) / ((day - before).days / MONTH_DAYS)
    needed = now.left / months_left if months_left else None
    projected = None
    if speed is not None and now.total:
        projected = min(now.met + speed * months_left, now.total) / now.total * 100
    return Pace(speed, needed, months_left, projected)


def _failing(base: pl.DataFrame) -> tuple[dict[str, int], int]:
    """Return the households that fail each rule, and those that fail more than one."""
    fails = {}
    for rule in HOUSEHOLD_RULES:
        asked = pl.lit(value=True)
        if f"{rule}__applies" in base.columns:
            asked = pl.col(f"{rule}__applies").fill_null(value=True)
        fails[rule] = (asked & ~pl.col(rule)).fill_null(value=False).cast(pl.Int64)
    counted = base.select(**fails)
    totals = {rule: int(counted[rule].sum()) for rule in HOUSEHOLD_RULES}
    return totals, int(
        counted.select(pl.sum_horizontal(pl.all()) > 1).to_series().sum()
    )


def _causes(base: pl.DataFrame) -> tuple[tuple[str, Count], ...]:
    by = measures.count_by(base, "cause")
    named = [(cause, count) for cause, count in by.items() if cause is not None]
    ranked = sorted(named, key=lambda item: -item[1].total)
    if None in by:
        ranked.append(("", by[None]))
    return tuple(ranked)


def _villages(done: Assessment, accounts: Accounts) -> list[Village]:
    by = measures.count_by(measures.enrolled(done), "village_id")
    words = {True: MET, False: UNMET, None: UNKNOWN}
    rules = ("village_income_met", "village_incidence_met", *PANEL["one_equal"])
    return [
        Village(
            id=row["village_id"],
            name=row["village_name"],
            town=row["town_name"],
            verdict=words[row["village_exit"]],
            income=row["village_income_per_person_year"],
            line=row["village_exit_line"],
            year=row["year"],
            incidence=measures.incidence(done, row["village_id"]),
            incidence_verdict=words[row["village_incidence_met"]],
            score=(row["village_score__low"], row["village_score__high"]),
            count=by.get(row["village_id"], Count(0, 0, 0)),
            lacks=tuple(rule for rule in rules if row[rule] is False),
            unknown=tuple(rule for rule in rules if row[rule] is None),
            funds=accounts.own[row["village_id"]] / 100,
            x=row["schematic_x"],
            y=row["schematic_y"],
        )
        for row in done.villages.iter_rows(named=True)
    ]
