"""Snapshots: one of the town made, and two of it held against each other."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl

from bench.row import Row, median_seconds
from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.meeting import Meeting
from dashboards.models.view import View
from fupin import settings, snapshots
from fupin.changes import difference
from fupin.plan import load_plan
from fupin.proposals import CORRECTION, Draft, accept, propose
from fupin.recording import preview, record
from fupin.register import Register
from fupin.store import Act, Store, newest, open_store, register
from fupin.store import accept as take

FOLDER = Path(__file__).with_name("data") / "snapshots"
DAY, BEFORE = date(2018, 6, 30), date(2018, 3, 31)
LINE = "household_exit_line"
TIMES = 9


def town_snapshots() -> list[Row]:
    """Measure a snapshot from the desk's answers, and a difference in all four parts.

    The first holds all that is frozen and its way to the disk; the second finds the
    register of then by replay, and decides it anew.
    """
    shutil.rmtree(FOLDER, ignore_errors=True)
    store = open_store(FOLDER / "town.db")
    plan = load_plan(settings.PLAN)
    text.learn(plan)
    taken = preview(store, settings.SAMPLE, settings.SAMPLE_DAY)
    record(store, taken, "示例", "虚构台账")
    desk = Desk(register(store), plan, store=store)
    page = Meeting(desk, View(day=DAY, page="meeting", author="林一"))

    def make() -> str:
        page.set("title", "例会")
        if not page.make():
            raise page.error or RuntimeError
        return str(page.view.snapshot)

    make()
    made = median_seconds(make, TIMES)
    page.view.day = BEFORE
    before = snapshots.find(store, make())
    _change(store)
    draft = Draft(
        CORRECTION, LINE, date(2018, 1, 1), {"value": 7_500.0}, "陈一", "练习", "虚构",
    )  # fmt: skip
    accept(store, propose(store, draft, plan).seq, "王二", "同意", plan)
    page.view.day = DAY
    after = snapshots.find(store, make())
    told = median_seconds(
        lambda: snapshots.difference(store, before, after, files=plan), TIMES
    )
    households = after.figures["town.enrolled"]
    return [
        Row(7, f"a snapshot of the town, {households} households", made * 1_000,
            "ms", 300),
        Row(7, "two of them compared: by data, rules and time", told * 1_000,
            "ms", 200),
    ]  # fmt: skip


def _change(store: Store) -> None:
    """Take a vintage that says another income of every household's last period."""
    held = register(store)
    incomes = held["incomes"].with_columns(
        amount=pl.when(pl.col("income_source") == "wage")
        .then(pl.col("amount") + 100).otherwise("amount")
    )  # fmt: skip
    said = Register.of(dict(held.tables) | {"incomes": incomes})
    changes = difference(held, said, DAY, frozenset())
    take(store, changes, Act("intake", "陈一", "练习", DAY), newest(store), said.absent)
