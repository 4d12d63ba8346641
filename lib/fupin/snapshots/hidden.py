"""What a reader may not be told of a household, since it gives a hidden fact away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.access import LEAST_CELL
from fupin.tables import HOUSEHOLDS, MEMBERS, facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.access import Reader

COLUMNS = {
    **HOUSEHOLDS.by_name, **MEMBERS.by_name,
    **facts_of("household"), **facts_of("member"),
}  # fmt: skip
MEAN = "income.mean"
WORD = re.compile(r"[a-z_][a-z0-9_]*")


def hidden_rules(rules: Mapping[str, Any], reader: Reader) -> frozenset[str]:
    """Return the frozen rules that ask, themselves, what the reader may not see."""
    return frozenset(
        name
        for name, one in rules.items()
        if any(
            word in COLUMNS and not reader.sees(COLUMNS[word])
            for word in WORD.findall(f"{one['when']} {one['applies'] or ''}")
        )
    )


def held_back(frozen: Mapping[str, Any], reader: Reader) -> frozenset[str]:
    """Return the figures that fewer than three hidden incomes would make.

    Who has labour isn't frozen by household: at least so many of them have an income
    as there are more of them than of households without one.
    """
    mean = frozen["figures"][MEAN]["value"]
    if mean is None or reader.sees(COLUMNS["income_per_person_year"]):
        return frozenset()
    rows = frozen["households"]
    incomes = zip(rows["is_enrolled"], rows["income_per_person_year"], strict=True)
    without = sum(bool(is_on) and income is None for is_on, income in incomes)
    known = frozen["figures"]["labour.met"]["value"] - without
    return frozenset({MEAN} if known < LEAST_CELL else ())


def without_held(frozen: Mapping[str, Any], reader: Reader) -> Mapping[str, Any]:
    """Return what is frozen, with a dash for the figures that are held back."""
    held = held_back(frozen, reader)
    if not held:
        return frozen
    nothing = {"value": None, "none": True}
    figures = {
        key: one | nothing if key in held else one
        for key, one in frozen["figures"].items()
    }
    return {**frozen, "figures": figures}


def without_hidden(
    tasks: pl.DataFrame, rules: Mapping[str, Any], reader: Reader
) -> pl.DataFrame:
    """Return tasks without those that say of one household what is hidden."""
    names = list(hidden_rules(rules, reader))
    is_hidden = pl.col("rule").is_in(names) & pl.col("household_id").is_not_null()
    return tasks.filter(~is_hidden.fill_null(value=False)) if names else tasks
