from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from fupin.store import verify
from fupin.store.audit import entries
from fupin.tasks import (
    Places,
    StaleTaskError,
    TaskError,
    accept,
    add,
    edit,
    history,
    send_back,
)  # fmt: skip
from tests.registers import of
from tests.store.damage import damage
from tests.tasks.towns import BEFORE, DAY, HOUSE, OFFICES, act, audit, shown, task, town

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.store import Store
    from fupin.tasks import Owners


@pytest.fixture
def row(plan: Plan, owners: Owners) -> dict[str, Any]:
    return task(shown(owners, plan, town()))


NEW = {"department": "finance", "title": "核对拨款", "due_on": "2018-07-31"}


def _proposed(store: Store, places: Places, plan: Plan, owners: Owners) -> Any:
    first = task(shown(owners, plan, town(), store=store))
    edit(store, places, first, {"status": "to_verify"}, act("陈一"))
    return task(shown(owners, plan, town(), store=store))


def test_an_edit_is_there_after_a_restart_with_its_audit(
    store: Store, places: Places, plan: Plan, owners: Owners, row: dict[str, Any]
):
    said = {"status": "running", "progress": "40", "responsible": "林二"}
    assert edit(store, places, row, said | {"comment": "已动工"}, act()) == 1
    found = task(shown(owners, plan, town(), store=store))
    assert (found["status"], found["progress"], found["version"]) == ("running", 40, 1)
    assert found["responsible"] == "林二"
    told = [entry.action for entry in entries(store)]
    assert told == ["task.edit", "task.comment"]
    assert verify(store) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE task_edits SET progress = 100 WHERE version = 1",
        "DELETE FROM task_edits",
        "DELETE FROM task_comments",
        "UPDATE tasks SET due_on = '2030-01-01'",
    ],
)
def test_what_was_changed_behind_the_log_is_found(
    store: Store, places: Places, row: dict[str, Any], change: str
):
    add(store, places, NEW, act())
    edit(store, places, row, {"progress": 40, "comment": "已动工"}, act())
    assert verify(store) == []
    damage(store, change)
    assert len(verify(store)) in (1, 2)


def test_a_stale_edit_is_refused_with_both_versions(
    store: Store, places: Places, row: dict[str, Any]
):
    edit(store, places, row, {"progress": 40}, act("陈一"))
    with pytest.raises(StaleTaskError, match=r"陈\* has just changed") as told:
        edit(store, places, row, {"progress": 60}, act("林二"))
    assert told.value.fields == [("progress", 40, 60)]


