"""The sentences that test a rule, where the source is there to be read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fupin import settings, strict_yaml

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True)
class Case:
    """One sentence, the date it is asked on, and the verdict that it expects."""

    sentence: str
    on: date
    expect: str


@lru_cache(maxsize=512)
def cases_of(rule: str, folder: Path = settings.CASES) -> tuple[Case, ...] | None:
    """Return the cases of a rule; None where the program runs without its source."""
    if not folder.is_dir():
        return None
    path = folder / f"{rule}.yaml"
    if not path.exists():
        return ()
    rows = strict_yaml.load(path)
    return tuple(Case(row["case"], row["on"], row["expect"]) for row in rows)
