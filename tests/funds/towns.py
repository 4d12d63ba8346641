"""Two villages with a little money, and the funds as they stand there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.access import LOCAL, Reader
from fupin.assess import assess
from fupin.funds import Act, Ledger, accounts
from fupin.plan import Scenario
from fupin.store import with_funds
from fupin.store.written import moment
from tests.registers import household, incomes, member, of, village

if TYPE_CHECKING:
    from fupin.funds import Accounts, Tree
    from fupin.plan import Plan
    from fupin.register import Register
    from fupin.store import Store

DAY = date(2018, 6, 30)


def fund(
    key: str, entry: str, yuan: float, on: date, village_id: str = "001", **facts: Any
) -> dict[str, Any]:
    """Return a row of the register's funds; the province's unless said."""
    return {
        "fund_id": key, "village_id": village_id, "fund_source": "province",
        "fund_entry": entry, "fund_amount": yuan, "entry_on": on,
    } | facts  # fmt: skip


def measure(key: str = "M1", **facts: Any) -> dict[str, Any]:
    return {
        "measure_id": key, "village_id": "001", "measure_kind": "road",
        "measure_name": "村道", "planned_amount": 5000.0,
        "started_on": date(2018, 1, 1),
    } | facts  # fmt: skip


def town(*funds: dict[str, Any], **tables: Any) -> Register:
    """Return two villages; a household of one with labour lives in the first."""
    rows = {
        "villages": [village("001", village_name="红中村"), village("002")],
        "households": [household()],
        "members": [member(labour="able")],
        "incomes": incomes(4000),
        "measures": [measure()],
        "funds": list(funds),
    } | tables  # fmt: skip
    return of(**{name: told for name, told in rows.items() if told})


def told(  # noqa: PLR0913
    plan: Plan, tree: Tree, register: Register, *, store: Store | None = None,
    day: date = DAY, village: str = "", reader: Reader = LOCAL, known: Any = None,
) -> Accounts:  # fmt: skip
    written = None
    if store is not None:
        ledger = Ledger(store)
        ledger.refresh()
        written = ledger.written(known)
        register = with_funds(register, store, moment(known))
    done = assess(register, Scenario(plan), day, reader=reader)
    return accounts(tree, done, written, village)


def act(author: str = "陈一", seen: int = 0, day: date = DAY) -> Act:
    return Act(author, day, seen)
