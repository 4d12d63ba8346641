"""Proposals are decided by a second person, kept for ever, and replayed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fupin.errors import FupinError, ProposalError
from fupin.proposals import (
    accept,
    history,
    newest,
    propose,
    reject,
    standing_plan,
)
from fupin.store import verify
from fupin.store.audit import entries
from tests.proposals.drafts import LINE, correction, rule, value
from tests.store.damage import damage, refused

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.store import Store

IN_2018 = date(2018, 1, 1)


def test_a_proposal_decides_nothing_until_a_second_person_accepts_it(
    store: Store, plan: Plan
) -> None:
    propose(store, rule("has_car"), plan)
    assert standing_plan(store, files=plan) == plan
    done = accept(store, 1, "林二", "核过原件", plan)
    assert (done.state, done.draft.author) == ("accepted", "陈一")
    standing = standing_plan(store, files=plan)
    assert standing.rules["seven_out_6"].when == "has_car"
    assert newest(store) == (1, 1)


@pytest.mark.parametrize("name", ["陈一", " 陈 一 ", "陈　一"])
def test_who_proposed_can_neither_accept_nor_reject(
    store: Store, plan: Plan, name: str
) -> None:
    propose(store, rule("has_car"), plan)
    for decide in (accept, reject):
        with pytest.raises(ProposalError, match="第二个人") as refused:
            decide(store, 1, name, "同意", plan)
        assert "second person" in refused.value.en
    assert history(store)[0].decision is None


@pytest.mark.parametrize(("who", "why"), [("", "同意"), ("林二", " ")])
def test_a_decision_without_a_name_or_a_reason_is_refused(
    store: Store, plan: Plan, who: str, why: str
) -> None:
    propose(store, rule("has_car"), plan)
    with pytest.raises(ProposalError, match="填上姓名和理由"):
        accept(store, 1, who, why, plan)


def test_a_decided_proposal_is_not_decided_again(store: Store, plan: Plan) -> None:
    propose(store, rule("has_car"), plan)
    reject(store, 1, "林二", "出处不对", plan)
    with pytest.raises(ProposalError, match="已由林二退回"):
        accept(store, 1, "黄三", "同意", plan)
    with pytest.raises(ProposalError, match="没有第 7 号"):
        accept(store, 7, "黄三", "同意", plan)
    assert standing_plan(store, files=plan) == plan


def test_what_was_accepted_by_a_moment_is_replayed(store: Store, plan: Plan) -> None:
    for amount in (7400, 7500):
        propose(store, correction(LINE, amount, IN_2018), plan)
    first = accept(store, 1, "林二", "同意", plan)
    second = accept(store, 2, "林二", "同意", plan)
    assert first.decision is not None
    assert second.decision is not None
    moments = (first.proposed_at, first.decision.decided_at, second.decision.decided_at)
    said = [
        standing_plan(store, moment, plan).parameters[LINE].values[-1].value
        for moment in moments
    ]
    assert said == [7365, 7400, 7500]


def test_what_no_longer_fits_the_plan_is_refused_when_accepted(
    store: Store, plan: Plan
) -> None:
    propose(store, value("new_house_area", 60, IN_2018), plan)
    propose(store, value("new_house_area", 70, IN_2018), plan)
    accept(store, 1, "林二", "同意", plan)
    with pytest.raises(ProposalError, match="日期重叠"):
        accept(store, 2, "林二", "同意", plan)
    assert history(store)[1].state == "open"
    assert newest(store) == (2, 1)


def test_a_refused_draft_leaves_nothing_behind(store: Store, plan: Plan) -> None:
    with pytest.raises(FupinError):
        propose(store, rule("has_cr"), plan)
    assert (history(store), entries(store)) == ([], [])


def test_each_write_has_its_entry_in_the_log_and_a_change_of_one_is_found(
    store: Store, plan: Plan
) -> None:
    propose(store, rule("has_car"), plan)
    accept(store, 1, "林二", "同意", plan)
    said = [(one.actor, one.action, one.subject) for one in entries(store)]
    assert said == [("陈一", "proposal.propose", "proposal 1"),
                    ("林二", "proposal.accept", "proposal 1")]  # fmt: skip
    assert verify(store) == []
    damage(store, "UPDATE proposals SET author = '林二'", "DELETE FROM decisions")
    assert [one.where for one in verify(store)] == ["proposals 1", "decisions 1"]


@pytest.mark.parametrize("statement", [
    "UPDATE proposals SET reason = '别的'", "DELETE FROM proposals",
    "UPDATE decisions SET verdict = 'rejected'", "DELETE FROM decisions",
])  # fmt: skip
def test_the_database_itself_refuses_to_change_what_was_written(
    store: Store, plan: Plan, statement: str
) -> None:
    propose(store, rule("has_car"), plan)
    accept(store, 1, "林二", "同意", plan)
    refused(store, statement)
