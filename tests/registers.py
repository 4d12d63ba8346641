"""Rows of a small sound register; a test changes the one thing it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from fupin.register import Register

Rows = list[dict[str, Any]]
BEGIN = date(2016, 5, 1)
QUARTERS = (
    (date(2017, 7, 1), date(2017, 9, 30)),
    (date(2017, 10, 1), date(2017, 12, 31)),
    (date(2018, 1, 1), date(2018, 3, 31)),
    (date(2018, 4, 1), date(2018, 6, 30)),
)


def of(**tables: Rows) -> Register:
    """Return a register of rows as dicts; a column that no row names is absent."""
    return Register.of(
        {
            name: pl.DataFrame(rows, infer_schema_length=None)
            for name, rows in tables.items()
        }
    )


def village(village_id: str = "001", **facts: Any) -> dict[str, Any]:
    """Return a village's row."""
    return {"village_id": village_id, "village_name": f"{village_id}村"} | facts


def household(household_id: str = "001-001", **facts: Any) -> dict[str, Any]:
    """Return an enrolled household of one person in a sound house."""
    return {
        "household_id": household_id,
        "village_id": household_id[:3],
        "valid_from": BEGIN,
        "head_name": "陈一",
        "persons_count": 1,
        "enrolled_on": BEGIN,
        "housing_grade": "A",
        "is_eligible_safety_net": False,
        "has_dibao": False,
        "has_wubao": False,
    } | facts


def member(person_id: str = "001-001-01", **facts: Any) -> dict[str, Any]:
    """Return an insured grown-up who can work."""
    return {
        "person_id": person_id,
        "household_id": person_id[:7],
        "valid_from": BEGIN,
        "member_name": "陈一",
        "relation": "head",
        "birth_on": date(1980, 1, 1),
        "education": "junior",
        "labour": "able",
        "is_insured": True,
    } | facts


def incomes(amount: float | None, household_id: str = "001-001") -> Rows:
    """Return four quarters to 2018-06-30 of `amount` yuan each."""
    return [
        {
            "household_id": household_id,
            "period_from": first,
            "period_to": last,
            "income_source": "wage",
            "amount": amount,
        }
        for first, last in QUARTERS
    ]
