"""What the review page says: verdicts against the register, and which of them hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from dashboards.models import sight
from dashboards.models.change import ENTRY
from fupin import measures
from fupin.measures import STANDARD, truncated
from fupin.why import lists, revisit, robust

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.assess import Assessment

INCOME = "income_per_person_year"
_ON, _OPEN = pl.col("is_on").fill_null(value=False), pl.col("is_on").is_null()
DIFFER, SILENT, TURNS, REVISITS = "differ", "silent", "turns", "revisits"
TURNS_ENTRY = "turns_entry"
# The outcome behind each list of households that an error of incomes would turn.
TURNING = {TURNS: STANDARD, TURNS_ENTRY: ENTRY}
SPECS = (
    *lists.LISTS, *(f"{name}_open" for name in lists.LISTS),
    DIFFER, SILENT, TURNS, TURNS_ENTRY, REVISITS,
)  # fmt: skip


@dataclass(frozen=True)
class Review:
    """Every figure of the page, each from its own list.

    `robust` and `states` are empty where the reader may not see what they rest on.
    `unsigned` are the households whose survey lacks its signatures.
    """

    day: date
    village: str
    error: float
    lists: pl.DataFrame
    differ: pl.DataFrame
    robust: pl.DataFrame
    revisits: pl.DataFrame
    unsigned: frozenset[str]

    @cached_property
    def states(self) -> dict[str, int]:
        """Return how many enrolled households' exits are firm, turn, and are open."""
        if self.robust.is_empty():
            return {}
        return robust.counts(self._moved(STANDARD), STANDARD)

    @cached_property
    def entry_states(self) -> dict[str, int]:
        """Return how many households' entries are firm, turn, and are open."""
        return {} if self.robust.is_empty() else robust.counts(self.robust, ENTRY)

    def _moved(self, outcome: str) -> pl.DataFrame:
        """Return the rows that an outcome is asked of: exit of those enrolled only."""
        return self.robust.filter("is_enrolled") if outcome == STANDARD else self.robust

    @property
    def firm_rate(self) -> float | None:
        """Return the share of firm verdicts in percent, truncated."""
        return truncated(self.states.get(robust.FIRM, 0), sum(self.states.values()))

    def rows(self, spec: str) -> pl.DataFrame:
        """Return the rows of a list: one of SPECS."""
        if spec in lists.LISTS:
            return self.lists.filter((pl.col("list") == spec) & _ON)
        if spec.endswith("_open"):
            name = spec.removesuffix("_open")
            return self.lists.filter((pl.col("list") == name) & _OPEN)
        if spec == DIFFER:
            return self.differ
        if spec == SILENT:
            return self.differ.filter(~pl.col("has_reason"))
        if spec in TURNING:
            outcome = TURNING[spec]
            turns = pl.col(f"{outcome}__state") == robust.TURNS
            return _nearest(self._moved(outcome).filter(turns), outcome)
        return self.revisits

    def count(self, spec: str) -> int:
        """Return how many rows the list has."""
        return self.rows(spec).height


def _distances(done: Assessment) -> pl.DataFrame:
    """Return how far each household's incomes are from the lines: yuan and percent."""
    line = measures.value(done.scenario, "household_entry_line", done.day)
    initial = pl.col("initial_income_per_person_year") - line
    return done.households.select(
        "household_id",
        pl.col("distance").alias(f"{STANDARD}__distance"),
        (pl.col("distance") * 100 / pl.col("household_exit_line")).alias(
            f"{STANDARD}__percent"
        ),
        initial.alias(f"{ENTRY}__distance"),
        (initial * 100 / line).alias(f"{ENTRY}__percent"),
    )


def _nearest(rows: pl.DataFrame, outcome: str) -> pl.DataFrame:
    """Return the rows nearest to the line first, those without a distance last."""
    near = pl.col(f"{outcome}__distance").abs()
    return rows.sort(near, "household_id", nulls_last=True)


def review(desk: Desk, view: View) -> Review:
    """Work out the page for the view's date and village."""
    done = desk.assessment(view.day, view.basis)
    moved = desk.robust(view.day, view.basis)
    here = pl.col("village_id") == view.village if view.village else pl.lit(value=True)
    rows = moved.households.join(
        _distances(done), on="household_id", how="left", maintain_order="left"
    )
    if INCOME in sight.hidden(desk.reader):
        rows = rows.clear()
    return Review(
        day=view.day,
        village=view.village,
        error=moved.error,
        lists=lists.verdict_lists(done).filter(here),
        differ=lists.disagreements(done).filter(here),
        robust=rows.filter(here),
        revisits=revisit.revisits(done, moved).filter(here),
        unsigned=desk.unsigned(view.day, view.basis),
    )
