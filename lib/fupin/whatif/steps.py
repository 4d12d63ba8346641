"""The steps of a curve: where each household turns, and the counts at any threshold.

Sorted once, then binary searches: exact at every threshold, nothing interpolated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fupin.access import LEAST_CELL
from fupin.whatif.engine import ANSWERS

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from fupin.plan import Parameter

    Numbers = npt.NDArray[Any]

NAMES = ("unmet", "met", "unknown")
FINE_UNITS = ("percent",)
# What a reader who may not see the figure itself is given.
COARSE_STEP = 100.0


@dataclass(frozen=True)
class Turns:
    """Where enrolled households change their answer, sorted by the threshold there.

    `at` is the threshold, `row` the household's place among the enrolled, `village`
    its village's place, `before` and `after` its answers (0 unmet, 1 met, 2 unknown).
    """

    at: Numbers
    row: Numbers
    village: Numbers
    persons: Numbers
    before: Numbers
    after: Numbers

    def __len__(self) -> int:
        return len(self.at)

    def where(self, chosen: Numbers) -> Turns:
        """Return the chosen turns: a mask, or places in the order wanted."""
        fields = ("at", "row", "village", "persons", "before", "after")
        return Turns(*(getattr(self, name)[chosen] for name in fields))


def nobody() -> Turns:
    """Return no turns."""
    none = np.zeros(0, dtype=np.int64)
    return Turns(none.astype(float), *(none for _ in range(5)))


@dataclass(frozen=True)
class Shortfall:
    """Households asked for an amount: it, their persons and village, sorted by it."""

    amount: Numbers
    persons: Numbers
    village: Numbers


@dataclass(frozen=True)
class Curve:
    """The answers to `root` at every value of `parameter`, by village.

    `start` and `start_persons` (villages × unmet, met, unknown) hold below every turn.
    With `is_closed` a household has turned where the threshold has reached its figure,
    else where it has passed it. `is_coarse`: turns are gathered into steps of 100, and
    fewer than three are held back, for a reader who may not see the figures.
    """

    parameter: Parameter
    root: str
    villages: tuple[str, ...]
    turns: Turns
    start: Numbers
    start_persons: Numbers
    is_closed: bool
    shortfall: Shortfall | None = None
    is_coarse: bool = False
    per: str = "household"

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the least and the most that the threshold may be set to."""
        if self.parameter.bounds is not None:
            return self.parameter.bounds
        ends = self.turns.at if len(self.turns) else np.zeros(1)
        return math.floor(ends[0]), math.ceil(ends[-1])

    @property
    def step(self) -> float:
        """Return the unit in which the threshold is set: 1, or 0.1 for percent."""
        if self.is_coarse:
            return COARSE_STEP
        return 0.1 if self.parameter.unit in FINE_UNITS else 1.0

    @cached_property
    def grid(self) -> Numbers:
        """Return every value that the threshold may be set to, in its unit."""
        low, high = self.bounds
        return np.round(
            low + np.arange(int((high - low) / self.step) + 1) * self.step, 6
        )

    def counts(self, values: Any) -> Numbers:
        """Return households by answer (n × unmet, met, unknown) at each threshold."""
        return self.start.sum(axis=0) + self._summed[self.turned(values)]

    def people(self, values: Any) -> Numbers:
        """Return persons by the answer of their household, as `counts`."""
        turned = self._summed_persons[self.turned(values)]
        return self.start_persons.sum(axis=0) + turned

    def by_village(self, values: Any, *, persons: bool = False) -> Numbers:
        """Return thresholds × villages × answers, exact at each threshold."""
        each = [self.of_answer(values, n, persons=persons) for n in range(ANSWERS)]
        return np.stack(each, axis=-1)

    def of_answer(self, values: Any, answer: int, *, persons: bool = False) -> Numbers:
        """Return thresholds × villages: the households (or persons) of one answer."""
        asked = np.atleast_1d(np.asarray(values, dtype=float))
        order = np.argsort(asked, kind="stable")
        # The first of the sorted thresholds at which each turn has happened.
        first = np.searchsorted(
            asked[order], self.turns.at, "left" if self.is_closed else "right"
        )
        shape = (len(asked) + 1, len(self.villages))
        total = np.zeros(math.prod(shape))
        for codes, sign in ((self.turns.after, 1), (self.turns.before, -1)):
            same = codes == answer
            cells = first[same] * shape[1] + self.turns.village[same]
            weight = self.turns.persons[same] if persons else None
            total += sign * np.bincount(cells, weight, minlength=len(total))
        changes = total.reshape(shape)[:-1].cumsum(axis=0).astype(np.int64)
        found = np.empty_like(changes)
        found[order] = changes
        start = self.start_persons if persons else self.start
        return start[:, answer] + found

    def gap(self, values: Any) -> Numbers | None:
        """Return the yuan a year that lift everybody asked up to each threshold."""
        if self.shortfall is None:
            return None
        asked = np.atleast_1d(np.asarray(values, dtype=float))
        below = np.searchsorted(self.shortfall.amount, asked, "left")
        persons, yuan = self._lifted
        return asked * persons[below] - yuan[below]

    def turned(self, values: Any) -> Numbers:
        """Return how many of the sorted turns have happened at each threshold."""
        asked = np.atleast_1d(values)
        if self.is_closed:
            return np.searchsorted(self.turns.at, asked, "right")
        return np.searchsorted(self.turns.at, asked, "left")

    def between(self, one: float, other: float) -> Turns:
        """Return the turns that lie between two thresholds, in order."""
        low, high = sorted(int(k) for k in self.turned([one, other]))
        return self.turns.where(np.arange(low, high))

    def to_polars(self) -> pl.DataFrame:
        """Return the steps, a row each: its ends, households and persons by answer.

        A step holds for `from` < threshold <= `to`, or where `is_closed` for
        `from` <= threshold < `to`; null is without end.
        """
        ends = np.unique(self.turns.at)
        at = np.concatenate([[0], np.searchsorted(self.turns.at, ends, "right")])
        counts = self.start.sum(axis=0) + self._summed[at]
        people = self.start_persons.sum(axis=0) + self._summed_persons[at]
        columns = {
            "from": [None, *ends], "to": [*ends, None],
            **{f"{name}_households": counts[:, n] for n, name in enumerate(NAMES)},
            **{f"{name}_persons": people[:, n] for n, name in enumerate(NAMES)},
        }  # fmt: skip
        return pl.DataFrame(
            columns, schema_overrides={"from": pl.Float64, "to": pl.Float64}
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return `to_polars` as pandas with Arrow types."""
        return self.to_polars().to_pandas(use_pyarrow_extension_array=True)

    @cached_property
    def _summed(self) -> Numbers:
        return _running(self.turns, np.ones(len(self.turns), dtype=np.int64))

    @cached_property
    def _summed_persons(self) -> Numbers:
        return _running(self.turns, self.turns.persons)

    @cached_property
    def _lifted(self) -> tuple[Numbers, Numbers]:
        assert self.shortfall is not None  # noqa: S101 gap() has looked
        persons = self.shortfall.persons.astype(float)
        yuan = persons * self.shortfall.amount
        return (
            np.concatenate([[0.0], persons.cumsum()]),
            np.concatenate([[0.0], yuan.cumsum()]),
        )


def _running(turns: Turns, weight: Numbers) -> Numbers:
    """Return the change of each answer after none, one, two, ... of the turns."""
    sums = np.zeros((len(turns) + 1, ANSWERS), dtype=np.int64)
    for code in range(ANSWERS):
        change = (turns.after == code).astype(np.int64) - (turns.before == code)
        np.cumsum(change * weight, out=sums[1:, code])
    return sums


def coarse(exact: Curve) -> Curve:
    """Return the curve for a reader who may not see the figures that it turns at.

    Only the town as a whole, in steps of 100; a step in which fewer than three
    households turn the same way is held back until it is three.
    """
    turns = exact.turns
    steps = np.floor(turns.at / COARSE_STEP) + 1
    if exact.is_closed:
        steps = np.ceil(turns.at / COARSE_STEP)
    kept: list[tuple[float, int, int, int, int]] = []
    for before in range(ANSWERS):
        for after in range(ANSWERS):
            same = np.flatnonzero((turns.before == before) & (turns.after == after))
            kept += _cells(steps[same], turns.persons[same], before, after)
    kept.sort()
    columns = np.array(kept, dtype=float).reshape(-1, 5).T
    at_, persons, before_, after_ = (columns[n] for n in (0, 1, 2, 3))
    codes = before_.astype(np.int64), after_.astype(np.int64)
    nobody = np.full(len(at_), -1)
    return replace(
        exact, villages=("",), shortfall=None, is_closed=True, is_coarse=True,
        turns=Turns(at_, nobody, nobody * 0, persons.astype(np.int64), *codes),
        start=exact.start.sum(axis=0, keepdims=True),
        start_persons=exact.start_persons.sum(axis=0, keepdims=True),
    )  # fmt: skip


def _cells(
    steps: Numbers, persons: Numbers, before: int, after: int
) -> list[tuple[float, int, int, int, int]]:
    """Return the turns at the step where at least three have gathered.

    Who turned with how many persons isn't told: each has the cell's mean, but for
    the first, which has the rest.
    """
    found: list[tuple[float, int, int, int, int]] = []
    waiting: list[int] = []
    for step in np.unique(steps):
        waiting += persons[steps == step].tolist()
        if len(waiting) >= LEAST_CELL:
            mean, rest = divmod(sum(waiting), len(waiting))
            found += [
                (step * COARSE_STEP, mean + (rest if not n else 0), before, after, n)
                for n in range(len(waiting))
            ]
            waiting = []
    return found
