"""What a scenario costs: the income gap, the poverty measures, the budget, by village.

The measures are those of Foster, Greer and Thorbecke: 0 the share below the line, 1 the
mean gap as a share of the line, 2 its mean square. They are of the persons whose
income the plan asks for and whose income is known; the others are counted beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fupin.measures import value
from fupin.plan.compiler import APPLIES
from fupin.tables import facts_of
from fupin.whatif.curve import curve
from fupin.whatif.engine import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from fupin.plan import Scenario
    from fupin.whatif.engine import Engine
    from fupin.whatif.steps import Curve

INCOME, LINE, RULE = "income_per_person_year", "household_exit_line", "income_met"
STANDARD, LABOUR = "exit_standard", "has_labour"
SHARES = ("province_share", "town_share", "local_share")
OF_INCOME = ("gap", "fgt0", "fgt1", "fgt2", "gini", "asked_persons", "open_persons")


def costs(engine: Engine, scenario: Scenario) -> pl.DataFrame:
    """Return a row a village, and the whole town last (village id empty).

    Households and persons by answer; `gap` in yuan a year; `fgt0`, `fgt1`, `fgt2` and
    `gini` as shares; `incidence_low` and `_high` in percent of the population;
    `budget` and `budget_high` (undecided ones too) in yuan, and its three shares. What
    rests on incomes is null for a reader who may not see them.
    """
    by = _rows(engine, scenario).group_by("village_id").agg(**_sums())
    # All but Gini add up; that one doesn't ask the scenario, and is worked out once.
    town = by.select(pl.lit("").alias("village_id"), pl.exclude("village_id").sum())
    found = pl.concat([by, town], how="vertical_relaxed").join(
        engine.remembered("gini", lambda: _ginis(engine)), on="village_id", how="left"
    )
    populations = engine.villages.select("village_id", "population_count")
    whole = pl.DataFrame(
        {"village_id": [""], "population_count": [_all(populations)]},
        schema=populations.schema,
    )
    order = pl.concat([populations, whole])
    done = order.join(found, on="village_id", how="left", maintain_order="left")
    return _rates(done, engine, scenario)


def per_person(engine: Engine, scenario: Scenario) -> float:
    """Return the yuan for development that a person with labour counts for."""
    return value(scenario, "budget_per_person", engine.day)


def _all(populations: pl.DataFrame) -> int | None:
    """Return the sum; with one village unknown the whole is unknown."""
    column = populations["population_count"]
    return None if column.null_count() else int(column.sum())


def _rows(engine: Engine, scenario: Scenario) -> pl.DataFrame:
    applies = engine.answers(scenario, RULE, APPLIES)
    rows = engine.households.select(
        "village_id", "is_enrolled", INCOME, p="persons_count"
    )
    return rows.with_columns(
        engine.line(scenario, LINE, "household").alias("line"),
        engine.answers(scenario, STANDARD)
        .cast(pl.Int8)
        .fill_null(UNKNOWN)
        .alias("said"),
        engine.answers(scenario, LABOUR).alias("able"),
        applies.fill_null(value=True).alias("asked"),
    ).filter("is_enrolled")


def _sums() -> dict[str, pl.Expr]:
    persons, income, line = pl.col("p").fill_null(0), pl.col(INCOME), pl.col("line")
    known = pl.col("asked") & income.is_not_null() & line.is_not_null()
    short = pl.when(known & (income < line)).then(line - income).otherwise(0.0)
    share = pl.when(known).then(short / line).otherwise(0.0)
    sums: dict[str, pl.Expr] = {}
    for answer, code in (("met", MET), ("unmet", UNMET), ("unknown", UNKNOWN)):
        is_so = pl.col("said") == code
        sums[f"{answer}_households"] = is_so.sum()
        sums[f"{answer}_persons"] = persons.filter(is_so).sum()
        sums[f"{answer}_able"] = persons.filter(is_so & pl.col("able")).sum()
    return sums | {
        "asked_persons": persons.filter(known).sum(),
        "open_persons": persons.filter(pl.col("asked") & ~known).sum(),
        "gap": (short * persons).sum(),
        "poor": persons.filter(known & (income < line)).sum(),
        "depth": (share * persons).sum(),
        "severity": (share**2 * persons).sum(),
    }


def _ginis(engine: Engine) -> pl.DataFrame:
    """Return Gini of the enrolled in each village, and of the town (id empty)."""
    rows = engine.households.filter("is_enrolled")
    gini = _gini(pl.col("persons_count").fill_null(0), pl.col(INCOME))
    town = rows.select(pl.lit("").alias("village_id"), gini=gini)
    return pl.concat([rows.group_by("village_id").agg(gini=gini), town])


def _gini(persons: pl.Expr, income: pl.Expr) -> pl.Expr:
    """Return Gini over persons; a household's persons share its income alike."""
    known = income.is_not_null()
    order = income.filter(known).arg_sort()
    weight = persons.filter(known).gather(order).cast(pl.Float64)
    money = income.filter(known).gather(order) * weight
    area = (weight * (2 * money.cum_sum() - money)).sum()
    total = money.sum() * weight.sum()
    return pl.when(total > 0).then(1 - area / total)


def _rates(done: pl.DataFrame, engine: Engine, scenario: Scenario) -> pl.DataFrame:
    yuan = per_person(engine, scenario)
    population, asked = pl.col("population_count"), pl.col("asked_persons")
    unmet, unknown = pl.col("unmet_persons"), pl.col("unknown_persons")
    named = done.with_columns(
        pl.col("^.*_(households|persons|able)$", "gap").fill_null(0)
    ).with_columns(
        **{n: pl.when(asked > 0).then(pl.col(of) / asked)
           for n, of in (("fgt0", "poor"), ("fgt1", "depth"), ("fgt2", "severity"))},
        incidence_low=pl.when(population > 0).then(unmet * 100 / population),
        incidence_high=pl.when(population > 0).then(
            (unmet + unknown) * 100 / population
        ),
        budget=pl.col("unmet_able") * yuan,
        budget_high=(pl.col("unmet_able") + pl.col("unknown_able")) * yuan,
    )  # fmt: skip
    split = {
        f"budget_{name}": pl.col("budget") * value(scenario, name, engine.day) / 100
        for name in SHARES
    }
    kept = named.with_columns(**split).drop("poor", "depth", "severity")
    if engine.reader.sees(facts_of("household")[INCOME]):
        return kept
    return kept.with_columns(pl.lit(None).alias(name) for name in OF_INCOME)


def able(engine: Engine, scenario: Scenario, parameter: str) -> Curve:
    """Return the curve among households with labour: those the budget counts."""
    return curve(engine, scenario, parameter, among=LABOUR)
