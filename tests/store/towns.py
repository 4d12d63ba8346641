"""A town of two households, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.changes import difference
from fupin.store import Act, accept, newest, register
from tests.registers import household, member, of, village

if TYPE_CHECKING:
    from fupin.register import Register
    from fupin.store import Store, Vintage

BEGIN, LATER = date(2016, 5, 1), date(2017, 3, 1)


def town(**facts: Any) -> Register:
    """Return two households of a village; `facts` are of the first."""
    return of(
        villages=[village(town_name="官圩镇")],
        residents=[
            {
                "household_id": h,
                "village_id": "001",
                "head_name": "陈一",
                "persons_count": 1,
            }
            for h in ("001-001", "001-002")
        ],
        households=[household(**facts), household("001-002")],
        members=[member(), member("001-002-01")],
    )


def take(
    store: Store,
    said: Register,
    day: date = BEGIN,
    complete: frozenset[str] = frozenset(),
    author: str = "陈一",
) -> Vintage:
    """Take what `said` changes in the store."""
    changes = difference(register(store), said, day, complete)
    act = Act("intake", author, "录入", day)
    return accept(store, changes, act, newest(store), said.absent)


def phones(store: Store, day: date, known: Any = None) -> dict[str, str | None]:
    """Return the phone of each household as it was on `day`."""
    rows = register(store, known).on(day)["households"].sort("household_id")
    return dict(zip(rows["household_id"], rows["phone"], strict=True))
