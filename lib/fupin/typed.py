"""What people type: cleaned of what can't be seen, never a formula, never too long."""

from __future__ import annotations

import re

# Control and direction signs can make a text look like another.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
# A spreadsheet would run a text that begins with one of these.
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]")


def plain(text: str) -> str:
    """Return text as it may be kept: no unseen signs, and never a formula.

    Markup is kept as text: whatever shows it escapes it.
    """
    cleaned = _UNSEEN.sub("", text).strip()
    return f"'{cleaned}" if _FORMULA.match(cleaned) else cleaned


def same_person(one: str, other: str) -> bool:
    """Say whether two typed names are of one person, as far as they can tell."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return "".join(_UNSEEN.sub("", name).split()).casefold()
