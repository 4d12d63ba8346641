"""How a snapshot is called, and found again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from fupin.snapshots import (
    SnapshotError,
    document,
    find,
    kept,
    listed,
)
from tests.snapshots.towns import snap, taken

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.store import Store


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
