"""The board of a store on a date, from nothing: for commands and reports."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fupin.assess import assess, decide_some
from fupin.measures import income_days
from fupin.plan import Scenario
from fupin.tasks.board import board
from fupin.tasks.gaps import through
from fupin.tasks.reading import Ledger

if TYPE_CHECKING:
    import polars as pl

    from fupin.plan import Plan
    from fupin.register import Register
    from fupin.store import Store
    from fupin.tasks.owners import Owners

FIRST = date(2016, 1, 1)


def standing(
    store: Store, register: Register, plan: Plan, owners: Owners, day: date
) -> pl.DataFrame:
    """Return the board on `day`: gaps are followed over the ends of income periods."""
    days = [one for one in income_days(register, FIRST) if one < day] + [day]
    scenario = Scenario(plan)
    dones = (decide_some(register, scenario, d, owners.gaps) for d in days)
    ledger = Ledger(store)
    ledger.refresh()
    return board(
        owners, assess(register, scenario, day), through(owners, dones),
        ledger.added(day), ledger.written(day),
    )  # fmt: skip
