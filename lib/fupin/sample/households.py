"""Draw households: what they are, why they are poor, and when each test is met.

Shares are those of the domain reference §5; each enrolled household is given the
quarter in which it first meets the standard, and one thing that holds it until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin.sample import people
from fupin.sample.calendar import QUARTERS
from fupin.sample.columns import optional

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Share of enrolled households that meet the standard by the end of each quarter from
# 2016 Q2 (index 5) to 2018 Q4, if a village ends like the town.
MEETING = np.array(
    [0.08, 0.18, 0.283, 0.36, 0.44, 0.53, 0.615, 0.69, 0.779, 0.89, 0.97]
)
FIRST_MEETING, NOW = 5, 8
TOWN_LEFT = 1 - MEETING[NOW]
LABOUR_CAUSES = (
    ("illness", 0.38),
    ("no_labour", 0.138),
    ("disability", 0.168),
    ("no_capital", 0.091),
    ("schooling", 0.085),
    ("motivation", 0.062),
    ("no_skill", 0.04),
    ("disaster", 0.02),
    ("other", 0.016),
)
OTHER_CAUSES = (
    ("no_labour", 0.45),
    ("illness", 0.28),
    ("disability", 0.25),
    ("other", 0.02),
)
SIX_IN = {"illness": "six_in_3", "disability": "six_in_4", "disaster": "six_in_6"}
FLAGS = (
    "is_main_worker_dead",
    "is_main_worker_long_ill",
    "is_main_worker_unable",
    "has_disaster_hardship",
    "has_new_house",
    "has_town_flat",
    "has_unsupporting_child",
    "has_car",
    "has_large_machine",
    "has_publicly_paid_kin",
    "hires_long_term",
)
VETOES = (
    "has_car",
    "has_publicly_paid_kin",
    "hires_long_term",
    "has_large_machine",
    "has_town_flat",
    "has_new_house",
)
# New houses and flats are of the years that the seven "out" ask about.
SEVEN_FROM = np.datetime64("2014-09-01")


@dataclass(frozen=True)
class Drawn:
    """Arrays of one chunk, a place a household; quarters count from 2015 Q1."""

    ids: NDArray[np.str_]
    villages: NDArray[np.str_]
    is_enrolled: NDArray[np.bool_]
    kind: NDArray[np.str_]
    has_labour: NDArray[np.bool_]
    is_income_asked: NDArray[np.bool_]
    persons: NDArray[np.int64]
    names: NDArray[np.str_]
    initial: NDArray[np.float64]
    meets: NDArray[np.int64]
    holds: NDArray[np.str_]
    fields: dict[str, Any]


def draw(
    rng: np.random.Generator,
    ids: NDArray[np.str_],
    villages: NDArray[np.str_],
    is_enrolled: NDArray[np.bool_],
    left: dict[str, float],
) -> Drawn:
    """Draw all households of a chunk. `left`: the share of each village still poor."""
    n = len(ids)
    kind = rng.choice(["dibao", "wubao", "general"], n, p=[0.48, 0.14, 0.38])
    able = {"dibao": 0.6, "wubao": 0.0, "general": 0.92}
    has_labour = rng.random(n) < np.vectorize(able.get)(kind)
    kind = np.where(is_enrolled, kind, "")
    has_labour |= ~is_enrolled
    persons = _persons(rng, has_labour, kind)
    asked = has_labour | (kind == "general")
    meets = np.full(n, FIRST_MEETING - 1)
    for village in np.unique(villages):
        at = np.flatnonzero((villages == village) & is_enrolled)
        meets[at] = _meets(rng, len(at), left[village])
    holds = _holds(rng, asked, meets, villages)
    return Drawn(
        ids,
        villages,
        is_enrolled,
        kind,
        has_labour,
        asked,
        persons,
        people.names(rng, n),
        _initial(rng, n, is_enrolled),
        meets,
        holds,
        _fields(rng, n, is_enrolled, has_labour, kind),
    )


def _persons(
    rng: np.random.Generator, has_labour: NDArray[np.bool_], kind: NDArray[np.str_]
) -> NDArray[np.int64]:
    """Return the size of each household: those without labour are small."""
    n = len(kind)
    families = np.clip(2 + rng.poisson(2.05, n), 2, 7)
    wubao = 1 + (rng.random(n) < 0.25)
    others = np.clip(1 + rng.poisson(0.6, n), 1, 3)
    return np.where(has_labour, families, np.where(kind == "wubao", wubao, others))


def _meets(rng: np.random.Generator, n: int, left: float) -> NDArray[np.int64]:
    """Return the quarter of first meeting, in exact shares, in random order."""
    path = MEETING[: NOW + 1] * (1 - left) / (1 - TOWN_LEFT)
    ranks = (rng.permutation(n) + 0.5) / max(n, 1)
    later = len(QUARTERS) + (ranks > (1 - left) + left / 2)
    return np.where(
        ranks <= path[-1], FIRST_MEETING + np.searchsorted(path, ranks), later
    )


def _holds(
    rng: np.random.Generator,
    asked: NDArray[np.bool_],
    meets: NDArray[np.int64],
    villages: NDArray[np.str_],
) -> NDArray[np.str_]:
    """Return what holds each household back until it meets the standard."""
    draw_ = rng.random(len(asked))
    early = np.where(
        asked,
        np.select(
            [draw_ < 0.86, draw_ < 0.95, draw_ < 0.98],
            ["income", "housing", "insurance"],
            "school",
        ),
        np.select([draw_ < 0.8, draw_ < 0.95], ["net", "housing"], "insurance"),
    )
    is_last = villages == villages[-1]
    gap = np.where(is_last, 0.3, 0.06)
    late = np.where(
        asked,
        np.select(
            [draw_ < gap, draw_ < gap + 0.05, draw_ < gap + 0.07, draw_ < gap + 0.16],
            ["income_gap", "insurance_gap", "person_gap", "housing"],
            "income",
        ),
        np.select([draw_ < 0.45, draw_ < 0.85], ["net", "housing"], "insurance_gap"),
    )
    return np.where(meets < len(QUARTERS), early, late)


def _initial(
    rng: np.random.Generator, n: int, is_enrolled: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the income before: lognormal below 4,000 for most of the enrolled."""
    poor = np.exp(rng.normal(np.log(3100), 0.35, n))
    poor = np.where(poor >= 3990, rng.uniform(2200, 3990, n), poor)
    others = np.where(
        rng.random(n) < 0.02, rng.uniform(2800, 3990, n), rng.uniform(4300, 12_000, n)
    )
    drawn = np.where(is_enrolled, np.clip(poor, 900, 3990), others)
    return np.round(drawn).astype(np.float64)


