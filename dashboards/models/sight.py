"""What of a household's facts a reader may not see, worked-out ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.tables import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupin.access import Reader

# Columns of an assessment that give a declared fact away: they are hidden with it.
GIVES_AWAY = {
    "distance": "income_per_person_year",
    "income_year": "income_per_person_year",
    "household_score__low": "income_per_person_year",
    "household_score__high": "income_per_person_year",
}
# What a filter or an alarm asks; who may not see it isn't given the list either.
ASKED = {
    "cause": "cause",
    "kind": "poverty_type",
    "borderline": "income_per_person_year",
}


def hidden(reader: Reader, grain: str = "household") -> frozenset[str]:
    """Return the names of the grain's columns that `reader` may not see."""
    unseen = {
        name for name, column in facts_of(grain).items() if not reader.sees(column)
    }
    return frozenset(unseen | {n for n, of in GIVES_AWAY.items() if of in unseen})


def is_hidden(asked: Iterable[str], unseen: frozenset[str]) -> bool:
    """Say whether one of the filters or alarms asks for what may not be seen."""
    return any(ASKED.get(name) in unseen for name in asked)
