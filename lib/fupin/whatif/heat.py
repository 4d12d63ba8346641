"""Two thresholds at once: the counts over a grid, exact in every cell.

Each household has one of four answers: whether it has turned along either axis. So
four decisions of the plan, two searches and a running sum along both axes fill it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin.errors import ScenarioError
from fupin.plan.words import crossings, words
from fupin.whatif.curve import ROOT, at, curve
from fupin.whatif.engine import ANSWERS

if TYPE_CHECKING:
    from fupin.plan import Scenario
    from fupin.plan.words import Crossing
    from fupin.whatif.engine import Engine
    from fupin.whatif.steps import Numbers

    Axis = tuple[str, Any]

MOST_CELLS = 10_000


def heat(
    engine: Engine, scenario: Scenario, rows: Axis, columns: Axis, root: str = ROOT
) -> Numbers:
    """Return rows × columns × (unmet, met, unknown): enrolled households in each cell.

    Of a village rule villages are counted.

    An axis is a parameter and its values in rising order. Raises ScenarioError for
    one parameter twice, values out of order, or a grid of more than 10,000 cells; and
    where the reader may not see the figures that decide.
    """
    _check(rows, columns)
    if scenario.rules[root].per == "village":
        return _of_villages(engine, scenario, rows, columns, root)
    one, other = (crossing_of(scenario, root, axis[0]) for axis in (rows, columns))
    if one is None or other is None or columns[0] in words(one.fact)[0]:
        return _line_by_line(engine, scenario, rows, columns, root)
    for crossing, axis in ((one, rows), (other, columns)):
        if curve(engine, scenario, axis[0], root).is_coarse:
            raise _unseen(crossing)
    return _four_corners(engine, scenario, (rows, one), (columns, other), root)


def crossing_of(scenario: Scenario, root: str, parameter: str) -> Crossing | None:
    """Return where the rules meet the parameter; None unless it is one figure."""
    found = crossings(scenario, root, parameter)
    one = {(crossing.fact, crossing.is_closed) for crossing in found or ()}
    return found[0] if found and len(one) == 1 else None


def _of_villages(
    engine: Engine, scenario: Scenario, rows: Axis, columns: Axis, root: str
) -> Numbers:
    """Draw a curve of villages along the longer axis for each value of the other."""

    def upright() -> Numbers:
        return _drawn(engine, scenario, rows, columns, root)

    def turned() -> Numbers:
        return _drawn(engine, scenario, columns, rows, root).swapaxes(0, 1)

    ways = [upright, turned] if len(rows[1]) <= len(columns[1]) else [turned, upright]
    try:
        return ways[0]()
    except ScenarioError:
        # A line of households has no curve of villages, but may be the other axis.
        return ways[1]()


def _drawn(
    engine: Engine, scenario: Scenario, rows: Axis, columns: Axis, root: str
) -> Numbers:
    (name, values), (other, along) = rows, columns
    made = []
    for value in np.asarray(values).tolist():
        there = at(scenario, name, value)
        found = curve(engine, there, other, root)
        if found.is_coarse:
            raise _unseen(crossings(there, root, other)[0])  # type: ignore[index]
        made.append(found.counts(along))
    return np.stack(made)


def _check(rows: Axis, columns: Axis) -> None:
    sizes = [len(np.atleast_1d(axis[1])) for axis in (rows, columns)]
    in_order = all((np.diff(axis[1]) > 0).all() for axis in (rows, columns))
    if rows[0] == columns[0] or math.prod(sizes) > MOST_CELLS or not in_order:
        raise ScenarioError(
            f"热图要两个不同的参数，取值递增，格数不超过 {MOST_CELLS}。请改参数或取值",
            "A heat map needs two different parameters with rising values, and at most "
            f"{MOST_CELLS} cells. Change the parameters or their values.",
        )


def _unseen(crossing: Crossing) -> ScenarioError:
    return ScenarioError(
        f"您的身份看不到“{crossing.fact}”，不能给出逐格的数。请找管理员",
        f"Your role may not see {crossing.fact!r}, so cells can't be given. Ask the "
        "administrator.",
    )


def _line_by_line(
    engine: Engine, scenario: Scenario, rows: Axis, columns: Axis, root: str
) -> Numbers:
    """Draw a curve along one axis for each value of the other."""
    if crossing_of(scenario, root, rows[0]) is not None:
        turned = _line_by_line(engine, scenario, columns, rows, root)
        return turned.swapaxes(0, 1)
    return _drawn(engine, scenario, rows, columns, root)


def _four_corners(
    engine: Engine, scenario: Scenario, rows: tuple[Axis, Crossing],
    columns: tuple[Axis, Crossing], root: str,
) -> Numbers:  # fmt: skip
    sides = (-math.inf, math.inf)
    hot = [
        [
            np.eye(ANSWERS, dtype=np.int64)[
                engine.codes(at(at(scenario, rows[0][0], a), columns[0][0], b), root)
            ]
            for b in sides
        ]
        for a in sides
    ]
    (low_low, low_high), (high_low, high_high) = hot
    down = _turned(engine, scenario, *rows)
    right = _turned(engine, scenario, *columns)
    grid = np.zeros((len(rows[0][1]) + 1, len(columns[0][1]) + 1, ANSWERS), np.int64)
    grid[0, 0] = low_low.sum(axis=0)
    _add(grid, down, right * 0, high_low - low_low)
    _add(grid, down * 0, right, low_high - low_low)
    _add(grid, down, right, high_high - high_low - low_high + low_low)
    return grid.cumsum(axis=0).cumsum(axis=1)[:-1, :-1]


def _turned(
    engine: Engine, scenario: Scenario, axis: Axis, crossing: Crossing
) -> Numbers:
    """Return the first value of the axis at which each household has turned."""
    figure = engine.amounts(scenario, crossing.fact).cast(float).to_numpy()
    side = "left" if crossing.is_closed else "right"
    return np.searchsorted(axis[1], figure[engine.enrolled], side)  # type: ignore[call-overload]


def _add(grid: Numbers, down: Numbers, right: Numbers, change: Numbers) -> None:
    height, width, _ = grid.shape
    moved = np.flatnonzero(change.any(axis=1))
    cells = down[moved] * width + right[moved]
    for answer in range(ANSWERS):
        weight = change[moved, answer]
        total = np.bincount(cells, weight, minlength=height * width)
        grid[:, :, answer] += total.reshape(height, width).astype(np.int64)
