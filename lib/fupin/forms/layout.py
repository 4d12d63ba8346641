"""How wide a form's columns are, how high its rows, and on which paper it prints."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

A3, A4 = 8, 9
NARROWEST, WIDEST = 7, 36
LINE_HEIGHT = 15
# How many places of 10 points stand beside each other on a sheet of A4: upright, and
# lying with what can be made smaller and still be read. What is wider gets A3.
UPRIGHT, LYING = 105, 170
# A word, or a character that a line may end with.
PIECES = re.compile(r"[!-~]+ ?|.")


def places(text: str) -> int:
    """Return how wide a text is: a Chinese character takes two places."""
    return sum(map(_place, text))


@lru_cache(maxsize=4096)
def _place(char: str) -> int:
    return 1 + (unicodedata.east_asian_width(char) in "WFA")


@lru_cache(maxsize=8192)
def lines(text: str, width: int) -> int:
    """Return on how many lines a text stands in a column that wraps it."""
    return sum(_wrapped(part, max(width, 2)) for part in text.split("\n"))


def _wrapped(text: str, width: int) -> int:
    if places(text) <= width:
        return 1
    count, used = 1, 0
    for piece in PIECES.findall(text):
        wide = places(piece.rstrip())
        if used and used + wide > width:
            count, used = count + 1, 0
        # A word that is too long for any line is broken.
        count, used = count + (used + wide - 1) // width, (used + wide - 1) % width + 1
        used += piece.endswith(" ")
    return count


def column_width(header: str, said: Iterable[str], *, extra: int = 0) -> int:
    """Return the width of a column: its values on one line, its header on a few."""
    parts = header.split("\n")
    # A header wraps between its words, or in the middle where there are none.
    words = [
        places(word) + 1 for part in parts for word in part.split() if word.isascii()
    ]
    halves = [places(part) // 2 + 1 for part in parts if not part.isascii()]
    widest = max([*words, *halves, *map(places, said), 0])
    return int(min(max(widest + 2 + extra, NARROWEST), WIDEST))


def paper(width: int) -> tuple[int, bool]:
    """Return the paper (Excel's number) for so many places, and whether it lies."""
    if width <= UPRIGHT:
        return A4, False
    return (A4, True) if width <= LYING else (A3, True)
