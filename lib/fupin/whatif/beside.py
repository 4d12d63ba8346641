"""Scenarios beside one another: every figure, and how many moved against the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fupin.errors import ScenarioError
from fupin.whatif.compare import WORDS
from fupin.whatif.cost import costs
from fupin.whatif.curve import ROOT
from fupin.whatif.engine import ANSWERS, MET, Engine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from fupin.access import Reader
    from fupin.plan import Scenario
    from fupin.register import Register

COSTS = (
    "gap", "fgt0", "fgt1", "fgt2", "gini", "incidence_low", "incidence_high",
    "budget", "budget_high",
)  # fmt: skip
VILLAGES_OUT = "village_exit"


def beside(
    engine: Engine, scenarios: Sequence[Scenario], root: str = ROOT
) -> pl.DataFrame:
    """Return a row a scenario, in their order: the figures of each.

    Households and persons by their answer to `root`, villages by theirs to the village
    exit, who comes `into` and `out` of met against the first scenario (households), and
    the costs of `cost.costs` for the town. What rests on incomes is null for a reader
    who may not see them.
    """
    if not scenarios:
        raise ScenarioError(
            "没有可比的情景。请至少给一个", "There is no scenario. Give at least one."
        )
    first = engine.codes(scenarios[0], root)
    return pl.DataFrame([_row(engine, one, root, first) for one in scenarios])


def _row(engine: Engine, scenario: Scenario, root: str, first: Any) -> dict[str, Any]:
    codes = engine.codes(scenario, root)
    persons = np.bincount(codes, engine.persons, minlength=ANSWERS)
    villages = engine.answers(scenario, VILLAGES_OUT).cast(pl.Int8).fill_null(2)
    town = costs(engine, scenario).row(-1, named=True)
    return (
        {"scenario": scenario.fingerprint, "description": scenario.description}
        | {f"{w}_households": int((codes == n).sum()) for n, w in WORDS.items()}
        | {f"{w}_persons": int(persons[n]) for n, w in WORDS.items()}
        | {f"{w}_villages": int((villages == n).sum()) for n, w in WORDS.items()}
        | {
            "into": int(((codes == MET) & (first != MET)).sum()),
            "out": int(((codes != MET) & (first == MET)).sum()),
        }
        | {name: town[name] for name in COSTS}
    )


def by_year(
    register: Register, scenario: Scenario, days: Iterable[date], reader: Reader,
    root: str = ROOT,
) -> pl.DataFrame:  # fmt: skip
    """Apply one scenario to each day (the ends of years): its figures, a row a day."""
    rows = []
    for day in days:
        engine = Engine(register, day, reader=reader)
        rows.append({"day": day} | beside(engine, [scenario], root).row(0, named=True))
    return pl.DataFrame(rows)
