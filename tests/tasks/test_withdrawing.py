from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from fupin.store import files, verify
from fupin.store.audit import entries
from fupin.tasks import Ledger, Places, TaskError, accept, edit, history, withdraw
from fupin.tasks.evidence import attach, attached, counts
from tests.store.damage import damage
from tests.tasks.photos import LIMITS, TASK, given
from tests.tasks.towns import HOUSE, OFFICES, act, audit

if TYPE_CHECKING:
    from fupin.store import Store


WRONG = {"department": "housing", "version": 0}


def _withdrawn(store: Store, places: Places, author: str, department: str = "") -> int:
    number = attach(store, places, TASK, given(), "after", LIMITS, act("陈一"))
    task = TASK | WRONG
    who = act(author, department=department)
    withdraw(store, ["discipline"], task, number, "传错了", who)
    return number


@pytest.mark.parametrize(
    ("author", "department"),
    [("陈一", ""), ("林二", "housing"), ("林二", "discipline")],
)
def test_a_wrong_file_is_taken_back_and_stays_in_store_and_log(
    store: Store, places: Places, author: str, department: str
):
    number = _withdrawn(store, places, author, department)
    (row,) = attached(store, HOUSE)
    assert row["seq"] == number
    assert row["withdrawn"]["author"] == author
    assert row["withdrawn"]["reason"] == "传错了"
    assert counts(store) == {}
    assert files.is_whole(store, row["hash"])
    assert [e.action for e in entries(store)] == ["task.attach", "task.withdraw"]
    assert verify(store) == []
    # The same file may come again, and is none of the two that fit.
    attach(store, places, TASK, given(), "after", LIMITS, act("陈一"))
    assert counts(store) == {HOUSE: 1}
    with pytest.raises(TaskError, match="taken back already"):
        withdraw(store, [], TASK | WRONG, number, "再撤", act("陈一"))


def test_what_happened_tells_of_files_that_came_and_were_taken_back(
    store: Store, places: Places
):
    _withdrawn(store, places, "林二", "housing")
    told = [(row["action"], row["name"]) for row in history(store, HOUSE)]
    assert told == [("withdraw", given().name), ("attach", given().name)]
    assert history(store, HOUSE)[0]["reason"] == "传错了"


@pytest.mark.parametrize(
    ("author", "department", "reason", "status", "number", "said"),
    [
        ("林二", "", "传错了", "running", 1, "Only who put it in"),
        ("林二", "finance", "传错了", "running", 1, "Only who put it in"),
        ("", "housing", "传错了", "running", 1, "Fill in the name"),
        ("陈一", "", " ", "running", 1, "Fill in the reason"),
        ("陈一", "", "传错了", "done", 1, "The task is closed"),
        ("陈一", "", "传错了", "running", 7, "has no file 7"),
    ],
)
def test_who_may_not_take_a_file_back_is_told_why(  # noqa: PLR0913
    store: Store, places: Places, author: str, department: str, reason: str,
    status: str, number: int, said: str,
):  # fmt: skip
    attach(store, places, TASK, given(), "after", LIMITS, act("陈一"))
    task = TASK | WRONG | {"status": status}
    with pytest.raises(TaskError, match=said):
        withdraw(
            store, ["discipline"], task, number, reason,
            act(author, department=department),
        )  # fmt: skip
    assert attached(store, HOUSE)[0]["withdrawn"] is None


def test_a_task_closed_meanwhile_keeps_its_files(store: Store, places: Places):
    number = attach(store, places, TASK, given(), "after", LIMITS, act("陈一"))
    row = TASK | WRONG | {
        "progress": 90, "start_on": "2018-01-01", "due_on": "2018-12-31",
    }  # fmt: skip
    edit(store, places, row, {"status": "to_verify"}, act("陈一"))
    accept(store, places, OFFICES, row | {"status": "to_verify"}, audit("林二", 1))
    with pytest.raises(TaskError, match="The task is closed"):
        withdraw(store, [], row, number, "传错了", act("陈一"))


def test_a_replay_still_shows_what_was_taken_back_later(store: Store, places: Places):
    attach(store, places, TASK, given(), "after", LIMITS, act("陈一"))
    (row,) = attached(store, HOUSE)
    before = datetime.fromisoformat(row["at"])
    ledger = Ledger(store)
    ledger.refresh()
    withdraw(store, [], TASK | WRONG, row["seq"], "传错了", act("陈一"))
    assert ledger.refresh()
    assert attached(store, HOUSE, before)[0]["withdrawn"] is None
    assert counts(store, before) == {HOUSE: 1}


def test_a_withdrawal_changed_behind_the_log_is_found(store: Store, places: Places):
    _withdrawn(store, places, "陈一")
    damage(store, "DELETE FROM task_withdrawals")
    assert {t.where for t in verify(store)} == {f"task_withdrawals {HOUSE}"}
