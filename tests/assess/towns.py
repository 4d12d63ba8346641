"""Two villages of three households: one meets the standard, one not, one unknown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.assess import Assessment, assess
from fupin.plan import Scenario
from tests import registers
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY = date(2018, 6, 30)
POOR, RICH = 1800.0, 1900.0
MET, UNMET, UNKNOWN = "001-001", "001-002", "002-001"


def three_households() -> dict[str, registers.Rows]:
    """Return one household that meets the standard, one that doesn't, one unknown."""
    return {
        "villages": [village("001"), village("002")],
        "households": [household(id_) for id_ in (UNKNOWN, MET, UNMET)],
        "members": [member(f"{id_}-01") for id_ in (UNMET, UNKNOWN, MET)],
        "incomes": [
            *incomes(RICH, MET),
            *incomes(POOR, UNMET),
            *incomes(None, UNKNOWN),
        ],
    }


def decide(plan: Plan, *args: Any, **tables: registers.Rows) -> Assessment:
    return assess(
        registers.of(**(three_households() | tables)), Scenario(plan), DAY, *args
    )


def one(plan: Plan, day: date = DAY, **tables: registers.Rows) -> dict[str, Any]:
    """Return the verdicts of one household, sound but for what `tables` says."""
    sound: dict[str, registers.Rows] = {
        "villages": [village()], "households": [household()],
        "members": [member()], "incomes": incomes(RICH),
    }  # fmt: skip
    done = assess(registers.of(**(sound | tables)), Scenario(plan), day)
    return done.verdicts().row(0, named=True)
