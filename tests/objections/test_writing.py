from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from fupin.access import LOCAL, Reader
from fupin.errors import AccessError
from fupin.objections import (
    ObjectionError,
    StaleObjectionError,
    decide,
    edit,
    history,
    objections,
    reveal,
    take,
)
from fupin.store import verify
from fupin.store.audit import entries
from tests.objections.towns import DAY, DAYS, HOUSE, PLACES, SAID, act, written
from tests.store.damage import damage

if TYPE_CHECKING:
    from fupin.objections import Objection
    from fupin.store import Store

NAME = "欧阳静仪"


def only(store: Store, day: date = DAY) -> Objection:
    (found,) = objections(store, LOCAL, day)
    return found


def taken(store: Store, **said: Any) -> str:
    key = written(store, **said)
    told = {"taker": "林二", "taker_department": "audit"}
    take(store, PLACES, key, told | {"finding": "车在儿子名下"}, act("林二", 1))
    return key


def test_an_objection_is_there_with_its_deadline_and_its_audit(store: Store):
    key = written(store)
    found = only(store)
    assert (found.key, found.version, found.state) == (key, 1, "new")
    assert (found.village_id, found.household_id) == ("001", HOUSE)
    assert found.deadline_on == date(2018, 7, 10)
    assert (found.is_open, found.days_left) == (True, 10)
    assert [entry.action for entry in entries(store)] == ["objection.add"]
    assert verify(store) == []


@pytest.mark.parametrize("name", ["received_on", "deadline"])
def test_a_day_can_be_corrected_and_not_emptied(store: Store, name: str):
    key = written(store)
    with pytest.raises(ObjectionError, match="isn't a date"):
        edit(store, PLACES, key, {name: ""}, act("陈一", 1))
    edit(store, PLACES, key, {name: "2018-06-20"}, act("陈一", 1))
    found = only(store)
    assert date(2018, 6, 20) in (found.received_on, found.deadline_on)


def test_a_refusal_names_nobody_in_full(store: Store):
    key = written(store, about="person", person="黎主任")
    with pytest.raises(ObjectionError, match=r"黎\*\* is who") as told:
        take(store, PLACES, key, {"taker": "黎主任"}, act("陈一", 1))
    assert "黎主任" not in str(told.value)
    take(store, PLACES, key, {"taker": "林二木"}, act("陈一木", 1))
    with pytest.raises(StaleObjectionError, match=r"陈\*\* has just") as stale:
        take(store, PLACES, key, {"finding": "查过"}, act("王三", 1))
    with pytest.raises(ObjectionError, match="somebody else has to") as same:
        decide(store, PLACES, key, {"outcome": "rejected"}, act("林二木", 2))
    assert "陈一木" not in str(stale.value)
    assert "林二木" not in str(same.value)


def test_taken_by_one_and_decided_by_another(store: Store):
    key = taken(store)
    assert only(store).state == "taken"
    said = {
        "outcome": "upheld",
        "follow": "按七不进重新评议",
        "decided_on": "2018-06-20",
    }
    assert decide(store, PLACES, key, said, act("王三", 2)) == 3
    found = only(store)
    assert (found.state, found.decided_by) == ("upheld", "王三")
    assert found.finding == "车在儿子名下"
    assert [row["action"] for row in history(store, key)] == ["decide", "take", "add"]
    assert verify(store) == []


def test_a_finding_is_added_without_taking_it_over(store: Store):
    key = taken(store)
    take(store, PLACES, key, {"finding": "车已过户"}, act("陈一", 2))
    found = only(store)
    assert (found.taker, found.taker_department) == ("林二", "audit")
    assert found.finding == "车已过户"


@pytest.mark.parametrize("name", ["林二", " 林 二", "林\u200b二"])
def test_who_took_it_cant_decide_it(store: Store, name: str):
    key = taken(store)
    with pytest.raises(ObjectionError, match="somebody else has to decide"):
        decide(store, PLACES, key, {"outcome": "rejected"}, act(name, 2))


