"""Before a proposal is accepted: who would move, as a fresh assessment says it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fupin.access import LOCAL, Reader
from fupin.assess import assess
from fupin.plan import Scenario
from fupin.proposals import Draft, check, moves
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.whatif.engine import Engine
from tests.proposals.drafts import LINE, correction, rule, text, value

if TYPE_CHECKING:
    from fupin.plan import Plan

REGISTER = Register.of(make_tables())
CHANGES = [
    rule("farmland_mu > 3"),
    correction(LINE, 7725, date(2018, 1, 1)),
    value("new_house_area", 60, date(2018, 1, 1)),
    value("price_index_2014", 104.5),
]


def before(plan: Plan, one: Draft, reader: Reader = LOCAL) -> dict:
    engine = Engine(REGISTER, LAST_DAY, reader=reader)
    found = moves(engine, plan, check(plan, one), Scenario)
    return {outcome.rule.id: outcome for outcome in found.outcomes}


@pytest.mark.parametrize("one", CHANGES, ids=lambda one: one.subject)
def test_who_moves_is_who_is_decided_otherwise(plan: Plan, one: Draft) -> None:
    now, then = (
        assess(REGISTER, Scenario(p), LAST_DAY) for p in (plan, check(plan, one))
    )
    told = before(plan, one)
    assert told
    for name, outcome in told.items():
        if not outcome.before:
            continue
        per = outcome.rule.per
        key = f"{per}_id"
        frames = [getattr(done, f"{per}s") for done in (now, then)]
        differ = frames[0].filter(frames[0][name].ne_missing(frames[1][name]))
        if per == "household" and outcome.rule.group != "entry":
            differ = differ.filter("is_enrolled")
        assert set(outcome.rows[key]) == set(differ[key]), name


def test_a_line_that_rises_takes_nobody_out_by_mistake(plan: Plan) -> None:
    outcome = before(plan, CHANGES[1])["exit_standard"]
    assert outcome.moved > 0
    assert set(outcome.rows["after"]) == {"unmet"}
    assert sum(outcome.before) == sum(outcome.after) == 290
    assert (
        outcome.before[0] - outcome.after[0]
        == outcome.rows.filter(outcome.rows["before"] == "met").height
    )


def test_names_are_masked_and_held_back_where_they_would_tell_an_income(
    plan: Plan,
) -> None:
    names = set(REGISTER["households"]["head_name"])
    shown = before(plan, CHANGES[1])["exit_standard"].rows
    assert not names & set(shown["head_name"])
    reader = Reader("public", classes=frozenset({"name"}))
    hidden = before(plan, CHANGES[1], reader)["exit_standard"]
    assert hidden.rows.is_empty()
    assert hidden.unnamed == shown.height


def test_words_without_a_rule_move_nothing(plan: Plan) -> None:
    assert before(plan, text(2)) == {}


def test_before_its_date_a_rule_moves_nobody(plan: Plan) -> None:
    assert before(plan, rule("farmland_mu > 3", date(2019, 1, 1))) == {}
