from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from fupin.funds import add
from fupin.funds.matching import portions
from tests.funds.found import SPRING, SUMMER, kinds
from tests.funds.towns import act, fund, told, town

if TYPE_CHECKING:
    from fupin.funds import Books, Tree
    from fupin.plan import Plan
    from fupin.store import Store


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
