"""The figures of a page or a form, each computed once from an assessment.

Rates are truncated, as on the county's forms; a rate without a base is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.access import LEAST_CELL
from fupin.errors import ScenarioError
from fupin.figures import cut
from fupin.tables import facts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupin.access import Reader
    from fupin.assess import Assessment
    from fupin.plan import Scenario

STANDARD = "exit_standard"
SIGNED = "survey_signed"
# Not signed by all three parties for certain: the one answer to whose figures aren't
# verified on the as-of date.
UNSIGNED = ~pl.col(SIGNED).fill_null(value=False)


def truncated(part: float, whole: float, places: int = 1) -> float | None:
    """Return part ÷ whole in percent, truncated; None where there is no base.

    Whole counts stay integers, so that 0.1 steps are exact. Toward zero, as on the
    county's forms: -1 of 3 is -33.3, as its text and the forms' own columns say.
    """
    if not whole:
        return None
    if isinstance(part, int) and isinstance(whole, int):
        scale = 10**places
        steps = abs(part) * 100 * scale // abs(whole)
        return (steps if (part < 0) == (whole < 0) else -steps) / scale
    return cut(part * 100 / whole, places)


@dataclass(frozen=True)
class Count:
    """Households (or rows) by verdict, with their persons."""

    met: int
    unmet: int
    unknown: int
    persons: int = 0

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.met + self.unmet + self.unknown

    @property
    def left(self) -> int:
        """Return those that don't meet the standard or can't be decided."""
        return self.unmet + self.unknown

    @property
    def rate(self) -> float | None:
        """Return the share that is met, in percent, truncated to one decimal."""
        return truncated(self.met, self.total)


def enrolled(assessment: Assessment) -> pl.DataFrame:
    """Return the households enrolled on the as-of date: the base of every rate."""
    return assessment.households.filter(pl.col("is_enrolled"))


def count(frame: pl.DataFrame, rule: str = STANDARD) -> Count:
    """Count a frame's rows by the verdict of `rule`."""
    said = frame[rule]
    met, unmet = int(said.sum() or 0), int((~said).sum() or 0)
    persons = (
        int(frame["persons_count"].sum() or 0)
        if "persons_count" in frame.columns
        else 0
    )
    return Count(met, unmet, frame.height - met - unmet, persons)


def count_by(frame: pl.DataFrame, key: str, rule: str = STANDARD) -> dict[Any, Count]:
    """Count a frame's rows by `key` and by the verdict of `rule`."""
    groups = frame.group_by(key, maintain_order=True).agg(
        met=pl.col(rule).sum().cast(pl.Int64),
        unmet=(~pl.col(rule)).sum().cast(pl.Int64),
        rows=pl.len().cast(pl.Int64),
        persons=pl.col("persons_count").sum(),
    )
    return {
        g[key]: Count(
            g["met"], g["unmet"], g["rows"] - g["met"] - g["unmet"], g["persons"]
        )
        for g in groups.iter_rows(named=True)
    }


def value(scenario: Scenario, name: str, day: date) -> float:
    """Return the parameter's value in force on `day`.

    Raises ScenarioError where the plan has no value then: a figure never rests on
    a number of our own.
    """
    entry = scenario.parameter(name).on(day)
    if entry is None:
        raise ScenarioError(
            f"参数“{name}”在 {day} 没有值。请在 parameters.yaml 里补上",
            f"Parameter {name!r} has no value on {day}. Add one to parameters.yaml.",
        )
    return float(entry.value)


def deadline(scenario: Scenario, day: date) -> date:
    """Return the last day of the year by which all are to be out ("到2018年")."""
    return date(int(value(scenario, "deadline_year", day)), 12, 31)


def target_share(scenario: Scenario, day: date) -> float:
    """Return the planned share in percent on `day`: straight between year ends."""
    values = scenario.parameter("target_share").values
    points = [(date(values[0].starts.year, 1, 1), 0.0)]
    points += [(v.starts, float(v.value)) for v in values]
    for (start, low), (end, high) in pairwise(points):
        if day <= end:
            done = max((day - start).days, 0) / (end - start).days
            return low + (high - low) * done
    return points[-1][1]


def expected(total: int, target: float) -> int:
    """Return how many of `total` the plan's path (`target` percent) asks for."""
    return int(total * target / 100 + 1e-9)


