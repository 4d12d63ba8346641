"""What the dossier tells: state, evidence, changes, who owes what, and the sheet."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from dashboards import text
from dashboards.models.change import ENTRY, change
from dashboards.models.desk import Desk
from dashboards.models.dossier import Dossier, dossier, sheet_file
from dashboards.models.households import find
from dashboards.models.view import View
from dashboards.widgets.change import change_card
from dashboards.widgets.dossier import dossier_page
from dashboards.widgets.dossier.changes import changes
from dashboards.widgets.dossier.owed import owed
from fupin.access import LOCAL, Reader
from fupin.store import history, open_store, register
from fupin.tasks import Act, accept, add, edit
from tests import registers
from tests.registers import household, incomes, member, village
from tests.store.towns import take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.register import Register
    from fupin.store import Store

DAY, LATER, HOUSE = date(2018, 6, 30), date(2018, 5, 1), "001-001"
NAME, WIFE = "梁大海", "黄小燕"


def town(**facts: Any) -> Register:
    return registers.of(
        villages=[village()],
        households=[household(persons_count=2, head_name=NAME, **facts)],
        members=[member(member_name=NAME),
                 member("001-001-02", member_name=WIFE, relation="spouse")],
        incomes=incomes(3000),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store with a first vintage and two corrections."""
    book = open_store(str(tmp_path / "fupin.db"), tmp_path / "vintages")
    take(book, town(phone="10011112222", initial_income_per_person_year=3900.0))
    facts: dict[str, Any] = {
        "phone": "10033334444", "initial_income_per_person_year": 3900.0,
    }  # fmt: skip
    take(book, town(valid_from=LATER, **facts), LATER, author="林晓")
    last = date(2018, 6, 1)
    facts |= {"valid_from": last, "housing_grade": "D", "rebuild_state": "started"}
    take(book, town(**facts), last, author="林晓")
    yield book
    book.close()


def opened(
    plan: Plan, store: Store, reader: Reader = LOCAL, lang: str = "zh"
) -> tuple[Desk, View, Dossier]:
    text.learn(plan)
    desk = Desk(register(store), plan, reader, store=store)
    view = View(day=DAY, page="households", household=desk.token_of(HOUSE), lang=lang)
    found = dossier(desk, view)
    assert found is not None
    return desk, view, found


def test_the_head_says_state_since_when_and_by_which_clause(
    plan: Plan, store: Store
) -> None:
    desk, view, found = opened(plan, store)
    page = dossier_page(found, desk, view)
    assert (found.status.name, found.status.since) == ("enrolled", date(2016, 5, 1))
    assert "2016年5月1日起在册" in page
    assert found.status.clause is not None
    assert f"依据{found.status.clause.place['zh']}" in page


def test_each_fact_has_the_number_of_its_source(plan: Plan, store: Store) -> None:
    desk, view, found = opened(plan, store)
    page = dossier_page(found, desk, view)
    assert "人均可支配收入 6,000\N{NO-BREAK SPACE}元/人·年" in page
    assert "收入 4 行，第 1 批" in page
    assert "农户 001-001，第 3 批" in page
    (grade,) = found.evidence.of("housing_grade")
    assert grade.mark is not None
    assert grade.mark.author == "林晓"


def test_the_changes_tell_what_by_whom_and_why_the_newest_first(
    plan: Plan, store: Store
) -> None:
    _, _, found = opened(plan, store)
    card = changes(found, "zh")
    assert "台账改过 2 次" in card
    assert card.index("第 3 批") < card.index("第 2 批")
    assert "林晓：录入" in card
    assert "A级" in card
    assert "D级" in card
    # A phone number is masked before and after.
    assert "100****2222" in card
    assert "100****4444" in card
    assert "10033334444" not in card


def test_a_reader_without_a_class_is_not_told_its_changes(
    plan: Plan, store: Store
) -> None:
    reader = Reader("public", classes=frozenset())
    desk, view, found = opened(plan, store, reader)
    page = dossier_page(found, desk, view)
    for secret in ("4444", "2222", "梁*", "林晓", "3,900"):
        assert secret not in page
    assert "您的身份看不到" in changes(found, "zh")


