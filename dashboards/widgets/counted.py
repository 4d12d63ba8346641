"""What a curve counts, in words: households that meet the exit, villages, or entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import catalogue, say
from fupin.whatif.engine import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from dashboards.models.whatif import WhatIf

# In the order in which they stand, with the class of their colour.
KINDS = ((MET, "met"), (UNMET, "unmet"), (UNKNOWN, "unk"))
WORDS = {MET: "met", UNMET: "unmet", UNKNOWN: "unknown"}


def key_of(page: WhatIf, lang: str, name: str) -> str:
    """Return the key of the words about what the page's parameter decides."""
    own = f"whatif.{name}_{page.counted_as}"
    return own if own in catalogue(lang) else f"whatif.{name}"


def told(page: WhatIf, lang: str, name: str, /, **values: object) -> str:
    """Say it of households that meet the exit, of villages, or of who is to enter."""
    return say(lang, key_of(page, lang, name), **values)


def verdict_key(page: WhatIf, lang: str, answer: int) -> str:
    """Return the key of an answer's word: to be enrolled isn't to meet the exit."""
    own = f"whatif.verdict_{WORDS[answer]}_{page.counted_as}"
    return own if own in catalogue(lang) else f"verdict.{WORDS[answer]}"


def verdict(page: WhatIf, lang: str, answer: int) -> str:
    """Return an answer's word."""
    return say(lang, verdict_key(page, lang, answer))
