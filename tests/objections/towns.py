"""A village with two households, and an objection about one of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.objections import Act, Places, add
from tests.registers import household, incomes, member, of, village

if TYPE_CHECKING:
    from fupin.register import Register
    from fupin.store import Store

DAY = date(2018, 6, 30)
DAYS = 30
HOUSE = "001-001"
SAID = {
    "kind": "objection", "about": "decision", "household_id": HOUSE,
    "text": "家里有小汽车，评议时没有说", "received_on": "2018-06-10",
    "channel": "notice",
}  # fmt: skip
PLACES = Places(
    frozenset({"001", "002"}),
    {HOUSE: "001", "001-002": "001", "002-001": "002"},
    frozenset({"audit", "housing"}),
)


def town() -> Register:
    return of(
        villages=[village("001", village_name="红中村")],
        households=[household(HOUSE), household("001-002")],
        members=[member(), member("001-002-01")],
        incomes=[*incomes(4000), *incomes(4000, "001-002")],
        steps=[
            {
                "step_id": "S1",
                "household_id": HOUSE,
                "procedure": "exit",
                "step": "review",
                "step_on": date(2018, 5, 2),
                "step_outcome": "passed",
            }
        ],
    )


def act(author: str = "陈一", seen: int = 0, day: date = DAY) -> Act:
    return Act(author, day, seen)


def written(store: Store, author: str = "陈一", **said: Any) -> str:
    return add(store, PLACES, SAID | said, act(author), DAYS)
