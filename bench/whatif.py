"""What-if at 100,000 and a million households: a move, a rule, the curve, who moved."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from bench.registers import DAY, HOUSEHOLDS, large_path
from bench.row import Row, median_seconds
from fupin import settings
from fupin.intake import read
from fupin.plan import Scenario, load_plan
from fupin.register import Register
from fupin.whatif.compare import compare
from fupin.whatif.curve import curve
from fupin.whatif.engine import Engine
from fupin.whatif.heat import heat
from fupin.whatif.seek import Goal, seek

if TYPE_CHECKING:
    from collections.abc import Callable

LINE = "household_exit_line"
THRESHOLDS = np.linspace(4_000, 12_000, 1_000)
COPIES = 10
TIMES = 15
IDS = ("household_id", "person_id")


def whatif() -> list[Row]:
    """Measure every answer of what-if at 100,000 households, the first at a million."""
    path = large_path()
    plan = Scenario(load_plan(settings.PLAN))
    register = read(path).register
    engine = Engine(register, DAY)
    engine.counts(plan)
    return [*_answers(engine, plan), *_million(register, plan)]


def _answers(engine: Engine, plan: Scenario) -> list[Row]:
    rules = [r for r in plan.rules.values() if r.per == "household" and r.when]
    toggled = iter(rules)
    drawn, other = curve(engine, plan, LINE), plan.with_value(LINE, 7_725)
    axes = (("household_entry_line", np.linspace(2_000, 8_000, 50)),
            ("new_house_area", np.linspace(40, 200, 50)))  # fmt: skip

    def toggle() -> object:
        return engine.counts(plan.with_rule(next(toggled).id, on=False))

    def points() -> object:
        seek(drawn, Goal("met", "at_least", 90_000), 7_365)
        return drawn.counts(THRESHOLDS)

    timed: tuple[tuple[str, Callable[[], object], float, int], ...] = (
        ("another threshold, counts by village", _mover(engine, plan), 5, TIMES),
        ("a rule switched off, counts by village", toggle, 10, len(rules)),
        ("1,000 points of the exact curve, goal seek", points, 10, TIMES),
        ("who moved, with clause and distance",
         lambda: compare(engine, plan, other), 50, TIMES),
        ("a heat map of 50 x 50 cells",
         lambda: heat(engine, plan, *axes, "entry"), 300, TIMES),
    )  # fmt: skip
    return [_row(f"{HOUSEHOLDS:,}: {name}", work, bar, times)
            for name, work, bar, times in timed]  # fmt: skip


def _mover(engine: Engine, plan: Scenario) -> Callable[[], object]:
    values = count(7_000)
    return lambda: engine.counts(plan.with_value(LINE, next(values)))


def _million(register: Register, plan: Scenario) -> list[Row]:
    engine = Engine(_copied(register), DAY)
    engine.counts(plan)
    drawn = curve(engine, plan, LINE)
    name = f"{HOUSEHOLDS * COPIES:,}"
    return [
        _row(f"{name}: another threshold", _mover(engine, plan), 40, TIMES),
        _row(f"{name}: 1,000 points", lambda: drawn.counts(THRESHOLDS), 60, TIMES),
    ]


def _copied(register: Register) -> Register:
    """Return ten times the households, in the same villages."""

    def copy(frame: pl.DataFrame, number: int) -> pl.DataFrame:
        names = [name for name in IDS if name in frame.columns]
        return frame.with_columns(pl.col(names) + f"-{number}") if names else frame

    tables: dict[str, Any] = {}
    for name in ("households", "members", "incomes"):
        parts = [copy(register[name], n) for n in range(COPIES)]
        tables[name] = pl.concat(parts)
    return Register.of(
        {**{n: register[n] for n in ("villages", "village_years")}, **tables}
    )


def _row(name: str, work: Callable[[], object], bar: float, times: int) -> Row:
    return Row(5, name, median_seconds(work, times) * 1_000, "ms", bar)