def test_as_it_was_known_then_there_was_less_to_tell(plan: Plan, store: Store) -> None:
    text.learn(plan)
    now = Desk(register(store), plan, store=store)
    then = now.at(history(store)[1].seq)
    assert then is not None
    view = View(day=DAY, page="households", household=then.token_of(HOUSE))
    found = dossier(then, view)
    assert found is not None
    assert {c.vintage.seq for c in found.changes} == {2}


def test_a_gap_is_a_task_that_the_household_is_owed(plan: Plan, store: Store) -> None:
    desk, _, found = opened(plan, store)
    (house,) = (t for t in found.tasks if t["rule"] == "housing_met")
    card = owed(found, desk, "zh")
    assert f"t={desk.token_of(house['key'])}" in card
    assert "住建局" in card


def test_tasks_that_people_wrote_are_owed_here_and_in_the_table(
    plan: Plan, store: Store
) -> None:
    desk, view, _ = opened(plan, store)
    places = desk.tasks.places

    def listed(day: date = DAY) -> set[str]:
        table = View(day=day, page="households", department="finance")
        return set(find(desk, table).rows["household_id"])

    def titles() -> set[str]:
        found = dossier(desk, view)
        assert found is not None
        return {t["title"] for t in found.tasks if t["kind"] == "added"}

    assert (listed(), titles()) == (set(), set())
    new = {"department": "finance", "title": "核对补助", "household_id": HOUSE,
           "due_on": "2018-07-31"}  # fmt: skip
    key = add(store, places, new, Act("陈一", DAY, 0))
    assert (listed(), titles()) == ({HOUSE}, {"核对补助"})
    # As of an earlier day nobody had added it.
    assert listed(date(2018, 6, 1)) == set()
    task = desk.tasks.row(desk.token_of(key), DAY, "fixed")
    assert task is not None
    edit(store, places, task, {"status": "to_verify"}, Act("陈一", DAY, 0))
    assert listed() == {HOUSE}
    task |= {"status": "to_verify", "progress": 0}
    offices = desk.tasks.owners.offices
    accept(store, places, offices, task, Act("林二", DAY, 1, "discipline"))
    assert (listed(), titles()) == (set(), set())


def test_the_table_finds_whom_a_department_owes_as_its_board_says(
    plan: Plan, store: Store
) -> None:
    desk, _, _ = opened(plan, store)
    board = desk.tasks.board(DAY).filter("is_open")
    for name in plan.departments:
        owing = board.filter(board["department"] == name)["household_id"]
        table = View(day=DAY, page="households", department=name)
        found = set(find(desk, table).rows["household_id"])
        assert found == set(owing.drop_nulls()), name


def test_entry_has_its_own_distance_and_smallest_change(
    plan: Plan, store: Store
) -> None:
    desk, view, found = opened(plan, store)
    card = change_card(change(desk, view, found, ENTRY), "zh")
    assert "期初人均收入低于识别线 <b>100 元</b>（2.5 %）" in card
    # The vetoes aren't known, so entry is open.
    assert "查清以下事实，应不应纳入就有结论" in card
    english = change_card(change(desk, view, found, ENTRY), "en")
    assert "100 yuan</b> below the entry line" in english


def test_the_button_gives_the_sheet_without_a_name(plan: Plan, store: Store) -> None:
    desk, view, found = opened(plan, store)
    assert 'data-go="sheet"' in dossier_page(found, desk, view)
    name, made = sheet_file(desk, view)
    assert name == "2018-06-30 农户认定表 001-001.pdf"
    (page,) = PdfReader(io.BytesIO(made)).pages
    said = page.extract_text().replace("\n", "")
    assert "梁**" in said
    assert NAME not in said
    assert WIFE not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_is_named_in_full_on_the_page(
    plan: Plan, store: Store, lang: str
) -> None:
    desk, view, found = opened(plan, store, lang=lang)
    page = dossier_page(found, desk, view)
    assert NAME not in page
    assert WIFE not in page
