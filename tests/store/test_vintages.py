from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from fupin.changes import difference
from fupin.errors import StoreError
from fupin.register import Register
from fupin.store import (
    Act,
    StaleEditError,
    accept,
    history,
    newest,
    register,
    undo,
)
from tests.registers import household, of
from tests.store.towns import BEGIN, LATER, phones, take, town

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.store import Store


def test_what_was_taken_is_there_after_a_restart(
    store: Store, opened: Callable[[], Store]
) -> None:
    said = town(phone="13800000000")
    vintage = take(store, said)
    again = register(opened())
    assert vintage.counts["households"] == {"new": 2, "changed": 0, "gone": 0}
    for name in ("villages", "residents", "households", "members"):
        assert again[name].drop("recorded_on").equals(said[name].drop("recorded_on"))


def test_a_file_that_says_nothing_new_is_no_vintage(store: Store) -> None:
    take(store, town())
    with pytest.raises(StoreError, match="没有可接收的变化"):
        take(store, town())
    assert newest(store) == 1


def test_only_the_changed_field_of_the_changed_row_is_taken(store: Store) -> None:
    take(store, town(phone="1"))
    changes = difference(register(store), town(phone="2"), LATER)
    assert changes.counts == {"households": {"new": 0, "changed": 1, "gone": 0}}
    fields = changes.tables["households"].fields
    assert fields.rows() == [("001-001", "phone", "1", "2")]


def test_a_change_without_a_date_holds_from_the_day_it_was_valid_on(
    store: Store,
) -> None:
    take(store, town(phone="1"))
    take(store, town(phone="2", valid_from=None), LATER)
    before = date(2017, 2, 28)
    assert phones(store, before)["001-001"] == "1"
    assert phones(store, LATER)["001-001"] == "2"


def test_a_correction_of_the_same_day_replaces_what_was_said(store: Store) -> None:
    take(store, town(phone="1"))
    take(store, town(phone="2"))
    assert phones(store, BEGIN)["001-001"] == "2"


def test_a_village_renamed_keeps_its_old_name_before(store: Store) -> None:
    take(store, town())
    renamed = of(villages=[{"village_id": "001", "village_name": "新名村"}])
    take(store, renamed, LATER)
    known = register(store)
    assert known.on(BEGIN)["villages"]["village_name"].to_list() == ["001村"]
    assert known.on(LATER)["villages"]["village_name"].to_list() == ["新名村"]


def test_a_row_left_out_stays_unless_the_file_is_complete_for_its_village(
    store: Store,
) -> None:
    take(store, town())
    alone = of(households=[household(phone="3")])
    take(store, alone, LATER)
    assert set(phones(store, LATER)) == {"001-001", "001-002"}
    gone = of(households=[household(phone="4")])
    vintage = take(store, gone, LATER, complete=frozenset({"001"}))
    assert vintage.counts["households"] == {"new": 0, "changed": 1, "gone": 1}
    assert set(phones(store, LATER)) == {"001-001"}
    assert set(phones(store, BEGIN)) == {"001-001", "001-002"}


def test_a_household_that_was_taken_off_comes_back_as_new(store: Store) -> None:
    take(store, town())
    take(
        store, of(households=[household(phone="4")]), LATER, complete=frozenset({"001"})
    )
    changes = difference(register(store), town(phone="4"), date(2017, 6, 1))
    assert changes.tables["households"].new["household_id"].to_list() == ["001-002"]


def test_a_column_that_a_file_lacks_keeps_what_is_known(store: Store) -> None:
    take(store, town(phone="1", cause="illness"))
    take(store, town(phone="2"), LATER)
    rows = register(store).on(LATER)["households"].sort("household_id")
    row = rows.row(0, named=True)
    assert (row["phone"], row["cause"]) == ("2", "illness")


def test_what_was_known_at_a_moment_can_be_replayed(store: Store) -> None:
    take(store, town(phone="1"))
    first = history(store)[0].recorded_at
    take(store, town(phone="2"))
    undo(store, "陈一", "录错")
    assert phones(store, BEGIN, first)["001-001"] == "1"
    second = history(store)[1].recorded_at
    assert phones(store, BEGIN, second)["001-001"] == "2"
    assert phones(store, BEGIN)["001-001"] == "1"


