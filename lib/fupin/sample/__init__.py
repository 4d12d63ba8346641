"""An invented but believable register: four villages, or as many as asked for.

A pure function of its arguments. Nobody in it exists: numbers have a prefix of no
place, and phones one of no network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fupin.errors import FupinError
from fupin.register import Register
from fupin.sample import (
    events,
    households,
    incomes,
    members,
    people,
    reviews,
    steps,
    tasks,
    versions,
    villages,
)
from fupin.sample.calendar import LAST_DAY, NEVER, QUARTERS, SURVEY
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.sample.households import Drawn

# From here on only the enrolled are surveyed, and written village by village.
LARGE = 20_000
CHUNK = 20_000
VILLAGE_SIZE = 72
SURVEYED_OTHERS = 1.07
RESIDENTS = 6.2
# Share of the others whom the survey hasn't reached, by village, and reached late.
MISSED = {"001": 0.013, "002": 0.026, "003": 0.012, "004": 0.055}
LATE = 0.04


def make_tables(
    villages: int = 4, households: int = 290, seed: int = 2016
) -> dict[str, pl.DataFrame]:
    """Return every table of a register of `households` enrolled households.

    All in memory: for a town. `write_sample` streams the same rows of larger ones.
    """
    parts = list(_chunks(villages, households, seed))
    return {name: pl.concat(part[name] for part in parts) for name in parts[0]}


def write_sample(
    to: Path,
    *,
    villages: int = 4,
    households: int = 290,
    seed: int = 2016,
    kind: str = "parquet",
) -> None:
    """Write a register to `to` as parquet, csv or xlsx; large ones as Parquet parts.

    At town size a folder `dirty` beside it holds the same tables with 1–3 % bad rows.
    """
    from fupin.sample import write  # noqa: PLC0415

    if kind not in write.WRITERS:
        raise FupinError(
            f"没有格式“{kind}”。可用：{'、'.join(write.WRITERS)}",
            f"There is no format {kind!r}. There are: {', '.join(write.WRITERS)}.",
        )
    to.mkdir(parents=True, exist_ok=True)
    if households >= LARGE:
        write.write_parts(to, _chunks(villages, households, seed))
        return
    tables = make_tables(villages, households, seed)
    write.WRITERS[kind](to, tables)
    write.write_dirty(to / "dirty", tables, seed)


def _chunks(count: int, total: int, seed: int) -> Iterator[dict[str, pl.DataFrame]]:
    """Yield the tables of whole villages, about CHUNK households at a time.

    A large register has at least as many villages as villages are large in the
    province, whatever was asked for: no chunk then outgrows the memory.
    """
    if count < 1 or total < count:
        raise FupinError(
            f"要 {count} 个村、{total} 户，造不出来。村至少 1 个，每村至少 1 户",
            f"{count} villages and {total} households can't be made. "
            "Ask for at least one village, and a household for each.",
        )
    if total >= LARGE:
        count = max(count, total // VILLAGE_SIZE)
    chosen = villages.choose(np.random.default_rng(seed), count)
    weights = np.array([v.weight for v in chosen])
    ends = np.round(np.cumsum(weights) / weights.sum() * total).astype(int)
    enrolled = np.diff(ends, prepend=0)
    first, size = 0, 0
    for index in range(len(chosen)):
        size += int(enrolled[index])
        is_last = index == len(chosen) - 1
        if is_last or size + int(enrolled[min(index + 1, len(chosen) - 1)]) > CHUNK:
            part = slice(first, index + 1)
            yield _make(chosen[part], enrolled[part], total, (seed, first))
            first, size = index + 1, 0


def _make(
    chosen: list[villages.Village],
    enrolled: np.ndarray,
    total: int,
    seed: tuple[int, int],
) -> dict[str, pl.DataFrame]:
    first_village = seed[1]
    rng = np.random.default_rng([seed[0], total, first_village])
    is_town = total < LARGE
    others = np.round(enrolled * SURVEYED_OTHERS).astype(int) * is_town
    drawn = _draw(rng, chosen, enrolled, others)
    table = versions.frame(rng, drawn)
    first = table.unique("household_id", keep="first", maintain_order=True)
    order = first.sort("household_id")["enrolled_on"].to_numpy()
    enrolled_on = np.where(np.isnat(order), NEVER, order)[
        np.argsort(np.argsort(drawn.ids))
    ]
    residents = _residents(rng, chosen, drawn, first, is_town=is_town)
    counts = dict(residents.group_by("village_id").len().iter_rows())
    persons = _unmet_persons(chosen, drawn)
    made = {
        "villages": villages.table(chosen),
        "village_years": villages.years(chosen, persons, counts),
        "residents": residents,
        "households": table,
        "household_changes": events.changes(rng, drawn, enrolled_on),
        "members": members.frame(rng, drawn),
        "incomes": incomes.frame(rng, drawn),
        "measures": events.measures(rng, drawn),
        "funds": villages.funds(chosen),
        "visits": events.visits(rng, drawn),
        "steps": (walked := steps.steps(rng, drawn, enrolled_on)),
        "signatures": pl.concat(
            [events.signatures(rng, drawn.ids), _signatures(residents, drawn)]
        ),
        "objections": steps.objections(drawn, walked),
        "tasks": tasks.frame(rng, drawn, [v.id for v in chosen]),
    }
    register = Register.of(made)
    named = {name: register[name] for name in TABLES}
    return reviews.reviewed(named) if is_town else named


def _surveyed(count: int, missed: float) -> pl.Series:
    """Return the dates of the survey: a few late by months, a few not done yet."""
    # A stream of its own: what is drawn after it stays as it was.
    rng = np.random.default_rng([count, round(missed * 1000)])
    on = SURVEY + rng.integers(0, 40, count).astype("timedelta64[D]")
    late = rng.integers(90, 500, count).astype("timedelta64[D]")
    on = np.where(rng.random(count) < LATE, on + late, on)
    return pl.Series(np.where(rng.random(count) < missed, np.datetime64("NaT"), on))


def _signatures(residents: pl.DataFrame, drawn: Drawn) -> pl.DataFrame:
    """Return the signatures of those who have a row as residents only."""
    others = residents.filter(
        pl.col("surveyed_on").is_not_null()
        & ~pl.col("household_id").is_in(drawn.ids.tolist())
    )
    ids = others["household_id"].to_numpy().astype(str)
    on = others["surveyed_on"].to_numpy().astype("datetime64[D]")
    return events.signatures(np.random.default_rng(len(ids)), ids, on, missing=0.002)


def _unmet_persons(chosen: list[villages.Village], drawn: Drawn) -> dict[str, int]:
    """Return the persons of each village who don't meet the standard for certain."""
    unmet = (drawn.meets >= len(QUARTERS)) & drawn.is_enrolled
    unmet &= ~np.isin(drawn.holds, ["income_gap", "insurance_gap", "person_gap"])
    return {
        v.id: int(drawn.persons[unmet & (drawn.villages == v.id)].sum()) for v in chosen
    }


