"""An objection of the register is taken, and decided like one that was written here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fupin.access import LOCAL
from fupin.assess import assess
from fupin.changes import difference
from fupin.objections import (
    ObjectionError,
    StaleObjectionError,
    add,
    decide,
    history,
    objections,
    take,
    take_up,
)
from fupin.plan import Scenario
from fupin.procedure import procedures
from fupin.register import Register
from fupin.store import of_vintages, register, verify, with_objections
from fupin.store.objected import own_key
from tests.objections.towns import DAY, DAYS, HOUSE, PLACES, SAID, act, town
from tests.store.towns import take as taken_in

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.store import Store

ID = "001-001-O0"
SAID_OF_IT = {"about": "decision", "channel": "notice", "taker": "林二"}


def register_with(**facts: Any) -> Register:
    row = {
        "objection_id": ID, "household_id": HOUSE, "objection_kind": "report",
        "raised_on": date(2018, 6, 1), "objection_text": "收入与登记不符",
        "objection_state": "open", "closed_on": None,
        "recorded_on": date(2018, 6, 2),
    } | facts  # fmt: skip
    return Register.of({**town().tables, "objections": pl.DataFrame([row])})


def own(store: Store) -> dict[str, Any]:
    return of_vintages(store)["objections"].row(0, named=True)


def take_it(store: Store, author: str = "林二", **said: Any) -> str:
    told = SAID_OF_IT | said
    return take_up(store, PLACES, own(store), told, act(author), DAYS)


def is_held(plan: Plan, store: Store, day: date = DAY) -> bool:
    rows = procedures(assess(register(store), Scenario(plan), day)).filter(
        (pl.col("household_id") == HOUSE) & (pl.col("procedure") == "exit")
    )
    return bool(rows["is_held"][0])


def test_it_is_taken_decided_and_lets_the_step_go(plan: Plan, store: Store):
    taken_in(store, register_with())
    assert is_held(plan, store)
    key = take_it(store, finding="多算了一笔")
    (found,) = objections(store, LOCAL, DAY)
    assert (found.key, found.version, found.state) == (key, 1, "taken")
    assert (found.kind, found.text, found.household_id) == (
        "report", "收入与登记不符", HOUSE,
    )  # fmt: skip
    assert (found.received_on, found.deadline_on) == (
        date(2018, 6, 1), date(2018, 7, 1),
    )  # fmt: skip
    # The register has it once, still open, and as old as the file said.
    (row,) = register(store)["objections"].to_dicts()
    assert row["objection_id"] == f"written:{key}"
    assert row["objection_state"] == "open"
    assert row["recorded_on"] == own(store)["recorded_on"]
    assert is_held(plan, store)
    with pytest.raises(ObjectionError, match="somebody else has to decide"):
        decide(store, PLACES, key, {"outcome": "rejected"}, act("林二", 1))
    said = {"outcome": "rejected", "decided_on": "2018-06-20"}
    assert decide(store, PLACES, key, said, act("王三", 1)) == 2
    assert not is_held(plan, store)
    assert is_held(plan, store, date(2018, 6, 19))
    assert [row["action"] for row in history(store, key)] == ["decide", "take"]
    assert verify(store) == []


def test_who_was_slower_sees_both_versions(store: Store):
    taken_in(store, register_with())
    key = take_it(store)
    with pytest.raises(StaleObjectionError) as refused:
        take_it(store, "王三", taker="黎四")
    told = {name: (theirs, mine) for name, theirs, mine in refused.value.fields}
    assert told == {"taker": ("林二", "黎四")}
    assert take(store, PLACES, key, {"taker": "黎四"}, act("王三", 1)) == 2


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"about": None}, "Choose the subject of it: step"),
        ({"channel": None}, "Choose the channel: visit"),
        ({"about": "person"}, "Fill in the person complained of"),
        ({"about": "person", "person": "林二"}, "can neither take nor decide"),
        ({"about": "department", "department": "audit", "taker_department": "audit"},
         "Choose another one"),
        ({"deadline": "2018-05-01"}, "is before it was received"),
    ],
)  # fmt: skip
def test_what_the_register_doesnt_say_is_asked_and_the_rules_hold(
    store: Store, said: dict[str, Any], word: str
):
    taken_in(store, register_with())
    with pytest.raises(ObjectionError, match=word):
        take_it(store, **said)
    assert objections(store, LOCAL, DAY) == []


def test_who_is_complained_of_cant_decide(store: Store):
    taken_in(store, register_with())
    key = take_it(store, about="person", person="王三", finding="有")
    with pytest.raises(ObjectionError, match="is who it is about"):
        decide(store, PLACES, key, {"outcome": "rejected"}, act("王三", 1))


def test_a_closed_one_isnt_taken_and_one_without_words_needs_some(store: Store):
    taken_in(store, register_with(objection_text=None))
    with pytest.raises(ObjectionError, match="Fill in the text"):
        take_it(store)
    assert take_it(store, text="来电说收入不符").startswith("reg:")
    closed = own(store) | {"objection_state": "rejected", "closed_on": DAY}
    with pytest.raises(ObjectionError, match="closed already"):
        take_up(store, PLACES, closed, SAID_OF_IT, act(), DAYS)


def test_before_it_was_taken_it_is_the_registers_and_numbers_go_on(store: Store):
    taken_in(store, register_with())
    first = add(store, PLACES, SAID, act(), DAYS)
    take_it(store)
    assert add(store, PLACES, SAID, act(), DAYS) != first
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    assert register(store, yesterday)["objections"]["objection_id"].to_list() == [ID]
    once = register(store)
    assert with_objections(once, store)["objections"].equals(once["objections"])
    assert once["objections"].height == 3
    # As far as a snapshot had seen: only the first was written then.
    before = with_objections(of_vintages(store), store, until=1)["objections"]
    assert before["objection_id"].to_list() == [ID, f"written:{first}"]


def test_the_same_file_again_is_no_change(store: Store):
    said = register_with()
    taken_in(store, said)
    take_it(store)
    assert len(difference(of_vintages(store), said, DAY)) == 0


def test_a_long_number_has_a_key_that_fits():
    assert own_key("O1") == "reg:O1"
    assert len(own_key("长" * 40)) == 32
    assert own_key("长" * 40) != own_key("长" * 41)
