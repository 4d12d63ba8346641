"""What a snapshot is taken of: the store as it is, or as it was, on an as-of date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

import polars as pl
import sqlalchemy as sa

from fupin import funds, progress, proposals, settings, store
from fupin.assess import Assessment, assess
from fupin.measures import income_days
from fupin.plan import Plan, Scenario, load_plan
from fupin.snapshots.model import Seen, SnapshotError
from fupin.store import layout
from fupin.store.written import highest
from fupin.tasks import board, load_owners, through
from fupin.tasks.board import WRITTEN
from fupin.tasks.reading import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from fupin.funds import Accounts, Sums
    from fupin.progress import Village
    from fupin.register import Register
    from fupin.store import Store

    Decide = Callable[[Scenario, date], Assessment]

FIRST = date(2016, 1, 1)


@dataclass(frozen=True)
class Ground:
    """A register, a plan with a scenario, a date, the board, and how far they go.

    `dones` are the plan's own answers at each as-of date up to the day (with the
    scenario's bases, for the tasks are those of the plan); `done` is the scenario's
    on the day. `files` is the plan as its files say it (None: as they say it now).
    """

    register: Register
    plan: Plan
    scenario: Scenario
    day: date
    village: str
    dones: tuple[Assessment, ...]
    done: Assessment
    board: pl.DataFrame
    accounts: Accounts
    seen: Seen
    files: Plan | None = None

    @cached_property
    def villages(self) -> tuple[Village, ...]:
        """Return the villages that the snapshot's filter asks for."""
        found = progress.villages(self.done, self.accounts.own)
        return tuple(one for one in found if self.village in ("", one.id))

    @property
    def money(self) -> Sums:
        """Return the funds of what the snapshot's filter asks for."""
        told = self.accounts
        return told.by_village[self.village] if self.village else told.total


def seen(connection: sa.Connection) -> Seen:
    """Return how far the store is written: cheap to ask."""
    newest = partial(highest, connection)

    def count(table: sa.Table) -> int:
        counted = sa.select(sa.func.count()).select_from(table)
        return int(connection.execute(counted).scalar() or 0)

    edits, added = newest(layout.task_edits), newest(layout.tasks)
    return Seen(
        newest(layout.vintages), count(layout.proposals),
        count(layout.decisions), edits, added, newest(layout.fund_entries),
        newest(layout.objections),
        edits + added + newest(layout.task_comments),
    )  # fmt: skip


def seen_now(kept: Store) -> Seen:
    """Return how far the store is written now."""
    with kept.reading() as connection:
        return seen(connection)


def now(
    kept: Store, scenario: Scenario | None, day: date, village: str = "",
    files: Plan | None = None,
) -> Ground:  # fmt: skip
    """Return the ground of a snapshot from the store as it is now.

    `scenario` None is the plan itself. Raises SnapshotError where there is no register.
    """
    at = seen_now(kept)
    plan = proposals.standing_plan(kept, files=files)
    wanted = Scenario(plan) if scenario is None else replace(scenario, plan=plan)
    register = store.register(kept)
    found = _ground(kept, register, wanted, day, village, at)
    return replace(found, files=files)


def then(kept: Store, scenario: Scenario, day: date, village: str, at: Seen) -> Ground:
    """Return the ground as it was at `at`; the scenario holds the plan of then."""
    register = register_at(kept, at.vintage, at.objections, at.fund_entries)
    return _ground(kept, register, scenario, day, village, at)


def as_of(kept: Store, looked: Ground, at: Seen) -> Ground:
    """Return what `looked` is of, as the store was at `at`: nothing later is in it."""
    plan = plan_at(kept, at.decisions, looked.files)
    scenario = replace(looked.scenario, plan=plan)
    return then(kept, scenario, looked.day, looked.village, at)


def register_at(kept: Store, vintage: int, objections: int, money: int) -> Register:
    """Return the register after a vintage, so many objections and fund entries."""
    for one in store.history(kept):
        if one.seq == vintage:
            found = store.of_vintages(kept, one.recorded_at.astimezone())
            found = store.with_objections(found, kept, until=objections)
            return store.with_funds(found, kept, until=money)
    raise SnapshotError(
        f"台账里没有第 {vintage} 批，不能回到那时。请先核对日志：fupin audit verify",
        f"The store has no vintage {vintage} to go back to. Check it first with "
        "fupin audit verify.",
    )


