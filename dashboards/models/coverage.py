"""What the coverage page says: whom the survey missed, and where procedures stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from fupin import coverage as survey
from fupin import procedure
from fupin.codes import PROCEDURES
from fupin.measures import value
from fupin.tables import HOUSEHOLDS

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.assess import Assessment
    from fupin.coverage import Covered

_YES, _NO = pl.col("is_surveyed"), ~pl.col("is_surveyed")
_SIGNED = pl.col("is_verified").fill_null(value=False)
# The lists of residents by name, and what stands in each.
RESIDENTS = {
    "residents": pl.lit(value=True),
    "surveyed": _YES,
    "missing": _NO,
    "undated": _YES.is_null(),
    "signed": _YES & _SIGNED,
    "unsigned": _YES & ~_SIGNED,
}
# The lists of procedures by name; what is over and sound has nothing to be done.
_OVER = pl.col("next_step").is_null()
_WAITS = pl.col("returned_step").is_not_null() | pl.col("is_held").fill_null(value=True)
PROCEDURE = {
    "over": _OVER,
    "running": ~_OVER,
    "faulty": ~pl.col("is_sound"),
    "unclear": pl.col("is_sound").is_null(),
    "stopped": _WAITS,
}


@dataclass(frozen=True)
class Village:
    """A village's counts, as a whole and by group."""

    id: str
    name: str
    whole: Covered
    groups: tuple[tuple[str, Covered], ...]


@dataclass(frozen=True)
class Path:
    """A procedure: how many wait for each step, and how many have done them all."""

    name: str
    waiting: dict[str, int]
    over: int

    @property
    def running(self) -> int:
        """Return the households that still have a step before them."""
        return sum(self.waiting.values())


@dataclass(frozen=True)
class Coverage:
    """Every figure of the page, each from its own list."""

    day: date
    village: str
    target: float
    minimum: dict[str, int]
    villages: tuple[Village, ...]
    residents: pl.DataFrame
    procedures: pl.DataFrame

    @property
    def shown(self) -> tuple[Village, ...]:
        """Return the village that the view asks for, or all."""
        return tuple(v for v in self.villages if self.village in ("", v.id))

    @cached_property
    def whole(self) -> Covered:
        """Return the counts of all that is shown."""
        return sum((v.whole for v in self.shown), survey.NOBODY)

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """Return both procedures, step by step."""
        return tuple(self._path(name) for name in PROCEDURES)

    def _path(self, name: str) -> Path:
        rows = self.procedures.filter(pl.col("procedure") == name)
        waiting = dict(rows["next_step"].drop_nulls().value_counts().iter_rows())
        return Path(
            name,
            {step: int(waiting.get(step, 0)) for step in PROCEDURES[name]},
            int(rows["next_step"].null_count()),
        )

    def count(self, spec: str) -> int:
        """Return how many rows the list `spec` has."""
        return len(self.rows(spec))

    def rows(self, spec: str) -> pl.DataFrame:
        """Return the rows of a list.

        `spec` is "<list>", "<list>:<village>" or "<list>:<village>:<group>" for
        residents; "<list>[:<procedure>]", "next:<procedure>:<step>" or
        "found:<kind>" for procedures. Empty where there is no such list.
        """
        name, *rest = spec.split(":", 2)
        if name in RESIDENTS:
            rows = self.residents.filter(RESIDENTS[name])
            return _only(rows, ("village_id", "village_group"), rest)
        rows = self.procedures
        if name in PROCEDURE:
            return _only(rows.filter(PROCEDURE[name]), ("procedure",), rest)
        if name == "next":
            return _only(rows.filter(~_OVER), ("procedure", "next_step"), rest)
        if name == "found" and rest:
            return rows.filter(pl.col("kinds").list.contains(rest[0]))
        return rows.clear()

    @cached_property
    def kinds(self) -> dict[str, int]:
        """Return how many rows have each kind of finding, the gravest kinds first."""
        found = {kind: self.count(f"found:{kind}") for kind in procedure.WORDS}
        return {kind: count for kind, count in found.items() if count}

    @cached_property
    def work(self) -> pl.DataFrame:
        """Return what has to be looked at: findings first, then who waits longest."""
        rows = self.procedures.filter(~_OVER | (pl.col("kinds").list.len() > 0))
        grave = (
            pl.when(~pl.col("is_sound"))
            .then(0)
            .when(pl.col("is_sound").is_null())
            .then(1)
            .when(_WAITS)
            .then(2)
            .otherwise(3)
        )
        return rows.sort(grave, "since_on", "household_id", nulls_last=True)


def _only(
    rows: pl.DataFrame, columns: tuple[str, ...], held: list[str]
) -> pl.DataFrame:
    """Keep the rows that hold this in these columns, as far as something is asked."""
    for column, wanted in zip(columns, held, strict=False):
        rows = rows.filter(pl.col(column) == wanted)
    return rows


def coverage(desk: Desk, view: View) -> Coverage:
    """Work out the page for the view's date and village."""
    done = desk.assessment(view.day, view.basis)
    counts = survey.coverage(done)
    here = pl.lit(value=True)
    if view.village:
        here = pl.col("village_id") == view.village
    return Coverage(
        day=view.day,
        village=view.village,
        target=value(done.scenario, "survey_coverage_target", done.day),
        minimum={
            name: int(value(done.scenario, parameter, done.day))
            for name, parameter in procedure.MINIMUM.items()
        },
        villages=tuple(
            Village(
                id_,
                name,
                survey.total(counts, id_),
                tuple((group, held) for (v, group), held in counts.items() if v == id_),
            )
            for id_, name in desk.village_names.items()
        ),
        residents=survey.surveys(done).filter(here),
        procedures=_procedures(done).filter(here),
    )


def _procedures(done: Assessment) -> pl.DataFrame:
    """Return the procedures with the kinds of their findings, and names if seen."""
    rows = procedure.procedures(done)
    kinds = [
        [one.kind for one in procedure.findings(row)]
        for row in rows.iter_rows(named=True)
    ]
    rows = rows.with_columns(kinds=pl.Series(kinds, dtype=pl.List(pl.String)))
    if not done.reader.sees(HOUSEHOLDS["head_name"]):
        return rows
    names = done.households.select("household_id", "head_name")
    return rows.join(names, on="household_id", how="left", maintain_order="left")
