"""Coverage of the survey: nobody missed, and each survey signed by its three parties.

The base is the list of residents. A resident counts as surveyed by its date; a survey
that is signed but not dated is unknown, neither surveyed nor missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from fupin.assess.facts import survey_signers
from fupin.measures import truncated
from fupin.tables import RESIDENTS

if TYPE_CHECKING:
    from fupin.assess import Assessment

SIGNERS = "survey_signers"
BY = ("village_id", "village_group")


@dataclass(frozen=True)
class Covered:
    """Households of a village or a group, counted; the three parts make the whole."""

    surveyed: int
    missing: int
    undated: int
    signed: int
    persons: int = 0
    persons_surveyed: int = 0

    @property
    def residents(self) -> int:
        """Return all of them: the base."""
        return self.surveyed + self.missing + self.undated

    @property
    def unsigned(self) -> int:
        """Return the surveyed ones without all signatures: not verified."""
        return self.surveyed - self.signed

    @property
    def rate(self) -> float | None:
        """Return surveyed ÷ residents in percent, truncated; None without a base."""
        return truncated(self.surveyed, self.residents)

    @property
    def signed_rate(self) -> float | None:
        """Return signed ÷ surveyed in percent, truncated; None without a base."""
        return truncated(self.signed, self.surveyed)

    def __add__(self, other: Covered) -> Covered:
        return Covered(
            self.surveyed + other.surveyed,
            self.missing + other.missing,
            self.undated + other.undated,
            self.signed + other.signed,
            self.persons + other.persons,
            self.persons_surveyed + other.persons_surveyed,
        )


NOBODY = Covered(0, 0, 0, 0)


def surveys(done: Assessment) -> pl.DataFrame:
    """Return a row a resident household: is it surveyed by the as-of date, and signed?

    Columns: `household_id`, `village_id`, `village_group` ("" where none is recorded),
    `head_name` (only where the reader may see names), `persons_count`, `surveyed_on`,
    `survey_signers_count`, `is_surveyed` (unknown where signatures are there and the
    date isn't, or the whole column is absent), `is_verified` (surveyed, and signed by
    as many as the plan asks for).
    """
    signatures = nw.from_native(done.register["signatures"], eager_only=True)
    signers = survey_signers(signatures).to_native()
    rows = done.register["residents"].join(signers, on="household_id", how="left")
    count = pl.col("survey_signers_count").fill_null(0)
    wanted = _wanted(done)
    told = "residents.surveyed_on" not in done.register.absent
    no_trace = pl.lit(told) & (count == 0)
    is_surveyed = (
        pl.when(pl.col("surveyed_on").is_not_null())
        .then(pl.col("surveyed_on") <= done.day)
        .when(no_trace)
        .then(pl.lit(value=False))
    )
    seen = [c.name for c in RESIDENTS.columns if done.reader.sees(c)]
    return (
        rows.select(*seen, survey_signers_count=count, is_surveyed=is_surveyed)
        .drop("recorded_on")
        .with_columns(
            pl.col("village_group").fill_null(""),
            is_verified=pl.col("is_surveyed") & (count >= pl.lit(wanted)),
        )
        .sort(*BY, "household_id")
    )


def _wanted(done: Assessment) -> int | None:
    """Return how many parties must sign; None where the plan has no number then."""
    entry = done.scenario.parameter(SIGNERS).on(done.day, done.program.known)
    return None if entry is None else int(entry.value)


def coverage(done: Assessment) -> dict[tuple[str, str], Covered]:
    """Return the counts by (village, group), in the order of the ids."""
    surveyed = pl.col("is_surveyed")
    persons = pl.col("persons_count").fill_null(0)
    groups = (
        surveys(done)
        .group_by(BY, maintain_order=True)
        .agg(
            surveyed=surveyed.sum(),
            missing=(~surveyed).sum(),
            undated=surveyed.is_null().sum(),
            signed=pl.col("is_verified").sum(),
            persons=persons.sum(),
            persons_surveyed=persons.filter(surveyed).sum(),
        )
    )
    rows = [(row[0], row[1], Covered(*map(int, row[2:]))) for row in groups.iter_rows()]
    rows.sort(key=lambda row: (row[0], _natural(row[1])))
    return {(village, group): counts for village, group, counts in rows}


def _natural(group: str) -> tuple[int, int, str]:
    """Sort groups by number where they are numbers, others after them, "" last."""
    if group.isdecimal():
        return 0, int(group), ""
    return (1, 0, group) if group else (2, 0, "")


def total(counts: dict[tuple[str, str], Covered], village: str = "") -> Covered:
    """Return the counts of one village, or of all ("")."""
    return sum(
        (held for (place, _), held in counts.items() if village in ("", place)), NOBODY
    )
