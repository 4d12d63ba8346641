"""A scenario: overrides without mutation, and links that are read with care."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fupin.assess import assess
from fupin.errors import ScenarioError
from fupin.plan import Rule, Scenario, from_dict, from_link, to_dict, to_link
from tests import registers
from tests.assess.towns import DAY, three_households

if TYPE_CHECKING:
    from fupin.plan import Plan

NO_PETS = Rule(
    "seven_out_6", {"zh": "补录的第六项", "en": "Recorded sixth"}, "seven_out", 6,
    "household", when="floor_area_m2 > 200", polarity="bad", where="scenario",
)  # fmt: skip


def rich(plan: Plan) -> Scenario:
    return (
        Scenario(plan, description="从严", author="陈一")
        .with_value("household_exit_line", 7725)
        .with_basis("village_exit_line", "actual")
        .with_rule("housing_met", on=False)
        .with_added(NO_PETS)
    )


def test_a_change_leaves_the_scenario_it_came_from_alone(plan: Plan) -> None:
    before = Scenario(plan)
    rich(plan)
    assert before == Scenario(plan)
    assert before.rules == plan.rules


def test_a_good_rule_that_is_off_keeps_nobody_out(plan: Plan) -> None:
    tables = three_households()
    tables["households"][1] |= {"housing_grade": "D", "rebuild_state": "started"}
    register = registers.of(**tables)
    off = Scenario(plan).with_rule("housing_met", on=False)
    assert assess(register, Scenario(plan), DAY).households["exit_standard"][0] is False
    assert assess(register, off, DAY).households["exit_standard"][0] is True


def test_an_added_rule_takes_part_in_its_group(plan: Plan) -> None:
    tables = three_households()
    for row in tables["households"]:
        row["floor_area_m2"] = 300.0
    done = assess(registers.of(**tables), Scenario(plan).with_added(NO_PETS), DAY)
    assert done.households["seven_out"].to_list() == [True, True, True]
    assert done.verdicts()["seven_out_6"].to_list() == ["met", "met", "met"]


def test_the_fingerprint_follows_the_answer_and_not_the_words(plan: Plan) -> None:
    one = rich(plan)
    assert replace(one, description="别的").fingerprint == one.fingerprint
    assert one.with_rule("housing_met", on=True).fingerprint != one.fingerprint
    assert replace(one, added=()).fingerprint != one.fingerprint


def test_a_scenario_comes_back_from_its_dict_and_from_its_link(plan: Plan) -> None:
    opened = from_dict(plan, json.loads(json.dumps(to_dict(rich(plan)))))
    assert opened.notes == ()
    assert to_dict(opened.scenario) == to_dict(rich(plan))
    assert to_link(Scenario(plan)) == ""
    again = from_link(plan, to_link(rich(plan)))
    assert again.notes == ()
    assert again.scenario.author == ""
    assert again.scenario.values == rich(plan).values


@pytest.mark.parametrize(
    "link", ["{", "[]", "7", '"x"', "[" * 3000, "null", '{"v":']
)  # fmt: skip
def test_a_link_that_is_no_scenario_opens_the_plan_and_says_so(
    plan: Plan, link: str
) -> None:
    opened = from_link(plan, link)
    assert opened.scenario == Scenario(plan)
    assert "Copy the link again" in opened.notes[0].en


def test_what_an_older_plan_had_is_named_and_left_out(plan: Plan) -> None:
    said = to_dict(rich(plan)) | {"plan": "0123456789ab"}
    said["values"] |= {"gone": 3, "incidence_limit": 99, "town_share": "x"}
    said["off"] = ["gone_rule"]
    said["added"] = [{"id": "a", "group": "nowhere", "when": "True"}, 7]
    opened = from_dict(plan, said)
    assert opened.scenario.values == {"household_exit_line": 7725}
    words = [note.en for note in opened.notes]
    assert [any(part in word for word in words) for part in (
        "was made for plan 012345", "'gone'", "outside 0 to 10", "no number",
        "'gone_rule'", "'nowhere'", "lacks its id",
    )] == [True] * 7  # fmt: skip


def test_a_value_outside_its_bounds_is_refused(plan: Plan) -> None:
    with pytest.raises(ScenarioError, match="outside 4000 to 12000"):
        Scenario(plan).with_value("household_exit_line", 12_001)
    with pytest.raises(ScenarioError, match="finite number"):
        Scenario(plan).with_value("household_exit_line", float("nan"))


def test_a_rule_that_waits_to_be_recorded_cant_be_switched_off(plan: Plan) -> None:
    with pytest.raises(ScenarioError, match="no rule 'seven_out_6'"):
        Scenario(plan).with_rule("seven_out_6", on=False)


@pytest.mark.parametrize(("name", "value"), [
    ("household_exit_line", True), ("is_six_in_with_line", 1.0),
])  # fmt: skip
def test_a_switch_is_yes_or_no_and_any_other_a_number(
    plan: Plan, name: str, value: float
) -> None:
    with pytest.raises(ScenarioError, match="yes or no"):
        Scenario(plan).with_value(name, value)
