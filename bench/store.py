"""The store: a file taken, a visit recorded, the register after many visits."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.row import Row, median_seconds
from fupin import settings
from fupin.access import LOCAL
from fupin.plan import load_plan
from fupin.recording import preview, record
from fupin.store import newest, open_store, register
from fupin.visiting import Visit, record_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.store import Store

FOLDER = Path(__file__).with_name("data") / "store"
DAY = date(2018, 6, 30)
VISITS = 300


def store() -> list[Row]:
    """Measure taking the sample town, a visit in it, and replay after many visits."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    town = open_store(FOLDER / "town.db")
    looked = preview(town, settings.SAMPLE, DAY)
    took = median_seconds(lambda: record(town, looked, "陈一", "录入"), 1)
    one = median_seconds(lambda: register(town), 5)
    visits = _visits(town)
    each = median_seconds(lambda: next(visits), VISITS)
    many = median_seconds(lambda: register(town), 5)
    return [
        Row(3, "the town's file taken into the store", took * 1000, "ms", 1_000),
        Row(3, "a visit checked and recorded", each * 1000, "ms", 300),
        Row(3, "the register replayed: one file", one * 1000, "ms", 150),
        Row(3, f"the register replayed: {VISITS} visits more", many * 1000, "ms", 300),
    ]


def _visits(town: Store) -> Iterator[None]:
    plan = load_plan(settings.PLAN)
    ids = register(town)["households"]["household_id"].unique().sort().to_list()
    for number, household in enumerate(islice(cycle(ids), 10 * VISITS)):
        facts = {"floor_area_m2": str(50 + number % 100)}
        day = DAY + timedelta(days=number % 90)
        visit = Visit(household, day, "林二", "走访", facts, note="入户")
        record_visit(town, visit, LOCAL, newest(town), plan, insists=True)
        yield
