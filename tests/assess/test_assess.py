"""The frames of an assessment: whose rows, in which order, from which engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from fupin.access import Reader
from fupin.assess import assess
from fupin.plan import Scenario
from fupin.register import Register
from tests import registers
from tests.assess.towns import DAY, MET, RICH, UNKNOWN, decide, one, three_households
from tests.registers import incomes, member

if TYPE_CHECKING:
    from fupin.plan import Plan


def test_the_order_of_the_rows_does_not_matter(plan: Plan) -> None:
    turned = {name: rows[::-1] for name, rows in three_households().items()}
    assert decide(plan, **turned).verdicts().equals(decide(plan).verdicts())


def test_a_reader_of_one_village_is_given_nothing_of_the_others(plan: Plan) -> None:
    visits = [
        {"visit_id": id_, "household_id": id_, "visited_on": DAY}
        for id_ in (MET, UNKNOWN)
    ]
    seen = decide(plan, None, Reader("cadre", frozenset({"002"})), visits=visits)
    assert seen.households["household_id"].to_list() == [UNKNOWN]
    assert seen.members["household_id"].to_list() == [UNKNOWN]
    assert seen.villages["village_id"].to_list() == ["002"]
    held = {
        (name, id_)
        for name, frame in seen.register.tables.items()
        for column in ("household_id", "village_id")
        if column in frame.columns
        for id_ in frame[column]
    }
    assert held == {
        ("villages", "002"), ("households", "002"), ("households", UNKNOWN),
        ("members", UNKNOWN), ("incomes", UNKNOWN), ("visits", UNKNOWN),
    }  # fmt: skip


def test_an_income_that_pandas_holds_as_nan_is_unknown(plan: Plan) -> None:
    tables: dict[str, Any] = {
        name: pd.DataFrame(rows) for name, rows in three_households().items()
    }
    assert tables["incomes"]["amount"].dtype == np.float64
    assert np.isnan(tables["incomes"]["amount"]).sum() == 4
    done = assess(Register.of(tables), Scenario(plan), DAY)
    assert done.verdicts()["exit_standard"].to_list() == ["met", "unmet", "unknown"]


def test_a_column_that_is_not_there_is_unknown_and_named_once(plan: Plan) -> None:
    rows = [{k: v for k, v in member().items() if k != "is_insured"}]
    said = one(plan, members=rows)
    assert said["exit_standard"] == "unknown"
    assert said["exit_standard__missing"] == "is_insured"
    register = registers.of(members=rows)
    assert "members.is_insured" in register.absent
    assert "members.labour" not in register.absent


def test_an_empty_register_is_assessed_to_nothing(plan: Plan) -> None:
    done = assess(Register.of({}), Scenario(plan), DAY)
    assert done.verdicts().height == done.verdicts("village").height == 0


def test_the_fingerprint_is_of_register_scenario_and_dates(plan: Plan) -> None:
    register, scenario = registers.of(**three_households()), Scenario(plan)
    higher = scenario.with_value("incidence_limit", 3)
    other = registers.of(**(three_households() | {"incomes": incomes(RICH)}))
    again = registers.of(**three_households())
    assert (
        assess(again, scenario, DAY).fingerprint
        == assess(register, scenario, DAY).fingerprint
    )
    marks = [
        assess(register, scenario, DAY).fingerprint,
        assess(register, higher, DAY).fingerprint,
        assess(other, scenario, DAY).fingerprint,
        assess(register, scenario, date(2018, 6, 29)).fingerprint,
        assess(register, scenario, DAY, DAY).fingerprint,
    ]
    assert len(set(marks)) == len(marks)
    assert {len(mark) for mark in marks} == {12}


def test_pandas_gets_the_same_words(plan: Plan) -> None:
    done = decide(plan)
    assert (
        done.to_pandas()["exit_standard"].to_list()
        == done.verdicts()["exit_standard"].to_list()
    )


def test_pandas_holds_an_unknown_distance_as_missing_and_not_as_a_number(
    plan: Plan,
) -> None:
    table = decide(plan, incomes=[]).to_pandas()
    assert table["distance"].dtype == pd.ArrowDtype(pa.float64())
    assert table["distance"].isna().all()


def test_every_decided_frame_holds_each_rule_of_its_grain(plan: Plan) -> None:
    done = decide(plan)
    for grain, frame in (("household", done.households), ("village", done.villages)):
        for rule in plan.rules.values():
            if rule.per == grain and not rule.is_pending:
                assert frame.schema[rule.id] == pl.Boolean
