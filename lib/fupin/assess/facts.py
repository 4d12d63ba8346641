"""The facts that rules name, worked out from the tables for an as-of date.

Written in Narwhals on lazy frames, so that any engine can run it.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from fupin.assess.incomes import (
    YEAR_MONTHS,
    month_window,
    year_incomes,
)
from fupin.codes import CODES, EXIT_STEPS
from fupin.register import POOL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from typing import TypeAlias

    Frames: TypeAlias = Mapping[str, Any]

OBSERVATIONS = (
    "house_observation", "grain_observation", "labour_observation",
    "schooling_observation",
)  # fmt: skip
# What isn't own, donated or special funds; a test holds it to data/plan/funds.yaml.
SECTOR_FUNDS = (
    "central_sector", "province_sector", "helped_city_sector", "helped_county_sector",
    "personal_own", "medical_refund",
)  # fmt: skip


# None of these rows is none, not unknown.
COUNTS = (
    "members_count", "survey_signers_count", "exit_steps_count", "measures_done_count",
)  # fmt: skip

# The pool of 20,000 yuan a person, by its id in data/plan/funds.yaml.
PER_PERSON = "per_person"
FEN = 100


def member_facts(members: Any, day: date) -> Any:
    """Add age in whole years on `day`, and whether the member is at school.

    Exactly one of education and schooling is filled in a sound record: schooling
    known means at school, education alone means not; neither means unknown.
    """
    birth = nw.col("birth_on")
    months = (day.year - birth.dt.year()) * YEAR_MONTHS + day.month - birth.dt.month()
    # A month counts once its day has come.
    whole = months - nw.when(birth.dt.day() > day.day).then(nw.lit(1)).otherwise(
        nw.lit(0)
    )
    pupil, not_pupil = nw.lit(value=True), nw.lit(value=False)
    finished = nw.when(~nw.col("education").is_null()).then(not_pupil)
    at_school = (
        nw.when(nw.col("schooling") == "before").then(not_pupil)
        .otherwise(nw.when(~nw.col("schooling").is_null()).then(pupil).otherwise(finished))
    )  # fmt: skip
    return members.with_columns(
        age_years=(whole - whole % YEAR_MONTHS) / YEAR_MONTHS, is_at_school=at_school
    )


def household_facts(
    register: Frames, day: date, asked: AbstractSet[str] | None = None
) -> Any:
    """Return the households with their worked-out facts, a row each.

    `register` holds the tables as they stood on `day`, as Narwhals lazy frames over
    Polars; so is the answer, its rows in the order of their ids. Of visits, steps,
    signatures and measures only what is `asked` for is worked out (None: all).
    """
    tables = {name: frame.to_native() for name, frame in register.items()}
    pieces = _pieces(register, day)
    wanted = [
        piece.to_native()
        for names, piece in pieces.items()
        if asked is None or not asked.isdisjoint(names)
    ]
    # Side by side, so that no processor waits for the longest of them.
    rows, *worked_out = pl.collect_all(
        [tables["households"], year_incomes(tables["incomes"], day), *wanted]
    )
    told = beside(in_order(rows), worked_out)
    households = nw.from_native(told.lazy())
    counts = [name for name in COUNTS if name in told.columns]
    enrolled = nw.col("enrolled_on") <= nw.lit(day)
    left = nw.col("left_on") <= nw.lit(day)
    yes, no = nw.lit(value=True), nw.lit(value=False)
    return households.with_columns(
        *(nw.col(name).fill_null(0) for name in counts),
        # Enrolment is an act of the office: no date means not enrolled, not unknown.
        has_left=nw.when(left).then(yes).otherwise(no),
        is_enrolled=nw.when(left)
        .then(no)
        .otherwise(nw.when(enrolled).then(yes).otherwise(no)),
        income_per_person_year=nw.when(nw.col("persons_count") > 0).then(
            nw.col("income_year") / nw.col("persons_count")
        ),
    )


def _pieces(register: Frames, day: date) -> dict[tuple[str, ...], Any]:
    """Return what events say of their households, by the facts that it gives."""
    return {
        ("members_count",): _members_count(register["members"]),
        ("last_visit_on",): _visits(register["visits"]),
        OBSERVATIONS: _observations(register["visits"]),
        ("survey_signers_count",): survey_signers(register["signatures"]),
        ("exit_steps_count",): exit_steps(register["steps"]),
        ("measures_done_count",): _measures_done(register["measures"], day),
    }


def in_order(households: pl.DataFrame) -> pl.DataFrame:
    """Return the rows in the order of their ids, in which a register is read."""
    ids = households["household_id"]
    return households if ids.is_sorted() else households[ids.arg_sort()]


def beside(households: pl.DataFrame, pieces: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put beside each household what narrow frames, a row a household, say of it.

    Null where they say nothing. The rows stay in their order. Only ids and row numbers
    are joined: a join of all columns takes three times as long.
    """
    ids = households.select("household_id")
    columns = []
    for piece in pieces:
        found = piece.drop("household_id")
        if not piece["household_id"].equals(ids["household_id"]):
            at = piece.select("household_id").with_row_index("at")
            beside = ids.join(at, on="household_id", how="left", maintain_order="left")
            found = found.select(pl.all().gather(beside["at"]))
        columns += found.get_columns()
    return households.hstack(columns)


