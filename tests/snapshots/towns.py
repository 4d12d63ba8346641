"""A town of three households and a village without any, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.proposals import accept, propose
from fupin.snapshots import Snapshot, make, now
from tests.proposals.drafts import LINE, correction
from tests.registers import household, incomes, member, of, village
from tests.store.towns import take

if TYPE_CHECKING:
    from fupin.plan import Plan, Scenario
    from fupin.register import Register
    from fupin.store import Store, Vintage

DAY = date(2018, 6, 30)
BEFORE = date(2018, 3, 31)
POOR, NEAR, OPEN = "001-001", "001-002", "001-003"


def town(poor: float = 1000, near: float = 1850, **facts: Any) -> Register:
    """Return households with quarterly incomes; that of the third isn't recorded.

    The line of 2018 is 7,365 yuan a year. `facts` are of the first village.
    """
    ids = (POOR, NEAR, OPEN)
    return of(
        villages=[
            village(town_name="官圩镇", village_name="红中村"),
            village("002", town_name="新圩镇", village_name="历麻村"),
        ],
        village_years=[
            {"village_id": "001", "year": 2017, "population_count": 100,
             "village_income_per_person_year": 9000.0} | facts,
        ],
        households=[household(one) for one in ids],
        members=[member(f"{one}-01") for one in ids],
        incomes=[*incomes(poor, POOR), *incomes(near, NEAR)],
    )  # fmt: skip


def taken(store: Store, said: Register | None = None) -> Vintage:
    """Take the town into the store."""
    return take(store, town() if said is None else said, date(2018, 6, 1))


def snap(  # noqa: PLR0913
    store: Store, plan: Plan, title: str = "例会", day: date = DAY,
    scenario: Scenario | None = None, village_id: str = "", author: str = "林一",
) -> Snapshot:  # fmt: skip
    """Make a snapshot of the store as it is."""
    return make(
        store, lambda: now(store, scenario, day, village_id, files=plan), title, author
    )


def change_the_line(store: Store, plan: Plan, amount: float) -> None:
    asked = propose(store, correction(LINE, amount, DAY.replace(month=1, day=1)), plan)
    accept(store, asked.seq, "王二", "同意", plan)
