"""The rows that a form is filled from: of a grain, a village or all, with its flows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from fupin.forms.flows import HOUSEHOLD_MAKERS
from fupin.forms.works import VILLAGE_MAKERS, measures_on
from fupin.plan.aggregates import ROWS, count_below
from fupin.plan.scope import TYPES
from fupin.plan.terms import Term
from fupin.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fupin.assess import Assessment
    from fupin.forms.flows import Maker
    from fupin.plan.scope import Scope

KEYS = {"village": "village_id", "measure": "village_id"}
MAKERS: dict[str, tuple[Maker, ...]] = {
    "household": HOUSEHOLD_MAKERS,
    "village": VILLAGE_MAKERS,
}
# Flows that may be a range; the others are known or unknown.
RANGES = frozenset({"score", *(n for m in VILLAGE_MAKERS for n in m.gives)})
FOUND = "__found"


def most(name: str) -> str:
    """Return the column of the upper end of `name`."""
    return f"{name}__most"


def flow_terms() -> dict[str, dict[str, Term]]:
    """Return, for each grain, the terms of the facts that only forms may name."""
    return {
        grain: {
            c.name: Term(
                nw.col(c.name),
                TYPES[c.kind],
                nw.col(most(c.name)) if c.name in RANGES else None,
            )
            for c in columns
        }
        for grain, columns in FLOWS.items()
    }


@dataclass(frozen=True)
class Frames:
    """The rows of an assessment that a form may read: of one village, or of all."""

    done: Assessment
    village: str = ""

    def rows(
        self,
        scope: Scope,
        used: Mapping[str, Collection[str]],
        below: pl.DataFrame | None = None,
    ) -> pl.DataFrame:
        """Return the rows of the scope's grain with what its expressions name.

        `used` holds the facts that are named, by grain: flows among them are worked
        out, and no others. `below` is what `below` returns.
        """
        frame = self._with_flows(scope.grain, used.get(scope.grain, ()))
        if below is None:
            below = self.below(scope, used)
        if below is None:
            return frame
        counted = count_below(
            nw.from_native(frame),
            nw.from_native(below),
            scope.grain,
            tuple(scope.aggregates.values()),
        )
        return counted.to_native()

    def below(
        self, scope: Scope, used: Mapping[str, Collection[str]]
    ) -> pl.DataFrame | None:
        """Return the rows that the scope's expressions count; None: they count none."""
        if not scope.aggregates or scope.below is None:
            return None
        return self.rows(scope.below, used)

    def _with_flows(self, grain: str, names: Collection[str]) -> pl.DataFrame:
        frame = self._own(grain)
        for maker in MAKERS.get(grain, ()):
            wanted = [name for name in maker.gives if name in names]
            if wanted:
                frame = _joined(frame, maker, wanted, self.done, KEYS.get(grain))
        return frame

    def _own(self, grain: str) -> pl.DataFrame:
        """Return the rows without what the rules counted below them."""
        if grain in ("household", "village"):
            decided = getattr(self.done, f"{grain}s")
            return self._here(_without_counts(decided, grain))
        if grain == "measure":
            return self._here(measures_on(self.done))
        rows = {"member": self.done.members}.get(grain)
        if rows is None:
            rows = self.done.register[f"{grain}s"]
        homes = self._here(self.done.households).select("household_id")
        return rows.join(homes, on="household_id", how="semi", maintain_order="left")

    def _here(self, frame: pl.DataFrame) -> pl.DataFrame:
        if not self.village:
            return frame
        return frame.filter(pl.col("village_id") == self.village)


def _without_counts(frame: pl.DataFrame, grain: str) -> pl.DataFrame:
    """Drop the rules' own counts: a form's have the same names."""
    counts = re.compile(rf"{grain}_\d+__|{ROWS}$")
    return frame.drop([name for name in frame.columns if counts.match(name)])


def _joined(
    frame: pl.DataFrame,
    maker: Maker,
    wanted: list[str],
    done: Assessment,
    key: str | None,
) -> pl.DataFrame:
    """Add the wanted facts; a row that the maker doesn't know has `none` of them."""
    key = key or "household_id"
    made = maker.make(done)
    names = [n for name in wanted for n in (name, most(name)) if n in made.columns]
    # A fact that is unknown stays unknown: only rows without any are filled in.
    made = made.select(key, *names, pl.lit(value=True).alias(FOUND))
    joined = frame.drop(names, strict=False).join(
        made, on=key, how="left", maintain_order="left"
    )
    is_found = pl.col(FOUND).is_not_null()
    filled = [
        pl.when(is_found).then(n).otherwise(pl.lit(maker.none)).alias(n) for n in names
    ]
    return joined.with_columns(filled).drop(FOUND)