def _members_count(members: Any) -> Any:
    rows = members.select("household_id", members_count=nw.lit(1))
    return rows.group_by("household_id").agg(nw.col("members_count").sum())


def _visits(visits: Any) -> Any:
    return visits.group_by("household_id").agg(last_visit_on=nw.col("visited_on").max())


def _observations(visits: Any) -> Any:
    """Return the four looks of the latest visit that recorded them."""
    seen = visits.filter(~nw.col("house_observation").is_null())
    latest = seen.group_by("household_id").agg(visited_on=nw.col("visited_on").max())
    rows = seen.join(latest, on=["household_id", "visited_on"], how="inner")
    return rows.group_by("household_id").agg(nw.col(*OBSERVATIONS).max())


def survey_signers(signatures: Any) -> Any:
    """Return how many of the three parties signed each household's survey.

    A row a household with a signature, `survey_signers_count`; others aren't there.
    """
    survey = signatures.filter(nw.col("document") == "survey")
    signers = [code.name for code in CODES["signer"]]
    signed = survey.select(
        "household_id",
        **{
            name: nw.when(nw.col("signer") == name).then(nw.lit(1)).otherwise(nw.lit(0))
            for name in signers
        },
    )
    by_home = signed.group_by("household_id").agg(nw.col(*signers).max())
    count = nw.sum_horizontal(*signers)
    return by_home.select("household_id", survey_signers_count=count)


def exit_steps(steps: Any) -> Any:
    """Return how many of the six exit steps are done, in order and none skipped."""
    passed = steps.filter(
        (nw.col("procedure") == "exit") & (nw.col("step_outcome") == "passed")
    )
    dated = passed.with_columns(
        **{s: nw.when(nw.col("step") == s).then(nw.col("step_on")) for s in EXIT_STEPS}
    )
    on = dated.group_by("household_id").agg(nw.col(*EXIT_STEPS).max())
    in_order = ~nw.col(EXIT_STEPS[0]).is_null()
    count = nw.when(in_order).then(nw.lit(1)).otherwise(nw.lit(0))
    for before, step in pairwise(EXIT_STEPS):
        in_order = in_order & (nw.col(step) >= nw.col(before))
        count = count + nw.when(in_order).then(nw.lit(1)).otherwise(nw.lit(0))
    return on.select("household_id", exit_steps_count=count)


def _measures_done(measures: Any, day: date) -> Any:
    """Return how many measures are done by `day`: one that ends later isn't yet.

    Where no end is recorded, the recorded state counts.
    """
    ends, starts = nw.col("finished_on"), nw.col("started_on")
    is_by_then = (ends.is_null() | (ends <= nw.lit(day))) & (
        starts.is_null() | (starts <= nw.lit(day))
    )
    done = measures.filter(
        (nw.col("measure_state") == "done")
        & ~nw.col("household_id").is_null()
        & is_by_then
    )
    rows = done.select("household_id", measures_done_count=nw.lit(1))
    return rows.group_by("household_id").agg(nw.col("measures_done_count").sum())


def village_facts(register: Frames, day: date) -> Any:
    """Return the villages with their latest recorded year and the year's own funds."""
    years = register["village_years"]
    latest = years.group_by("village_id").agg(year=nw.col("year").max())
    rows = years.join(latest, on=["village_id", "year"], how="inner")
    ends = nw.lit(None, dtype=nw.Date)
    for year in range(2013, day.year + 1):
        ends = (
            nw.when(nw.col("year") == year)
            .then(nw.lit(date(year, 12, 31)))
            .otherwise(ends)
        )
    rows = rows.with_columns(income_to_on=ends).drop("recorded_on")
    villages = register["villages"].join(rows, on="village_id", how="left")
    funds = _own_funds(register["funds"], day)
    joined = villages.join(funds, on="village_id", how="left")
    # Summed in whole fen, so that a floor that is just reached is reached.
    fen = nw.col("own_fen")
    # Where more went back than came in, it is money of years before: no debt of this.
    is_some = nw.when(fen > 0).then(fen).otherwise(nw.lit(0))
    return joined.with_columns(own_funds_year=is_some / FEN).drop("own_fen")


def _own_funds(funds: Any, day: date) -> Any:
    """Return the twelve months' allocations up to `day`, less what went back.

    Without sector funds, and without what is marked as development funds per person:
    they have a target of their own.
    """
    first, _ = month_window(day)
    is_in = nw.col("fund_entry") == "allocated"
    rows = funds.filter(
        (is_in | (nw.col("fund_entry") == "returned"))
        & (nw.col("entry_on") >= nw.lit(first))
        & ~nw.col("fund_source").is_in(list(SECTOR_FUNDS))
    )
    if POOL in rows.collect_schema().names():
        rows = rows.filter(nw.col(POOL).is_null() | (nw.col(POOL) != PER_PERSON))
    fen = (nw.col("fund_amount") * FEN).round().cast(nw.Int64)
    signed = rows.with_columns(own_fen=nw.when(is_in).then(fen).otherwise(-fen))
    return signed.group_by("village_id").agg(nw.col("own_fen").sum())
