"""One measured bar, and how a time is taken."""

from __future__ import annotations

import math
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Row:
    """A figure held to its bar: it must stay below it."""

    issue: int
    name: str
    value: float
    unit: str
    bar: float

    @property
    def ok(self) -> bool:
        """Return whether the bar holds."""
        return self.value < self.bar

    def as_dict(self) -> dict[str, object]:
        """Return issue, name, value, unit, bar and ok."""
        return {
            "issue": self.issue,
            "name": self.name,
            "value": round(self.value, 3) if math.isfinite(self.value) else None,
            "unit": self.unit,
            "bar": self.bar,
            "ok": self.ok,
        }


def median_seconds(work: Callable[[], object], times: int) -> float:
    """Return the median of several runs of `work`, in seconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
