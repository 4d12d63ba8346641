from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fupin.funds import add
from tests.funds.found import SPRING, SUMMER, kinds
from tests.funds.towns import act, fund, measure, told, town

if TYPE_CHECKING:
    from fupin.funds import Books, Tree
    from fupin.plan import Plan
    from fupin.store import Store


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
