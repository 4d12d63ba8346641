"""The funds: every figure of the page for a ledger of 50,000 entries."""

from __future__ import annotations

import shutil
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bench.row import Row, median_seconds
from fupin import settings
from fupin.assess import assess
from fupin.funds import Act, Books, Ledger, accounts, add, alarms, load_tree
from fupin.funds.summary import summary
from fupin.intake import read
from fupin.plan import Scenario, load_plan
from fupin.store import open_store
from fupin.store.layout import fund_entries

if TYPE_CHECKING:
    from fupin.funds import Tree
    from fupin.store import Store

FOLDER = Path(__file__).with_name("data") / "funds"
DAY, FIRST = date(2018, 6, 30), date(2016, 5, 1)
ENTRIES, ADDED = 50_000, 50
AT = "2018-01-01T00:00:00.000000+00:00"
KINDS = ("allocated", "allocated", "paid", "paid", "paid", "planned")


def large_ledger() -> list[Row]:
    """Measure all figures, alarms and marks, after each of some new entries."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    store = open_store(FOLDER / "town.db")
    plan = load_plan(settings.PLAN)
    tree = load_tree(settings.PLAN, plan)
    _fill(store, tree)
    register = read(settings.SAMPLE).register
    done = assess(register, Scenario(plan), DAY)
    began = time.perf_counter()
    ledger = Ledger(store)
    ledger.refresh()
    first = time.perf_counter() - began

    def figures() -> None:
        ledger.refresh()
        told = accounts(tree, done, ledger.written())
        # Every figure that the page shows is asked for.
        assert summary(told)  # noqa: S101
        assert alarms(told)  # noqa: S101

    value = median_seconds(figures, 7) * 1000
    books, said = Books.of(tree, register), _said()
    began = time.perf_counter()
    for _ in range(ADDED):
        add(store, books, register, said, Act("林二", DAY))
    each = (time.perf_counter() - began) / ADDED * 1000
    size = f"{ENTRIES:,} entries of the funds"
    return [
        Row(6, f"{size}: every figure, mark and alarm", value, "ms", 200),
        Row(6, f"{size}: a payment checked against its balance and written", each, "ms",
            200),
        Row(6, f"{size}: read from the store by a new process", first, "s", 5),
    ]  # fmt: skip


def _said() -> dict[str, str]:
    return {
        "kind": "paid", "amount": "1", "source": "province", "village_id": "001",
        "entry_on": "2018-06-30",
    }  # fmt: skip


def _fill(store: Store, tree: Tree) -> None:
    with store.writing() as connection:
        rows = [_entry(n, tree.leaves) for n in range(1, ENTRIES + 1)]
        connection.execute(sa.insert(fund_entries), rows)


def _entry(number: int, leaves: tuple[str, ...]) -> dict[str, object]:
    kind = KINDS[number % len(KINDS)]
    day = FIRST + timedelta(days=number * 7919 % 780)
    # Allocations are larger than payments, so that some money lies.
    fen = (5_000 if kind == "allocated" else 3_000) * 100 + number % 97
    return {
        "seq": number, "entry_key": f"fund:{number}", "version": 1, "at": AT,
        "author": "陈一", "day": "2018-06-30", "action": "add", "reason": "",
        "kind": kind, "fen": fen, "entry_on": day.isoformat(), "fund_year": day.year,
        "source": leaves[number // 6 % len(leaves)],
        "village_id": f"00{number // 90 % 4 + 1}", "measure_id": None,
        "task_key": None, "pool": None, "use": ("project", "bonus")[number % 50 == 0],
        "payee": None, "note": f"第 {number} 笔", "document_no": "",
    }  # fmt: skip
