"""Figures as the town writes them: thousands, truncated percents, dates, money."""

from __future__ import annotations

from html import escape

from fupin.figures import MINUS, MONTHS, NOTHING, day, month, number, short_day

__all__ = [
    "MINUS",
    "MONTHS",
    "NOTHING",
    "day",
    "fen",
    "money",
    "month",
    "number",
    "percent",
    "short_day",
    "signed",
    "text",
]

WAN = 10_000
FEN = 100
MONEY_IN_WAN = 100_000


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


def text(value: object) -> str:
    """Return the value as text that can't become markup."""
    return NOTHING if value in (None, "") else escape(str(value))
