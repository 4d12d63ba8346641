"""A disk that is full says so to whoever writes, and gives nobody's words away."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from fupin import funds, objections, settings, tasks
from fupin.errors import StoreError
from fupin.store import files, open_store, register, verify
from tests.objections import towns as objected
from tests.snapshots.towns import DAY, POOR, taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store

COMPLAINANT = "吴举报"
WORDS = "绝不外传" * 400


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Store]:
    """Return a store whose database can't grow any more."""
    kept = open_store(tmp_path / "town.db")
    taken(kept)
    with kept.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    kept.engine.dispose()

    def limited(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(kept.engine, "connect", limited)
    yield kept
    kept.close()


def object_to(store: Store, plan: Plan) -> None:
    places = objections.Places.of(plan, register(store))
    said = objected.SAID | {
        "household_id": POOR, "text": WORDS, "complainant": COMPLAINANT,
    }  # fmt: skip
    objections.add(store, places, said, objections.Act("陈一", DAY), 30)


def add_task(store: Store, plan: Plan) -> None:
    places = tasks.Places.of(plan, register(store))
    said = {
        "department": "housing", "title": WORDS[:200], "due_on": "2018-07-20",
        "responsible": COMPLAINANT,
    }  # fmt: skip
    tasks.add(store, places, said, tasks.Act("陈一", DAY, 0))


def pay(store: Store, plan: Plan) -> None:
    rows = register(store)
    books = funds.Books.of(funds.load_tree(settings.PLAN, plan), rows)
    said = {
        "kind": "allocated", "amount": "5", "village_id": "001", "source": "province",
        "note": COMPLAINANT + WORDS[:400],
    }  # fmt: skip
    funds.add(store, books, rows, said, funds.Act("陈一", DAY))


def test_a_content_that_doesnt_fit_is_refused_in_words_and_leaves_nothing(
    full: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fupin.store.files.os.fsync", no_space)
    with pytest.raises(StoreError, match="磁盘是否已满"):
        files.keep(full, b"picture")
    assert list((full.folder / files.FOLDER).iterdir()) == []


@pytest.mark.parametrize("write", [object_to, add_task, pay])
def test_it_is_said_in_words_and_without_what_was_to_be_written(
    full: Store, plan: Plan, write: Callable[[Store, Plan], None]
) -> None:
    def again() -> None:
        for _ in range(200):
            write(full, plan)

    with pytest.raises(StoreError, match="磁盘是否已满") as refused:
        again()
    shown = "".join(traceback.format_exception(refused.value))
    assert "disk is full" in shown
    assert COMPLAINANT not in shown
    assert WORDS[:20] not in shown
    assert verify(full) == []
