"""Invented persons whose id numbers hold, of a region that doesn't exist."""

from __future__ import annotations

from datetime import date
from typing import Any

from fupin.crosscheck.identity import MODULUS, WEIGHTS
from tests import registers

DIGITS = "0123456789X"


def id_number(birth: date = date(1980, 1, 1), order: int = 1, region: int = 0) -> str:
    """Return a number with a right check digit; an odd order is a man's."""
    body = f"99{region:04d}{birth:%Y%m%d}{order:03d}"
    total = sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True))
    return body + DIGITS[(1 - total) % MODULUS]


def person(person_id: str = "001-001-01", **facts: Any) -> dict[str, Any]:
    """Return a man of 1980 whose columns all agree."""
    row = registers.member(person_id, sex="male", health="healthy", schooling=None)
    row |= {"work_place": "county", "work_months": 6} | facts
    serial = int(person_id.replace("-", "")) % 10_000
    order = 1 if row["sex"] == "male" else 2
    return {"id_number": id_number(row["birth_on"], order, serial)} | row


def home(household_id: str = "001-001", **facts: Any) -> dict[str, Any]:
    """Return the household of one such man."""
    row = registers.household(household_id, phone="13800000000", left_on=None)
    return row | {"poverty_type": "general", "cause": "no_skill"} | facts