def test_done_is_proposed_by_one_and_accepted_by_another(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    waiting = _proposed(store, places, plan, owners)
    with pytest.raises(TaskError, match="somebody else has to verify"):
        accept(store, places, OFFICES, waiting, audit(" 陈 一", waiting["version"]))
    accept(store, places, OFFICES, waiting, audit("林二", waiting["version"]))
    done = task(shown(owners, plan, town(), store=store))
    assert (done["status"], done["progress"], done["closed_on"]) == ("done", 100, DAY)


@pytest.mark.parametrize("department", ["", "housing", "finance", "agriculture"])
def test_done_is_verified_by_an_office_and_never_by_the_tasks_own_unit(
    store: Store, places: Places, plan: Plan, owners: Owners, department: str
):
    waiting = _proposed(store, places, plan, owners) | {"department": "agriculture"}
    who = act("林二", waiting["version"], department=department)
    with pytest.raises(TaskError, match="by the leading unit or by audit"):
        accept(store, places, owners.offices, waiting, who)
    with pytest.raises(TaskError, match="by the leading unit or by audit"):
        send_back(store, places, owners.offices, waiting, "照片不清", who)
    accept(store, places, owners.offices, waiting, audit("林二", 1))
    newest = history(store, HOUSE)[0]
    assert (newest["action"], newest["department"]) == ("accept", "discipline")
    assert verify(store) == []


@pytest.mark.parametrize(
    ("target", "unit", "said"),
    [
        ("-1", "mu", "a number above 0"), ("nan", "mu", "a number above 0"),
        ("很多", "mu", "a number above 0"), ("", "mu", "a number above 0"),
        ("50", "", "has a unit"), ("50", "moons", "has a unit"),
    ],
)  # fmt: skip
def test_a_target_is_a_number_with_a_unit(
    store: Store, places: Places, target: str, unit: str, said: str
):
    with pytest.raises(TaskError, match=said):
        add(store, places, NEW | {"target": target, "unit": unit}, act())
    assert entries(store) == []


def test_the_only_office_verifies_its_own_rather_than_nobody(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    waiting = _proposed(store, places, plan, owners) | {"department": "discipline"}
    assert accept(store, places, ["discipline"], waiting, audit("林二", 1)) == 2


def test_accepted_evidence_holds_until_the_indicator_says_something_new(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    waiting = _proposed(store, places, plan, owners)
    accept(store, places, OFFICES, waiting, audit("林二", waiting["version"]))
    later = (BEFORE, DAY, date(2018, 9, 30))
    kept = task(shown(owners, plan, town(), store=store, days=later))
    assert kept["status"] == "done"
    # A later vintage: the grade is no longer known.
    broken = task(shown(owners, plan, town(None), store=store, days=later[:2]))
    assert (broken["status"], broken["is_reopened"]) == ("running", True)
    edit(store, places, broken, {"progress": 50}, act(seen=broken["version"]))


def test_sent_back_needs_a_reason(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    waiting = _proposed(store, places, plan, owners)
    with pytest.raises(TaskError, match="Fill in the reason"):
        send_back(store, places, OFFICES, waiting, " ", audit("林二", 1))
    send_back(store, places, OFFICES, waiting, "照片不清", audit("林二", 1))
    back = task(shown(owners, plan, town(), store=store))
    assert back["status"] == "returned"
    assert [h["reason"] for h in history(store, HOUSE)] == ["照片不清", ""]


def test_nobody_accepts_what_wasnt_proposed(
    store: Store, places: Places, row: dict[str, Any]
):
    with pytest.raises(TaskError, match="nothing to verify"):
        accept(store, places, OFFICES, row, audit("林二", 0))


def test_a_closed_task_takes_comments_only(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    waiting = _proposed(store, places, plan, owners)
    accept(store, places, OFFICES, waiting, audit("林二", waiting["version"]))
    done = task(shown(owners, plan, town(), store=store))
    with pytest.raises(TaskError, match="is done and can't be changed"):
        edit(store, places, done, {"progress": 50}, act(seen=done["version"]))
    edit(store, places, done, {"comment": "已归档"}, act(seen=done["version"]))
    assert history(store, HOUSE)[0]["body"] == "已归档"


def test_an_added_task_stands_on_the_board_from_its_day_on(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    key = add(store, places, NEW | {"responsible": "林二"}, act())
    found = task(shown(owners, plan, town(), store=store), key)
    assert (found["title"], found["responsible"]) == ("核对拨款", "林二")
    assert found["light"] == "green"
    earlier = shown(owners, plan, town(), store=store, days=(BEFORE,))
    assert key not in earlier["key"].to_list()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"due_on": "2018-01-01"}, "due .* before it starts"),
        ({"due_on": "31.7.2018"}, "isn't a date"),
        ({"department": "moon"}, "no department 'moon'"),
        ({"village_id": "009"}, "Village 009 is no longer in the register"),
        ({"household_id": "001-999"}, "household is no longer in the register"),
        ({"title": " \u200b"}, "Fill in the task"),
        ({"title": "长" * 201}, "has 201 signs; at most 200"),
        ({"clause": "nowhere"}, "no clause 'nowhere'"),
    ],
)
def test_a_bad_new_task_is_refused_in_words(
    store: Store, places: Places, said: dict[str, Any], words: str
):
    with pytest.raises(TaskError, match=words):
        add(store, places, NEW | said, act())
    assert entries(store) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"progress": "140"}, "from 0 to 100"),
        ({"progress": "-1"}, "from 0 to 100"),
        ({"progress": "½"}, "from 0 to 100"),
        ({"due_on": "2018-01-01", "start_on": "2018-02-01"}, "before it starts"),
        ({"status": "done"}, "for somebody else to say"),
        ({"status": "returned"}, "for somebody else to say"),
        ({"comment": "长" * 2001}, "at most 2000"),
        ({}, "Nothing was changed"),
    ],
)
def test_a_bad_edit_is_refused_in_words(
    store: Store, places: Places, row: dict[str, Any], said: dict[str, Any], words: str
):
    with pytest.raises(TaskError, match=words):
        edit(store, places, row, said, act())
    assert entries(store) == []


def test_who_writes_has_a_name(store: Store, places: Places, row: dict[str, Any]):
    with pytest.raises(TaskError, match="name of who writes"):
        edit(store, places, row, {"progress": 50}, act(" "))


def test_a_formula_in_a_comment_is_kept_as_words(
    store: Store, places: Places, row: dict[str, Any]
):
    bad = '=HYPERLINK("http://x")\u202e'
    edit(store, places, row, {"comment": bad}, act())
    assert history(store, HOUSE)[0]["body"] == '\'=HYPERLINK("http://x")'


def test_a_task_of_a_deleted_village_cant_be_written_on(
    store: Store, plan: Plan, row: dict[str, Any]
):
    nowhere = Places.of(plan, of(villages=[], households=[]))
    with pytest.raises(TaskError, match="Village 001 is no longer"):
        edit(store, nowhere, row, {"progress": 50}, act())


def test_an_edit_cant_go_back_behind_a_later_one(
    store: Store, places: Places, row: dict[str, Any]
):
    edit(store, places, row, {"progress": 50}, act())
    with pytest.raises(TaskError, match="was changed as of 2018-06-30"):
        edit(store, places, row, {"progress": 60}, act(seen=1, day=BEFORE))


def test_a_clock_that_jumps_back_keeps_the_order(  # noqa: PLR0913
    store: Store, places: Places, plan: Plan, owners: Owners, row: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    edit(store, places, row, {"progress": 40}, act())
    monkeypatch.setattr("fupin.store.audit.now", lambda: "2001-01-01T00:00:00+00:00")
    after = task(shown(owners, plan, town(), store=store))
    edit(store, places, after, {"progress": 50}, act(seen=1))
    told = history(store, HOUSE)
    assert [h["progress"] for h in told] == [50, 40]
    assert told[0]["at"] >= told[1]["at"]
    assert verify(store) == []
