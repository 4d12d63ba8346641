from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fupin import settings
from fupin.assess import assess, decide_some
from fupin.intake import read
from fupin.plan import Scenario

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.register import Register

DAY = date(2018, 6, 30)


@pytest.fixture(scope="module")
def register() -> Register:
    return read(settings.SAMPLE).register


def test_one_rule_by_itself_says_what_all_of_them_say(
    plan: Plan, register: Register
) -> None:
    done = assess(register, Scenario(plan), DAY).households
    rules = [r for r in plan.rules.values() if r.per == "household" and r.id in done]
    assert len(rules) > 20
    for rule in rules:
        alone = decide_some(register, Scenario(plan), DAY, [rule.id]).households
        assert alone["household_id"].equals(done["household_id"])
        assert alone[rule.id].equals(done[rule.id]), rule.id
        assert alone.width < done.width


def test_some_rules_by_themselves_say_what_all_of_them_say(
    plan: Plan, register: Register
) -> None:
    scenario = Scenario(plan)
    done = assess(register, scenario, DAY)
    wanted = ("housing_met", "survey_signed", "service_road", "village_incidence_met")
    some = decide_some(register, scenario, DAY, wanted)
    for name in wanted:
        grain = "households" if plan.rules[name].per == "household" else "villages"
        theirs, ours = getattr(done, grain), getattr(some, grain)
        assert ours[theirs.columns[0]].equals(theirs[theirs.columns[0]])
        assert ours[name].equals(theirs[name]), name
    few = decide_some(register, scenario, DAY, wanted[:3])
    assert few.households.width < done.households.width
    assert few.villages.width < done.villages.width
