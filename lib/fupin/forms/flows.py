"""The facts of households that only forms ask for, worked out when one names them.

A maker returns a row a household with the facts it gives; a fact that may be a range
has its upper end beside it (`score__most`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.codes import EXIT_STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.assess import Assessment

KEY = "household_id"
# Fact: the income sources that it adds up.
SOURCES = {
    "wages_year": ("wage",),
    "business_income_year": ("business",),
    "property_income_year": ("property",),
    "transfer_income_year": ("transfer", "dibao", "wubao"),
    "business_cost_year": ("business_cost",),
    "transfer_cost_year": ("transfer_cost",),
}
CHANGES = ("added", "ended", "closed", "split", "merged")
PERSON_CHANGES = {"persons_in": "persons_in_count", "persons_out": "persons_out_count"}


@dataclass(frozen=True)
class Maker:
    """Facts that are worked out together; `none` is what a row without any has."""

    gives: tuple[str, ...]
    make: Callable[[Assessment], pl.DataFrame]
    none: Any = None


def year_start(day: date) -> date:
    """Return 1 January of the year of `day`."""
    return date(day.year, 1, 1)


def _of_the_year(column: str, day: date) -> pl.Expr:
    return (pl.col(column) >= year_start(day)) & (pl.col(column) <= day)


def _village_name(done: Assessment) -> pl.DataFrame:
    names = done.villages.select("village_id", "village_name")
    rows = done.households.select(KEY, "village_id")
    return rows.join(names, on="village_id", how="left").select(KEY, "village_name")


def _as_of_year(done: Assessment) -> pl.DataFrame:
    return done.households.select(KEY, as_of_year=pl.lit(done.day.year))


def _score(done: Assessment) -> pl.DataFrame:
    return done.households.select(
        KEY, score="household_score__low", score__most="household_score__high"
    )


def _visits(done: Assessment) -> pl.DataFrame:
    rows = done.register["visits"].filter(_of_the_year("visited_on", done.day))
    return rows.group_by(KEY).agg(visits_year_count=pl.len().cast(pl.Int64))


def _year_start(done: Assessment) -> pl.DataFrame:
    """Return who was enrolled when the year began, and with how many persons.

    Persons are those of the row that was valid then; where there is none they are
    unknown, since today's number isn't that of the year's start.
    """
    eve = date(done.day.year - 1, 12, 31)
    then = done.source.lazy_on(eve, done.program.known)["households"]
    persons = then.select(KEY, persons_year_start_count="persons_count").collect()
    was_in = (pl.col("enrolled_on") <= eve).fill_null(value=False)
    was_out = (pl.col("left_on") <= eve).fill_null(value=False)
    rows = done.households.select(KEY, is_enrolled_year_start=was_in & ~was_out)
    return rows.join(persons, on=KEY, how="left")


def _changes(done: Assessment) -> pl.DataFrame:
    rows = done.register["household_changes"]
    rows = rows.filter(_of_the_year("changed_on", done.day))
    facts: dict[str, pl.Expr] = {}
    for kind in CHANGES:
        facts[f"is_{kind}_year"] = (pl.col("change_kind") == kind).any()
        facts[f"persons_{kind}_count"] = _persons(kind)
    for kind, name in PERSON_CHANGES.items():
        facts[name] = _persons(kind)
    return rows.group_by(KEY).agg(**facts)


def _persons(kind: str) -> pl.Expr:
    """Return the persons of the changes of a kind; unknown where one isn't recorded."""
    is_kind, delta = pl.col("change_kind") == kind, pl.col("persons_delta")
    total = delta.abs().filter(is_kind).sum()
    return pl.when(~(is_kind & delta.is_null()).any()).then(total)


def _incomes(done: Assessment) -> pl.DataFrame:
    """Return the year's money by kind, of the period that the assessment chose.

    A household whose period isn't whole has no figure at all: a part isn't a year.
    """
    basis = done.households.select(KEY, "income_to_on", "income_year")
    first = pl.col("income_to_on").dt.offset_by("1d").dt.offset_by("-1y")
    rows = (
        done.register["incomes"]
        .join(basis, on=KEY)
        .filter(
            pl.col("period_from") >= first,
            pl.col("period_to") <= pl.col("income_to_on"),
        )
    )
    sums = {
        name: pl.col("amount").filter(pl.col("income_source").is_in(sources)).sum()
        for name, sources in SOURCES.items()
    }
    is_known = pl.col("income_year").is_not_null()
    figures = basis.join(rows.group_by(KEY).agg(**sums), on=KEY, how="left")
    return figures.select(
        KEY,
        *(pl.when(is_known).then(pl.col(name).fill_null(0.0)) for name in SOURCES),
        is_income_known=is_known,
    )


def _exit_steps(done: Assessment) -> pl.DataFrame:
    """Return the end of a finished procedure, and the notice of one that is open."""
    steps = done.register["steps"].filter(pl.col("procedure") == "exit")
    last = steps.filter(
        pl.col("step") == EXIT_STEPS[-1], pl.col("step_outcome") == "passed"
    ).group_by(KEY).agg(deregistered_on=pl.col("step_on").max())  # fmt: skip
    notice = (
        steps.filter(pl.col("step") == "notice")
        .sort("step_on")
        .group_by(KEY)
        .agg(
            exit_notice_from=pl.col("notice_from").last(),
            exit_notice_to=pl.col("notice_to").last(),
        )
    )
    is_whole = pl.col("exit_steps_count") == len(EXIT_STEPS)
    rows = done.households.select(KEY, "exit_steps_count")
    rows = rows.join(last, on=KEY, how="left").join(notice, on=KEY, how="left")
    return rows.select(
        KEY,
        "exit_notice_from",
        "exit_notice_to",
        deregistered_on=pl.when(is_whole).then("deregistered_on"),
    )


HOUSEHOLD_MAKERS = (
    Maker(("village_name",), _village_name),
    Maker(("as_of_year",), _as_of_year),
    Maker(("score",), _score),
    Maker(("visits_year_count",), _visits, 0),
    Maker(("is_enrolled_year_start", "persons_year_start_count"), _year_start),
    Maker(tuple(f"is_{kind}_year" for kind in CHANGES), _changes, none=False),
    Maker(
        (*(f"persons_{kind}_count" for kind in CHANGES), *PERSON_CHANGES.values()),
        _changes,
        0,
    ),
    Maker(("is_income_known", *SOURCES), _incomes),
    Maker(("deregistered_on", "exit_notice_from", "exit_notice_to"), _exit_steps),
)
