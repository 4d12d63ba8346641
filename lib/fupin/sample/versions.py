"""The versions of each household: the survey's, and one a later change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fupin.sample import people
from fupin.sample.calendar import LAST_DAY, NEVER, QUARTERS, SURVEY, in_quarter
from fupin.sample.columns import optional, table
from fupin.sample.households import FIRST_MEETING

if TYPE_CHECKING:
    from fupin.sample.households import Drawn


def frame(rng: np.random.Generator, d: Drawn) -> pl.DataFrame:
    """Return the versions of each household: the survey's, and one a later change."""
    n = len(d.ids)
    survey = SURVEY + rng.integers(0, 40, n).astype("timedelta64[D]")
    grade, started, accepted = _housing(rng, d)
    granted = _granted(rng, d)
    enrolled_on = survey + rng.integers(20, 45, n).astype("timedelta64[D]")
    late = rng.random(n) < 0.02
    enrolled_on = np.where(late, enrolled_on + np.timedelta64(320, "D"), enrolled_on)
    base = {
        "household_id": d.ids,
        "village_id": d.villages,
        "head_name": d.names,
        "village_group": (1 + rng.integers(0, 9, n)).astype(str),
        "phone": people.phones(rng, n),
        "persons_count": d.persons,
        "poverty_type": optional(d.is_enrolled, d.kind),
        "enrolled_on": np.where(d.is_enrolled, enrolled_on, np.datetime64("NaT")),
        "initial_income_per_person_year": d.initial,
        "is_eligible_wubao": d.kind == "wubao",
        "is_eligible_safety_net": np.isin(d.kind, ["dibao", "wubao"]),
        "housing_grade": grade,
        **_spending(d),
        "planned_exit_year": 2016 + np.clip((d.meets - FIRST_MEETING) // 4, 0, 2),
        "helper_name": people.names(rng, 1 + n // 6)[np.arange(n) // 6],
        **d.fields,
    }
    versions = [
        _version(base, on, survey, granted, started, accepted)
        for on in (survey, granted, started, accepted)
    ]
    rows = pl.concat(versions)
    return rows.sort("household_id", "valid_from").unique(
        ["household_id", "valid_from"], keep="last", maintain_order=True
    )


def _spending(d: Drawn) -> dict[str, Any]:
    """Return yuan a year on medicine and school; nothing here is drawn.

    Every thirtieth household has a year of large bills, every fiftieth no record.
    """
    at = np.arange(len(d.ids))
    ill = d.fields["is_main_worker_long_ill"]
    medical = np.where(at % 30 == 7, 38_000.0, 260.0 + 90 * (at % 11) + 2_200.0 * ill)
    school = np.where(at % 5 == 2, 1_500.0 + 300 * (at % 7), 0.0)
    return {
        "medical_spending_year": np.where(at % 50 == 19, np.nan, medical),
        "schooling_spending_year": school,
    }


def _housing(rng: np.random.Generator, d: Drawn) -> tuple[Any, Any, Any]:
    """Return grade, and when rebuilding was started and accepted."""
    n = len(d.ids)
    dangerous = rng.choice(["C", "D", "B", "A"], n, p=[0.46, 0.39, 0.09, 0.06])
    share = np.where(d.is_enrolled, 0.2, 0.012)
    grade = np.where(rng.random(n) < share, dangerous, "A")
    grade = np.where(
        (d.holds == "housing") & d.is_enrolled,
        np.where(rng.random(n) < 0.5, "C", "D"),
        grade,
    )
    needs = np.isin(grade, ["C", "D"])
    room = np.maximum(d.meets - 6, 1)
    done = np.where(
        d.holds == "housing", d.meets, 6 + (rng.random(n) * room).astype(int)
    )
    can = (d.meets > FIRST_MEETING) | (d.holds == "housing")
    grade = np.where(needs & ~can, "B", grade)
    needs &= can
    done = np.minimum(done, d.meets)
    accepted = np.where(needs, in_quarter(rng, done), NEVER)
    begun = np.where(done < len(QUARTERS), np.maximum(done - 2, 5), 11)
    started = np.where(needs, in_quarter(rng, begun), NEVER)
    started = np.minimum(started, accepted - np.timedelta64(30, "D"))
    return grade, started, accepted


def _granted(rng: np.random.Generator, d: Drawn) -> Any:
    """Return when dibao or wubao was granted; NEVER where it isn't due or in place."""
    due = np.isin(d.kind, ["dibao", "wubao"])
    start = np.full(len(d.ids), SURVEY)
    granted = np.where(
        (d.holds == "net") & (d.meets > FIRST_MEETING), in_quarter(rng, d.meets), start
    )
    return np.where(due, granted, NEVER)


def _version(
    base: dict[str, Any],
    on: Any,
    survey: Any,
    granted: Any,
    started: Any,
    accepted: Any,
) -> pl.DataFrame:
    """Return the rows as they stood on `on`, for households that changed then."""
    last = np.datetime64(LAST_DAY)
    now = np.maximum(on, survey)
    has = granted <= now
    state = np.where(
        accepted <= now, "accepted", np.where(started <= now, "started", "not_started")
    )
    needs = np.isin(base["housing_grade"], ["C", "D"])
    columns = dict(base)
    columns |= {
        "valid_from": now,
        "recorded_on": now + np.timedelta64(6, "D"),
        "has_dibao": has & base["is_eligible_safety_net"] & ~base["is_eligible_wubao"],
        "has_wubao": has & base["is_eligible_wubao"],
        "rebuild_state": optional(needs, state),
        "is_house_weatherproof": (base["housing_grade"] != "D") | (accepted <= now),
    }
    return table(columns).filter(pl.Series((on <= last) & (now <= last)))
