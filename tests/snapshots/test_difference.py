"""What lies between two snapshots: figures, names, tasks, rules, and which did what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fupin.access import LOCAL
from fupin.plan import Scenario
from fupin.snapshots import PARTS, SnapshotError, difference, document
from tests.proposals.drafts import LINE
from tests.snapshots.towns import (
    BEFORE,
    NEAR,
    OPEN,
    POOR,
    change_the_line,
    snap,
    taken,
    town,
)

if TYPE_CHECKING:
    from fupin.document import Document
    from fupin.plan import Plan
    from fupin.snapshots import Snapshot
    from fupin.store import Store

FOLLOWED = ("town.met", "town.unmet", "town.unknown")


def moved_by(found: dict[str, dict[str, float]], part: str) -> tuple[float, ...]:
    return tuple(found[part][key] for key in FOLLOWED)


@pytest.fixture
def two(book: Store, plan: Plan) -> tuple[Snapshot, Snapshot]:
    """Return two snapshots between which all four parts differ.

    The data make the poor household rich enough (8,800), the rules then ask for 9,000,
    the scenario for 8,500, and on the later date the same holds.
    """
    taken(book)
    before = snap(book, plan, day=BEFORE)
    taken(book, town(poor=2200))
    change_the_line(book, plan, 9000)
    wanted = Scenario(plan).with_value(LINE, 8500)
    return before, snap(book, plan, scenario=wanted)


def test_the_four_parts_add_up_to_what_moved(
    book: Store, plan: Plan, two: tuple[Snapshot, Snapshot]
) -> None:
    before, after = two
    found = difference(book, before, after, files=plan)
    assert found.changed == frozenset(PARTS)
    assert found.why_not is None
    for key in FOLLOWED:
        whole = after.figures[key] - before.figures[key]
        assert sum(found.parts[part][key] for part in PARTS) == whole
    still = [moved_by(found.parts, part) for part in ("rules", "scenario")]
    assert still == [(0, 0, 0)] * 2
    assert after.figures["town.met"] == 1


def test_each_part_is_told_where_only_it_differs(book: Store, plan: Plan) -> None:
    taken(book)
    first = snap(book, plan)
    taken(book, town(poor=2200))
    data = snap(book, plan)
    change_the_line(book, plan, 8000)
    rules = snap(book, plan)
    scenario = snap(book, plan, scenario=Scenario(plan).with_value(LINE, 9000))
    told = {
        part: difference(book, one, other, files=plan)
        for part, one, other in (
            ("data", first, data), ("rules", data, rules),
            ("scenario", rules, scenario),
        )
    }  # fmt: skip
    assert {part: one.changed for part, one in told.items()} == {
        part: frozenset({part}) for part in told
    }
    assert moved_by(told["data"].parts, "data") == (1, -1, 0)
    assert moved_by(told["rules"].parts, "rules") == (-1, 1, 0)
    assert moved_by(told["scenario"].parts, "scenario") == (-1, 1, 0)
    # Over all of it at once each part is what it was alone, in this order.
    whole = difference(book, first, scenario, files=plan)
    assert [moved_by(whole.parts, part) for part in PARTS] == [
        (1, -1, 0), (-1, 1, 0), (-1, 1, 0), (0, 0, 0),
    ]  # fmt: skip
    assert {row["household_id"]: row["parts"] for row in whole.who} == {
        NEAR: ["rules"],
    }


def test_who_moved_is_told_by_name_as_the_reader_may_see(
    book: Store, plan: Plan
) -> None:
    taken(book)
    first = snap(book, plan)
    taken(book, town(poor=2200))
    second = snap(book, plan)
    (row,) = difference(book, first, second, files=plan).who
    assert (row["household_id"], row["head_name"]) == (POOR, "陈*")
    assert (row["before"], row["after"], row["parts"]) == ("unmet", "met", ["data"])
    (named,) = difference(book, first, second, files=plan, names=True).who
    assert named["head_name"] == "陈一"
    nameless = replace(LOCAL, classes=LOCAL.classes - {"name"})
    (hidden,) = difference(book, first, second, nameless, plan, names=True).who
    assert hidden["head_name"] == "—"
    elsewhere = replace(LOCAL, villages=frozenset({"002"}))
    found = difference(book, first, second, elsewhere, plan)
    assert (found.who, found.hidden, found.tasks) == ((), 1, ())


def test_tasks_that_closed_or_opened_and_what_changed_of_the_rules(
    book: Store, plan: Plan
) -> None:
    taken(book)
    first = snap(book, plan)
    taken(book, town(poor=2200))
    change_the_line(book, plan, 8000)
    second = snap(book, plan)
    found = difference(book, first, second, files=plan)
    told = {
        row["key"]: (row["what"], row["before"], row["after"]) for row in found.tasks
    }
    assert told[f"gap:income_met:{POOR}"][0] == "closed"
    assert told[f"gap:income_met:{NEAR}"] == ("opened", "done", "not_started")
    assert f"gap:income_met:{OPEN}" not in told
    terms = {(one["kind"], one["name"]): one for one in found.terms}
    assert (terms["parameter", LINE]["before"], terms["parameter", LINE]["after"]) == (
        7365, 8000,
    )  # fmt: skip
    assert terms["proposal", "1"]["after"] == "accepted"
    assert terms["proposal", "1"]["label"]["zh"] == "农户脱贫线"
    back = difference(book, second, first, files=plan)
    assert {row["key"]: row["what"] for row in back.tasks}[
        f"gap:income_met:{POOR}"
    ] == ("opened")


def test_nothing_lies_between_one_and_itself(book: Store, plan: Plan) -> None:
    taken(book)
    made = snap(book, plan)
    found = difference(book, made, made, files=plan)
    assert (found.moved, found.who, found.tasks, found.terms) == ((), (), (), ())
    assert all(n == 0 for moves in found.parts.values() for n in moves.values())


def test_different_filters_cant_be_compared(book: Store, plan: Plan) -> None:
    taken(book)
    with pytest.raises(SnapshotError, match="筛选不同"):
        difference(book, snap(book, plan), snap(book, plan, village_id="001"))


def test_without_the_plans_files_of_then_what_changed_is_listed_and_not_split(
    book: Store, plan: Plan, two: tuple[Snapshot, Snapshot]
) -> None:
    others = replace(plan, fingerprint="f" * 12)
    found = difference(book, *two, files=others)
    assert found.parts == {}
    assert found.why_not is not None
    assert "原因不拆分" in found.why_not.zh
    assert found.moved
    assert all(row["parts"] == [] for row in found.who)


def test_a_reader_without_incomes_sees_no_clause_that_gives_one_away(
    book: Store, plan: Plan
) -> None:
    """The table of households drops what one lacks, and so does the difference."""
    taken(book, town(poor=2200))
    before = snap(book, plan)
    taken(book)
    after = snap(book, plan, "后一次")
    reader = replace(LOCAL, classes=LOCAL.classes - {"income"})
    told = difference(book, before, after, reader, files=plan)
    (row,) = told.who
    assert row["household_id"] == POOR
    assert "income_met" not in str(row)
    # Nor does a task, or a list of tasks in a document.
    assert POOR not in str([one for one in told.tasks if one["rule"] == "income_met"])
    number = f"红中 {POOR.rpartition('-')[2]}"
    assert not _of_income(document(after, "zh", reader), number)
    whole = difference(book, before, after, files=plan)
    assert whole.who[0]["lacks"] == "income_met"
    assert POOR in str([one for one in whole.tasks if one["rule"] == "income_met"])
    assert _of_income(document(after, "zh"), number)


def _of_income(made: Document, number: str) -> bool:
    """Say whether the list of tasks has a household's income as its task."""
    (tasks,) = (table for table in made.tables if table.key == "tasks")
    return any(row[1] == "收入达标" and row[2] == number for row in tasks.rows)


