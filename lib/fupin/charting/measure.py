"""How long a text is, without asking a font: what is shown elsewhere fits there too.

The machine that opens a file has other fonts than the one that made it, so widths are
the widest that the usual ones have, in parts of the type size. Charts, slides and
sheets measure here and nowhere else.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NARROW = {" ": 0.3, ".": 0.3, ",": 0.3, ":": 0.3, "i": 0.3, "l": 0.3, "-": 0.4}
# Bold letters are wider; Chinese ones stand on the same square.
BOLD = 1.04


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how long `text` is on one line, in the unit of `size`."""
    return sum(map(_em, text)) * size * (BOLD if bold else 1)


def is_narrow(char: str) -> bool:
    """Say whether a sign is no Chinese one, which stands on a square."""
    return unicodedata.east_asian_width(char) not in "WFA"


@lru_cache(maxsize=4096)
def _em(char: str) -> float:
    if not is_narrow(char):
        return 1.0
    if char in _NARROW:
        return _NARROW[char]
    return 0.72 if char.isupper() or char in "mw%@&" else 0.6
