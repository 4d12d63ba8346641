from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fupin.access import Reader
from fupin.funds import add, edit, low, withdraw
from fupin.funds.entries import ledger
from tests.funds.found import SPRING, SUMMER, kinds
from tests.funds.towns import DAY, act, fund, measure, told, town
from tests.registers import household, member

if TYPE_CHECKING:
    from fupin.funds import Books, Tree
    from fupin.plan import Plan
    from fupin.store import Store


def test_sums_are_exact_and_the_rate_is_truncated(plan: Plan, tree: Tree) -> None:
    rows = [
        fund("a", "allocated", 0.10, SPRING), fund("b", "allocated", 0.20, SPRING),
        fund("c", "paid", 0.2, SUMMER), fund("d", "paid", 9, SPRING, "002"),
    ]  # fmt: skip
    found = told(plan, tree, town(*rows), village="001")
    assert (found.total.allocated, found.total.paid) == (30, 20)
    assert found.total.used_rate == 66.6
    assert found.total.balance == 10
    whole = told(plan, tree, town(*rows))
    assert whole.by_village["002"].paid == 900
    assert whole.by_source["upper"] == whole.by_source["province"]
    assert told(plan, tree, town()).total.used_rate is None


def test_what_is_dated_after_the_day_or_is_of_another_village_is_not_there(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    register = town(fund("a", "allocated", 100, date(2018, 7, 1)))
    later = act(day=date(2018, 12, 31))
    said = {
        "kind": "allocated",
        "amount": "7",
        "source": "central",
        "village_id": "002",
    }
    add(store, books, register, said | {"entry_on": "2018-07-01"}, later)
    add(store, books, register, said | {"entry_on": "2018-06-30"}, later)
    assert told(plan, tree, register, store=store).total.allocated == 700
    reader = Reader("village", frozenset({"001"}))
    assert told(plan, tree, register, store=store, reader=reader).total.allocated == 0


def test_a_plan_that_is_not_recorded_is_unknown_and_not_missing(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    rows = [fund("a", "allocated", 99, SPRING), fund("b", "paid", 9, SPRING)]
    found = told(plan, tree, town(*rows))
    assert found.open_plan == 1
    assert "unplanned" not in kinds(found)
    line = {"kind": "planned", "amount": "9", "village_id": "001"}
    add(store, books, town(), line | {"fund_year": "2017"}, act())
    assert kinds(told(plan, tree, town(*rows), store=store))["unplanned"].count == 1
    add(store, books, town(), line | {"fund_year": "2018", "source": "province"}, act())
    found = told(plan, tree, town(*rows), store=store)
    assert found.open_plan == 0
    assert "unplanned" not in kinds(found)


def test_a_measure_without_an_amount_leaves_the_plan_a_least_sum(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    measures = [measure(), measure("M2", planned_amount=None)]
    pay = fund("a", "paid", 9, SPRING, measure_id="M2")
    register = town(fund("b", "allocated", 99, SPRING), pay, measures=measures)
    found = told(plan, tree, register)
    assert (found.total.planned, found.total.open_plans) == (500_000, 1)
    assert found.open_plan == 1
    line = {"kind": "planned", "amount": "", "village_id": "001", "measure_id": "M1"}
    add(store, books, register, line, act())
    found = told(plan, tree, register, store=store)
    assert (found.total.planned, found.total.open_plans) == (0, 2)


def test_the_floor_counts_twelve_months_without_sector_and_per_person_funds(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    rows = [
        fund("a", "allocated", 299_999.99, SPRING),
        fund("b", "allocated", 500_000, SPRING, fund_source="province_sector"),
        fund("c", "allocated", 500_000, date(2017, 6, 30)),
        fund("d", "allocated", 300_000, SPRING, "002"),
    ]
    register = town(*rows)
    found = told(plan, tree, register)
    assert low(found) == ("001",)
    assert (kinds(found)["floor"].fen, found.own["002"]) == (1, 30_000_000)
    said = {"kind": "allocated", "source": "unit_own", "village_id": "001"}
    add(store, books, register, said | {"amount": "5", "pool": "per_person"}, act())
    assert low(told(plan, tree, register, store=store)) == ("001",)
    add(store, books, register, said | {"amount": "0.01"}, act())
    assert low(told(plan, tree, register, store=store)) == ()


def test_spending_is_held_against_the_year_that_has_gone(
    plan: Plan, tree: Tree
) -> None:
    rows = [
        fund("a", "allocated", 100, date(2017, 5, 1)),
        fund("b", "paid", 40, date(2017, 12, 31)),
        fund("c", "allocated", 40, date(2018, 1, 1)),
        fund("d", "paid", 39, SPRING),
    ]
    found = told(plan, tree, town(*rows))
    assert (found.pace.available, found.pace.paid, found.pace.elapsed) == (
        10_000,
        3900,
        49.5,
    )
    assert found.pace.rate == 39.0
    assert kinds(found)["pace"].villages == ("001",)
    rows[3] = fund("d", "paid", 40, SPRING)
    assert "pace" not in kinds(told(plan, tree, town(*rows)))


def test_the_share_is_thirty_percent_of_20_000_a_person_with_labour(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    city = {"fund_source": "helper_city"}
    register = town(
        fund("a", "allocated", 5999, SPRING, **city),
        households=[household(), household("001-002", persons_count=2)],
        members=[member(labour="able"), member("001-002-01", labour=None)],
    )
    found = told(plan, tree, register)
    assert found.persons == (1, 3)
    helper = found.shares[0]
    assert (helper.percent, helper.due, helper.there) == (
        30,
        (600_000, 1_800_000),
        (0, 599_900),
    )
    assert helper.is_met is False
    said = {"kind": "allocated", "source": "helper_town", "village_id": "001"}
    add(store, books, register, said | {"amount": "1", "pool": "village"}, act())
    assert told(plan, tree, register, store=store).shares[0].is_met is False
    add(store, books, register, said | {"amount": "1"}, act())
    assert told(plan, tree, register, store=store).shares[0].is_met is None
    add(store, books, register, said | {"amount": "18000", "pool": "per_person"}, act())
    assert told(plan, tree, register, store=store).shares[0].is_met is True


def test_what_was_known_then_is_told_then(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    said = {
        "kind": "allocated",
        "amount": "5",
        "source": "central",
        "village_id": "001",
    }
    key = add(store, books, town(), said, act())
    first = datetime.now(UTC)
    edit(store, books, town(), key, {"amount": "6"}, act(seen=1))
    second = datetime.now(UTC)
    withdraw(store, books, key, "记错了", act(seen=2))
    sums = [
        told(plan, tree, town(), store=store, known=moment).total.allocated
        for moment in (date(2016, 1, 1), first, second, None)
    ]
    assert sums == [0, 500, 600, 0]


def test_a_task_shows_what_pays_for_it(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    said = {"source": "central", "village_id": "001", "task_key": "own:1"}
    for kind, amount in (("allocated", "9"), ("paid", "5"), ("paid", "3.5")):
        add(store, books, town(), said | {"kind": kind, "amount": amount}, act())
    found = told(plan, tree, town(), store=store)
    assert found.of_task("own:1").height == 3
    assert found.task_paid == {"own:1": 850}


def test_a_ledger_without_a_register_of_funds_is_empty(plan: Plan, tree: Tree) -> None:
    found = told(plan, tree, town(measures=[]))
    assert found.rows.is_empty()
    assert ledger(found.done.register.tables, None, DAY).is_empty()
    assert found.wait.median is None
