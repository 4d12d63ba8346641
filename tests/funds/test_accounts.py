from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin.access import Reader
from fupin.funds import add, alarms, edit, low, withdraw
from fupin.funds.entries import ledger
from fupin.funds.matching import portions
from tests.funds.towns import DAY, act, fund, measure, told, town
from tests.registers import household, member

if TYPE_CHECKING:
    from fupin.funds import Accounts, Books, Tree
    from fupin.plan import Plan
    from fupin.store import Store

SPRING, SUMMER = date(2018, 3, 1), date(2018, 5, 30)


def kinds(found: Accounts) -> dict[str, Any]:
    return {one.kind: one for one in alarms(found)}


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


def test_half_of_the_money_was_paid_within_the_median(plan: Plan, tree: Tree) -> None:
    rows = [
        fund("a", "allocated", 100, date(2018, 1, 1)),
        fund("b", "allocated", 100, date(2018, 2, 1)),
        fund("c", "paid", 60, date(2018, 1, 11)),  # 60 of a after 10 days
        fund("d", "paid", 90, date(2018, 3, 1)),  # 40 of a after 59, 50 of b after 28
    ]
    found = told(plan, tree, town(*rows))
    pieces = found.pieces.sort("allocated_on", "paid_on", nulls_last=True)
    assert pieces.select("fen", "days").rows() == [
        (6000, 10), (4000, 59), (5000, 28), (5000, None),
    ]  # fmt: skip
    assert (found.wait.median, found.wait.longest) == (28, 59)
    assert (found.wait.waiting_fen, found.wait.waiting_longest) == (5000, 149)
    assert found.wait.overdue_fen == 0
    assert told(plan, tree, town(*rows), day=date(2018, 8, 31)).wait.overdue_fen == 5000


_EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["allocated", "paid", "returned"]),
        st.integers(1, 10_000),
        st.integers(1, 27),
        st.sampled_from(["001", "002"]),
        st.sampled_from(["province", "central"]),
    ),
    max_size=25,
)


@given(_EVENTS)
def test_no_yuan_is_lost_or_paid_twice(events: list[Any]) -> None:
    rows = pl.DataFrame(
        [
            {"key": str(n), "kind": k, "fen": f, "entry_on": date(2018, 1, d),
             "village_id": v, "source": s}
            for n, (k, f, d, v, s) in enumerate(events)
        ],
        schema={"key": pl.String, "kind": pl.String, "fen": pl.Int64,
                "entry_on": pl.Date, "village_id": pl.String, "source": pl.String},
    )  # fmt: skip
    pieces = portions(rows)
    assert (pieces["fen"] > 0).all()
    for column, kept in (
        ("allocation", ["allocated"]),
        ("payment", ["paid", "returned"]),
    ):
        had = dict(
            rows.filter(pl.col("kind").is_in(kept)).select("key", "fen").iter_rows()
        )
        got = pieces.drop_nulls(column).group_by(column).agg(pl.col("fen").sum())
        assert dict(got.iter_rows()) == had


def test_early_and_over_payments_are_marked_with_their_part(
    plan: Plan, tree: Tree
) -> None:
    rows = [
        fund("a", "paid", 50, SPRING), fund("b", "allocated", 30, SUMMER),
        fund("c", "paid", 10, SPRING, "002"),
    ]  # fmt: skip
    found = told(plan, tree, town(*rows))
    marks = {r["key"]: (r["early"], r["over"]) for r in found.flagged.to_dicts()}
    assert marks == {"a": (True, True), "c": (False, True)}
    assert kinds(found)["early"].fen == 3000
    assert kinds(found)["over"].fen == 3000
    assert found.by_village["002"].balance == -1000


BANNED: tuple[tuple[dict[str, str], list[str]], ...] = (
    ({"use": "bonus"}, ["bonuses"]),
    ({"payee": "staff"}, ["bonuses"]),
    ({"note": "购车一台"}, ["transport_and_telecom"]),
    ({"use": "project", "payee": "household", "note": "鸡苗"}, []),
    ({"use": "bonus", "source": "unit_own"}, []),
    ({"use": "other"}, []),
)


@pytest.mark.parametrize(("said", "bans"), BANNED)
def test_a_forbidden_use_of_fiscal_funds_is_marked(  # noqa: PLR0913
    plan: Plan, tree: Tree, books: Books, store: Store, said: Any, bans: list[str]
) -> None:
    entry = {
        "kind": "allocated",
        "amount": "9",
        "source": "province",
        "village_id": "001",
    }
    add(store, books, town(), entry | said, act())
    found = told(plan, tree, town(), store=store)
    (row,) = found.rows.filter(pl.col("origin") == "written").to_dicts()
    assert row["bans"] == bans
    assert row["looks"] == (["unrelated"] if said.get("use") == "other" else [])
    assert ("ban" in kinds(found)) is bool(bans)


def test_a_measures_name_is_read_too(plan: Plan, tree: Tree) -> None:
    register = town(
        fund("a", "paid", 9, SPRING, measure_id="M1"),
        measures=[measure(measure_name="市政道路")],
    )
    assert told(plan, tree, register).flagged["bans"].to_list() == [
        ["city_infrastructure"]
    ]


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


def test_money_that_went_back_without_a_pool_is_a_range_in_order(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    register = town()
    said = {"source": "helper_town", "village_id": "001", "note": "缴回"}
    mine = said | {"kind": "allocated", "amount": "100", "pool": "per_person"}
    add(store, books, register, mine, act())
    add(store, books, register, said | {"kind": "returned", "amount": "30"}, act())
    there = told(plan, tree, register, store=store).shares[0].there
    assert there == (7000, 10_000)
    add(store, books, register, said | {"kind": "returned", "amount": "90"}, act())
    assert told(plan, tree, register, store=store).shares[0].there == (0, 10_000)
    # More of the pool went back than came in: nothing is there, and no debt.
    back = said | {"kind": "returned", "amount": "150", "pool": "per_person"}
    add(store, books, register, back, act())
    assert told(plan, tree, register, store=store).shares[0].there == (0, 0)


def test_money_that_went_back_before_it_came_is_early_by_its_amount(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    register = town(fund("a", "allocated", 100, SUMMER))
    said = {
        "kind": "returned", "amount": "40", "source": "province", "note": "先缴",
        "village_id": "001", "entry_on": SPRING,
    }  # fmt: skip
    add(store, books, register, said, act())
    early = kinds(told(plan, tree, register, store=store))["early"]
    assert (early.count, early.fen) == (1, 4000)


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
