"""Where a curve meets the plan's path: the value at which so many would be out.

The yearly targets are a parameter (`target_share`), so that on each date the plan asks
for a number of households; over the exit standard the curve says at which line exactly
so many meet it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fupin import measures
from fupin.plan import Scenario
from fupin.whatif.curve import ROOT
from fupin.whatif.engine import MET

if TYPE_CHECKING:
    from fupin.whatif.engine import Engine
    from fupin.whatif.steps import Curve


@dataclass(frozen=True)
class Planned:
    """How many of `total` the plan asks for (`share` percent), and at which value.

    At `value` `met` meet the standard, and one step further it would be fewer than
    `wanted`. Where the curve doesn't cross that number `value` is None, and `met` is
    how near it comes within the bounds.
    """

    wanted: int
    total: int
    share: float
    met: int
    value: float | None


def planned(engine: Engine, scenario: Scenario, curve: Curve) -> Planned | None:
    """Return where the curve meets the plan's path on the engine's day.

    Of several such values the one nearest to the plan's own. None of a curve that
    counts anything else than households that meet the exit standard, and of nobody.
    """
    total = int(curve.start.sum())
    if curve.root != ROOT or curve.per != "household" or not total:
        return None
    share = measures.target_share(scenario, engine.day)
    wanted = measures.expected(total, share)
    met = curve.counts(curve.grid)[:, MET]
    reached = met >= wanted
    # The last value of each stretch that reaches it, on the side where it ends.
    ends = np.flatnonzero(reached[1:] != reached[:-1])
    if not len(ends):
        nearest = met.min() if reached.all() else met.max()
        return Planned(wanted, total, share, int(nearest), None)
    places = np.where(reached[ends], ends, ends + 1)
    own = Scenario(scenario.plan).parameter(curve.parameter.id).on(engine.day)
    near = float(own.value) if own is not None else curve.bounds[0]
    place = places[np.argmin(np.abs(curve.grid[places] - near))]
    return Planned(wanted, total, share, int(met[place]), float(curve.grid[place]))