def test_the_overviews_figures_are_split_as_well_and_add_up(
    book: Store, plan: Plan, two: tuple[Snapshot, Snapshot]
) -> None:
    before, after = two
    found = difference(book, before, after, files=plan)
    keys = set(found.parts["data"])
    assert {"town.rate", "town.left", "town.expected", "labour.met", "town.exited",
            "rule.income_met.unmet", "rule.income_met.unknown", "rule.twice",
            "cause.unrecorded.left", "villages.unmet",
            "rule.village_income_met.unmet"} <= keys  # fmt: skip
    for key in keys:
        whole = after.figures[key] - before.figures[key]
        said = sum(found.parts[part][key] for part in PARTS)
        assert said == pytest.approx(whole, abs=1e-3), key
    # What people write isn't split, and neither is the calendar.
    assert not {key for key in keys if key.startswith(("tasks", "funds", "pace"))}
    assert not {"town.days_left", "town.day"} & keys


def test_each_step_is_what_a_snapshot_of_it_would_have_frozen(
    book: Store, plan: Plan
) -> None:
    """The steps between are decided another way than a snapshot: they agree."""
    taken(book)
    first = snap(book, plan)
    taken(book, town(poor=2200))
    data = snap(book, plan)
    change_the_line(book, plan, 8000)
    rules = snap(book, plan)
    last = snap(book, plan, scenario=Scenario(plan).with_value(LINE, 9000))
    found = difference(book, first, last, files=plan)
    for part, one, other in (("data", first, data), ("rules", data, rules)):
        for key, moved in found.parts[part].items():
            whole = other.figures[key] - one.figures[key]
            assert moved == pytest.approx(whole, abs=1e-3), (part, key)


def test_the_mean_of_fewer_than_three_incomes_is_in_no_part(
    book: Store, plan: Plan
) -> None:
    taken(book)
    before = snap(book, plan)
    taken(book, town(poor=2200))
    after = snap(book, plan)
    clerk = replace(LOCAL, classes=LOCAL.classes - {"income"})
    whole, without = (
        difference(book, before, after, reader, files=plan) for reader in (LOCAL, clerk)
    )
    for found, is_there in ((whole, True), (without, False)):
        assert ("income.mean" in {key for key, *_ in found.moved}) is is_there
        assert ("income.mean" in found.parts["data"]) is is_there
