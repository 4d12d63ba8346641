"""The store with its plan and its board on a date, as the commands of tasks ask it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupin import settings
from fupin.cli.asked import day as asked_day
from fupin.cli.store import opened
from fupin.errors import StoreError

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from fupin.plan import Plan
    from fupin.store import Store
    from fupin.tasks import Owners, Places


@dataclass(frozen=True)
class Office:
    """Store, plan, board and places; `villages` are names by id.

    `register` is the fingerprint of the data.
    """

    store: Store
    plan: Plan
    day: date
    board: pl.DataFrame
    places: Places
    owners: Owners
    villages: dict[str, str]
    register: str

    def of(self, department: str) -> pl.DataFrame:
        """Return the board of a department, or all of it."""
        if not department:
            return self.board
        self.places.department(department)
        return self.board.filter(self.board["department"] == department)

    def task(self, key: str) -> dict[str, Any]:
        """Return the task of a key; StoreError where there is none."""
        found = self.board.filter(self.board["key"] == key).to_dicts()
        if not found:
            raise StoreError(
                f"没有任务“{key}”。用 fupin task list 看编号",
                f"There is no task {key!r}. See the keys with fupin task list.",
            )
        return found[0]


def office_on(on: str) -> Office:
    """Return the office on a day as typed; its errors are those of store and day."""
    from fupin.proposals import standing_plan  # noqa: PLC0415
    from fupin.store import register as read  # noqa: PLC0415
    from fupin.tasks import Places, load_owners, standing  # noqa: PLC0415

    store, day = opened(), asked_day(on)
    plan = standing_plan(store)
    register = read(store)
    owners = load_owners(settings.PLAN, plan)
    rows = standing(store, register, plan, owners, day)
    names = register["villages"].select("village_id", "village_name").iter_rows()
    places = Places.of(plan, register)
    return Office(store, plan, day, rows, places, owners, dict(names),
                  register.fingerprint)  # fmt: skip
