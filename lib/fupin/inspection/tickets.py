"""Tickets: a number for each household from the seed, so that anyone draws the same.

A ticket is the beginning of SHA-256 of "seed|stratum|id": the lowest tickets are
drawn. No library's random numbers are in it, so no new version draws otherwise.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH = 12


def ticket(seed: str, stratum: str, name: str) -> str:
    """Return the ticket of a household (or village) in a stratum: 12 hex digits."""
    said = f"{seed}|{stratum}|{name}"
    return hashlib.sha256(said.encode()).hexdigest()[:LENGTH]


def shuffled(seed: str, stratum: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return (ticket, name), the lowest ticket first."""
    return sorted((ticket(seed, stratum, name), name) for name in names)