def plan_at(kept: Store, decisions: int, files: Plan | None = None) -> Plan:
    """Return the plan after so many decisions, by the plan's files of now."""
    base = files if files is not None else load_plan(settings.PLAN)
    moments = sorted(
        one.decision.decided_at
        for one in proposals.history(kept)
        if one.decision is not None
    )
    known: datetime | None = moments[decisions - 1] if decisions else None
    if known is None:
        return base
    return proposals.standing_plan(kept, known.astimezone(), files=base)


def own(scenario: Scenario) -> Scenario:
    """Return the plan with the scenario's bases only: what tasks are held to."""
    return Scenario(scenario.plan, basis=scenario.basis)


def days_until(register: Register, day: date) -> list[date]:
    """Return the as-of dates on which an income period closes, and the day itself."""
    return [one for one in income_days(register, FIRST) if one < day] + [day]


def written_at(kept: Store, day: date, at: Seen) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tasks added and the versions written, by the as-of date and `at`."""
    ledger = Ledger(kept)
    ledger.refresh()
    added = ledger.added(day)
    number = pl.col("key").str.strip_prefix("own:").cast(pl.Int64, strict=False)
    edits = layout.task_edits.c
    newest = sa.select(sa.func.max(edits.seq)).where(
        edits.day <= day.isoformat(), edits.seq <= at.task_edits
    )
    columns = [edits[{"key": "task_key"}.get(name, name)] for name in WRITTEN]
    query = sa.select(*columns).where(edits.seq.in_(newest.group_by(edits.task_key)))
    with kept.reading() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    dates = [name for name, kind in WRITTEN.items() if kind == pl.Date]
    texts = {n: pl.String if n in dates else kind for n, kind in WRITTEN.items()}
    frame = pl.DataFrame(rows, schema=texts, orient="row")
    return (
        added.filter(number.fill_null(0) <= at.tasks),
        frame.with_columns(pl.col(name).str.to_date() for name in dates),
    )


def _ground(  # noqa: PLR0913 each is said by name
    kept: Store, register: Register, scenario: Scenario, day: date, village: str,
    at: Seen,
) -> Ground:  # fmt: skip
    def decide(wanted: Scenario, one: date) -> Assessment:
        return assess(register, wanted, one)

    def rows(dones: tuple[Assessment, ...]) -> pl.DataFrame:
        owners = load_owners(settings.PLAN, scenario.plan)
        added, written = written_at(kept, day, at)
        return board(owners, dones[-1], through(owners, dones), added, written)

    def money(done: Assessment) -> Accounts:
        ledger = funds.Ledger(kept)
        ledger.refresh()
        tree = funds.load_tree(settings.PLAN, scenario.plan)
        return funds.accounts(tree, done, ledger.written(until=at.fund_entries))

    return prepared(register, scenario, day, village, at, decide, rows, money)


def prepared(  # noqa: PLR0913 each is said by name
    register: Register, scenario: Scenario, day: date, village: str, at: Seen,
    decide: Decide, rows: Callable[[tuple[Assessment, ...]], pl.DataFrame],
    money: Callable[[Assessment], Accounts],
) -> Ground:  # fmt: skip
    """Return a ground from answers that may be there already.

    `decide` gives a scenario's assessment on a day, `rows` the board on the day from
    the plan's own assessments up to it, `money` the funds of an assessment.
    """
    check_village(register, village)
    plain = own(scenario)
    dones = tuple(decide(plain, one) for one in days_until(register, day))
    same = scenario.fingerprint == plain.fingerprint
    done = dones[-1] if same else decide(scenario, day)
    return Ground(
        register,
        scenario.plan,
        scenario,
        day,
        village,
        dones,
        done,
        rows(dones),
        money(done),
        at,
    )


def check_village(register: Register, village: str) -> None:
    """Raise SnapshotError where nothing can be frozen: no village of that id at all."""
    known = register["villages"]["village_id"].to_list()
    if not known:
        raise SnapshotError(
            "还没有台账，没有可存的数字。请先导入一份台账",
            "There is no register yet, so nothing can be frozen. Take one in first.",
        )
    if village and village not in known:
        raise SnapshotError(
            f"没有村“{village}”。可用：{'、'.join(sorted(set(known)))}",
            f"There is no village {village!r}. Villages: "
            f"{', '.join(sorted(set(known)))}.",
        )
