"""An open written objection holds its household's step, wherever that is asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.access import LOCAL
from fupin.assess import assess
from fupin.objections import decide, objections, take
from fupin.plan import Scenario
from fupin.procedure import findings, procedures
from fupin.store import register
from tests.objections.towns import DAY, HOUSE, PLACES, act, town, written
from tests.store.towns import take as taken_in

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.store import Store


def row(plan: Plan, store: Store, day: date = DAY) -> dict[str, Any]:
    done = assess(register(store), Scenario(plan), day)
    rows = procedures(done).filter(
        (pl.col("household_id") == HOUSE) & (pl.col("procedure") == "exit")
    )
    return rows.row(0, named=True)


def test_an_open_one_holds_the_step_and_a_decided_one_doesnt(plan: Plan, store: Store):
    taken_in(store, town())
    assert row(plan, store)["is_held"] is False
    key = written(store)
    assert row(plan, store)["is_held"] is True
    assert "held" in [one.kind for one in findings(row(plan, store))]
    take(store, PLACES, key, {"finding": "没有"}, act("林二", 1))
    said = {"outcome": "partly", "follow": "补正", "decided_on": "2018-06-20"}
    decide(store, PLACES, key, said, act("王三", 2))
    assert row(plan, store)["is_held"] is False
    # It was open on the days before.
    assert row(plan, store, date(2018, 6, 19))["is_held"] is True
    assert row(plan, store, date(2018, 6, 9))["is_held"] is False


def test_the_list_and_the_held_steps_say_the_same_on_every_day(
    plan: Plan, store: Store
):
    taken_in(store, town())
    key = written(store)
    take(store, PLACES, key, {"finding": "没有"}, act("林二", 1))
    said = {"outcome": "partly", "follow": "补正", "decided_on": "2018-06-20"}
    decide(store, PLACES, key, said, act("王三", 2))
    written(store, received_on="2018-06-25")
    held = {}
    for day in (date(2018, 6, n) for n in range(5, 31)):
        held[day] = row(plan, store, day)["is_held"]
        listed = [one for one in objections(store, LOCAL, day) if one.is_open]
        assert bool(listed) is held[day], day
    assert [day.day for day, is_held in held.items() if is_held] == [
        *range(10, 20),
        *range(25, 31),
    ]


def test_the_register_has_it_once_and_without_who_complained(store: Store):
    taken_in(store, town())
    key = written(store, complainant="欧阳静仪")
    rows = register(store)["objections"]
    assert rows["objection_id"].to_list() == [f"written:{key}"]
    assert rows["objection_state"].to_list() == ["open"]
    assert "欧阳静仪" not in str(rows.to_dicts())


def test_what_was_known_before_it_was_written_doesnt_have_it(store: Store):
    taken_in(store, town())
    written(store)
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    assert register(store, yesterday)["objections"].is_empty()


def test_one_of_a_village_holds_no_household(store: Store):
    taken_in(store, town())
    written(store, household_id=None, village_id="001")
    assert register(store)["objections"].is_empty()
