"""Every engine decides a random town alike, to the row, whatever isn't known in it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl
import pytest

from fupin.codes import CODES
from fupin.intake.engines import ENGINES, open_engine
from fupin.plan import Scenario, compile_plan
from fupin.register import TYPES
from fupin.sample import LAST_DAY
from fupin.tables import facts_of

if TYPE_CHECKING:
    from fupin.plan import Plan, Program
    from fupin.schema import Column

HOUSEHOLDS, VILLAGES, UNKNOWN = 250, 4, 0.2
FIRST = date(2010, 1, 1)
SEEDS = (1, 2, 3)
KEYS = {"household_id", "village_id", "person_id"}


def drawn(column: Column, on_the_line: list[float], draw: random.Random) -> Any:
    """Return a value of the column, none in five, and often one on a line."""
    if draw.random() < UNKNOWN:
        return None
    if column.kind == "bool":
        return draw.random() < 0.5
    if column.codes:
        return draw.choice([code.name for code in CODES[column.codes]])
    if column.kind == "date":
        return FIRST + timedelta(days=draw.randrange((LAST_DAY - FIRST).days))
    if column.kind == "int":
        return draw.randrange(8) if column.name != "planned_exit_year" else 2018
    if column.kind == "number":
        return float(draw.choice(on_the_line) + draw.choice((-1, 0, 0, 1)))
    return "x"


def rows(
    grain: str, ids: list[dict[str, str]], plan: Plan, draw: random.Random
) -> pl.DataFrame:
    lines = [
        float(value.value)
        for parameter in plan.parameters.values()
        for value in parameter.values
        if not isinstance(value.value, bool)
    ]
    columns = {n: c for n, c in facts_of(grain).items() if n not in KEYS}
    told = [
        id_ | {name: drawn(c, lines, draw) for name, c in columns.items()}
        for id_ in ids
    ]
    schema = {n: TYPES[c.kind] for n, c in facts_of(grain).items()}
    schema |= dict.fromkeys(ids[0], pl.String)
    return pl.DataFrame(told, schema=schema)


def town(plan: Plan, seed: int) -> dict[str, pl.DataFrame]:
    draw = random.Random(seed)  # noqa: S311 no secret
    villages = [{"village_id": f"{n:03}"} for n in range(VILLAGES)]
    households = [
        {"household_id": f"{n:04}", "village_id": draw.choice(villages)["village_id"]}
        for n in range(HOUSEHOLDS)
    ]
    members = [
        {"household_id": one["household_id"], "person_id": f"{one['household_id']}-{n}"}
        for one in households
        for n in range(draw.randrange(5))
    ]
    return {
        "households": rows("household", households, plan, draw),
        "members": rows("member", members, plan, draw),
        "villages": rows("village", villages, plan, draw),
    }


def decided(
    program: Program, tables: dict[str, pl.DataFrame], engine: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    opened = {n: nw.from_native(f) for n, f in open_engine(engine, tables).items()}
    found = program.decide(opened["households"], opened["members"], opened["villages"])
    keys = ("household_id", "village_id")
    levels = (program.household, program.village)
    households, villages = (
        frame.select(key, *level.uses).lazy().collect("polars").to_native().sort(key)
        for frame, key, level in zip(found, keys, levels, strict=True)
    )
    return households, villages


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "engine",
    [
        pytest.param(e, marks=[pytest.mark.spark] if e == "pyspark" else [])
        for e in ENGINES
        if e != "polars"
    ],
)
def test_every_engine_decides_a_random_town_as_polars_does(
    plan: Plan, engine: str, seed: int
) -> None:
    program = compile_plan(Scenario(plan), LAST_DAY)
    tables = town(plan, seed)
    by_polars = decided(program, tables, "polars")
    for ours, theirs in zip(by_polars, decided(program, tables, engine), strict=True):
        differing = {
            name: (ours[name].to_list(), theirs[name].to_list())
            for name in ours.columns
            if ours[name].to_list() != theirs[name].to_list()
        }
        assert differing == {}


def test_a_random_town_has_every_answer_to_nearly_every_rule(plan: Plan) -> None:
    program = compile_plan(Scenario(plan), LAST_DAY)
    households, _ = decided(program, town(plan, SEEDS[0]), "polars")
    asked = [name for name in households.columns if name in plan.rules]
    answers = {name: set(households[name].to_list()) for name in asked}
    whole = [name for name, said in answers.items() if said == {True, False, None}]
    # States that rest on a whole plan of steps are too seldom to be drawn.
    assert len(whole) >= 0.8 * len(answers), sorted(set(answers) - set(whole))
