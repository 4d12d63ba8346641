"""What happened to households: visits, signatures, changes, measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fupin.sample import people
from fupin.sample.calendar import LAST_DAY, SURVEY
from fupin.sample.columns import optional, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fupin.sample.households import Drawn

SLOTS = np.array(
    [
        "2016-04-20",
        "2016-08-10",
        "2016-11-20",
        "2017-03-15",
        "2017-06-10",
        "2017-09-20",
        "2017-12-10",
        "2018-03-10",
        "2018-05-20",
    ],
    dtype="datetime64[D]",
)
UNVISITED_FROM = 5
LAST = np.datetime64(LAST_DAY)
OBSERVATIONS = ("house", "grain", "labour", "schooling")


def visits(rng: np.random.Generator, d: Drawn) -> pl.DataFrame:
    """Return the visits: the survey's with its four looks, then the helper's."""
    n, slots = len(d.ids), len(SLOTS)
    kept = rng.random((n, slots)) < 0.72
    kept[:, 0] = True
    unvisited = (np.arange(n) % 41 == 17) & d.is_enrolled
    kept[:, -1] |= d.is_enrolled & ~unvisited
    kept[unvisited, UNVISITED_FROM - 1 :] = False
    kept[~d.is_enrolled, 1:] = False
    place, slot = np.nonzero(kept)
    on = SLOTS[slot] + rng.integers(0, 25, len(place)).astype("timedelta64[D]")
    first = slot == 0
    looks = {
        f"{name}_observation": optional(
            first, np.where(rng.random(len(place)) < share, "hardship", "sound")
        )
        for name, share in zip(OBSERVATIONS, (0.3, 0.25, 0.45, 0.3), strict=True)
    }
    return table(
        {
            "visit_id": key(d.ids[place], "V", slot),
            "household_id": d.ids[place],
            "visited_on": on,
            "visitor_name": people.names(rng, len(place)),
            **looks,
            "recorded_on": on + np.timedelta64(3, "D"),
        }
    )


def key(ids: NDArray[np.str_], letter: str, order: Any) -> NDArray[np.str_]:
    """Return the ids of what happened: the household's with a letter and a number."""
    return np.char.add(np.char.add(ids, f"-{letter}"), np.asarray(order).astype(str))


def signatures(
    rng: np.random.Generator,
    ids: NDArray[np.str_],
    surveyed_on: NDArray[np.datetime64] | None = None,
    missing: float = 0.015,
) -> pl.DataFrame:
    """Return the three signatures of each survey, a few of them missing.

    Where the day of each survey is given, its signatures are of that day.
    """
    n = len(ids)
    place, order = np.nonzero(rng.random((n, 3)) < 1 - missing)
    signers = np.array(["household", "cadre", "surveyor"])
    on = SURVEY + rng.integers(0, 40, len(place)).astype("timedelta64[D]")
    if surveyed_on is not None:
        on = surveyed_on[place]
    return table(
        {
            "signature_id": key(ids[place], "S", order),
            "household_id": ids[place],
            "document": np.full(len(place), "survey"),
            "signer": signers[order],
            "signed_on": on,
            "recorded_on": on + np.timedelta64(4, "D"),
        }
    )


def changes(rng: np.random.Generator, d: Drawn, enrolled_on: Any) -> pl.DataFrame:
    """Return enrolments by reason, and births and deaths."""
    who = np.flatnonzero(d.is_enrolled)
    added = table(
        {
            "change_id": key(d.ids[who], "C", np.zeros(len(who), dtype=int)),
            "household_id": d.ids[who],
            "changed_on": enrolled_on[who],
            "change_kind": np.full(len(who), "added"),
            "change_reason": d.fields["entry_reason"][who].astype(str),
            "persons_delta": d.persons[who],
            "recorded_on": enrolled_on[who] + np.timedelta64(3, "D"),
        }
    )
    some = who[rng.random(len(who)) < 0.05]
    on = np.datetime64("2017-02-01") + rng.integers(0, 420, len(some)).astype(
        "timedelta64[D]"
    )
    born = rng.random(len(some)) < 0.5
    moved = table(
        {
            "change_id": key(d.ids[some], "C", np.ones(len(some), dtype=int)),
            "household_id": d.ids[some],
            "changed_on": on,
            "change_kind": np.where(born, "persons_in", "persons_out"),
            "change_reason": np.where(born, "birth", "death"),
            "persons_delta": np.where(born, 1, -1),
            "recorded_on": on + np.timedelta64(9, "D"),
        }
    )
    return pl.concat([added, moved])


MEASURES = (
    ("industry", "发放鸡苗和饲料", 2400),
    ("industry", "砂糖橘苗与化肥", 3600),
    ("industry", "合作社入股分红", 5000),
    ("jobs", "介绍到镇区企业务工", 800),
    ("training", "种养实用技术培训", 600),
    ("relief", "节日慰问", 500),
    ("benefits", "代缴基本医疗保险", 900),
    ("education", "子女助学金", 3000),
)


def measures(rng: np.random.Generator, d: Drawn) -> pl.DataFrame:
    """Return two measures a household: an earlier one, and one that may be running."""
    who = np.repeat(np.flatnonzero(d.is_enrolled), 2)
    order = np.arange(len(who)) % 2
    which = rng.integers(0, len(MEASURES), len(who))
    kinds, names, amounts = (np.array(column) for column in zip(*MEASURES, strict=True))
    begun = np.where(
        order == 0, np.datetime64("2016-07-01"), np.datetime64("2017-05-01")
    )
    begun = begun + rng.integers(0, 280, len(who)).astype("timedelta64[D]")
    ended = begun + rng.integers(40, 240, len(who)).astype("timedelta64[D]")
    is_done = ended <= LAST
    planned = amounts[which].astype(float)
    return table(
        {
            "measure_id": key(d.ids[who], "M", order),
            "village_id": d.villages[who],
            "household_id": d.ids[who],
            "measure_kind": kinds[which],
            "measure_name": names[which],
            "planned_amount": planned,
            "spent_amount": np.where(is_done, planned, np.round(planned * 0.4)),
            "measure_state": np.where(is_done, "done", "running"),
            "started_on": begun,
            "finished_on": np.where(is_done, ended, np.datetime64("NaT")),
            "recorded_on": begun + np.timedelta64(5, "D"),
        }
    )
