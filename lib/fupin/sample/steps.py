"""The steps of identification and exit, with a few slips, and the objections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fupin.codes import EXIT_STEPS, IDENTIFICATION_STEPS
from fupin.sample.calendar import ENDS, LAST_DAY, QUARTERS
from fupin.sample.columns import table
from fupin.sample.events import key

if TYPE_CHECKING:
    from fupin.sample.households import Drawn

LAST = np.datetime64(LAST_DAY)
OBJECTION = "公示期间反映家庭收入与登记不符"
# Which households' steps hold a slip: every so many, from the so-manieth on.
SLIPS = {"short": (83, 11), "undated": (113, 24), "skipped": (149, 38),
         "unordered": (197, 60)}  # fmt: skip


def steps(rng: np.random.Generator, d: Drawn, enrolled_on: Any) -> pl.DataFrame:
    """Return identification steps, and exit steps of those that meet the standard."""
    identified = _walk(
        d,
        np.flatnonzero(d.is_enrolled),
        "identification",
        IDENTIFICATION_STEPS,
        enrolled_on - np.timedelta64(32, "D"),
        rng,
        8,
    )
    meeting = np.flatnonzero((d.meets < len(QUARTERS)) & d.is_enrolled)
    meeting = meeting[rng.random(len(meeting)) < 0.72]
    start = np.full(len(d.ids), LAST)
    start[meeting] = ENDS[d.meets[meeting]] + rng.integers(10, 60, len(meeting)).astype(
        "timedelta64[D]"
    )
    exits = _walk(d, meeting, "exit", EXIT_STEPS, start, rng, 17)
    returned = exits["step"] == "consent"
    picked = returned & pl.Series(np.arange(len(exits)) % 37 == 5)
    exits = exits.with_columns(
        step_outcome=pl.when(picked).then(pl.lit("returned")).otherwise("step_outcome")
    )
    stopped = exits.filter(pl.col("step_outcome") == "returned")[
        "household_id"
    ].to_list()
    order = {name: i for i, name in enumerate(EXIT_STEPS)}
    later = pl.col("step").replace_strict(order, default=0) > order["consent"]
    walked = pl.concat(
        [identified, exits.filter(~(later & pl.col("household_id").is_in(stopped)))]
    )
    return _flawed(walked, d)


def _flawed(walked: pl.DataFrame, d: Drawn) -> pl.DataFrame:
    """Return the steps with the slips of a real office, in one household of thirty.

    A notice taken down early, one whose dates weren't written down, the town's check
    left out, the county's approval dated before it. No exit step goes missing.
    """
    at = np.arange(len(d.ids))
    of = {
        slip: pl.col("household_id").is_in(d.ids[at % every == first].tolist())
        for slip, (every, first) in SLIPS.items()
    }
    notice, step = pl.col("step") == "notice", pl.col("step")
    end = pl.col("notice_to")
    early = pl.when(notice & of["short"]).then(end - pl.duration(days=4))
    written = ~(notice & of["undated"])
    unordered = (step == "county_approval") & of["unordered"]
    return walked.filter(~((step == "town_check") & of["skipped"])).with_columns(
        notice_from=pl.when(written).then(early.otherwise("notice_from")),
        step_on=pl.when(unordered)
        .then(pl.col("step_on") - pl.duration(days=12))
        .otherwise("step_on"),
    )


def _walk(
    d: Drawn,
    who: Any,
    procedure: str,
    names: tuple[str, ...],
    start: Any,
    rng: np.random.Generator,
    gap: int,
) -> pl.DataFrame:
    place = np.repeat(who, len(names))
    order = np.tile(np.arange(len(names)), len(who))
    on = start[place] + (order * gap).astype("timedelta64[D]")
    on = on + rng.integers(0, 4, len(place)).astype("timedelta64[D]")
    words = np.array(names)[order]
    notice = np.where(words == "notice", on, np.datetime64("NaT"))
    walked = table(
        {
            "step_id": key(d.ids[place], procedure[0].upper(), order),
            "household_id": d.ids[place],
            "procedure": np.full(len(place), procedure),
            "step": words,
            "step_on": on,
            "step_outcome": np.full(len(place), "passed"),
            "notice_from": notice - np.timedelta64(7, "D"),
            "notice_to": notice,
            "recorded_on": on + np.timedelta64(2, "D"),
        }
    )
    return walked.filter(pl.col("step_on") <= LAST_DAY)


def objections(d: Drawn, walked: pl.DataFrame) -> pl.DataFrame:
    """Return a few objections: one still open, and two to exits now on show."""
    return pl.concat([_settled(d), _pending(walked)])


def _pending(walked: pl.DataFrame) -> pl.DataFrame:
    """Return an objection to each of two households whose last exit step is notice."""
    last = (
        walked.filter(pl.col("procedure") == "exit")
        .sort("household_id", "step_on")
        .unique("household_id", keep="last", maintain_order=True)
        .filter((pl.col("step") == "notice") & pl.col("notice_to").is_not_null())
    )
    who = last["household_id"].to_numpy()[:2].astype(str)
    on = last["notice_to"].to_numpy()[:2].astype("datetime64[D]")
    return table(
        {
            "objection_id": key(who, "O", np.ones(len(who), dtype=int)),
            "household_id": who,
            "objection_kind": np.full(len(who), "objection"),
            "raised_on": on,
            "objection_text": np.full(len(who), OBJECTION),
            "objection_state": np.full(len(who), "open"),
            "closed_on": np.full(len(who), np.datetime64("NaT"), dtype="datetime64[D]"),
            "recorded_on": on,
        }
    )


def _settled(d: Drawn) -> pl.DataFrame:
    who = np.flatnonzero(d.is_enrolled)[13::67]
    states = np.array(["rejected", "upheld", "rejected", "open"])
    order = np.arange(len(who))
    on = np.datetime64("2017-03-01") + (order * 97 % 440).astype("timedelta64[D]")
    state = states[order % len(states)]
    closed = np.where(
        state == "open", np.datetime64("NaT"), on + np.timedelta64(15, "D")
    )
    return table(
        {
            "objection_id": key(d.ids[who], "O", order * 0),
            "household_id": d.ids[who],
            "objection_kind": np.where(order % 2 == 0, "objection", "report"),
            "raised_on": on,
            "objection_text": np.full(len(who), OBJECTION),
            "objection_state": state,
            "closed_on": closed,
            "recorded_on": on,
        }
    )
