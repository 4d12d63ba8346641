"""What the meeting page freezes is what stands in the store, whoever wrote it when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.meeting import Meeting
from dashboards.models.view import View
from fupin import funds, objections, scenarios, settings
from fupin.plan import Scenario
from fupin.sample import LAST_DAY
from fupin.snapshots import check, find, make, now
from fupin.snapshots.ground import register_at
from fupin.store import register
from tests.objections import towns as objected
from tests.snapshots.towns import POOR, taken, town

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.snapshots import Snapshot
    from fupin.store import Store


@pytest.fixture
def meeting(store: Store, plan: Plan) -> Meeting:
    text.learn(plan)
    desk = Desk(register(store), plan, store=store)
    return Meeting(desk, View(day=LAST_DAY, page="meeting", author="林一"))


def made(meeting: Meeting, title: str) -> Snapshot:
    meeting.set("title", title)
    assert meeting.make(), meeting.error
    assert meeting.store is not None
    return find(meeting.store, meeting.view.snapshot)


def test_money_written_since_anybody_looked_at_the_funds_is_in_it(
    meeting: Meeting, store: Store, plan: Plan
) -> None:
    first = made(meeting, "七月例会")
    assert first.figures["funds.allocated"] == 0
    tree = funds.load_tree(settings.PLAN, plan)
    books = funds.Books.of(tree, register(store))
    said = {
        "kind": "allocated", "amount": "5000", "village_id": "001",
        "source": "province",
    }  # fmt: skip
    funds.add(store, books, register(store), said, funds.Act("陈一", LAST_DAY))
    second = made(meeting, "八月例会")
    assert second.figures["funds.allocated"] == 5000
    plain = meeting.desk.of_basis("fixed")
    other = make(store, lambda: now(store, plain, LAST_DAY, files=plan), "三", "陈二")
    assert second.content_hash == other.content_hash


def test_a_scenario_with_one_line_on_another_basis_has_tasks_of_its_own_bases(
    meeting: Meeting, store: Store, plan: Plan
) -> None:
    # Between the village's two lines of 2017: 9,178 fixed and 9,467 actual.
    taken(store, town(village_income_per_person_year=9300.0))
    mixed = Scenario(plan, author="林一").with_basis("household_exit_line", "actual")
    scenarios.save(store, "户线按实际", mixed)
    meeting.set("scenario", "户线按实际")
    found = made(meeting, "七月例会")
    assert check(store, found, plan).agrees, check(store, found, plan).moved


def test_an_objection_written_while_it_looks_is_whole_or_not_in_it(
    meeting: Meeting, store: Store, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh, places = meeting.desk.refresh, objections.Places.of(plan, register(store))
    left = [1]

    def refreshed() -> bool:
        told = refresh()
        if left:
            left.pop()
            said = objected.SAID | {"household_id": POOR}
            objections.add(store, places, said, objections.Act("陈一", LAST_DAY, 0), 30)
        return told

    monkeypatch.setattr(meeting.desk, "refresh", refreshed)
    found = made(meeting, "七月例会")
    then = register_at(store, found.vintage, found.objections, found.fund_entries)
    assert then.fingerprint == found.register
