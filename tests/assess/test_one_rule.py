from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fupin import settings
from fupin.assess import assess, decide_one
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
        alone = decide_one(register, Scenario(plan), DAY, rule.id)
        assert alone["household_id"].equals(done["household_id"])
        assert alone[rule.id].equals(done[rule.id]), rule.id
        assert alone.width < done.width
