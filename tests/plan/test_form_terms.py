"""What forms ask of the rule language, on every engine: ranges summed and compared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl
import pytest

from fupin.intake.engines import ENGINES, open_engine
from fupin.plan import Scenario, compile_plan
from fupin.plan.aggregates import count_below
from fupin.plan.compiler import open_scope
from fupin.plan.expressions import compile_text
from fupin.plan.terms import Term

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY = date(2017, 3, 31)
HOUSEHOLDS = pl.DataFrame(
    {
        "household_id": ["1", "2", "3", "4"],
        "village_id": ["001", "001", "001", "002"],
        "persons_count": [2, 1, 2, None],
        "is_enrolled": [True, True, False, True],
        "has_car": [True, None, True, True],
        "score": [50.0, 50.0, 70.0, 100.0],
        "score__most": [50.0, 70.0, 70.0, 100.0],
    }
)
MEMBERS = pl.DataFrame(
    {
        "household_id": ["1", "1", "2", "3", "3"],
        "is_insured": [False, None, True, False, False],
    }
)
VILLAGES = pl.DataFrame({"village_id": ["001", "002"], "population_count": [10, 20]})
ALSO = {"household": {"score": Term(nw.col("score"), "number", nw.col("score__most"))}}


def _ends(plan: Plan, engine: str, text: str) -> dict[str, tuple[Any, Any]]:
    """Return both ends of a village's expression, by village."""
    tables = {"households": HOUSEHOLDS, "members": MEMBERS, "villages": VILLAGES}
    opened = open_engine(engine, tables)
    frames = {name: nw.from_native(frame) for name, frame in opened.items()}
    scope = open_scope(compile_plan(Scenario(plan), DAY), "village", ALSO)
    term = compile_text(text, scope)
    below = scope.below
    assert below is not None
    households = frames["households"]
    if below.aggregates:
        asked = tuple(below.aggregates.values())
        households = count_below(households, frames["members"], "household", asked)
    asked = tuple(scope.aggregates.values())
    villages = count_below(frames["villages"], households, "village", asked)
    ends = {"low": term.low, "high": term.low if term.high is None else term.high}
    rows = villages.select("village_id", **ends).lazy().collect("polars")
    return {row[0]: row[1:] for row in rows.to_native().sort("village_id").iter_rows()}


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param(e, marks=[pytest.mark.spark] if e == "pyspark" else [])
        for e in ENGINES
    ],
)
@pytest.mark.parametrize(
    ("text", "by_hand"),
    [
        # Household 1 has one uninsured and one open; 2 none; 4 has no rows of members.
        (
            "sum_households(count_members(not is_insured), is_enrolled)",
            [(1, 2), (0, None)],
        ),
        # Household 2's score may lie on either side.
        ("count_households(is_enrolled and score < 60)", [(1, 2), (0, 0)]),
        ("count_households(score >= 60 and score < 100)", [(1, 2), (0, 0)]),
        ("count_households(score >= 100)", [(0, 0), (1, 1)]),
        ("sum_households(persons_count, is_enrolled and has_car)", [(2, 3), (0, None)]),
    ],
)
def test_a_form_counts_what_is_undecided_as_a_range(
    engine: str, text: str, by_hand: list[tuple[Any, Any]], fictional: Plan
) -> None:
    ends = _ends(fictional, engine, text)
    assert list(ends.values()) == by_hand


def test_two_sums_over_the_same_households_are_two_figures(fictional: Plan) -> None:
    one = "sum_households(persons_count, not is_enrolled)"
    other = "sum_households(score, not is_enrolled)"
    assert _ends(fictional, "polars", f"{one} * 1")["001"] == (2, 2)
    scope = open_scope(compile_plan(Scenario(fictional), DAY), "village", ALSO)
    for text in (one, other):
        compile_text(text, scope)
    assert len(scope.aggregates) == 2
