"""Who writes in between, a full disk, a withdrawal, a note, a hand in the database."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from fupin.errors import StoreError
from fupin.snapshots import (
    SnapshotError,
    annotate,
    check,
    edit,
    find,
    listed,
    make,
    now,
    refuse_withdrawn,
    withdraw,
)
from fupin.store import audit, verify
from tests.snapshots.towns import DAY, snap, taken, town
from tests.store.damage import damage

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.snapshots import Ground
    from fupin.store import Store


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
        with pytest.raises(SnapshotError, match="已由林\\*撤回：用错了日期"):
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