def _draw(
    rng: np.random.Generator,
    chosen: list[villages.Village],
    enrolled: np.ndarray,
    others: np.ndarray,
) -> Drawn:
    where: list[str] = []
    numbers: list[int] = []
    is_enrolled: list[bool] = []
    for v, n, m in zip(chosen, enrolled, others, strict=True):
        where += [v.id] * int(n + m)
        numbers += range(1, int(n + m) + 1)
        is_enrolled += [True] * int(n) + [False] * int(m)
    width = max(3, len(str(max(numbers))))
    ids = np.array([f"{v}-{i:0{width}d}" for v, i in zip(where, numbers, strict=True)])
    left = {v.id: v.left for v in chosen}
    return households.draw(rng, ids, np.array(where), np.array(is_enrolled), left)


def _residents(
    rng: np.random.Generator,
    chosen: list[villages.Village],
    drawn: Drawn,
    first: pl.DataFrame,
    *,
    is_town: bool,
) -> pl.DataFrame:
    """Return every household of the villages; those surveyed, with their date.

    Most of those that were found not to be poor have no row but this one.
    """
    surveyed = first.select(
        "household_id",
        "village_id",
        "village_group",
        "head_name",
        "persons_count",
        surveyed_on="valid_from",
    )
    parts = [surveyed]
    for v in chosen if is_town else ():
        have = int((drawn.villages == v.id).sum())
        extra = max(int(v.weight * RESIDENTS) - have, 0)
        names = people.names(rng, extra)
        parts.append(
            pl.DataFrame(
                {
                    "household_id": [
                        f"{v.id}-{have + i:03d}" for i in range(1, extra + 1)
                    ],
                    "village_id": [v.id] * extra,
                    "village_group": (1 + rng.integers(0, 9, extra)).astype(str),
                    "head_name": names,
                    "persons_count": 1 + rng.poisson(3.0, extra),
                    "surveyed_on": _surveyed(extra, MISSED.get(v.id, 0.01)),
                }
            ).cast({"persons_count": surveyed.schema["persons_count"]})
        )
    when = pl.lit(SURVEY.item())
    return pl.concat(parts).with_columns(recorded_on=when)


__all__ = ["LAST_DAY", "make_tables", "write_sample"]
