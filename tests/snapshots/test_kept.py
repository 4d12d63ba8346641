"""Snapshots in the store: frozen, found again, withdrawn, and what goes wrong."""

from __future__ import annotations

import re
from threading import Thread
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from fupin import funds, objections, settings
from fupin.errors import StoreError
from fupin.snapshots import (
    SnapshotError,
    annotate,
    check,
    document,
    edit,
    find,
    freeze,
    kept,
    listed,
    make,
    now,
    refuse_withdrawn,
    withdraw,
)
from fupin.snapshots.ground import register_at
from fupin.store import audit, undo, verify
from fupin.tasks import Act, Places, add
from tests.objections import towns as objected
from tests.snapshots.towns import DAY, POOR, change_the_line, snap, taken, town
from tests.store.damage import damage

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.plan import Plan
    from fupin.snapshots import Ground
    from fupin.store import Store


def test_it_stands_on_the_objections_that_were_there_and_on_no_later_ones(
    opened: Callable[[], Store], plan: Plan
) -> None:
    store = opened()
    taken(store)
    places = objections.Places.of(plan, now(store, None, DAY, files=plan).register)
    act = objections.Act("陈一", DAY, 0)
    said = objected.SAID | {"household_id": POOR}
    objections.add(store, places, said, act, 30)
    made = snap(store, plan)
    objections.add(store, places, said | {"text": "又一条"}, act, 30)
    then = register_at(store, made.vintage, made.objections, made.fund_entries)
    assert then["objections"]["objection_text"].to_list() == [said["text"]]
    assert then.fingerprint == made.register
    assert check(store, made, plan).agrees


def test_its_score_counts_the_money_that_was_written_then_and_none_since(
    opened: Callable[[], Store], plan: Plan
) -> None:
    store = opened()
    taken(store)
    register = now(store, None, DAY, files=plan).register
    books = funds.Books.of(funds.load_tree(settings.PLAN, plan), register)
    said = {"kind": "allocated", "village_id": "001", "source": "unit_own"}
    act = funds.Act("陈一", DAY)
    bare = snap(store, plan)
    funds.add(store, books, register, said | {"amount": "150000"}, act)
    made = snap(store, plan)
    funds.add(store, books, register, said | {"amount": "1"}, act)
    before, after = (one.figures["village.001.score"] for one in (bare, made))
    assert [a - b for a, b in zip(after, before, strict=True)] == [10, 10]
    assert made.figures["village.001.own_funds"] == 150_000
    assert check(store, bare, plan).agrees
    assert check(store, made, plan).agrees


