"""A snapshot says the same whatever is written, replaced or undone after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin import funds, objections, settings
from fupin.snapshots import (
    SnapshotError,
    check,
    document,
    find,
    freeze,
    now,
)
from fupin.snapshots.ground import register_at
from fupin.store import undo, verify
from fupin.tasks import Act, Places, add
from tests.objections import towns as objected
from tests.snapshots.towns import DAY, POOR, change_the_line, snap, taken, town

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


def test_an_empty_store_has_nothing_to_freeze_and_a_village_must_be_there(
    book: Store, plan: Plan
) -> None:
    with pytest.raises(SnapshotError, match="还没有台账"):
        snap(book, plan)
    taken(book)
    with pytest.raises(SnapshotError, match="没有村“009”。可用：001、002"):
        snap(book, plan, village_id="009")


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
