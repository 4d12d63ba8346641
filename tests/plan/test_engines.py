"""The compiler gives the same verdicts on every engine, to the row."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl
import pytest

from fupin.intake.engines import ENGINES, open_engine
from fupin.plan import Scenario, compile_plan

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY = date(2017, 3, 31)
RULES = ("below_line", "has_worker", "all_insured", "owns_car", "entry",
         "income_reached", "exit_standard", "two_workers")  # fmt: skip
HOUSEHOLDS = pl.DataFrame(
    {
        "household_id": ["1", "2", "3", "4"],
        "village_id": ["001", "001", "001", "002"],
        "persons_count": [2, 1, 2, None],
        "initial_income_per_person_year": [3299.9, None, 3300.0, 10.0],
        "has_car": [False, True, None, False],
        "has_dibao": [None, True, False, None],
        "is_enrolled": [True, True, True, False],
        "income_per_person_year": [5000.0, None, 4999.0, 1.0],
        "income_to_on": [
            date(2016, 12, 31),
            None,
            date(2016, 12, 31),
            date(2017, 3, 31),
        ],
    }
)
MEMBERS = pl.DataFrame(
    {
        "household_id": ["1", "1", "2", "3"],
        "labour": ["able", None, "none", "able"],
        "is_insured": [True, None, True, False],
    }
)
VILLAGES = pl.DataFrame(
    {
        "village_id": ["001", "002", "003"],
        "population_count": [100, 50, 0],
        "income_to_on": [date(2016, 12, 31)] * 3,
    }
)
# By hand, from the rules' texts: True met, False unmet, None unknown.
BY_HAND = {
    "1": (True, True, None, False, True, True, None, None),
    "2": (None, False, True, True, False, None, True, False),
    "3": (False, True, False, None, False, False, False, None),
    "4": (True, None, None, False, True, False, None, None),
}


def _rows(frame: Any, key: str, columns: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:
    rows = nw.from_native(frame).select(key, *columns).lazy().collect("polars")
    return {row[0]: row[1:] for row in rows.to_native().sort(key).iter_rows()}


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param(e, marks=[pytest.mark.spark] if e == "pyspark" else [])
        for e in ENGINES
    ],
)
def test_every_engine_decides_as_by_hand(engine: str, fictional: Plan) -> None:
    program = compile_plan(Scenario(fictional), DAY)
    tables = {"households": HOUSEHOLDS, "members": MEMBERS, "villages": VILLAGES}
    frames = open_engine(engine, tables)
    opened = {name: nw.from_native(frame) for name, frame in frames.items()}
    households, villages = program.decide(
        opened["households"], opened["members"], opened["villages"]
    )
    assert _rows(households.to_native(), "household_id", RULES) == BY_HAND
    # 2 of 100 persons fail, 2 more are open: 2 % is not below 2 %.
    # Where there is no population there is no rate.
    assert _rows(villages.to_native(), "village_id", ("few_poor",)) == {
        "001": (False,),
        "002": (True,),
        "003": (None,),
    }