def test_who_is_complained_of_neither_takes_nor_decides(store: Store):
    key = written(store, about="person", person="张四")
    with pytest.raises(ObjectionError, match="can neither take nor decide"):
        take(store, PLACES, key, {}, act(" 张四", 1))
    take(store, PLACES, key, {"finding": "没有"}, act("林二", 1))
    with pytest.raises(ObjectionError, match="can neither take nor decide"):
        decide(store, PLACES, key, {"outcome": "rejected"}, act("张 四", 2))
    with pytest.raises(ObjectionError, match="may not see who complained"):
        reveal(store, LOCAL, key, "张四")


def test_a_correction_makes_nobody_look_into_what_is_said_of_them(store: Store):
    key = written(store)
    take(store, PLACES, key, {"finding": "已核"}, act("林二", 1))
    mine = {"about": "person", "person": "林二"}
    with pytest.raises(ObjectionError, match="被反映的人"):
        edit(store, PLACES, key, mine, act("陈一", seen=2))
    assert edit(store, PLACES, key, mine | {"person": "王四"}, act(seen=2)) == 3


def test_a_department_doesnt_judge_itself(store: Store):
    key = written(store, about="department", department="housing")
    own = {"taker_department": "housing"}
    with pytest.raises(ObjectionError, match="about this department"):
        take(store, PLACES, key, own, act("林二", 1))
    with pytest.raises(ObjectionError, match="of which department"):
        take(store, PLACES, key, {}, act("林二", 1))
    other = {"taker_department": "audit", "finding": "属实"}
    take(store, PLACES, key, other, act("林二", 1))
    said = {"outcome": "rejected", "decider_department": "housing"}
    with pytest.raises(ObjectionError, match="about this department"):
        decide(store, PLACES, key, said, act("王三", 2))


def test_nothing_is_decided_before_somebody_took_it(store: Store):
    key = written(store)
    with pytest.raises(ObjectionError, match="Nobody has taken it"):
        decide(store, PLACES, key, {"outcome": "rejected"}, act("王三", 1))


def test_upheld_needs_what_follows(store: Store):
    key = taken(store)
    for outcome in ("upheld", "partly"):
        with pytest.raises(ObjectionError, match="Fill in the what follows"):
            decide(store, PLACES, key, {"outcome": outcome}, act("王三", 2))
    decide(store, PLACES, key, {"outcome": "rejected"}, act("王三", 2))


def test_a_decided_one_takes_no_more(store: Store):
    key = taken(store)
    decide(store, PLACES, key, {"outcome": "rejected"}, act("王三", 2))
    for write in (edit, take, decide):
        with pytest.raises(ObjectionError, match="can't be changed"):
            write(store, PLACES, key, {"text": "改"}, act("陈一", 3))


def test_a_stale_edit_is_refused_with_both_versions(store: Store):
    key = written(store)
    edit(store, PLACES, key, {"channel": "phone"}, act("陈一", 1))
    with pytest.raises(StaleObjectionError, match=r"陈\* has just changed") as told:
        edit(store, PLACES, key, {"channel": "letter"}, act("林二", 1))
    assert told.value.fields == [("channel", "phone", "letter")]


def test_an_edit_isnt_put_behind_a_later_one(store: Store):
    key = written(store)
    with pytest.raises(ObjectionError, match="was changed as of 2018-06-30"):
        edit(
            store, PLACES, key, {"channel": "phone"},
            act("陈一", 1, date(2018, 6, 20)),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": " \u200b"}, "Fill in the text"),
        ({"text": "长" * 2001}, "at most 2000"),
        ({"household_id": "001-999"}, "no such household"),
        ({"household_id": None}, "Village '' isn't in the register"),
        ({"household_id": None, "village_id": "009"}, "Village '009' isn't in"),
        ({"village_id": "002"}, "household isn't of that village"),
        ({"deadline": "2018-06-01"}, "is before it was received"),
        ({"received_on": "2018-07-01"}, "after the as-of date"),
        ({"received_on": "1.6.2018"}, "isn't a date"),
        ({"kind": "wish"}, "'wish' isn't one of"),
        ({"channel": ""}, "Choose the channel: visit"),
        ({"about": "step"}, "Choose the step: ident"),
        ({"about": "person"}, "Fill in the person complained of"),
        ({"about": "department"}, "Fill in the department"),
        ({"department": "moon"}, "no department 'moon'"),
        ({"complainant": "陈 一"}, "can't write it down"),
    ],
)
def test_bad_input_is_refused_in_words(store: Store, said: dict[str, Any], words: str):
    with pytest.raises(ObjectionError, match=words):
        written(store, **said)
    assert entries(store) == []


