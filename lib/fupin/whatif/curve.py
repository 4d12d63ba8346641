"""The whole curve: how many meet a rule at every value of one of its thresholds.

Each household's answer is a step in its own quantity once the rest of the plan is
given. So the rule is decided twice, with the threshold under every value and over every
value; a household whose two answers differ turns at its own figure. One sort of these
figures answers for every threshold.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fupin.errors import ScenarioError
from fupin.plan import Scenario
from fupin.plan.compiler import APPLIES
from fupin.plan.words import crossings, thresholds, under, words
from fupin.tables import facts_of
from fupin.whatif.engine import ANSWERS, MET
from fupin.whatif.steps import Curve, Shortfall, Turns, coarse, nobody
from fupin.whatif.village_curve import at, of_villages

if TYPE_CHECKING:
    from fupin.plan import Parameter
    from fupin.plan.words import Crossing
    from fupin.whatif.engine import Engine
    from fupin.whatif.steps import Numbers

ROOT = "exit_standard"
ROOTS = (ROOT, "entry", "village_exit")
# Units that are counted in whole numbers: few values, each decided by itself.
WHOLE_UNITS = ("years", "calendar_years", "days", "signers", "year")
MONEY_UNITS = ("yuan_per_person_year",)
MOST_VALUES = 400


def root_of(scenario: Scenario, parameter: str) -> str:
    """Return the first of the rules that are asked for which the parameter decides.

    The exit standard, else the entry rule, else the village exit; the first where the
    parameter decides none of them, so that the curve says what could be asked.
    """
    plan = Scenario(scenario.plan)
    found = [root for root in ROOTS if parameter in thresholds(plan, root)]
    return found[0] if found else ROOT


def curve(
    engine: Engine,
    scenario: Scenario,
    parameter: str,
    root: str = ROOT,
    among: str = "",
) -> Curve:
    """Return the whole curve of `root` over `parameter`.

    Of a village rule the rows are villages, and the persons their population. With
    `among` only of the enrolled households that meet that rule.
    Where the scenario has switched off the rule that asks the parameter, nobody turns.
    Raises ScenarioError where the parameter decides nothing under the plan's rule, or
    where no exact curve can be given.
    """
    # Where the threshold itself stands doesn't matter to its curve.
    rest = at(scenario, parameter, math.inf).fingerprint
    return engine.remembered(
        ("curve", rest, parameter, root, among),
        lambda: _drawn(engine, scenario, parameter, root, among),
    )


def _drawn(
    engine: Engine, scenario: Scenario, parameter: str, root: str, among: str
) -> Curve:
    rests = parameter in thresholds(scenario, root)
    # A rule that is switched off asks nothing any more; its line is a flat one then.
    asked = scenario if rests else Scenario(scenario.plan)
    if parameter not in thresholds(asked, root):
        raise ScenarioError(
            f"“{root}”不取决于参数“{parameter}”。可选："
            f"{'、'.join(thresholds(scenario, root))}",
            f"{root!r} doesn't rest on parameter {parameter!r}. It rests on "
            f"{', '.join(thresholds(scenario, root))}.",
        )
    if scenario.rules[root].per == "village":
        return of_villages(engine, scenario, parameter, root)
    chosen = np.ones(len(engine.enrolled), dtype=bool)
    if among:
        chosen = engine.codes(scenario, among) == MET
    found = crossings(asked, root, parameter)
    kind = scenario.parameter(parameter)
    if found is not None and len({(c.fact, c.is_closed) for c in found}) == 1:
        facts = words(found[0].fact)[0]
        made = (
            _by_figure(engine, scenario, kind, root, found[0], chosen)
            if rests
            else _flat(engine, scenario, kind, root, chosen)
        )
    elif kind.unit in WHOLE_UNITS and kind.bounds is not None:
        made = (_value_by_value if rests else _flat)(
            engine, scenario, kind, root, chosen
        )
        named = [asked.rules[name].when for name in under(asked, root)]
        facts = frozenset[str]().union(
            *(words(text)[0] for text in named if parameter in words(text)[0])
        )
    else:
        raise ScenarioError(
            f"参数“{parameter}”在“{root}”里不是逐户的门槛，画不出精确曲线。请另选参数",
            f"{parameter!r} isn't one household's threshold in {root!r}; there is no "
            "exact curve. Choose another parameter.",
        )
    columns = facts_of("household") | facts_of("member")
    seen = all(engine.reader.sees(columns[f]) for f in facts if f in columns)
    return made if seen else coarse(made)


def _by_figure(  # noqa: PLR0913
    engine: Engine, scenario: Scenario, kind: Parameter, root: str, where: Crossing,
    chosen: Numbers,
) -> Curve:  # fmt: skip
    """Decide the root below and above every figure; turn where the figure stands."""
    low = engine.codes(at(scenario, kind.id, -math.inf), root)
    high = engine.codes(at(scenario, kind.id, math.inf), root)
    figure = engine.amounts(scenario, where.fact).to_numpy()[engine.enrolled]
    rows = np.flatnonzero((low != high) & chosen)
    rows = rows[np.argsort(figure[rows], kind="stable")]
    turns = Turns(
        figure[rows], rows, engine.village_of[rows], engine.persons[rows], low[rows],
        high[rows],
    )  # fmt: skip
    made = _with_start(
        engine, kind, root, turns, low, chosen, is_closed=where.is_closed
    )
    if kind.unit not in MONEY_UNITS:
        return made
    asked = ~np.isnan(figure) & chosen
    if scenario.rules[where.rule].applies:
        applies = engine.answers(scenario, where.rule, APPLIES).fill_null(value=True)
        asked &= applies.to_numpy()[engine.enrolled]
    order = np.flatnonzero(asked)
    order = order[np.argsort(figure[order], kind="stable")]
    short = Shortfall(figure[order], engine.persons[order], engine.village_of[order])
    return replace(made, shortfall=short)


def _value_by_value(
    engine: Engine, scenario: Scenario, kind: Parameter, root: str, chosen: Numbers
) -> Curve:
    """Decide the root at each whole number within the bounds."""
    low, high = kind.bounds or (0, 0)
    values = np.arange(math.ceil(low), math.floor(high) + 1)[:MOST_VALUES]
    codes = [engine.codes(at(scenario, kind.id, int(v)), root) for v in values]
    told = np.stack(codes)
    # Row n of `changed` is the change from the n-th value to the next.
    changed, rows = np.nonzero((told[1:] != told[:-1]) & chosen)
    turns = Turns(
        values[1:][changed].astype(float), rows, engine.village_of[rows],
        engine.persons[rows], told[changed, rows], told[changed + 1, rows],
    )  # fmt: skip
    return _with_start(engine, kind, root, turns, codes[0], chosen, is_closed=True)


def _flat(
    engine: Engine, scenario: Scenario, kind: Parameter, root: str, chosen: Numbers
) -> Curve:
    """Return the curve on which nobody turns."""
    codes = engine.codes(scenario, root)
    return _with_start(engine, kind, root, nobody(), codes, chosen, is_closed=True)


def _with_start(  # noqa: PLR0913
    engine: Engine, kind: Parameter, root: str, turns: Turns, codes: Numbers,
    chosen: Numbers, *, is_closed: bool,
) -> Curve:  # fmt: skip
    villages = tuple(engine.villages["village_id"])
    cells = (engine.village_of * ANSWERS + codes)[chosen]
    size = len(villages) * ANSWERS
    start = np.bincount(cells, minlength=size).reshape(-1, ANSWERS)
    people = np.bincount(cells, engine.persons[chosen], minlength=size).reshape(
        -1, ANSWERS
    )
    return Curve(kind, root, villages, turns, start, people.astype(np.int64), is_closed)


__all__ = ["ROOT", "ROOTS", "Curve", "at", "coarse", "curve", "root_of"]
