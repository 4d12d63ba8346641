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


def number(value: float | None, places: int = 0) -> str:
    """Return 7,365, or a dash where there is no figure; truncated, never rounded up."""
    if value is None:
        return NOTHING
    scale = 10**places
    cut = math.trunc(abs(value) * scale + 1e-6) / scale
    return f"{MINUS if value < 0 and cut else ''}{cut:,.{places}f}"


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
