"""The quarters of the sample, the exit lines, and dates drawn within them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAST_DAY = date(2018, 6, 30)
YEARS = (2015, 2016, 2017, 2018)
QUARTERS = [
    (date(y, 3 * q + 1, 1), date(y, 3 * q + 3, 31 if q in (0, 3) else 30))
    for y in YEARS
    for q in range(4)
    if (y, q) <= (2018, 1)
]
STARTS = np.array([start for start, _ in QUARTERS], dtype="datetime64[D]")
ENDS = np.array([end for _, end in QUARTERS], dtype="datetime64[D]")
# Trailing years can end with quarters 3 (2015 Q4) to 13 (2018 Q2).
FIRST_END = 3
LINE = {2015: 4000.0, 2016: 6433.0, 2017: 6883.0, 2018: 7365.0}
LINES = np.array([LINE[end.year] for _, end in QUARTERS])
NEVER = np.datetime64("2030-01-01")
SURVEY = np.datetime64("2016-04-10")


def in_quarter(
    rng: np.random.Generator, quarter: NDArray[np.int64]
) -> NDArray[np.datetime64]:
    """Return a date inside each quarter; NEVER for those past the last."""
    inside = STARTS[np.clip(quarter, 0, len(QUARTERS) - 1)]
    dates = inside + rng.integers(5, 80, len(quarter)).astype("timedelta64[D]")
    return np.where(quarter < len(QUARTERS), dates, NEVER)


def days(dates: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Return dates with NEVER turned into nothing."""
    return np.where(dates >= NEVER, np.datetime64("NaT"), dates)
