"""The curve of a village rule: which villages meet it at every value of a line.

A village turns at its own recorded figure where the rules compare one with the line.
A limit on what is summed over households (the incidence, which may be a range) is
decided at each value that it may be set to.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fupin.errors import ScenarioError
from fupin.plan.words import crossings, thresholds
from fupin.tables import facts_of
from fupin.whatif.each_value import at_each
from fupin.whatif.engine import ANSWERS, UNKNOWN
from fupin.whatif.steps import FINE_UNITS, Curve, Turns, nobody

if TYPE_CHECKING:
    from fupin.plan import Parameter, Scenario
    from fupin.whatif.engine import Engine
    from fupin.whatif.steps import Numbers

MOST_VALUES = 400
INCOME = "income_per_person_year"
# A figure over households: its ends aren't facts of the village's own row.
SUMS = ("sum_households", "count_households")


def of_villages(engine: Engine, scenario: Scenario, parameter: str, root: str) -> Curve:
    """Return the curve of a village rule; its rows are the villages.

    Raises ScenarioError where the line has too many values to try each, and for a
    reader who may not see incomes.
    """
    if not engine.reader.sees(facts_of("household")[INCOME]):
        # Two lines near each other would tell how many turn between them.
        raise ScenarioError(
            "您的身份看不到农户收入，不能给出村的曲线。请找管理员",
            "Your role may not see incomes, so there are no curves of villages. Ask "
            "the administrator.",
        )
    kind = scenario.parameter(parameter)
    if parameter not in thresholds(scenario, root):
        now = codes(engine, scenario, root)
        return _curve(engine, kind, root, nobody(), now, is_closed=True)
    found = crossings(scenario, root, parameter)
    facts = {(one.fact, one.is_closed) for one in found or ()}
    is_own = len(facts) == 1 and not any(name in str(facts) for name in SUMS)
    if found and is_own:
        figure = _figures(engine, found[0].fact)
        return _by_figure(engine, scenario, kind, root, figure, found[0].is_closed)
    return _value_by_value(engine, scenario, kind, root)


def codes(engine: Engine, scenario: Scenario, root: str) -> Numbers:
    """Return each village's answer: 0 unmet, 1 met, 2 unknown."""
    return engine.answers(scenario, root).cast(int).fill_null(UNKNOWN).to_numpy()


def at(scenario: Scenario, parameter: str, value: float) -> Scenario:
    """Return the scenario with a threshold anywhere, outside its bounds too."""
    moved = {**scenario.values, parameter: value}
    return replace(scenario, values=moved)


def _figures(engine: Engine, fact: str) -> Numbers:
    if fact not in engine.villages.columns:
        raise ScenarioError(
            f"画不出“{fact}”的曲线：它不是村的一项事实。请另选参数",
            f"There is no curve of {fact!r}, which is no fact of a village. Choose "
            "another parameter.",
        )
    return engine.villages[fact].cast(float).fill_null(math.nan).to_numpy()


def _by_figure(  # noqa: PLR0913
    engine: Engine, scenario: Scenario, kind: Parameter, root: str, figure: Numbers,
    is_closed: bool,
) -> Curve:  # fmt: skip
    low = codes(engine, at(scenario, kind.id, -math.inf), root)
    high = codes(engine, at(scenario, kind.id, math.inf), root)
    rows = np.flatnonzero((low != high) & ~np.isnan(figure))
    rows = rows[np.argsort(figure[rows], kind="stable")]
    people = _people(engine)
    turns = Turns(figure[rows], rows, rows, people[rows], low[rows], high[rows])
    return _curve(engine, kind, root, turns, low, is_closed=is_closed)


def _value_by_value(
    engine: Engine, scenario: Scenario, kind: Parameter, root: str
) -> Curve:
    step = 0.1 if kind.unit in FINE_UNITS else 1.0
    low, high = kind.bounds or (0, -1)
    count = round((high - low) / step) + 1
    if not 0 < count <= MOST_VALUES:
        raise ScenarioError(
            f"参数“{kind.id}”在“{root}”里画不出精确曲线。请另选参数",
            f"There is no exact curve over {kind.id!r} in {root!r}. Choose another.",
        )
    values = np.round(low + np.arange(count) * step, 6)
    told = at_each(engine, scenario, kind.id, values, root)
    if told is None:
        told = np.stack(
            [codes(engine, at(scenario, kind.id, float(v)), root) for v in values]
        )
    changed, rows = np.nonzero(told[1:] != told[:-1])
    turns = Turns(
        values[1:][changed], rows, rows, _people(engine)[rows],
        told[changed, rows], told[changed + 1, rows],
    )  # fmt: skip
    return _curve(engine, kind, root, turns, told[0], is_closed=True)


def _people(engine: Engine) -> Numbers:
    """Return each village's population; one that isn't recorded counts nobody."""
    return engine.villages["population_count"].fill_null(0).to_numpy()


def _curve(  # noqa: PLR0913
    engine: Engine, kind: Parameter, root: str, turns: Turns, start: Numbers, *,
    is_closed: bool,
) -> Curve:  # fmt: skip
    one = np.eye(ANSWERS, dtype=np.int64)[start]
    people = one * _people(engine)[:, None]
    villages = tuple(engine.villages["village_id"])
    return Curve(kind, root, villages, turns, one, people, is_closed, per="village")
