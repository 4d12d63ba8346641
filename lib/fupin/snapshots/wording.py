"""The words of a snapshot's document, and how a figure is written.

The words live in `text/zh.yml` and `text/en.yml`, with the same keys. `{town.met}` in
them is a figure, bound to the snapshot; `<village>` is a name that is put in.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fupin import strict_yaml
from fupin.figures import NOTHING, day, number

HERE = Path(__file__).parent / "text"
WAN, MONEY_IN_WAN = 10_000, 100_000
DECIMALS = {"percent": 1, "point": 1, "household_month": 1, "points": 1}
# What we put in ourselves, with figures in it: a figure's key, words joined.
OURS = ("key", "list")
# A name that a person typed can't be read as a figure's place.
BRACES = str.maketrans({"{": "｛", "}": "｝"})


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Return all words of a language by dotted key; a key twice is refused."""
    return strict_yaml.flat(strict_yaml.load(HERE / f"{lang}.yml"))


def say(lang: str, word: str, /, **names: object) -> str:
    """Return the words of a key; `<name>` is replaced, `{figure}` stays to be bound.

    A key that isn't there is a mistake of ours: KeyError.
    """
    words = catalogue(lang)[word]
    for name, value in names.items():
        said = str(value) if name in OURS else str(value).translate(BRACES)
        words = words.replace(f"<{name}>", said)
    return words


def has(lang: str, word: str) -> bool:
    """Say whether there are words of that key."""
    return word in catalogue(lang)


def figure_text(frozen: dict[str, Any], lang: str) -> str:
    """Return a frozen figure in words, with its unit; None is 待核实, never 0."""
    value, unit = frozen["value"], frozen["unit"]
    if value is None:
        return NOTHING if frozen.get("none") else say(lang, "unknown")
    if unit == "date":
        return day(date.fromisoformat(value), lang)
    if isinstance(value, list):
        low, high = (_plain(one, unit) for one in value)
        shown = low if low == high else f"{low}–{high}"
        return say(lang, f"unit.{unit}", n=shown)
    if unit == "yuan" and lang == "zh" and abs(value) >= MONEY_IN_WAN:
        shown = number(value / WAN, 1).removesuffix(".0")
        return say(lang, "unit.wan_yuan", n=shown)
    shown = _plain(value, unit)
    one = f"unit.{unit}_one"
    return say(
        lang, one if shown == "1" and has(lang, one) else f"unit.{unit}", n=shown
    )


def bare(frozen: dict[str, Any], lang: str) -> str:
    """Return a frozen figure without its unit, for where that stands in the caption."""
    value = frozen["value"]
    if isinstance(value, int | float):
        return _plain(value, frozen["unit"])
    return figure_text(frozen, lang)


def _plain(value: float, unit: str) -> str:
    # A limit of the plan is a whole number; a rate always has its decimal.
    shown = number(value, 0 if isinstance(value, int) else DECIMALS.get(unit, 0))
    return shown.removesuffix(".0") if unit == "points" else shown
