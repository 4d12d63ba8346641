"""A scenario held against a decided list: whom it takes in, whom it leaves out.

Inclusion error: the scenario says yes, the list doesn't hold the household. Exclusion
error: the list holds it, the scenario says no. Undecided households are neither, and
are counted by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from fupin.access import mask_name
from fupin.errors import ScenarioError
from fupin.plan.compiler import APPLIES
from fupin.plan.words import rests_on, under, words
from fupin.tables import HOUSEHOLDS, facts_of

if TYPE_CHECKING:
    from datetime import date

    from fupin.plan import Scenario
    from fupin.whatif.engine import Engine

ENTRY, STANDARD = "entry", "exit_standard"
# Each list that is decided: the procedure's deciding step, and the rule it answers.
DECIDED = {
    "identification": ("county_approval", ENTRY),
    "exit": ("announcement", STANDARD),
}
INCLUSION, EXCLUSION = "inclusion", "exclusion"


@dataclass(frozen=True)
class Against:
    """The errors against a list, by village and by name.

    `villages`: village_id, `on_list`, `agreed`, `inclusion`, `exclusion`, `open`.
    `named`: the households in error, as the reader may see them; `unnamed` counts
    those whose answer would give away a figure that the reader may not see.
    """

    rule: str
    villages: pl.DataFrame
    named: pl.DataFrame
    unnamed: int = 0


def enrolled_on(engine: Engine, day: date) -> pl.Series:
    """Return whether each household was enrolled on `day`, by its dates.

    Null where the engine's date lies before `day` and nothing is known of it.
    """
    if day > engine.day:
        raise ScenarioError(
            f"参照日 {day} 晚于截至日期 {engine.day}。请选更早的日期",
            f"The day to compare with, {day}, is after the as-of date {engine.day}. "
            "Choose an earlier one.",
        )
    came, left = (pl.col(name) for name in ("enrolled_on", "left_on"))
    is_on = (came <= day).fill_null(value=False)
    is_off = (left <= day).fill_null(value=False)
    return engine.households.select(r=is_on & ~is_off)["r"]


def decided_years(engine: Engine) -> list[tuple[str, int]]:
    """Return the procedures and years in which a list was decided, newest first."""
    steps = engine.register.on(engine.day, engine.known)["steps"]
    found = []
    for procedure, (step, _) in DECIDED.items():
        rows = steps.filter(procedure=procedure, step=step, step_outcome="passed")
        years = rows["step_on"].dt.year().unique().drop_nulls().sort(descending=True)
        found += [(procedure, year) for year in years]
    return found


def decided(engine: Engine, procedure: str, year: int) -> pl.Series:
    """Return whether each household is on the list as decided by the end of a year."""
    step, _ = DECIDED[procedure]
    steps = engine.register.on(engine.day, engine.known)["steps"]
    rows = steps.filter(
        pl.col("step_on").dt.year() <= year, procedure=procedure, step=step,
        step_outcome="passed",
    )  # fmt: skip
    return engine.households["household_id"].is_in(rows["household_id"].implode())


def against(
    engine: Engine, scenario: Scenario, listed: pl.Series, rule: str = ENTRY
) -> Against:
    """Hold a scenario's answers to `rule` against a list.

    `listed` has a value for each of the engine's households: on it, not on it, or
    null where the list itself is undecided (another scenario's answers).
    """
    said = engine.answers(scenario, rule)
    rows = engine.households.select(
        "household_id", "village_id", "head_name", "persons_count"
    ).with_columns(listed=listed, said=said)
    # The standard is asked of those enrolled only.
    if rule == STANDARD:
        rows = rows.filter(engine.households["is_enrolled"])
    both = rows.with_columns(error=_error())
    table = both.group_by("village_id").agg(
        on_list=pl.col("listed").sum(),
        agreed=(pl.col("listed") & pl.col("said")).sum(),
        inclusion=(pl.col("error") == INCLUSION).sum(),
        exclusion=(pl.col("error") == EXCLUSION).sum(),
        open=(pl.col("said").is_null() | pl.col("listed").is_null()).sum(),
    )
    villages = engine.villages.select("village_id").join(
        table, on="village_id", how="left", maintain_order="left"
    )
    wrong = both.filter(pl.col("error").is_not_null())
    named = _for_reader(engine, scenario, rule, wrong)
    return Against(
        rule, villages.with_columns(pl.exclude("village_id").fill_null(0)), named,
        wrong.height - named.height,
    )  # fmt: skip


def _error() -> pl.Expr:
    listed, said = pl.col("listed"), pl.col("said")
    return (
        pl.when(said & ~listed)
        .then(pl.lit(INCLUSION))
        .when(~said & listed)
        .then(pl.lit(EXCLUSION))
    )


def _for_reader(
    engine: Engine, scenario: Scenario, rule: str, wrong: pl.DataFrame
) -> pl.DataFrame:
    """Name the rule that decides each, mask names; nobody where it would tell more."""
    facts, reader = facts_of("household") | facts_of("member"), engine.reader
    asked = [scenario.rules[name].when for name in under(scenario, rule)]
    named = frozenset[str]().union(*(words(text)[0] for text in asked))
    if not all(reader.sees(facts[f]) for f in named if f in facts):
        return wrong.clear().select(_shown())
    heads = pl.col("head_name").map_elements(mask_name, return_dtype=pl.String)
    if not reader.sees(HOUSEHOLDS["head_name"]):
        heads = pl.lit("—")
    because = _because(engine, scenario, rule)
    found = wrong.join(because, on="household_id", how="left", maintain_order="left")
    return found.with_columns(head_name=heads).select(_shown(), "rule", "clause")


def _shown() -> pl.Expr:
    return pl.col("household_id", "village_id", "head_name", "persons_count", "error")


def _because(engine: Engine, scenario: Scenario, rule: str) -> pl.DataFrame:
    """Return, of each household, one rule on facts that alone explains its answer.

    Null where it takes all of them, as for one that meets every part of a standard.
    """
    root, cause = engine.answers(scenario, rule), _nobody(engine)
    for name, wanted, answer in _telling(engine, scenario, rule):
        tells = (engine.answers(scenario, name) == wanted) & (root == answer)
        if scenario.rules[name].applies:
            tells &= engine.answers(scenario, name, APPLIES)
        cause = pl.select(
            pl.coalesce(cause, pl.when(tells).then(pl.lit(name)))
        ).to_series()
    place = {name: scenario.rules[name].clause for name in cause.drop_nulls().unique()}
    clause = pl.col("rule").replace_strict(place, default=None, return_dtype=pl.String)
    ids = engine.households["household_id"]
    return pl.DataFrame({"household_id": ids, "rule": cause}).with_columns(
        clause=clause
    )


def _nobody(engine: Engine) -> pl.Series:
    return pl.Series([None] * engine.households.height, dtype=pl.String)


def _telling(
    engine: Engine, scenario: Scenario, rule: str
) -> list[tuple[str, bool, bool]]:
    """Return (rule on facts, its answer, what it makes of the root), surest first."""
    leaves = [
        found
        for found in (scenario.rules[name] for name in under(scenario, rule))
        if found.per == "household"
        and found.is_active(engine.day)
        and not rests_on(scenario, replace(found, applies=""))
    ]
    told = [
        (r.id, r.polarity == "bad", False) for r in leaves if r.polarity != "neutral"
    ]
    if scenario.rules[rule].polarity == "neutral":
        # Of a rule that any of its parts meets, that part is the reason.
        one = [r.id for r in leaves if r.polarity == "neutral"]
        told += [(name, True, True) for name in one] + [(n, False, False) for n in one]
    return told
