"""Turn the sentences of tests/cases into frames, and run them all at once.

Every case is one row; a case may give the verdict of a rule it rests on, which then
stands in the place of the compiled one. So a whole grain runs in one query a date.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from fupin import strict_yaml
from fupin.intake.engines import open_engine
from fupin.plan import Scenario, compile_plan
from fupin.plan.model import Value
from fupin.register import TYPES
from fupin.tables import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from fupin.plan import Plan
    from fupin.plan.compiler import Level

FOLDER = Path(__file__).parents[1] / "cases"
WORDS = {True: "met", False: "unmet", None: "unknown"}


@dataclass(frozen=True)
class Case:
    """One sentence with its evidence."""

    rule: str
    case: str
    on: date
    expect: str
    source: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    members: list[dict[str, Any]] = field(default_factory=list)
    households: list[dict[str, Any]] = field(default_factory=list)
    rules: dict[str, bool | None] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    # Later values of parameters, as accepted proposals would add them.
    changed: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def of(self, plan: Plan) -> Plan:
        """Return the plan with what the case changes in it from a date on."""
        return _changed(plan, [self])


def _changed(plan: Plan, cases: list[Case]) -> Plan:
    """Return the plan with all that the cases change: a query a date, not a case."""
    changes: dict[str, list[dict[str, Any]]] = {}
    for name, values in ((n, v) for case in cases for n, v in case.changed.items()):
        assert changes.setdefault(name, values) == values, name
    parameters = dict(plan.parameters)
    for name, values in changes.items():
        later = (Value(value["from"], value["value"]) for value in values)
        former = parameters[name]
        parameters[name] = replace(former, values=(*former.values, *later))
    return replace(plan, parameters=parameters) if changes else plan


def read_cases() -> list[Case]:
    """Return every case of every rule."""
    return [
        Case(rule=path.stem, **row)
        for path in sorted(FOLDER.glob("*.yaml"))
        for row in strict_yaml.load(path)
    ]


def verdicts(plan: Plan, cases: list[Case], engine: str) -> dict[tuple[str, str], str]:
    """Return what each case's rule says on `engine`, by (rule, case)."""
    said: dict[tuple[str, str], str] = {}
    batches: dict[Any, list[Case]] = defaultdict(list)
    for case in cases:
        grain = plan.rules[case.rule].per
        key = (grain, case.on, bool(case.changed), repr(case.parameters))
        batches[key].append(case)
    for (grain, day, *_), batch in batches.items():
        scenario = Scenario(_changed(plan, batch), values=batch[0].parameters)
        program = compile_plan(scenario, day)
        level = program.household if grain == "household" else program.village
        below = set(program.household.uses) if grain == "village" else set()
        said |= _run(level, batch, engine, below)
    return said


def _run(
    level: Level, cases: list[Case], engine: str, below_rules: set[str]
) -> dict[tuple[str, str], str]:
    key, below_key = ("household_id", "members") if level.grain == "household" else (
        "village_id", "households")  # fmt: skip
    below_grain = "member" if level.grain == "household" else "household"
    rows = [{**c.given, key: str(i)} for i, c in enumerate(cases)]
    below = [
        {**row, key: str(i)}
        for i, c in enumerate(cases)
        for row in getattr(c, below_key)
    ]
    given = {name for case in cases for name in case.rules}
    frame = _frame(rows, level.grain, key, ())
    frame = frame.with_columns(_stand_ins(cases, given))
    rules = {name for row in below for name in row} - set(facts_of(below_grain))
    needed = {n for use in level.uses.values() for n in use.below} | rules | below_rules
    tables = {"above": frame, "below": _frame(below, below_grain, key, needed)}
    opened = {n: nw.from_native(f) for n, f in open_engine(engine, tables).items()}
    layers = tuple(
        {name: _stood_in(name, expr, given) for name, expr in layer.items()}
        for layer in level.layers
    )
    asked = sorted({case.rule for case in cases})
    decided = replace(level, layers=layers).run(opened["above"], opened["below"])
    result = decided.select(key, *asked).lazy().collect("polars").to_native()
    by = {row[key]: row for row in result.iter_rows(named=True)}
    return {(c.rule, c.case): WORDS[by[str(i)][c.rule]] for i, c in enumerate(cases)}


def _frame(
    rows: list[dict[str, Any]], grain: str, key: str, extra: Iterable[str]
) -> pl.DataFrame:
    schema = {name: TYPES[c.kind] for name, c in facts_of(grain).items()}
    schema |= {name: pl.Boolean for name in extra if name not in schema}
    schema[key] = pl.String
    unknown = {name for row in rows for name in row} - set(schema)
    assert not unknown, f"a case gives what isn't a fact: {unknown}"
    return pl.DataFrame(
        [{n: row.get(n) for n in schema} for row in rows], schema=schema
    )


def _stand_ins(cases: list[Case], given: set[str]) -> list[pl.Series]:
    columns = []
    for name in sorted(given):
        columns.append(pl.Series(f"is_given__{name}", [name in c.rules for c in cases]))
        values = [c.rules.get(name) for c in cases]
        columns.append(pl.Series(f"given__{name}", values, dtype=pl.Boolean))
    return columns


def _stood_in(name: str, expr: nw.Expr, given: set[str]) -> nw.Expr:
    if name not in given:
        return expr
    stand_in = nw.when(nw.col(f"is_given__{name}")).then(nw.col(f"given__{name}"))
    return stand_in.otherwise(expr)
