"""How a text is broken into lines and cut where room ends; widths are `charting`'s."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fupin.charting import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

# A word with what follows it, or a character after which a line may end.
_PIECES = re.compile(r"[!-~]+ ?|.", re.DOTALL)
# What an office file can't hold: controls, halves of pairs, and what isn't a character.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff￾￿]")
LINE = 1.3
# Bold Latin letters and figures of the widest font that a program falls back on
# (DejaVu), in parts of plain ones.
BOLD = 1.16

__all__ = ["LINE", "broken", "clean", "cut", "fitted", "high", "longest", "width"]


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how long `text` is on one line, in the unit of `size`."""
    wide = measure.width(text, size)
    if not bold:
        return wide
    narrow = "".join(sign for sign in text if measure.is_narrow(sign))
    return wide + measure.width(narrow, size) * (BOLD - 1)


def clean(text: str) -> str:
    """Return a text without what XML refuses; line ends stay."""
    return _REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def broken(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Return `text` as the lines that it takes in `room`, broken where one may."""
    found: list[str] = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for piece in _pieces(part, size, room, bold):
            wide = width(piece.rstrip(), size, bold=bold)
            if line and used + wide > room:
                found.append(line)
                line, used = "", 0.0
            line, used = line + piece, used + width(piece, size, bold=bold)
        found.append(line)
    return found


def _pieces(text: str, size: float, room: float, bold: bool) -> list[str]:
    """Return words and characters; a word that is too long for a line, in letters."""
    found: list[str] = []
    for piece in _PIECES.findall(text):
        if width(piece, size, bold=bold) > room:
            found.extend(piece)
        else:
            found.append(piece)
    return found


def longest(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide what can't be broken of `text` is: a word, or a character."""
    pieces = (piece.rstrip() for piece in _PIECES.findall(text))
    return max((width(piece, size, bold=bold) for piece in pieces), default=0.0)


def high(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """Return how high `text` stands when it is broken into lines of `room`."""
    return len(broken(text, size, room, bold=bold)) * size * LINE


def fitted(
    text: str, room: float, height: float, sizes: Sequence[int], *, bold: bool = False
) -> int:  # fmt: skip
    """Return the first of `sizes` (largest first) at which `text` fits, or the last."""
    for size in sizes:
        if high(text, size, room, bold=bold) <= height:
            return size
    return sizes[-1]


def cut(
    text: str, size: float, room: float, height: float, *, bold: bool = False
) -> str:
    """Return `text`, or what fits of it with … at the end."""
    lines = broken(text, size, room, bold=bold)
    most = max(int(height / (size * LINE)), 1)
    if len(lines) <= most:
        return text
    last = lines[most - 1].rstrip()
    while last and width(f"{last}…", size, bold=bold) > room:
        last = last[:-1]
    return "".join(lines[: most - 1]) + last + "…"
