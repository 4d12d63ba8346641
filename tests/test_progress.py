"""The pace of the last half year, and where it leads."""

from __future__ import annotations

from datetime import date

import pytest

from fupin.measures import Count
from fupin.progress import pace

END = date(2018, 12, 31)


@pytest.mark.parametrize(
    ("before", "now", "projected"),
    [(9, 1, 0), (1, 9, 100), (5, 5, 50)],
    ids=["it can't be less than nobody", "nor more than all", "standing still"],
)
def test_where_a_pace_leads_is_a_share(before: int, now: int, projected: float) -> None:
    trend = [
        (date(2017, 12, 31), Count(before, 10 - before, 0)),
        (date(2018, 6, 30), Count(now, 10 - now, 0)),
    ]
    assert pace(trend, END).projected == projected


def test_without_half_a_year_behind_there_is_no_pace() -> None:
    found = pace([(date(2018, 6, 30), Count(1, 9, 0))], END)
    assert (found.now, found.projected) == (None, None)
