"""Who left the register, and where the villagers' review said other than the rules.

Nothing here is drawn: the rows are picked by place, so that all else stays as it was.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from fupin.codes import EXIT_STEPS, IDENTIFICATION_STEPS
from fupin.sample.households import VETOES

if TYPE_CHECKING:
    from collections.abc import Iterable

ENROLLED, LEFT = date(2016, 5, 12), date(2016, 12, 20)
REVIEWED = date(2016, 4, 28)
POOR, COMFORTABLE = 4_000.0, (4_700.0, 5_600.0)
# So many of those who left are below the line again, and so many above it.
POOR_AGAIN, ABOVE = 2, 3
PASSED_OVER = 3
KEPT = "家中有人长期住院，开支大，评议认为应纳入"
TAKEN_IN = "车辆为他人挂名，评议时已核对"
REFUSED = "外出多年，评议认为生活稳定"

Tables = dict[str, pl.DataFrame]


def reviewed(tables: Tables) -> Tables:
    """Return the town's tables with those who left and the reviews of doubtful cases.

    Every other reason is left out, as in a real office: a finding.
    """
    rows = tables["households"].unique(
        "household_id", keep="first", maintain_order=True
    )
    vetoed = pl.any_horizontal(VETOES)
    others = rows.filter(pl.col("enrolled_on").is_null() & ~vetoed)
    initial = pl.col("initial_income_per_person_year")
    is_sound = pl.col("housing_grade") == "A"
    poor = others.filter(initial < POOR)["household_id"].to_list()
    above = others.filter(initial.is_between(*COMFORTABLE) & is_sound)[
        "household_id"
    ].to_list()
    refused = poor[POOR_AGAIN : POOR_AGAIN + PASSED_OVER]
    left = [*poor[:POOR_AGAIN], *above[:ABOVE]]
    taken = rows.filter(pl.col("enrolled_on").is_not_null() & vetoed)["household_id"]
    walked = _with_reasons(tables["steps"], taken.to_list())
    steps = [*_steps_of_leavers(left, above), *_refusals(refused)]
    return tables | {
        "households": _left(tables["households"], left),
        "steps": pl.concat([walked, pl.DataFrame(steps, schema=walked.schema)]),
    }


def _left(households: pl.DataFrame, who: list[str]) -> pl.DataFrame:
    """Return the versions with one more for each who left, from that day on."""
    is_one = pl.col("household_id").is_in(who)
    enrolled = households.with_columns(
        enrolled_on=pl.when(is_one).then(pl.lit(ENROLLED)).otherwise("enrolled_on")
    )
    newest = enrolled.filter(is_one & (pl.col("valid_from") <= LEFT))
    newest = newest.unique("household_id", keep="last", maintain_order=True)
    gone = newest.with_columns(
        valid_from=pl.lit(LEFT),
        recorded_on=pl.lit(LEFT + timedelta(days=3)),
        left_on=pl.lit(LEFT),
    )
    later = enrolled.with_columns(
        left_on=pl.when(is_one & (pl.col("valid_from") > LEFT))
        .then(pl.lit(LEFT))
        .otherwise("left_on")
    )
    return pl.concat([later, gone]).sort("household_id", "valid_from")


def _with_reasons(steps: pl.DataFrame, taken: list[str]) -> pl.DataFrame:
    """Write the reason beside every other review that passed in spite of a veto."""
    is_review = (pl.col("procedure") == "identification") & (pl.col("step") == "review")
    said = is_review & pl.col("household_id").is_in(taken[::2])
    return steps.with_columns(step_reason=pl.when(said).then(pl.lit(TAKEN_IN)))


def _steps_of_leavers(who: list[str], above: list[str]) -> Iterable[dict[str, object]]:
    for household in who:
        for place, step in enumerate(IDENTIFICATION_STEPS):
            why = KEPT if step == "review" and household in above else None
            on = ENROLLED - timedelta(days=8 * (len(IDENTIFICATION_STEPS) - place))
            yield _step(household, "identification", place, step, on, why)
        for place, step in enumerate(EXIT_STEPS):
            on = LEFT - timedelta(days=12 * (len(EXIT_STEPS) - 1 - place))
            yield _step(household, "exit", place, step, on)


def _refusals(who: list[str]) -> Iterable[dict[str, object]]:
    """Yield the application and the review that sent it back; one gives a reason."""
    for number, household in enumerate(who):
        before = REVIEWED - timedelta(days=9)
        yield _step(household, "identification", 0, "application", before)
        why = REFUSED if number == 0 else None
        row = _step(household, "identification", 1, "review", REVIEWED, why)
        yield row | {"step_outcome": "returned"}


def _step(  # a row's columns
    household: str,
    procedure: str,
    place: int,
    step: str,
    on: date,
    why: str | None = None,
) -> dict[str, object]:
    is_notice = step == "notice"
    return {
        "step_id": f"{household}-{procedure[0].upper()}{place}",
        "household_id": household,
        "procedure": procedure,
        "step": step,
        "step_on": on,
        "step_outcome": "passed",
        "notice_from": on - timedelta(days=7) if is_notice else None,
        "notice_to": on if is_notice else None,
        "step_reason": why,
        "recorded_on": on + timedelta(days=2),
    }
