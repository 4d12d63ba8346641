from __future__ import annotations

import shutil
from datetime import date

import narwhals as nw
import polars as pl
import pytest

from fupin.intake.engines import ENGINES, OPENERS, open_engine

TOWN = {
    "households": pl.DataFrame(
        {
            "household_id": ["001-001", "001-002"],
            "income": [3100.0, None],
            "has_car": [True, None],
            "enrolled_on": [date(2016, 5, 1), None],
        }
    )
}


@pytest.mark.parametrize("name", [e for e in ENGINES if e != "pyspark"])
def test_an_engine_holds_the_same_rows_with_the_missing_missing(name: str) -> None:
    native = open_engine(name, TOWN)["households"]
    assert rows(native) == TOWN["households"].rows()


@pytest.mark.spark
@pytest.mark.skipif(shutil.which("java") is None, reason="needs Java: install a JRE")
def test_spark_holds_the_same_rows_with_the_missing_missing() -> None:
    pytest.importorskip("pyspark")
    native = open_engine("pyspark", TOWN)["households"]
    found = [tuple(row) for row in native.orderBy("household_id").collect()]
    assert found == TOWN["households"].rows()


def test_a_missing_income_is_not_above_a_line_in_pandas() -> None:
    frame = open_engine("pandas", TOWN)["households"]
    assert frame["income"].dtype.na_value is not None
    assert (~(frame["income"] < 3000)).isna().to_list() == [False, True]


def test_every_named_engine_has_its_opener() -> None:
    assert set(ENGINES) == set(OPENERS)


def rows(native: object) -> list[tuple[object, ...]]:
    frame = nw.from_native(native)  # type: ignore[call-overload]
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect("polars")
    found: list[tuple[object, ...]] = frame.sort("household_id").to_polars().rows()
    return found