def test_the_offices_own_history_was_known_before_the_store_was(store: Store) -> None:
    take(store, town(phone="1", recorded_on=date(2016, 6, 1)))
    known = register(store, date(2017, 6, 30))
    assert known["households"]["household_id"].to_list() == ["001-001"]
    assert register(store, date(2016, 5, 31))["households"].height == 0


def test_a_later_file_can_not_claim_to_have_been_known_earlier(store: Store) -> None:
    take(store, town(phone="1", recorded_on=date(2016, 6, 1)))
    take(store, town(phone="2", recorded_on=date(2016, 6, 1)))
    then = register(store, date(2017, 6, 30)).on(BEGIN)["households"]
    assert then["phone"].to_list() == ["1"]


def test_undo_walks_back_one_vintage_at_a_time_and_keeps_all(store: Store) -> None:
    take(store, town(phone="1"))
    take(store, town(phone="2"))
    undo(store, "陈一", "录错")
    assert phones(store, BEGIN)["001-001"] == "1"
    undo(store, "陈一", "重来")
    assert register(store)["households"].height == 0
    assert [v.kind for v in history(store)] == ["intake", "intake", "undo", "undo"]
    with pytest.raises(StoreError, match="没有可撤销"):
        undo(store, "陈一", "再撤")


def test_the_second_of_two_editors_is_shown_both_versions(store: Store) -> None:
    take(store, town(phone="1"))
    seen, known = newest(store), register(store)
    for author, phone in (("林二", "2"), ("黄三", "3")):
        said = difference(known, town(phone=phone), BEGIN)
        act = Act("visit", author, "走访更正", BEGIN)
        if author == "林二":
            accept(store, said, act, seen)
        else:
            with pytest.raises(StaleEditError) as stale:
                accept(store, said, act, seen)
    (clash,) = stale.value.clashes
    assert clash.author == "林二"
    assert clash.fields == [("phone", "2", "3")]
    assert phones(store, BEGIN)["001-001"] == "2"


def test_edits_of_different_households_do_not_clash(store: Store) -> None:
    take(store, town())
    seen, known = newest(store), register(store)
    for who, other in (("林二", "001-001"), ("黄三", "001-002")):
        said = difference(known, of(households=[household(other, phone=who)]), BEGIN)
        accept(store, said, Act("visit", who, "走访", BEGIN), seen)
    assert phones(store, BEGIN) == {"001-001": "林二", "001-002": "黄三"}


def test_an_edit_of_what_was_just_undone_is_stale(store: Store) -> None:
    take(store, town(phone="1"))
    take(store, town(phone="2"))
    seen, known = newest(store), register(store)
    undo(store, "陈一", "录错")
    said = difference(known, town(phone="3"), BEGIN)
    with pytest.raises(StaleEditError):
        accept(store, said, Act("visit", "黄三", "走访", BEGIN), seen)


@pytest.mark.parametrize(("author", "reason"), [("", "录入"), ("陈一", " ")])
def test_nobody_changes_anything_without_a_name_and_a_reason(
    store: Store, author: str, reason: str
) -> None:
    said = difference(Register.of({}), town(), BEGIN)
    with pytest.raises(StoreError, match="姓名和原因"):
        accept(store, said, Act("intake", author, reason, BEGIN))
    assert newest(store) == 0


def test_a_clock_that_jumps_back_does_not_turn_the_order_around(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(store, town(phone="1"))
    past = datetime.now(UTC) - timedelta(days=400)
    monkeypatch.setattr(
        "fupin.store.audit.now", lambda: past.isoformat(timespec="microseconds")
    )
    take(store, town(phone="2"))
    first, second = history(store)
    assert second.recorded_at > first.recorded_at
    assert phones(store, BEGIN)["001-001"] == "2"
    # Each can be looked at again as it was: none shares its moment with the next.
    assert phones(store, BEGIN, first.recorded_at)["001-001"] == "1"


def test_a_large_vintage_is_kept_as_parquet_and_says_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fupin.store.rows.LARGE", 1)
    said = town(phone="1", floor_area_m2=62.5, has_car=None)
    vintage = take(store, said)
    assert vintage.folder
    assert (store.folder / vintage.folder / "households.parquet").exists()
    again = register(store)["households"].drop("recorded_on")
    assert again.equals(said["households"].drop("recorded_on"))
    undo(store, "陈一", "录错")
    assert register(store)["households"].height == 0
