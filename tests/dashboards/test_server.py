"""What the server decides before it is asked, and what it leaves until then."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from dashboards.server import LARGE, _decide_ahead

DAYS = [date(2016, 12, 31), date(2017, 12, 31), date(2018, 6, 30)]


class Loop:
    """Keeps what is to be done later, and does it when told."""

    def __init__(self) -> None:
        self.later: list[tuple[float, Any, tuple[Any, ...]]] = []

    def call_later(self, seconds: float, work: Any, *given: Any) -> None:
        self.later.append((seconds, work, given))


def desk_of(rows: int, decided: list[tuple[str, date, str]]) -> Any:
    def noting(name: str) -> Any:
        return lambda day, basis: decided.append((name, day, basis))

    households = pl.DataFrame({"household_id": pl.arange(rows, eager=True)})
    return SimpleNamespace(
        register={"households": households}, days=DAYS,
        assessment=noting("assessment"), standing=noting("standing"),
    )  # fmt: skip


@pytest.mark.parametrize(("rows", "is_decided"), [(LARGE, True), (LARGE + 1, False)])
def test_a_register_of_more_than_20_000_households_isnt_decided_ahead(
    rows: int, is_decided: bool
) -> None:
    decided: list[tuple[str, date, str]] = []
    loop = Loop()
    _decide_ahead(loop, desk_of(rows, decided))
    assert LARGE == 20_000
    assert bool(loop.later) is is_decided


def test_dates_are_decided_one_after_the_other_the_newest_first() -> None:
    decided: list[tuple[str, date, str]] = []
    loop = Loop()
    _decide_ahead(loop, desk_of(3, decided))
    times = [seconds for seconds, *_ in loop.later]
    assert times == sorted(set(times))
    for _, work, given in loop.later:
        work(*given)
    assert [day for _, day, _ in decided[:3]] == DAYS[::-1]
    assert {basis for _, _, basis in decided} == {"fixed", "actual"}
