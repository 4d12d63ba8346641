"""Where it is stuck: on time by department, how long late, and the burn-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin.measures import truncated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass(frozen=True)
class Pace:
    """Tasks of a department (or of all): how many, late now, on time, longest late.

    On time is what isn't past due now and wasn't closed after it was due.
    """

    total: int
    late: int
    on_time: int
    longest: int
    to_verify: int = 0
    done: int = 0

    @property
    def rate(self) -> float | None:
        """Return the share on time in percent, truncated; None without tasks."""
        return truncated(self.on_time, self.total)

    def needed(self, target: float) -> int:
        """Return how many late ones, done, would bring the share to `target` percent.

        They count as on time only where they are done before they are due, so this
        is how many fewer late ones there would have to be.
        """
        short = target * self.total / 100 - self.on_time
        return max(0, -int(-short // 1))


_PACE = (
    pl.len().alias("total"),
    (pl.col("light") == "red").sum().alias("late"),
    (pl.col("days_late") == 0).sum().alias("on_time"),
    pl.when(pl.col("is_open")).then("days_late").max().fill_null(0).alias("longest"),
    (pl.col("status") == "to_verify").sum().alias("to_verify"),
    (pl.col("status") == "done").sum().alias("done"),
)


def pace(rows: pl.DataFrame) -> Pace:
    """Return the pace of a board's rows."""
    return Pace(*(int(n) for n in rows.select(*_PACE).row(0)))


def paces(rows: pl.DataFrame) -> dict[str, Pace]:
    """Return the pace of each department that has tasks."""
    found = rows.group_by("department", maintain_order=True).agg(*_PACE)
    return {name: Pace(*(int(n) for n in rest)) for name, *rest in found.iter_rows()}


def ageing(rows: pl.DataFrame, bands: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Return the late open tasks by days late: (from, to or 0 for no end, count)."""
    late = rows.filter(pl.col("light") == "red")["days_late"]
    edges = [0, *bands]
    found = [
        (low + 1, high, int(((late > low) & (late <= high)).sum()))
        for low, high in zip(edges, bands, strict=False)
    ]
    return [*found, (bands[-1] + 1, 0, int((late > bands[-1]).sum()))]


def burn_up(
    rows: pl.DataFrame, days: Iterable[date]
) -> list[tuple[date, int, int, int]]:
    """Return (day, begun, due by then, closed by then), of today's tasks."""
    begun, due, closed = (rows[c] for c in ("start_on", "due_on", "closed_on"))
    return [
        (day, int((begun <= day).sum()), int((due <= day).sum()),
         int((closed <= day).sum()))
        for day in days
    ]  # fmt: skip
