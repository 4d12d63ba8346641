"""What the review page says: verdicts against the register, and which of them hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from dashboards.models import sight
from fupin.measures import STANDARD, truncated
from fupin.why import lists, revisit, robust

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.desk import Desk
    from dashboards.models.view import View

INCOME = "income_per_person_year"
_ON, _OPEN = pl.col("is_on").fill_null(value=False), pl.col("is_on").is_null()
DIFFER, SILENT, TURNS, REVISITS = "differ", "silent", "turns", "revisits"
SPECS = (
    *lists.LISTS, *(f"{name}_open" for name in lists.LISTS),
    DIFFER, SILENT, TURNS, REVISITS,
)  # fmt: skip


@dataclass(frozen=True)
class Review:
    """Every figure of the page, each from its own list.

    `robust` and `states` are empty where the reader may not see what they rest on.
    """

    day: date
    village: str
    error: float
    lists: pl.DataFrame
    differ: pl.DataFrame
    robust: pl.DataFrame
    revisits: pl.DataFrame

    @cached_property
    def states(self) -> dict[str, int]:
        """Return how many enrolled households are firm, turn, and are open."""
        if self.robust.is_empty():
            return {}
        return robust.counts(self.robust, STANDARD)

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
        if spec == TURNS:
            return self.robust.filter(pl.col(f"{STANDARD}__state") == robust.TURNS)
        return self.revisits

    def count(self, spec: str) -> int:
        """Return how many rows the list has."""
        return self.rows(spec).height


def review(desk: Desk, view: View) -> Review:
    """Work out the page for the view's date and village."""
    done = desk.assessment(view.day, view.basis)
    moved = desk.robust(view.day, view.basis)
    here = pl.col("village_id") == view.village if view.village else pl.lit(value=True)
    rows = moved.households.filter("is_enrolled")
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
    )
