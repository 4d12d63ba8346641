from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fupin.store import field_changes, history, trail, undo
from tests.store.towns import LATER, take, town

if TYPE_CHECKING:
    import pytest

    from fupin.store import Store

HOUSE = "001-001"


def told(store: Store) -> list[tuple[str, str, object, object, str, int]]:
    return [
        (c.table, c.column, c.before, c.after, c.kind, c.vintage.seq)
        for c in field_changes(trail(store, HOUSE))
    ]


def test_the_first_vintage_changes_nothing(store: Store) -> None:
    take(store, town(phone="10011112222"))
    assert told(store) == []


def test_a_later_vintage_is_told_field_by_field(store: Store) -> None:
    take(store, town(phone="10011112222", housing_grade="C"))
    take(
        store,
        town(valid_from=LATER, phone="10033334444", housing_grade="C"),
        LATER,
        author="林二",
    )
    assert told(store) == [
        ("households", "phone", "10011112222", "10033334444", "changed", 2),
    ]
    (change,) = field_changes(trail(store, HOUSE))
    assert (change.vintage.author, change.vintage.reason) == ("林二", "录入")


def test_another_households_change_is_not_told(store: Store) -> None:
    take(store, town(phone="10011112222"))
    take(store, town(valid_from=LATER, phone="10033334444"), LATER)
    assert field_changes(trail(store, "001-002")) == ()


def test_who_is_gone_and_who_is_new_are_told(store: Store) -> None:
    take(store, town())
    fewer = town()
    roll = fewer.tables["residents"].filter(household_id="001-001")
    rows = fewer.tables["households"].filter(household_id="001-001")
    people = fewer.tables["members"].filter(household_id="001-001")
    newcomer = people.with_columns(person_id=people["person_id"] + "9")
    tables = dict(fewer.tables) | {
        "residents": roll, "households": rows, "members": newcomer,
    }  # fmt: skip
    take(store, type(fewer)(tables), LATER, frozenset({"001"}))
    kinds = {(c.table, c.kind) for c in field_changes(trail(store, HOUSE))}
    assert kinds == {("members", "new"), ("members", "gone")}
    gone = {c.kind for c in field_changes(trail(store, "001-002"))}
    assert gone == {"gone"}


def test_an_undone_vintage_has_changed_nothing(store: Store) -> None:
    take(store, town(phone="10011112222"))
    take(store, town(valid_from=LATER, phone="10033334444"), LATER)
    undo(store, "林二", "录错了")
    assert told(store) == []
    # As it was known before the undo it had.
    then = history(store)[1].recorded_at
    assert len(field_changes(trail(store, HOUSE, then))) == 1


def test_large_vintages_tell_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fupin.store.rows.LARGE", 0)
    take(store, town(phone="10011112222"))
    take(store, town(valid_from=LATER, phone="10033334444"), LATER)
    assert [c[:3] for c in told(store)] == [("households", "phone", "10011112222")]
    assert all(v.folder for v in history(store))
    assert history(store)[0].valid_on < date(2017, 1, 1)
