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
    """A clock that keeps what is to be done, and strikes when told, perhaps late."""

    def __init__(self) -> None:
        self.now = 0.0
        self.later: list[tuple[float, Any, tuple[Any, ...]]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, due: float, work: Any, *given: Any) -> None:
        self.later.append((due, work, given))

    def strike(self, late: float = 0) -> None:
        due, work, given = self.later.pop(0)
        self.now = due + late
        work(*given)


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
    while loop.later:
        assert len(loop.later) == 1
        before, made = loop.now, len(decided)
        loop.strike()
        assert (loop.now > before, len(decided)) == (True, made + 1)
    assert [day for _, day, _ in decided[:3]] == DAYS[::-1]
    assert {basis for _, _, basis in decided} == {"fixed", "actual"}


def test_whoever_is_being_answered_goes_first() -> None:
    decided: list[tuple[str, date, str]] = []
    loop = Loop()
    _decide_ahead(loop, desk_of(3, decided))
    loop.strike(late=0.05)
    assert decided == []
    loop.strike()
    assert len(decided) == 1
