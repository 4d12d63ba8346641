"""What a reader may not be told of a household, since it gives a hidden fact away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.tables import HOUSEHOLDS, MEMBERS, facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.access import Reader

COLUMNS = {
    **HOUSEHOLDS.by_name, **MEMBERS.by_name,
    **facts_of("household"), **facts_of("member"),
}  # fmt: skip
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


def without_hidden(
    tasks: pl.DataFrame, rules: Mapping[str, Any], reader: Reader
) -> pl.DataFrame:
    """Return tasks without those that say of one household what is hidden."""
    names = list(hidden_rules(rules, reader))
    is_hidden = pl.col("rule").is_in(names) & pl.col("household_id").is_not_null()
    return tasks.filter(~is_hidden.fill_null(value=False)) if names else tasks
