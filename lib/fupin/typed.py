"""What people type: cleaned of what can't be seen, never a formula, never too long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupin.errors import FupinError

# Control and direction signs can make a text look like another.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
# A spreadsheet would run a text that begins with one of these.
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]")


def seen(text: str) -> str:
    """Return text without signs that aren't seen."""
    return _UNSEEN.sub("", text).strip()


def fitting(
    text: str, name: tuple[str, str], most: int, wrong: type[FupinError],
    *, needed: bool,
) -> str:  # fmt: skip
    """Return `text`, or raise `wrong`: it is needed and missing, or longer than `most`.

    `name` is the field's, in Chinese and in English.
    """
    zh, en = name
    if needed and not text:
        raise wrong(f"请填{zh}", f"Fill in the {en}.")
    if len(text) > most:
        raise wrong(
            f"{zh}有 {len(text)} 字，最多 {most} 字。请写短些",
            f"The {en} has {len(text)} signs; at most {most}. Shorten it.",
        )
    return text


def plain(text: str) -> str:
    """Return text as it may be kept: no unseen signs, and never a formula.

    Markup is kept as text: whatever shows it escapes it.
    """
    cleaned = seen(text)
    return f"'{cleaned}" if _FORMULA.match(cleaned) else cleaned


def same_person(one: str, other: str) -> bool:
    """Say whether two typed names are of one person, as far as they can tell."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return "".join(_UNSEEN.sub("", name).split()).casefold()
