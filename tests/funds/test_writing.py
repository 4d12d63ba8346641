from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from fupin.funds import (
    Books,
    FundError,
    Ledger,
    StaleFundError,
    add,
    edit,
    history,
    withdraw,
)
from fupin.store import verify
from fupin.store.audit import entries
from tests.funds.towns import act, fund, town
from tests.store.damage import damage

if TYPE_CHECKING:
    from fupin.funds import Tree
    from fupin.store import Store

IN = {
    "kind": "allocated", "amount": "12,500.50", "source": "province",
    "village_id": "001", "entry_on": "2018-03-01", "document_no": "港扶〔2018〕1号",
}  # fmt: skip
OUT = IN | {"kind": "paid", "entry_on": "2018-04-01"}


def written(store: Store) -> list[dict[str, Any]]:
    ledger = Ledger(store)
    ledger.refresh()
    return ledger.written().to_dicts()


def test_an_entry_is_there_with_its_versions_and_audit(
    store: Store, books: Books
) -> None:
    key = add(store, books, town(), IN, act())
    assert edit(store, books, town(), key, {"amount": "13000"}, act("林二", 1)) == 2
    (row,) = written(store)
    assert (row["fen"], row["version"], row["fund_year"]) == (1_300_000, 2, 2018)
    assert (row["entry_on"], row["document_no"]) == (
        date(2018, 3, 1),
        "港扶〔2018〕1号",
    )
    assert withdraw(store, books, key, "重复登记", act("林二", 2)) == 3
    assert written(store) == []
    assert [v["action"] for v in history(store, key)] == ["withdraw", "edit", "add"]
    assert [e.action for e in entries(store)] == [
        "fund.add",
        "fund.edit",
        "fund.withdraw",
    ]
    assert verify(store) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE fund_entries SET fen = 1 WHERE version = 1",
        "DELETE FROM fund_entries WHERE version = 1",
    ],
)
def test_what_was_changed_behind_the_log_is_found(
    store: Store, books: Books, change: str
) -> None:
    add(store, books, town(), IN, act())
    damage(store, change)
    assert verify(store)


def test_a_stale_edit_is_refused_with_both_versions(store: Store, books: Books) -> None:
    key = add(store, books, town(), IN, act())
    edit(store, books, town(), key, {"amount": "1"}, act("林二", 1))
    with pytest.raises(StaleFundError, match=r"林\* has just changed") as told:
        edit(store, books, town(), key, {"amount": "2"}, act("陈一", 1))
    assert told.value.fields == [("fen", 100, 200)]
    with pytest.raises(StaleFundError):
        withdraw(store, books, key, "记错了", act("陈一", 1))


def test_nothing_is_half_written_when_it_fails(store: Store, books: Books) -> None:
    with pytest.raises(FundError):
        add(store, books, town(), IN | {"village_id": "009"}, act())
    assert entries(store) == []


WRONG = (
    ({"amount": "-5"}, "a positive number of yuan"),
    ({"amount": "0"}, "The amount is 0"),
    ({"amount": "0.00"}, "The amount is 0"),
    ({"amount": "12a"}, "a positive number of yuan"),
    ({"amount": "1e5"}, "a positive number of yuan"),
    ({"amount": "1,2"}, "a positive number of yuan"),
    ({"amount": "1.234"}, "at most two"),
    ({"amount": "１２"}, "a positive number of yuan"),
    ({"amount": ""}, "Fill in the amount"),
    ({"amount": "9999999999"}, "too much"),
    ({"village_id": "009"}, "isn't in the register"),
    ({"village_id": ""}, "isn't in the register"),
    ({"source": "lottery"}, "no source 'lottery'"),
    ({"source": ""}, "Choose the source"),
    ({"source": "helper"}, "no source 'helper'"),
    ({"measure_id": "M9"}, "isn't in the register"),
    ({"measure_id": "M1", "village_id": "002"}, "is of village 001"),
    ({"task_key": "own:9"}, "no task 'own:9'"),
    ({"entry_on": "2018-07-01"}, "after the as-of date"),
    ({"entry_on": "30.6.2018"}, "write it as 2018-06-30"),
    ({"entry_on": "1918-06-30"}, "isn't in the years"),
    ({"fund_year": "18"}, "isn't a year"),
    ({"kind": "lent"}, "Choose the kind"),
    ({"pool": "mine"}, "no pool 'mine'"),
    ({"use": "fun"}, "no use 'fun'"),
    ({"payee": "me"}, "no payee 'me'"),
    ({"note": "x" * 501}, "at most 500"),
)