def test_a_formula_is_no_formula_and_markup_stays_text(store: Store):
    written(store, text="=cmd|'/c calc'!A1", person="＠SUM(1)", about="person")
    found = only(store)
    assert found.text == "'=cmd|'/c calc'!A1"
    assert found.person == "'＠SUM(1)"


def test_of_a_village_that_is_gone_nothing_more_is_written(store: Store):
    key = written(store, household_id=None, village_id="002")
    from dataclasses import replace  # noqa: PLC0415

    less = replace(PLACES, villages=frozenset({"001"}))
    with pytest.raises(ObjectionError, match="Village '002' isn't in the register"):
        take(store, less, key, {}, act("林二", 1))


def test_who_complained_is_nowhere_but_in_its_own_place(store: Store):
    key = written(store, complainant=NAME)
    assert only(store).is_named
    said = json.dumps(history(store, key), ensure_ascii=False, default=str)
    said += str(only(store))
    said += "".join(f"{e.actor}{e.subject}{e.detail}" for e in entries(store))
    assert NAME not in said
    assert verify(store) == []


def test_nor_does_the_log_hold_words_that_could_tell(store: Store):
    taken(store, about="person", person="张四")
    said = "".join(f"{e.subject}{e.detail}" for e in entries(store))
    for words in (SAID["text"], "张四", "车在儿子名下"):
        assert words not in said


def test_the_name_is_looked_up_by_whom_it_concerns_and_the_log_tells(store: Store):
    key = written(store, complainant=NAME)
    assert reveal(store, LOCAL, key, "林二") == NAME
    assert [(e.actor, e.action) for e in entries(store)][-1] == (
        "林二", "objection.reveal",
    )  # fmt: skip
    blind = Reader("clerk", classes=LOCAL.classes - {"complainant"})
    with pytest.raises(AccessError, match="may not see who complained"):
        reveal(store, blind, key, "林二")
    elsewhere = Reader("elsewhere", villages=frozenset({"002"}))
    with pytest.raises(AccessError, match="may not see"):
        reveal(store, elsewhere, key, "林二")
    assert verify(store) == []


def test_an_anonymous_one_has_no_name(store: Store):
    key = written(store)
    assert not only(store).is_named
    with pytest.raises(ObjectionError, match="is anonymous"):
        reveal(store, LOCAL, key, "林二")


def test_a_reader_of_another_village_sees_none(store: Store):
    written(store)
    assert objections(store, Reader("x", villages=frozenset({"002"})), DAY) == []


def test_it_is_there_from_the_day_it_was_received_whenever_it_was_written(store: Store):
    key = taken(store)
    assert objections(store, LOCAL, date(2018, 6, 9)) == []
    before = only(store, date(2018, 6, 10))
    # Nobody had taken it then, and what was written later isn't written behind.
    assert (before.key, before.state, before.finding) == (key, "new", "")
    assert (before.version, before.may_be_written) == (2, False)
    assert only(store).may_be_written


def test_it_is_open_until_the_day_of_its_decision(store: Store):
    key = taken(store)
    said = {"outcome": "upheld", "follow": "重新评议", "decided_on": "2018-06-20"}
    decide(store, PLACES, key, said, act("王三", 2))
    before, after = only(store, date(2018, 6, 19)), only(store, date(2018, 6, 20))
    assert (before.state, before.follow, before.decided_by) == ("new", "", "")
    assert (after.state, after.follow, after.decided_by) == (
        "upheld",
        "重新评议",
        "王三",
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE objections SET text = '无' WHERE version = 1",
        "DELETE FROM objections",
        "UPDATE objection_names SET name = '别人'",
        "DELETE FROM objection_names",
    ],
)
def test_what_was_changed_behind_the_log_is_found(store: Store, change: str):
    written(store, complainant=NAME)
    damage(store, change)
    assert verify(store)


def test_the_default_deadline_is_the_parameter(store: Store):
    written(store, deadline="2018-06-15")
    assert only(store).deadline_on == date(2018, 6, 15)
    assert only(store).days_left == (date(2018, 6, 15) - DAY).days
    assert (date(2018, 7, 10) - date(2018, 6, 10)).days == DAYS