def test_a_clock_that_jumps_back_mixes_no_data_and_no_plan_of_later(
    book: Store, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(book)
    change_the_line(book, plan, 9000)
    before = snap(book, plan)
    monkeypatch.setattr("fupin.store.audit.now", lambda: "2001-01-01T00:00:00+00:00")
    taken(book, town(poor=2500))
    change_the_line(book, plan, 8000)
    assert check(book, before, plan).agrees
    assert snap(book, plan).figures["town.met"] == before.figures["town.met"] + 1
    assert verify(book) == []


def test_it_says_the_same_to_the_digit_after_data_plan_and_tasks_have_moved_on(
    opened: Callable[[], Store], plan: Plan
) -> None:
    store = opened()
    taken(store)
    before = snap(store, plan)
    said = document(before)
    assert (before.figures["town.met"], before.figures["town.unmet"]) == (1, 1)

    taken(store, town(poor=2500, village_income_per_person_year=9500.0))
    change_the_line(store, plan, 9000)
    places = Places.of(plan, now(store, None, DAY, files=plan).register)
    facts = {"department": "housing", "title": "补签", "due_on": "2018-07-20"}
    add(store, places, facts, Act("陈一", DAY, 0))
    after = snap(store, plan)
    assert after.figures["town.met"] == 1
    assert after.figures["income.line"] == 9000
    assert "own:1" in after.frozen["tasks"]["key"]
    assert "own:1" not in before.frozen["tasks"]["key"]

    again = find(opened(), before.id)
    assert again == before
    assert document(again) == said
    # And it is what the data and the plan of then give when they are asked again.
    assert check(store, again, plan).agrees
    assert check(store, after, plan).agrees
    undo(store, "陈一", "撤回")
    assert check(store, after, plan).agrees


def test_what_was_frozen_stands_where_the_plans_files_are_others(
    book: Store, plan: Plan
) -> None:
    from dataclasses import replace  # noqa: PLC0415

    taken(book)
    before = snap(book, plan)
    others = replace(plan, fingerprint="f" * 12)
    found = check(book, find(book, before.id), others)
    assert not found.agrees
    assert found.why_not is not None
    assert "方案文件" in found.why_not.zh
    assert find(book, before.id).figures == before.figures


def test_a_replay_that_says_otherwise_is_told_by_figure(
    book: Store, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(book)
    before = snap(book, plan)
    monkeypatch.setattr("fupin.measures.mean_income", lambda _: 1.0)
    found = check(book, before, plan)
    assert found.moved == (("income.mean", before.figures["income.mean"], 1.0),)


def test_the_id_has_the_as_of_date_and_a_short_code_without_mistakable_letters(
    book: Store, plan: Plan
) -> None:
    taken(book)
    ids = [snap(book, plan).id for _ in range(3)]
    assert len(set(ids)) == 3
    for one in ids:
        assert re.fullmatch(r"S-180630-[A-HJKMNP-Z][2-9]", one)
    assert [one.id for one in listed(book)] == ids[::-1]


def test_when_the_short_codes_are_used_up_the_next_one_is_longer(
    book: Store, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LETTERS", "K")
    monkeypatch.setattr(kept, "DIGITS", "7")
    taken(book)
    assert [snap(book, plan).id for _ in range(2)] == ["S-180630-K7", "S-180630-K7K7"]


def test_an_id_is_found_however_it_was_typed_and_a_wrong_one_is_asked_back(
    book: Store, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LETTERS", "K")
    monkeypatch.setattr(kept, "DIGITS", "7")
    taken(book)
    made = snap(book, plan)
    for typed in (
        " s-180630-k7",
        "S-l8O63O-K7",
        "Ｓ－１８０６３０－Ｋ７",
        "s_180630_k7",
    ):
        assert find(book, typed).id == made.id
    with pytest.raises(SnapshotError, match="是不是 S-180630-K7") as refused:
        find(book, "S-180630-K8")
    assert "Did you mean S-180630-K7" in refused.value.en
    with pytest.raises(SnapshotError, match="snapshot list"):
        find(book, "红中村" * 100)


@pytest.mark.parametrize(("title", "author", "says"), [
    ("", "林一", "标题还没有写"), (" \n", "林一", "标题还没有写"),
    ("例" * 500, "林一", "标题有 500 个字，最多 80 个"),
    ("例\u0000会", "林一", "不可见的字符"), ("例\u202e会", "林一", "不可见的字符"),
    ("例会", " ", "姓名还没有写"), ("例会", "林" * 41, "姓名有 41 个字"),
])  # fmt: skip
def test_a_bad_title_or_author_is_refused_with_a_clear_word(
    book: Store, plan: Plan, title: str, author: str, says: str
) -> None:
    taken(book)
    with pytest.raises(SnapshotError, match=says):
        snap(book, plan, title, author=author)
    assert listed(book) == []


def test_a_title_may_have_what_a_file_system_refuses(book: Store, plan: Plan) -> None:
    taken(book)
    title = 'a/b\\c:d*e?f"g<h>i|j {town.met} .. CON'
    made = snap(book, plan, title)
    assert find(book, made.id).title == title
    assert document(made).title == title


def test_two_at_once_are_two(store: Store, plan: Plan) -> None:
    taken(store)
    made: list[str] = []

    def work(name: str) -> None:
        made.append(snap(store, plan, name).id)

    threads = [Thread(target=work, args=(f"第 {n} 份",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4
    assert [one.seq for one in listed(store)] == [4, 3, 2, 1]
    assert verify(store) == []


def test_who_writes_in_between_is_taken_up_before_anything_is_kept(
    book: Store, plan: Plan
) -> None:
    taken(book)

    def look() -> Ground:
        found = now(book, None, DAY, files=plan)
        taken(book, town(poor=2500))
        return found

    made = make(book, look, "例会", "林一")
    assert (made.vintage, made.figures["town.met"]) == (2, 2)
    assert check(book, made, plan).agrees


def test_one_who_goes_on_writing_everything_holds_no_snapshot_up(
    opened: Callable[[], Store], plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened()
    taken(store)
    register = now(store, None, DAY, files=plan).register
    books = funds.Books.of(funds.load_tree(settings.PLAN, plan), register)
    money = {"kind": "allocated", "village_id": "001", "source": "unit_own"}
    said = objected.SAID | {"household_id": POOR}
    job = {"department": "housing", "title": "补签", "due_on": "2018-07-20"}
    turns = iter(range(1, 9))

    def frozen(ground: Ground) -> dict[str, object]:
        # Whenever a ground has been looked at, all of it is written on once more.
        n = next(turns)
        taken(store, town(poor=2500 + n))
        change_the_line(store, plan, 9000 + n)
        funds.add(store, books, register, money | {"amount": str(n)},
                  funds.Act("陈一", DAY))  # fmt: skip
        objections.add(store, objections.Places.of(plan, register),
                       said | {"text": f"第 {n} 条"},
                       objections.Act("陈一", DAY, 0), 30)  # fmt: skip
        add(store, Places.of(plan, register), job, Act("陈一", DAY, 0))
        return freeze(ground)

    monkeypatch.setattr("fupin.snapshots.kept.freeze", frozen)
    made = snap(store, plan)
    monkeypatch.undo()
    # It is of the moment at which the first look turned out to be late.
    assert (made.vintage, made.decisions, made.tasks) == (2, 1, 1)
    assert made.figures["income.line"] == 9001
    assert made.figures["village.001.own_funds"] == 1
    assert list(made.frozen["tasks"]["key"]).count("own:2") == 0
    assert check(store, made, plan).agrees
    assert verify(store) == []


def test_a_full_disk_leaves_nothing_half_and_says_so(
    book: Store, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(book)

    def full(*_: object) -> None:
        raise sa.exc.OperationalError(
            "INSERT", {}, Exception("database or disk is full")
        )

    monkeypatch.setattr("fupin.snapshots.kept.audit.append", full)
    with pytest.raises(StoreError, match="磁盘是否已满"):
        snap(book, plan)
    assert listed(book) == []
    monkeypatch.undo()
    assert verify(book) == []
    made = snap(book, plan)
    monkeypatch.setattr("fupin.snapshots.kept.audit.append", full)
    with pytest.raises(StoreError, match="disk is full"):
        withdraw(book, made.id, "林一", "有误")
    assert find(book, made.id).withdrawn is None


def test_a_withdrawn_one_is_read_and_no_more(store: Store, plan: Plan) -> None:
    taken(store)
    made = snap(store, plan)
    with pytest.raises(SnapshotError, match="原因还没有写"):
        withdraw(store, made.id, "林一", " ")
    gone = withdraw(store, made.id, "林一", "用错了日期")
    assert gone.withdrawn is not None
    assert (gone.withdrawn.author, gone.withdrawn.body) == ("林一", "用错了日期")
    assert find(store, made.id).figures == made.figures
    assert [one.withdrawn for one in listed(store)] == [gone.withdrawn]
    text = {"glance": ["改过"]}
    for act in (
        lambda: withdraw(store, made.id, "林一", "再撤"),
        lambda: annotate(store, made.id, "town.met", "林一", "批注"),
        lambda: edit(store, gone, "林一", "zh", text),
        lambda: refuse_withdrawn(gone),
    ):
        with pytest.raises(SnapshotError, match="用错了日期"):
            act()
    assert verify(store) == []


def test_a_note_on_a_figure_is_added_and_the_figure_stays(
    book: Store, plan: Plan
) -> None:
    taken(book)
    made = snap(book, plan)
    annotate(book, made.id, "town.met", "陈二", "已入户核对")
    found = annotate(book, made.id, "town.met", "林一", "会上说明")
    assert [(n.figure, n.author, n.body) for n in found.notes] == [
        ("town.met", "陈二", "已入户核对"), ("town.met", "林一", "会上说明"),
    ]  # fmt: skip
    assert found.figures == made.figures
    with pytest.raises(SnapshotError, match=r"“town\.mett”。相近的有：town\.met"):
        annotate(book, made.id, "town.mett", "陈二", "x")
    assert verify(book) == []


def test_an_empty_store_has_nothing_to_freeze_and_a_village_must_be_there(
    book: Store, plan: Plan
) -> None:
    with pytest.raises(SnapshotError, match="还没有台账"):
        snap(book, plan)
    taken(book)
    with pytest.raises(SnapshotError, match="没有村“009”。可用：001、002"):
        snap(book, plan, village_id="009")


@pytest.mark.parametrize("change", [
    "UPDATE snapshots SET title = '别的'",
    "UPDATE snapshots SET content = (SELECT content FROM snapshots WHERE seq = 2)",
    "DELETE FROM snapshot_marks",
])  # fmt: skip
def test_tampering_is_refused_by_the_database_and_found_by_the_audit(
    store: Store, plan: Plan, change: str
) -> None:
    taken(store)
    made = snap(store, plan)
    snap(store, plan, village_id="001")
    annotate(store, made.id, "town.met", "陈二", "已核")
    assert verify(store) == []
    damage(store, change)
    assert {one.where for one in verify(store)} & {"snapshot 1", "snapshot mark 1"}
    assert audit.entries(store)[-1].action == "snapshot.note"


def test_a_village_without_a_household_has_no_rate_and_no_zero_in_its_place(
    book: Store, plan: Plan
) -> None:
    taken(book)
    made = snap(book, plan, village_id="002")
    said = document(made)
    assert made.figures["town.enrolled"] == 0
    assert said.figures["town.rate"].text == "—"
    assert said.figures["village.002.income"].text == "待核实"
    assert said.sections[0].headline == "筛选范围内没有在册贫困户"
    assert [one.text for one in said.figures.values() if "None" in one.text] == []
    assert POOR not in str(made.frozen["households"])
    assert check(book, made, plan).agrees