@pytest.mark.parametrize(("said", "why"), WRONG)
def test_what_is_wrong_is_refused_with_a_clear_word(
    store: Store, books: Books, said: dict[str, str], why: str
) -> None:
    with pytest.raises(FundError, match=why):
        add(store, books, town(), IN | said, act())
    with pytest.raises(FundError, match="name of who writes"):
        add(store, books, town(), IN, act("  "))


def test_a_plan_may_leave_amount_and_source_open(store: Store, books: Books) -> None:
    add(
        store,
        books,
        town(),
        IN | {"kind": "planned", "amount": "", "source": ""},
        act(),
    )
    (row,) = written(store)
    assert (row["fen"], row["source"]) == (None, None)


def test_a_payment_above_what_lies_there_has_to_say_why(
    store: Store, books: Books
) -> None:
    register = town(fund("a", "allocated", 100, date(2018, 3, 1)))
    pay = OUT | {"amount": "100.01"}
    with pytest.raises(FundError, match=r"100\.00 yuan lie in the village"):
        add(store, books, register, pay, act())
    # Of another source, or on a day before the money came, nothing lies there.
    with pytest.raises(FundError, match=r"0\.00 yuan lie"):
        add(store, books, register, pay | {"source": "central", "amount": "1"}, act())
    early = {"entry_on": "2018-02-28", "amount": "1"}
    with pytest.raises(FundError, match=r"0\.00 yuan lie"):
        add(store, books, register, pay | early, act())
    key = add(store, books, register, pay | {"note": "村里先垫付"}, act())
    # Its own amount doesn't count against itself when it is corrected.
    less = {"amount": "99", "note": ""}
    assert edit(store, books, register, key, less, act(seen=1)) == 2
    back = {"kind": "returned", "amount": "2"}
    with pytest.raises(FundError, match=r"1\.00 yuan lie"):
        add(store, books, register, OUT | back, act())


def test_a_withdrawn_entry_and_the_registers_rows_cannot_be_edited(
    store: Store, books: Books
) -> None:
    key = add(store, books, town(), IN, act())
    with pytest.raises(FundError, match="Fill in the reason"):
        withdraw(store, books, key, " ", act(seen=1))
    withdraw(store, books, key, "重复登记", act(seen=1))
    with pytest.raises(FundError, match="was withdrawn"):
        edit(store, books, town(), key, {"amount": "1"}, act(seen=2))
    with pytest.raises(FundError, match="There is no entry '001-F1'"):
        edit(store, books, town(), "001-F1", {"amount": "1"}, act())


def test_a_village_that_is_gone_keeps_its_entries_and_takes_no_more(
    store: Store, tree: Tree, books: Books
) -> None:
    key = add(store, books, town(), IN | {"village_id": "002"}, act())
    rest = Books(tree, frozenset({"001"}), {}, None)
    with pytest.raises(FundError, match="bring back a village"):
        edit(store, rest, town(), key, {"amount": "1"}, act(seen=1))
    with pytest.raises(FundError, match="bring back a village"):
        withdraw(store, rest, key, "村已撤", act(seen=1))
    assert len(written(store)) == 1


def test_unseen_signs_are_dropped_and_nothing_changed_is_said(
    store: Store, books: Books
) -> None:
    key = add(store, books, town(), IN | {"note": "\u202e=1+1\x07"}, act())
    assert written(store)[0]["note"] == "=1+1"
    with pytest.raises(FundError, match="Nothing was changed"):
        edit(store, books, town(), key, {"note": "=1+1"}, act(seen=1))


def test_a_field_that_nobody_touched_is_as_one_left_empty(
    store: Store, books: Books
) -> None:
    # A page sends only what was typed.
    said = {"kind": "paid", "village_id": "001", "source": "province"}
    with pytest.raises(FundError, match="Fill in the amount"):
        add(store, books, town(), said, act())
    add(store, books, town(), {"kind": "planned", "village_id": "001"}, act())
    with pytest.raises(FundError, match="Choose the kind"):
        add(store, books, town(), {}, act())
