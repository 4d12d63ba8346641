"""Refuse rows after they were read, and with them the rows that refer to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.problems import Cells, Place, Problems, found
from fupin.register import Register
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fupin.intake.origin import Origin
    from fupin.intake.reading import Intake
    from fupin.schema import Table


def refuse(taken: Intake, places: Mapping[str, pl.Series]) -> Intake:
    """Return the intake without the rows at `places` of each table's rows taken.

    A row whose household, village or measure is left without any row goes too, and
    that is a problem of its own; why the others go, the caller has said.
    """
    tables, origins = dict(taken.register.tables), dict(taken.origins)
    findings: list[pl.DataFrame] = []
    lost: dict[str, pl.Series] = {}
    for name in (n for n in TABLES if n in origins):
        frame = tables[name]
        gone = pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
        if name in places:
            gone = gone.scatter(places[name], True)
        for mask, finding in _orphans(TABLES[name], frame, origins[name], lost):
            gone |= mask
            findings.append(finding)
        if gone.any():
            tables[name] = frame.filter(~gone)
            origins[name] = origins[name].without(gone.arg_true())
            key = TABLES[name].key[0]
            ids, left = frame[key].filter(gone).unique(), tables[name][key].unique()
            lost[name] = ids.filter(~ids.is_in(left.implode()))
    return replace(
        taken,
        register=Register(tables, taken.register.absent),
        origins=origins,
        problems=Problems.of([taken.problems.frame, *findings]),
    )


def _orphans(
    table: Table, frame: pl.DataFrame, origin: Origin, lost: Mapping[str, pl.Series]
) -> Iterator[tuple[pl.Series, pl.DataFrame]]:
    """Yield which rows refer to a row that is lost, and the problems that they are."""
    for column, target in table.refers.items():
        if target not in lost:
            continue
        mask = frame[column].is_in(lost[target].implode()).fill_null(value=False)
        places = mask.arg_true()
        if not places.len():
            continue
        place = Place(table, origin.raw.sheet, table[column])
        cells = Cells(origin.rows.gather(places), origin.cells(column, places))
        words = {f"target_{lang}": TABLES[target].label(lang) for lang in ("zh", "en")}
        yield (
            mask,
            found(
                "refused_reference", place, severity="refuse", cells=cells, words=words
            ),
        )
