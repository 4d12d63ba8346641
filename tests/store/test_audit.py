from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.store import audit, undo, verify
from tests.store.damage import damage, refused
from tests.store.towns import BEGIN, LATER, take, town

if TYPE_CHECKING:
    from fupin.store import Store

GROWS_ONLY = ("audit", "vintages", "changes")


@pytest.fixture
def written(store: Store) -> Store:
    take(store, town(phone="1"))
    take(store, town(phone="2"), LATER)
    undo(store, "陈一", "录错")
    return store


def tampered(store: Store, statement: str) -> list[str]:
    """Run a statement as someone with the database file would; return what is found."""
    damage(store, statement)
    return [found.where for found in verify(store)]


def test_a_store_that_nobody_touched_is_whole(written: Store) -> None:
    assert verify(written) == []
    log = audit.entries(written)
    assert [entry.action for entry in log] == [
        "vintage.accept",
        "vintage.accept",
        "vintage.undo",
    ]


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE audit SET actor = '别人' WHERE seq = 2", "audit 2"),
        ("DELETE FROM audit WHERE seq = 2", "audit 2"),
        ("UPDATE vintages SET reason = '别的' WHERE seq = 1", "vintage 1"),
        ("UPDATE vintages SET undoes = NULL WHERE seq = 3", "vintage 3"),
        ("DELETE FROM vintages WHERE seq = 3", "vintage 3"),
        ("DELETE FROM changes WHERE vintage = 2", "vintage 2"),
        (
            "UPDATE changes SET body = replace(body, '陈一', '陈二') WHERE vintage = 1",
            "vintage 1",
        ),
    ],
)
def test_any_tampering_is_found(written: Store, statement: str, where: str) -> None:
    assert where in tampered(written, statement)


def test_a_log_cut_off_at_its_end_is_found_by_a_noted_anchor(written: Store) -> None:
    anchor = audit.anchor_of(audit.entries(written))
    assert verify(written, anchor) == []
    tampered(written, "DELETE FROM audit WHERE seq = 3")
    assert [f.where for f in verify(written, anchor)] == ["anchor", "vintage 3"]


def test_a_parquet_file_that_was_changed_is_found(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fupin.store.rows.LARGE", 1)
    vintage = take(store, town())
    (path,) = (store.folder / vintage.folder).glob("members.parquet")
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert [f.where for f in verify(store)] == ["vintage 1"]
    path.unlink()
    assert [f.where for f in verify(store)] == ["vintage 1"]


@pytest.mark.parametrize("table", GROWS_ONLY)
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_the_database_itself_refuses_to_change_what_was_written(
    written: Store, table: str, verb: str
) -> None:
    column = "id" if table == "changes" else "seq"
    refused(written, verb.format(table, column, column))
    assert verify(written) == []


def test_an_entry_is_dropped_with_the_change_that_failed(store: Store) -> None:
    take(store, town(), BEGIN)

    def failing() -> None:
        with store.writing() as connection:
            audit.append(connection, "陈一", "test", "nothing", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert len(audit.entries(store)) == 1
