"""What people write moves the province's score, once, and no other figure differs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.assess import assess
from fupin.funds import Ledger, accounts, add, edit, withdraw
from fupin.funds.alarms import low
from fupin.plan import Scenario
from fupin.recording import preview, record
from fupin.sample import write_sample
from fupin.store import (
    history,
    newest_fund,
    of_vintages,
    register,
    verify,
    with_funds,
)
from tests.funds.towns import DAY, act, fund, town
from tests.store.towns import take

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from fupin.funds import Accounts, Books, Tree
    from fupin.plan import Plan
    from fupin.store import Store

SPRING = date(2018, 3, 1)
SAID = {"kind": "allocated", "source": "unit_own", "village_id": "001"}
HERE = pl.col("village_id") == "001"


def found(plan: Plan, tree: Tree, store: Store, day: date = DAY) -> Accounts:
    """Return the accounts of the store's register, as every caller reads them."""
    ledger = Ledger(store)
    ledger.refresh()
    done = assess(register(store), Scenario(plan), day)
    return accounts(tree, done, ledger.written())


def score(told: Accounts) -> float:
    """Return the points that the first village has for its funds."""
    return float(told.done.villages.filter(HERE)["village_score__score_funds__low"][0])


def wrote(store: Store, books: Books, **said: Any) -> str:
    return add(store, books, register(store), SAID | said, act())


def test_the_score_the_page_and_the_alarm_count_the_same_entries(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    take(store, town(fund("a", "allocated", 299_999.99, SPRING)))
    told = found(plan, tree, store)
    assert (score(told) < 20, "001" in low(told)) == (True, True)
    wrote(store, books, amount="5", pool="per_person")
    wrote(store, books, amount="5", source="province_sector")
    wrote(store, books, amount="", kind="planned", source="")
    wrote(store, books, amount="5", entry_on="2017-06-30")
    told = found(plan, tree, store)
    assert told.own["001"] == 29_999_999
    key = wrote(store, books, amount="0.01")
    told = found(plan, tree, store)
    assert (score(told), "001" in low(told), told.own["001"]) == (20, False, 30_000_000)
    # Each entry once: the register's own and the five that were written.
    assert told.total.allocated == 29_999_999 + 3 * 500 + 1
    withdraw(store, books, key, "重复", act(seen=1))
    assert found(plan, tree, store).own["001"] == 29_999_999


def test_what_went_back_is_taken_off_and_a_correction_counts_as_corrected(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    take(store, town(fund("a", "allocated", 150_000, SPRING, fund_source="unit_own")))
    assert score(found(plan, tree, store)) == 10
    key = wrote(store, books, kind="returned", amount="75000")
    assert score(found(plan, tree, store)) == 5
    edit(store, books, register(store), key, {"amount": "30000"}, act(seen=1))
    told = found(plan, tree, store)
    assert (score(told), told.own["001"]) == (8, 12_000_000)
    # More went back than came in within the twelve months: nothing, and no debt.
    wrote(store, books, kind="returned", amount="130000", note="上年资金缴回")
    told = found(plan, tree, store)
    assert (score(told), told.own["001"]) == (0, 0)


def test_an_entry_counts_from_its_day_on_and_from_when_it_was_known(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    take(store, town())
    wrote(store, books, amount="300000", entry_on="2018-06-20")
    assert score(found(plan, tree, store)) == 20
    assert score(found(plan, tree, store, date(2018, 6, 19))) == 0
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    assert register(store, yesterday)["funds"].is_empty()
    # A register of now, asked what was known yesterday, doesn't have it either.
    now = with_funds(town(), store)
    assert assess(now, Scenario(plan), DAY).villages["own_funds_year"][0] == 300_000
    done = assess(now, Scenario(plan), DAY, yesterday)
    assert done.villages["own_funds_year"].to_list() == [0, 0]


def test_putting_them_in_again_changes_nothing_and_a_snapshot_sees_as_far_as_it_did(
    books: Books, store: Store
) -> None:
    take(store, town(fund("a", "allocated", 100, SPRING)))
    wrote(store, books, amount="1")
    one = register(store)
    assert with_funds(one, store) is one
    wrote(store, books, amount="", kind="planned", source="")
    assert with_funds(one, store) is one
    wrote(store, books, amount="2")
    two = with_funds(one, store)
    assert two["funds"]["fund_amount"].to_list() == [100, 1, 2]
    assert newest_fund(store) == 3
    assert with_funds(two, store, until=1)["funds"].equals(one["funds"])


def test_a_file_is_held_against_what_files_said(
    tmp_path: Path, books: Books, store: Store
) -> None:
    write_sample(tmp_path, villages=2, households=30)
    record(store, preview(store, tmp_path, DAY), "陈一", "录入")
    wrote(store, books, amount="1", pool="per_person")
    assert of_vintages(store)["funds"].height == register(store)["funds"].height - 1
    assert len(preview(store, tmp_path, DAY).changes) == 0


def test_a_clock_that_jumps_back_mixes_no_later_money_into_a_replay(
    books: Books, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(store, town(fund("a", "allocated", 1, SPRING)))
    wrote(store, books, amount="2")
    monkeypatch.setattr("fupin.store.audit.now", lambda: "2001-01-01T00:00:00+00:00")
    wrote(store, books, amount="3")
    take(store, town(fund("b", "allocated", 4, SPRING)))
    wrote(store, books, amount="5")
    first, second = (one.recorded_at for one in history(store))
    for known, amounts in (
        (first, [1]),
        (second, [1, 2, 3, 4]),
        (None, [1, 2, 3, 4, 5]),
    ):
        told = register(store, known)["funds"]["fund_amount"]
        assert told.sort().to_list() == amounts
    assert verify(store) == []
