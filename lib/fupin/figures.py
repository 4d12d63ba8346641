"""How figures and dates read, on every screen and every sheet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

NOTHING = "—"
MINUS = "\u2212"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
          "Dec")  # fmt: skip


def cut(value: float, places: int = 0) -> float:
    """Return the figure without its further places, toward zero: never rounded up.

    As on the county's forms (TRUNC): 77.99 is 77.9 and -0.15 is -0.1. What a float
    lacks of a whole step (0.29 is 0.28999…) is no reason to lose that step.
    """
    scale = 10**places
    return math.trunc(value * scale + math.copysign(1e-6, value)) / scale


def number(value: float | None, places: int = 0) -> str:
    """Return 7,365 or −318, or a dash where there is no figure; never rounded up."""
    if value is None:
        return NOTHING
    kept = cut(value, places)
    return f"{MINUS if kept < 0 else ''}{abs(kept):,.{places}f}"


def within(words: str) -> str:
    """Return a name as it stands within a sentence: without a capital of its own."""
    is_one = words[:1].isupper() and words[1:2].islower()
    return words[:1].lower() + words[1:] if is_one else words


def day(value: date | None, lang: str) -> str:
    """Return 2018年6月30日, or 30 Jun 2018."""
    if value is None:
        return NOTHING
    if lang == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date, lang: str) -> str:
    """Return 6月30日, or 30 Jun."""
    if lang == "zh":
        return f"{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]}"


def month(value: date, lang: str) -> str:
    """Return 2018年6月 or 2018年底, or Jun 2018."""
    if lang == "zh":
        return (
            f"{value.year}年底"
            if value.month == len(MONTHS)
            else f"{value.year}年{value.month}月"
        )
    return f"{MONTHS[value.month - 1]} {value.year}"