def unvisited(assessment: Assessment, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows without a visit in the days that the plan's parameter allows."""
    days = value(assessment.scenario, "visit_gap_days", assessment.day)
    since = assessment.day - timedelta(days=days)
    last = pl.col("last_visit_on")
    return frame.filter(last.is_null() | (last <= since))


def unverified(_: Assessment, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows whose survey isn't signed by all three parties for certain."""
    return frame.filter(UNSIGNED)


def unsigned(done: Assessment) -> frozenset[str]:
    """Return the ids of all households that `unverified` finds, enrolled or not."""
    return frozenset(unverified(done, done.households)["household_id"])


def borderline(assessment: Assessment, frame: pl.DataFrame) -> pl.DataFrame:
    """Return households whose income verdict could turn within the income error."""
    error = value(assessment.scenario, "income_error_share", assessment.day) / 100
    income, line = pl.col("income_per_person_year"), pl.col("household_exit_line")
    return frame.filter(
        pl.col("has_labour")
        & ((income * (1 + error) >= line) != (income * (1 - error) >= line))
    )


def earning(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the households with labour whose income is known: those of the mean."""
    return frame.filter(pl.col("has_labour") & pl.col("income_year").is_not_null())


def is_held(frame: pl.DataFrame, reader: Reader) -> bool:
    """Say whether a mean of so few would tell the reader incomes that are hidden."""
    sees = reader.sees(facts_of("household")["income_per_person_year"])
    return not sees and 0 < earning(frame).height < LEAST_CELL


def mean_income(frame: pl.DataFrame) -> float | None:
    """Return yuan a person of the households with labour whose income is known."""
    known = earning(frame)
    persons = int(known["persons_count"].sum() or 0)
    return float(known["income_year"].sum()) / persons if persons else None


def matrix(
    assessment: Assessment, rules: Sequence[str]
) -> dict[tuple[str, str], Count]:
    """Return, for each rule and village, the enrolled households (or the village).

    A household that a rule doesn't ask counts as met.
    """
    cells: dict[tuple[str, str], Count] = {}
    base = enrolled(assessment)
    villages = assessment.villages["village_id"].to_list()
    for rule in rules:
        if rule in assessment.villages.columns:
            by = count_by(
                assessment.villages.with_columns(persons_count=0), "village_id", rule
            )
        else:
            by = count_by(_excused(base, rule), "village_id", rule)
        for village in villages:
            cells[rule, village] = by.get(village, Count(0, 0, 0))
    return cells


def _excused(frame: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Return the rows with those that `rule` doesn't ask counted as met."""
    applies = f"{rule}__applies"
    if applies not in frame.columns:
        return frame
    is_asked = pl.col(applies).fill_null(value=True)
    return frame.with_columns(
        pl.when(is_asked).then(pl.col(rule)).otherwise(True).alias(rule)
    )


def asked(frame: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Return the rows that `rule` applies to; where that is unknown it is asked."""
    applies = f"{rule}__applies"
    if applies not in frame.columns:
        return frame
    return frame.filter(pl.col(applies).fill_null(value=True))


def incidence(assessment: Assessment, village: str) -> tuple[float, float] | None:
    """Return the least and the most incidence in percent: persons not meeting it.

    None where the village's population isn't recorded.
    """
    row = assessment.villages.filter(pl.col("village_id") == village)
    population = row["population_count"][0] if row.height else None
    if not population:
        return None
    low, high = poor_persons(assessment, village)
    return low / population * 100, high / population * 100


def poor_persons(assessment: Assessment, village: str) -> tuple[int, int]:
    """Return the least and the most enrolled persons who don't meet the standard."""
    rows = enrolled(assessment).filter(pl.col("village_id") == village)
    unmet = int(rows.filter(~pl.col(STANDARD))["persons_count"].sum() or 0)
    unknown = int(rows.filter(pl.col(STANDARD).is_null())["persons_count"].sum() or 0)
    return unmet, unmet + unknown


def income_days(register: Any, first: date) -> list[date]:
    """Return the dates from `first` on which an income period closes, in order."""
    ends = register["incomes"]["period_to"].unique().drop_nulls().sort()
    return [day for day in ends.to_list() if day >= first]
