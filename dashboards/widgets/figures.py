"""Figures as the town writes them: thousands, truncated percents, dates, money."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

NOTHING = "—"
MINUS = "\u2212"
WAN = 10_000
FEN = 100
MONEY_IN_WAN = 100_000
MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


def number(value: float | None, places: int = 0) -> str:
    """Return 7,365, or a dash where there is no figure; truncated, never rounded up."""
    if value is None:
        return NOTHING
    scale = 10**places
    cut = math.trunc(abs(value) * scale + 1e-6) / scale
    return f"{MINUS if value < 0 and cut else ''}{cut:,.{places}f}"


def signed(value: float) -> str:
    """Return the figure with a true minus or a plus."""
    return f"{'+' if value > 0 else ''}{number(value)}"


def percent(value: float | None) -> str:
    """Return 77.9 (no sign), truncated to one decimal; a dash where there is none."""
    return number(value, 1)


def money(value: float, lang: str) -> str:
    """Return yuan; from 100,000 on in 万元 in Chinese."""
    if lang == "zh" and abs(value) >= MONEY_IN_WAN:
        return f"{number(value / WAN, 1).removesuffix('.0')} 万元"
    return f"{number(value)} {'元' if lang == 'zh' else 'yuan'}"


def fen(value: int | None, lang: str) -> str:
    """Return fen as `money` does yuan; a dash where it isn't known."""
    return NOTHING if value is None else money(value / FEN, lang)


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


def text(value: object) -> str:
    """Return the value as text that can't become markup."""
    return NOTHING if value in (None, "") else escape(str(value))
