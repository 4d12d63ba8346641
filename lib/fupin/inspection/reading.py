"""The draws of a store and their newest results, as they stood on a date."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from fupin.inspection.draw import Stratum
from fupin.store.layout import inspection_results, inspections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.access import Reader
    from fupin.register import Register
    from fupin.store import Store


@dataclass(frozen=True)
class Inspection:
    """A draw as it was kept: who, on what date and register, by which numbers.

    `rows`: number, village_id, household_id, stratum, ticket; of the reader's villages.
    """

    seq: int
    author: str
    day: date
    reason: str
    seed: str
    vintage: int
    register: str
    rules: Mapping[str, float]
    strata: tuple[Stratum, ...]
    rows: tuple[dict[str, Any], ...]

    @property
    def villages(self) -> tuple[str, ...]:
        """Return the villages that are inspected, in the order of the list."""
        return tuple(dict.fromkeys(row["village_id"] for row in self.rows))

    def row(self, number: int) -> dict[str, Any] | None:
        """Return the row of that number."""
        return next((row for row in self.rows if row["number"] == number), None)


def inspected(store: Store, reader: Reader, day: date) -> list[Inspection]:
    """Return the draws made by the as-of date, the newest first."""
    c = inspections.c
    query = sa.select(inspections).where(c.day <= day.isoformat())
    with store.reading() as connection:
        found = connection.execute(query.order_by(c.seq.desc())).mappings().all()
    return [_inspection(dict(row), reader) for row in found]


def _inspection(row: Mapping[str, Any], reader: Reader) -> Inspection:
    here = reader.villages
    strata = [Stratum(**one) for one in json.loads(row["strata"])]
    return Inspection(
        row["seq"], row["author"], date.fromisoformat(row["day"]), row["reason"],
        row["seed"], row["vintage"], row["register"], json.loads(row["rules"]),
        tuple(s for s in strata if here is None or s.village_id in here),
        tuple(
            one for one in json.loads(row["body"])
            if here is None or one["village_id"] in here
        ),
    )  # fmt: skip


def results(store: Store, seq: int, day: date) -> dict[int, dict[str, Any]]:
    """Return the newest result by `day` of each inspected row, by its number."""
    c = inspection_results.c
    query = sa.select(inspection_results).where(
        c.inspection == seq, c.day <= day.isoformat()
    )
    with store.reading() as connection:
        rows = connection.execute(query.order_by(c.version)).mappings().all()
    # In the order of versions: the last of each is its newest.
    return {row["number"]: dict(row) for row in rows}


def team(register: Register, village: str) -> frozenset[str]:
    """Return the names of a village's own team: helpers, and who visited there."""
    homes = register["households"].filter(pl.col("village_id") == village)
    ids = homes["household_id"].unique()
    visits = register["visits"].filter(pl.col("household_id").is_in(ids.implode()))
    named = [*homes["helper_name"].unique(), *visits["visitor_name"].unique()]
    return frozenset(name for name in named if name)
