"""A disk without room is told in the same words, whoever was writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from fupin import tasks
from fupin.errors import StoreError
from fupin.store import open_store, verify
from tests.tasks.towns import DAY, act

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fupin.store import Store

PLACES = tasks.Places(frozenset({"finance"}), frozenset(), frozenset(), {})
LONG = "长" * 200
OWN: dict[str, Any] = {
    "key": "own:1", "status": "running", "progress": 0, "start_on": "2018-01-01",
    "due_on": "2018-12-31", "version": 0,
}  # fmt: skip


def _edited(store: Store, number: int) -> None:
    row, said = OWN | {"progress": number % 100}, {"progress": (number + 1) % 100}
    tasks.edit(store, PLACES, row, said, act(seen=number))


def _commented(store: Store, _: int) -> None:
    tasks.edit(store, PLACES, OWN, {"comment": LONG}, act())


def _added(store: Store, _: int) -> None:
    said = {"department": "finance", "title": LONG, "due_on": "2019-01-01"}
    tasks.add(store, PLACES, said, act())


def _attached(store: Store, number: int) -> None:
    given = tasks.evidence.Attached(f"{LONG}.pdf", "pdf", b"%PDF-" + bytes([number]))
    limits = tasks.EvidenceLimits(largest_mb=1, longest_side=800, most=500)
    tasks.attach(store, PLACES, OWN, given, "document", limits, act())


def _saved(store: Store, number: int) -> None:
    tasks.save_view(store, "林二", str(number), {"department": LONG})


WRITERS = (_edited, _commented, _added, _attached, _saved)


def _without_room(connection: Any, _: Any) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def _fill(store: Store, write: Callable[[Store, int], None]) -> None:
    for number in range(200):
        write(store, number)


@pytest.mark.parametrize("write", WRITERS)
def test_a_full_database_is_said_and_leaves_nothing_half(
    tmp_path: Path, write: Callable[[Store, int], None]
):
    store = open_store(tmp_path / "store.db")
    store.close()
    sa.event.listen(store.engine, "connect", _without_room)
    with pytest.raises(StoreError, match="磁盘是否已满") as refused:
        _fill(store, write)
    assert "database or disk is full" in refused.value.en
    assert verify(store) == []
    ledger = tasks.Ledger(store)
    ledger.refresh()
    assert ledger.written(DAY).height <= 1


def test_a_folder_without_room_is_said_when_a_file_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store = open_store(tmp_path / "store.db")

    def no_room(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fupin.store.files.flush", no_room)
    with pytest.raises(StoreError, match="No space left"):
        _attached(store, 1)
    assert tasks.attached(store, "own:1") == []
