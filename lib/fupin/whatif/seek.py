"""Goal seek: which thresholds of a curve reach a goal, and how near the others come.

Every value that the threshold may be set to is held against the goal, so an answer of
"impossible" is exact too, and comes with the nearest that there is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fupin.errors import ScenarioError
from fupin.whatif.engine import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fupin.whatif.steps import Curve, Numbers

RELATIONS: Mapping[str, Callable[[Any, float], Any]] = {
    "exactly": lambda figure, goal: figure == goal,
    "at_least": lambda figure, goal: figure >= goal,
    "at_most": lambda figure, goal: figure <= goal,
    "below": lambda figure, goal: figure < goal,
}
# What counts the rows of any curve, households or villages.
COUNTED = ("met", "unmet")
FIGURES = ("met", "unmet", "share_in_every_village", "incidence_in_every_village",
           "budget", "gap")  # fmt: skip


@dataclass(frozen=True)
class Goal:
    """A figure, how it relates to an amount, and the amount.

    `met`, `unmet`: households, or villages where the curve counts them; it has no
    other goals then. `share_in_every_village`: percent of the households
    that meet the rule, where it is least. `incidence_in_every_village`: percent of
    the population not known to meet it, where it is most. `budget`: yuan for the
    persons with labour not known to meet it. `gap`: yuan a year.
    """

    figure: str
    relation: str
    amount: float

    def __post_init__(self) -> None:
        is_known = self.figure in FIGURES and self.relation in RELATIONS
        if is_known and math.isfinite(self.amount):
            return
        raise ScenarioError(
            f"目标“{self.figure} {self.relation} {self.amount}”读不懂。"
            f"指标：{'、'.join(FIGURES)}；关系：{'、'.join(RELATIONS)}；数要是有限的",
            f"The goal '{self.figure} {self.relation} {self.amount}' isn't one. "
            f"Figures: {', '.join(FIGURES)}; relations: {', '.join(RELATIONS)}; "
            "the amount is a finite number.",
        )


@dataclass(frozen=True)
class Base:
    """What figures need besides the curve: populations, and yuan a person.

    `able` is the curve among those counted for the budget.
    """

    populations: Numbers | None = None
    per_person: float = 0.0
    able: Curve | None = None


@dataclass(frozen=True)
class Answer:
    """The value that reaches the goal and is nearest to the one asked from.

    `least` to `most` all reach it. Where nothing does, `value` comes nearest and
    `is_possible` is False. `figure` is the figure at `value`; `village` the village
    that decides it, where one does.
    """

    goal: Goal
    is_possible: bool
    value: float
    least: float
    most: float
    figure: float
    village: str = ""

    def to_pandas(self) -> pd.DataFrame:
        """Return the answer as a table of one row, with Arrow types."""
        row = {"figure": self.goal.figure, "relation": self.goal.relation,
               "amount": self.goal.amount, "is_possible": self.is_possible,
               "value": self.value, "least": self.least, "most": self.most,
               "reached": self.figure, "village_id": self.village}  # fmt: skip
        return pd.DataFrame([row]).convert_dtypes(dtype_backend="pyarrow")


def seek(curve: Curve, goal: Goal, near: float, base: Base | None = None) -> Answer:
    """Return the threshold that reaches `goal` and is nearest to `near`.

    Raises ScenarioError where the figure isn't known: no village has a population, or
    the curve holds no amounts.
    """
    figures, villages = _figures(curve, goal, base or Base())
    grid = curve.grid
    reached = RELATIONS[goal.relation](figures, goal.amount) & ~np.isnan(figures)
    if not reached.any():
        off = np.abs(figures - goal.amount)
        best = np.flatnonzero(off == np.nanmin(off))
        place = best[np.argmin(np.abs(grid[best] - near))]
        return _answer(curve, goal, figures, villages, place, place, place, False)
    places = np.flatnonzero(reached)
    place = places[np.argmin(np.abs(grid[places] - near))]
    gaps = np.flatnonzero(~reached)
    first = gaps[gaps < place].max(initial=-1) + 1
    last = gaps[gaps > place].min(initial=len(grid)) - 1
    return _answer(curve, goal, figures, villages, place, first, last, True)


def _answer(  # noqa: PLR0913
    curve: Curve, goal: Goal, figures: Numbers, villages: Numbers | None, place: int,
    first: int, last: int, is_possible: bool,
) -> Answer:  # fmt: skip
    village = "" if villages is None else curve.villages[villages[place]]
    grid = curve.grid
    return Answer(
        goal, is_possible, float(grid[place]), float(grid[first]), float(grid[last]),
        float(figures[place]), village,
    )  # fmt: skip


def _figures(curve: Curve, goal: Goal, base: Base) -> tuple[Numbers, Numbers | None]:
    """Return the figure at each value of the grid, and the village that decides it."""
    grid = curve.grid
    if goal.figure in COUNTED:
        code = MET if goal.figure == "met" else UNMET
        return curve.counts(grid)[:, code].astype(float), None
    if curve.per == "village":
        raise ScenarioError(
            f"“{curve.parameter.id}”判的是村，不判户：目标只能是达标或未达标的村数",
            f"{curve.parameter.id!r} decides villages, not households: the goal can "
            "only be the villages that meet the rule, or don't.",
        )
    match goal.figure:
        case "share_in_every_village" if curve.start.any():
            return _least_share(curve)
        case "incidence_in_every_village" if _is_known(base.populations):
            return _most_incidence(curve, base.populations)
        case "budget" if base.able is not None:
            left = base.able.people(grid)[:, [UNMET, UNKNOWN]].sum(axis=1)
            return left * base.per_person, None
        case "gap" if curve.shortfall is not None:
            return np.asarray(curve.gap(grid), dtype=float), None
    raise ScenarioError(
        f"算不出“{goal.figure}”：缺户籍人口、预算口径或收入。请补录或换一个目标",
        f"{goal.figure!r} can't be worked out: population, budget or incomes are "
        "missing. Record them or choose another goal.",
    )


def _is_known(populations: Numbers | None) -> bool:
    return populations is not None and not np.isnan(populations).all()


def _least_share(curve: Curve) -> tuple[Numbers, Numbers]:
    """Leave out villages without enrolled households: they have no share."""
    totals = curve.start.sum(axis=1)
    asked = np.flatnonzero(totals)
    met = curve.of_answer(curve.grid, MET)[:, asked]
    shares = met * 100 / totals[asked]
    return shares.min(axis=1), asked[shares.argmin(axis=1)]


def _most_incidence(curve: Curve, populations: Any) -> tuple[Numbers, Numbers]:
    """Only of villages whose population is recorded."""
    known = np.flatnonzero(populations > 0)
    met = curve.of_answer(curve.grid, MET, persons=True)[:, known]
    everybody = curve.start_persons.sum(axis=1)[known]
    rates = (everybody - met) * 100 / populations[known]
    return rates.max(axis=1), known[rates.argmax(axis=1)]
