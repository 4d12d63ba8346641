"""An address typed by hand opens; what it can't mean is left at its default."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.models.address import restore, written
from dashboards.models.view import View

DAYS = [date(2017, 12, 31), date(2018, 6, 30)]
VILLAGES = ("001", "002")


def opened(query: str) -> View:
    view = View(day=DAYS[0], village="001", start=20)
    restore(view, query, DAYS, VILLAGES)
    return view


@pytest.mark.parametrize(("said", "read"), [("002", "002"), ("999", ""), ("<b>", "")])
def test_a_village_that_is_not_there_is_no_village(said: str, read: str) -> None:
    assert opened(f"?v={said}").village == read


@pytest.mark.parametrize(
    ("said", "read"), [("40", 40), ("9" * 5_000, 0), ("²", 0), ("-5", 0), ("", 0)]
)
def test_a_first_row_of_any_length_is_read_or_left(said: str, read: int) -> None:
    assert opened(f"?start={said}").start == read


def test_what_is_written_is_read_back() -> None:
    said = "?p=households&dark=1&d=2017-12-31&v=002&verdict=unmet&start=20"
    assert written(opened(said), DAYS[-1]) == said


def test_panels_own_word_for_dark_makes_all_of_the_page_dark() -> None:
    assert opened("?p=meeting&theme=dark").dark
    assert not opened("?p=meeting&theme=light").dark
    assert written(opened("?p=meeting&theme=dark"), DAYS[-1]) == "?p=meeting&dark=1"
