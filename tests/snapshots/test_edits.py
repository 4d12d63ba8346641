"""The hand-edit step: words are changed, figures stay bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.snapshots import SnapshotError, document, edit, find, loose, template
from fupin.snapshots.edits import split
from fupin.store import audit, verify
from tests.snapshots.towns import snap, taken

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.snapshots import Snapshot
    from fupin.store import Store


@pytest.fixture
def fresh(book: Store, plan: Plan) -> Snapshot:
    taken(book)
    return snap(book, plan)


def test_edited_words_are_kept_as_a_version_and_the_figures_stay_bound(
    book: Store, fresh: Snapshot
) -> None:
    words = "目前{town.met}达标，还须努力。"
    kept, found = edit(book, fresh, "陈二", "zh", {"glance": [words]})
    assert found == []
    said = document(find(book, fresh.id))
    assert said.said(said.sections[0].paragraphs[0]) == "目前1 户达标，还须努力。"
    # The other language, the other sections and the first text are as they were.
    assert document(kept, "en") == document(fresh, "en")
    assert said.sections[1] == document(fresh).sections[1]
    first = document(kept, is_edited=False)
    assert first.sections[0] == document(fresh).sections[0]
    again, _ = edit(book, kept, "林一", "zh", {"glance": ["又改。"]})
    assert [(one.author, one.lang) for one in again.texts] == [
        ("陈二", "zh"), ("林一", "zh"),
    ]  # fmt: skip
    assert document(again).sections[0].paragraphs == ("又改。",)
    assert audit.entries(book)[-1].action == "snapshot.text"
    assert verify(book) == []


@pytest.mark.parametrize(("typed", "numbers"), [
    ("已有 226 户达标", ["226"]), ("增收七千三百六十五元", ["七千三百六十五"]),
    ("差３户", ["３"]), ("剩三户", ["三"]), ("{town.met}达标", []),
    ("一是抓产业，二是抓就业", []), ("投入1,234.5元", ["1,234.5"]),
])  # fmt: skip
def test_a_number_typed_by_hand_is_warned_about(typed: str, numbers: list[str]) -> None:
    assert [one.number for one in loose({"glance": [typed]})] == numbers


def test_a_number_typed_by_hand_is_kept_with_its_warning(
    book: Store, fresh: Snapshot
) -> None:
    kept, found = edit(book, fresh, "陈二", "zh", {"glance": ["约 3 成。"]})
    assert [(one.section, one.number) for one in found] == [("glance", "3")]
    assert len(kept.texts) == 1


@pytest.mark.parametrize(("paragraphs", "says"), [
    ({"glance": ["{town.mett}达标"]}, "没有名为“town.mett”"),
    ({"glance": ["{Town.met}达标"]}, "没有名为“{Town.met}”"),
    ({"glance": ["{town.met 达标"]}, "没有名为“{town.met 达标”"),
    ({"glance": ["达标}"]}, "没有名为“}”"),
    ({"nothing": ["字"]}, "没有“nothing”这一节"),
    ({"glance": ["字" * 1001]}, "最多 1000 个字"),
    ({}, "什么都没改"),
])  # fmt: skip
def test_what_couldnt_be_written_out_is_refused(
    book: Store, fresh: Snapshot, paragraphs: dict[str, list[str]], says: str
) -> None:
    with pytest.raises(SnapshotError, match=says):
        edit(book, fresh, "陈二", "zh", paragraphs)
    assert find(book, fresh.id).texts == ()


def test_the_second_who_keeps_a_text_is_told_of_the_first(
    book: Store, fresh: Snapshot
) -> None:
    edit(book, fresh, "陈二", "zh", {"glance": ["甲。"]})
    with pytest.raises(SnapshotError, match="陈二 刚存了另一份文字"):
        edit(book, fresh, "林一", "zh", {"glance": ["乙。"]}, seen=0)


def test_a_field_is_a_paragraph_a_line(fresh: Snapshot) -> None:
    assert split(" 甲。\n\n 乙。 ") == ["甲。", "乙。"]
    assert template(fresh, "zh")["glance"] == list(
        document(fresh).sections[0].paragraphs
    )
