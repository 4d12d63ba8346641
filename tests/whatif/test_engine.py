"""The engine of what-if answers as a fresh assess does, whatever was asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fupin.access import Reader
from fupin.assess import assess
from fupin.errors import ScenarioError
from fupin.plan import Rule, Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.whatif.engine import Engine

if TYPE_CHECKING:
    from fupin.plan import Plan

CHANGES = st.one_of(
    st.tuples(st.just("value"), st.sampled_from((
        ("household_exit_line", 7000.0), ("household_exit_line", 7725.0),
        ("household_entry_line", 5000.0), ("new_house_area", 120.0),
        ("new_house_years", 5), ("school_age_to", 17), ("adult_age", 16),
        ("incidence_limit", 3.0), ("village_exit_line", 9000.0),
        ("price_index_2014", 110.0), ("is_six_in_with_line", True),
    ))),
    st.tuples(st.just("rule"), st.sampled_from((
        "housing_met", "medical_met", "seven_out_3", "six_in", "has_labour",
        "income_met", "village_incidence_met", "exit_standard",
    ))),
    st.tuples(st.just("basis"), st.sampled_from(("fixed", "actual"))),
    st.tuples(st.just("added"), st.sampled_from(("floor_area_m2 > 90", "has_car"))),
)  # fmt: skip


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine(Register.of(make_tables(households=40)), LAST_DAY)


def changed(scenario: Scenario, kind: str, what: Any) -> Scenario:
    if kind == "value":
        return scenario.with_value(*what)
    if kind == "basis":
        return scenario.with_basis("household_exit_line", what)
    if kind == "added":
        words = {"zh": "补录", "en": "Recorded"}
        rule = Rule("seven_out_7", words, "seven_out", 7, "household", when=what)
        return scenario.with_added(rule)
    return scenario.with_rule(what, on=what in scenario.off)


@settings(max_examples=15, derandomize=True, database=None)
@given(changes=st.lists(CHANGES, min_size=1, max_size=5))
def test_each_answer_is_that_of_a_fresh_assess(
    plan: Plan, engine: Engine, changes: list[tuple[str, Any]]
) -> None:
    scenario = Scenario(plan)
    for kind, what in changes:
        scenario = changed(scenario, kind, what)
        engine.counts(scenario)
    fresh = assess(engine.register, scenario, LAST_DAY)
    frames = {"household": fresh.households, "village": fresh.villages}
    turned = [
        rule.id
        for rule in scenario.rules.values()
        if rule.is_active(LAST_DAY)
        and engine.answers(scenario, rule.id).to_list()
        != frames[rule.per][rule.id].to_list()
    ]
    assert turned == []


def test_counts_are_the_enrolled_by_village_and_answer(
    plan: Plan, engine: Engine
) -> None:
    fresh = assess(engine.register, Scenario(plan), LAST_DAY).households
    base = fresh.filter("is_enrolled")
    met = [
        base.filter(village_id=village)["exit_standard"].sum()
        for village in engine.villages["village_id"]
    ]
    counts = engine.counts(Scenario(plan))
    assert counts[:, 1].tolist() == met
    assert counts.sum() == base.height


def test_a_reader_of_one_village_gets_no_other(plan: Plan, engine: Engine) -> None:
    only = Engine(engine.register, LAST_DAY, reader=Reader("v", frozenset({"002"})))
    assert only.villages["village_id"].to_list() == ["002"]
    assert only.counts(Scenario(plan)).sum() == engine.counts(Scenario(plan))[1].sum()


def test_a_rule_that_isnt_there_or_waits_is_refused(plan: Plan, engine: Engine) -> None:
    for name in ("nothing", "seven_out_6"):
        with pytest.raises(ScenarioError, match="decides nothing"):
            engine.answers(Scenario(plan), name)
