"""Comparing: the moves, who moved by which clause, and what a reader may be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.access import ALL_CLASSES, Reader
from fupin.errors import ScenarioError
from fupin.plan import Scenario
from fupin.whatif.compare import compare, figures
from fupin.whatif.engine import Engine
from tests import registers
from tests.assess.towns import DAY, MET, UNKNOWN, UNMET, three_households

if TYPE_CHECKING:
    from fupin.plan import Plan

LINE = "household_exit_line"


def town(**facts: object) -> Engine:
    tables = three_households()
    for row in tables["households"]:
        row |= {"head_name": "欧阳三", **facts}
    return Engine(registers.of(**tables), DAY)


def test_who_moves_is_named_with_clause_and_distance(plan: Plan) -> None:
    before = Scenario(plan)
    found = compare(town(), before, before.with_value(LINE, 7725))
    assert found.moves.tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]
    row = found.flips.row(0, named=True)
    assert (row["household_id"], row["head_name"], row["rule"]) == (
        MET, "欧阳*", "income_met",
    )  # fmt: skip
    assert (row["clause"], row["figure"], row["distance"]) == (
        "goal_household_income", 7600.0, -125.0,
    )  # fmt: skip
    assert (row["before"], row["after"]) == ("met", "unmet")


def test_a_rule_switched_off_is_the_cause_of_who_enters(plan: Plan) -> None:
    engine = town(housing_grade="D", rebuild_state="started")
    before = Scenario(plan)
    found = compare(engine, before, before.with_rule("housing_met", on=False))
    assert found.flips["household_id"].to_list() == [MET, UNKNOWN]
    assert found.flips["after"].to_list() == ["met", "unknown"]
    assert set(found.flips["rule"]) == {"housing_met"}


def test_the_same_scenario_moves_nobody(plan: Plan) -> None:
    found = compare(town(), Scenario(plan), Scenario(plan))
    assert found.flips.is_empty()
    assert found.to_pandas().empty


def test_without_the_income_class_nobody_is_named_by_an_income(plan: Plan) -> None:
    tables = three_households()
    clerk = Reader("clerk", classes=ALL_CLASSES - {"income", "name"})
    engine = Engine(registers.of(**tables), DAY, reader=clerk)
    before = Scenario(plan)
    found = compare(engine, before, before.with_value(LINE, 7725))
    assert (found.flips.height, found.unnamed) == (0, 1)
    assert found.moves.tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]


def test_names_are_whole_only_where_asked(plan: Plan) -> None:
    before = Scenario(plan)
    found = compare(town(), before, before.with_value(LINE, 7000), names=True)
    assert found.flips.select("household_id", "head_name").rows() == [
        (UNMET, "欧阳三"),
    ]


def test_scenarios_stand_side_by_side(plan: Plan) -> None:
    engine, base = town(), Scenario(plan, description="方案")
    table = figures(engine, [base, base.with_value(LINE, 7000)])
    assert table["met_households"].to_list() == [1, 2]
    with pytest.raises(ScenarioError, match="no scenario"):
        figures(engine, [])
