"""Where values lie: round ticks of numbers and of months, and from value to pixel."""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fupin.figures import month, number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fupin.document import Chart, Number

MONTHS_OF_YEAR = 12
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120)


@dataclass(frozen=True)
class Scale:
    """Numbers from `low` to `high` laid from pixel `start` to pixel `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        part = (value - self.low) / ((self.high - self.low) or 1)
        return self.start + part * (self.end - self.start)


def ticks(
    low: float, high: float, most: int = 5, *, whole: bool = False
) -> list[float]:
    """Return round values from at or below `low` to at or above `high`.

    Where values are `whole` (households), so are these.
    """
    span = high - low or abs(high) or 1
    raw = span / max(most - 1, 1)
    power = 10 ** math.floor(math.log10(raw))
    step = next(n * power for n in (1, 2, 2.5, 5, 10, 20) if n * power >= raw * 0.999)
    step = max(step, 1) if whole else step
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


def read(value: float, step: float | None = None) -> str:
    """Return how a value reads: of itself, or on an axis with ticks `step` apart."""
    part = value if step is None else step
    whole = float(part).is_integer()
    return number(value, 0 if whole else 1 if abs(part) >= 0.1 else 2)


def month_ends(
    first: date, last: date, fits: Callable[[list[date]], bool]
) -> list[date]:
    """Return ends of months between two days, evenly apart, as many as fit."""
    for step in MONTH_STEPS:
        found = _ends(first, last, step)
        if fits(found):
            return found
    return found[-1:]


def _ends(first: date, last: date, step: int) -> list[date]:
    found = []
    months = range(
        first.year * MONTHS_OF_YEAR + first.month - 1,
        last.year * MONTHS_OF_YEAR + last.month,
    )
    for n in months:
        year, index = divmod(n, MONTHS_OF_YEAR)
        day = date(year, index + 1, calendar.monthrange(year, index + 1)[1])
        # Ends of a year are on every scale of years, of half years and of quarters.
        if (n + 1) % step == 0 and first <= day <= last:
            found.append(day)
    return found


def placed(at: object) -> float:
    """Return a date or a number as a number to lay on a scale.

    Raises TypeError for a word: a line has no categories.
    """
    if isinstance(at, date):
        return float(at.toordinal())
    if isinstance(at, int | float):
        return float(at)
    raise TypeError(f"A line runs over dates or numbers, not over {at!r}.")


def said(at: object, lang: str) -> str:
    """Return how a place on the x axis reads."""
    if isinstance(at, date):
        return month(at, lang)
    return read(float(at)) if isinstance(at, int | float) else str(at)


def spread(
    wanted: Sequence[float], gaps: Sequence[float], low: float, high: float
) -> list[float]:
    """Return places within bounds, each `gaps` apart from the next, near to `wanted`.

    `wanted` is ascending. Where there isn't room for all, they stand closer.
    """
    needed = sum(gaps[: len(wanted) - 1])
    part = min((high - low) / needed, 1) if needed else 1
    found: list[float] = []
    for n, y in enumerate(wanted):
        floor = found[-1] + gaps[n - 1] * part if found else low
        found.append(max(y, low, floor))
    for n in range(len(found) - 1, -1, -1):
        ceiling = high if n == len(found) - 1 else found[n + 1] - gaps[n] * part
        found[n] = min(found[n], ceiling)
    return found


def whole(chart: Chart) -> bool:
    """Say whether all values of a chart are whole: nobody counts half a household."""
    held = [v for s in chart.series for p in s.points for v in (p.value, p.high)]
    held += [rule.value for rule in chart.rules if not rule.is_upright]
    return all(float(v).is_integer() for v in held if v is not None)


def bounds(values: Sequence[Number | None]) -> tuple[float, float]:
    """Return the least and the most of the values that are known; (0, 1) of none."""
    known = [float(v) for v in values if v is not None]
    return (min(known), max(known)) if known else (0.0, 1.0)
