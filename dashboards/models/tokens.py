"""Opaque ids: what stands for a household or a task in an address."""

from __future__ import annotations

import hashlib
from functools import cache

from fupin import settings


@cache
def token(name: str) -> str:
    """Return 16 hex digits that stand for an id.

    They can't be turned back, or guessed from a household's number, without the key
    of this installation.
    """
    return hashlib.blake2s(
        name.encode(), key=settings.link_key(), digest_size=8
    ).hexdigest()
