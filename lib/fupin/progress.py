"""How far the town is on a date: villages, pace, failing rules, causes; no words.

The overview shows these figures and a snapshot freezes them: one place for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin import measures
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.figures import cut
from fupin.measures import Count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from fupin.assess import Assessment

# 两不愁, 三保障, 一相当, each with its rules.
PANEL = {
    "two_no_worries": ("income_met", "safety_net_met"),
    "three_guarantees": ("education_met", "medical_met", "housing_met"),
    "one_equal": ("service_road", "service_water", "service_power", "service_clinic",
                  "service_broadcasting", "service_network"),
}  # fmt: skip
HOUSEHOLD_RULES = (*PANEL["two_no_worries"], *PANEL["three_guarantees"])
VILLAGE_RULES = ("village_income_met", "village_incidence_met", *PANEL["one_equal"])
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


def expected(count: Count, target: float) -> int:
    """Return the households that the plan's path (`target` percent) asks for."""
    return measures.expected(count.total, target)


def behind(count: Count, target: float) -> float | None:
    """Return the percentage points behind (+) or ahead (-) of the plan's path."""
    if count.rate is None:
        return None
    return round(cut(target, 1) - count.rate, 1)


def exit_line(base: pl.DataFrame) -> float | None:
    """Return the line that most households are held against."""
    lines = base["household_exit_line"].drop_nulls()
    return float(lines.mode().max()) if len(lines) else None  # type: ignore[arg-type]


def targets(done: Assessment) -> tuple[tuple[date, float], ...]:
    """Return the plan's yearly targets: from when, percent."""
    values = done.scenario.parameter("target_share").values
    return tuple((value.starts, float(value.value)) for value in values)


def pace(trend: Sequence[tuple[date, Count]], deadline: date) -> Pace:
    """Return the pace of the last half year against what the deadline asks for."""
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
        met = min(max(now.met + speed * months_left, 0), now.total)
        projected = met / now.total * 100
    return Pace(speed, needed, months_left, projected)


def failing(base: pl.DataFrame) -> tuple[dict[str, int], int]:
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


def causes(base: pl.DataFrame) -> tuple[tuple[str, Count], ...]:
    """Return the main causes with their households, most first; "" is unrecorded."""
    by = measures.count_by(base, "cause")
    named = [(cause, count) for cause, count in by.items() if cause is not None]
    ranked = sorted(named, key=lambda item: -item[1].total)
    if None in by:
        ranked.append(("", by[None]))
    return tuple(ranked)


def villages(done: Assessment, own_fen: Mapping[str, int]) -> list[Village]:
    """Return the villages of an assessment, in the order of their ids.

    `own_fen` is what counts for each village's floor in twelve months: `Accounts.own`.
    """
    by = measures.count_by(measures.enrolled(done), "village_id")
    words = {True: MET, False: UNMET, None: UNKNOWN}
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
            lacks=tuple(rule for rule in VILLAGE_RULES if row[rule] is False),
            unknown=tuple(rule for rule in VILLAGE_RULES if row[rule] is None),
            funds=own_fen[row["village_id"]] / 100,
            x=row["schematic_x"],
            y=row["schematic_y"],
        )
        for row in done.villages.iter_rows(named=True)
    ]
