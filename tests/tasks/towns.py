"""A household whose house fails, and what is done about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.assess import assess
from fupin.plan import Scenario
from fupin.tasks import Act, Ledger, board, through
from tests.registers import household, incomes, member, of, village

if TYPE_CHECKING:
    import polars as pl

    from fupin.assess import Assessment
    from fupin.plan import Plan
    from fupin.register import Register
    from fupin.store import Store
    from fupin.tasks import Owners

DAY = date(2018, 6, 30)
BEFORE = date(2018, 3, 31)
HOUSE = "gap:housing_met:001-001"
OFFICES = ("agriculture", "discipline")


def town(grade: str | None = "C", **facts: Any) -> Register:
    """Return a household with a house of `grade`, and all else in order."""
    return of(
        villages=[village("001", village_name="红中村")],
        households=[
            household(
                "001-001",
                housing_grade=grade,
                **({"rebuild_state": "not_started"} | facts),
            )
        ],
        members=[member()],
        incomes=incomes(4000),
    )


def decided(plan: Plan, register: Register, day: date = DAY) -> Assessment:
    return assess(register, Scenario(plan), day)


def shown(  # noqa: PLR0913
    owners: Owners, plan: Plan, register: Register, *, store: Store | None = None,
    days: tuple[date, ...] = (DAY,), before: Register | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Return the board on the last day; on the earlier days it was `before`."""
    told = [decided(plan, before or register, day) for day in days[:-1]]
    done = decided(plan, register, days[-1])
    found = through(owners, [*told, done])
    if store is None:
        return board(owners, done, found)
    ledger = Ledger(store)
    ledger.refresh()
    day = days[-1]
    return board(owners, done, found, ledger.added(day), ledger.written(day))


def task(rows: pl.DataFrame, key: str = HOUSE) -> dict[str, Any]:
    found = rows.filter(rows["key"] == key).to_dicts()
    assert len(found) == 1, (key, rows["key"].to_list())
    return found[0]


def act(
    author: str = "陈一", seen: int = 0, day: date = DAY, department: str = ""
) -> Act:
    return Act(author, day, seen, department)


def audit(author: str, seen: int) -> Act:
    """Return the act of somebody of the audit."""
    return Act(author, DAY, seen, "discipline")