def _choose(rng: np.random.Generator, table: Any, n: int) -> NDArray[np.str_]:
    names, shares = zip(*table, strict=True)
    weights = np.array(shares)
    return rng.choice(names, n, p=weights / weights.sum())


def _fields(
    rng: np.random.Generator,
    n: int,
    is_enrolled: NDArray[np.bool_],
    has_labour: NDArray[np.bool_],
    kind: NDArray[np.str_],
) -> dict[str, Any]:
    """Return the remaining columns, as they stood at the survey."""
    cause = np.where(
        has_labour, _choose(rng, LABOUR_CAUSES, n), _choose(rng, OTHER_CAUSES, n)
    )
    by_six = is_enrolled & (rng.random(n) < 0.3)
    lone = by_six & ~has_labour & (kind == "general")
    six = np.full(n, "other", dtype="U12")
    for name, code in SIX_IN.items():
        six = np.where(by_six & (cause == name), code, six)
    six = np.where(lone, "six_in_2", six)
    flags = _flags(rng, is_enrolled, six)
    built = SEVEN_FROM + rng.integers(0, 500, n).astype("timedelta64[D]")
    never = np.datetime64("NaT")
    single = rng.random(n) < np.where(is_enrolled, 0.05, 0.004)
    alone = np.where(single, "single_parent", "ordinary")
    return {
        **flags,
        "cause": optional(is_enrolled, cause),
        "entry_reason": optional(is_enrolled, six),
        "household_kind": np.where(lone, "lone", alone),
        "new_house_area_m2": np.where(flags["has_new_house"], 120.0, np.nan),
        "new_house_built_on": np.where(flags["has_new_house"], built, never),
        "town_flat_bought_on": np.where(flags["has_town_flat"], built, never),
        "floor_area_m2": np.round(rng.uniform(35, 140, n)),
        "has_house": rng.random(n) < 0.985,
        "farmland_mu": np.round(rng.gamma(2.0, 1.1, n), 1),
    }


def _flags(
    rng: np.random.Generator, is_enrolled: NDArray[np.bool_], six: NDArray[np.str_]
) -> dict[str, NDArray[np.bool_]]:
    """Return the yes-or-no columns: hardship as `six` says, one veto for a few."""
    n = len(six)
    flags = {name: np.zeros(n, dtype=bool) for name in FLAGS}
    flags["is_main_worker_long_ill"] = (six == "six_in_3") | (rng.random(n) < 0.05)
    flags["is_main_worker_unable"] = six == "six_in_3"
    flags["has_disaster_hardship"] = six == "six_in_6"
    vetoed = np.where(is_enrolled, rng.random(n) < 0.012, rng.random(n) < 0.3)
    which = rng.integers(0, len(VETOES), n)
    for index, name in enumerate(VETOES):
        flags[name] = vetoed & (which == index)
    return flags
