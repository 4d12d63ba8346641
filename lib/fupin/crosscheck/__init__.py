"""The checks across records: what no single cell shows, as the plan's data says it.

`data/plan/checks.yaml` holds the rules; the facts that they name beyond the register's
columns are worked out in `people` and `homes`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from fupin import intake
from fupin.assess.facts import member_facts
from fupin.crosscheck import homes, people
from fupin.crosscheck.landing import FOREVER, Landing, landed, strangers, unread
from fupin.crosscheck.telling import AT, Telling
from fupin.intake.problems import Problems
from fupin.intake.refusal import refuse
from fupin.plan import Scenario, compile_checks
from fupin.plan.aggregates import count_below
from fupin.register import Register
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fupin.intake import Intake, Origin
    from fupin.plan import Check, Plan
    from fupin.schema import Table

EXTRA = {
    "member": {c.name: c for c in people.MEMBER_FACTS},
    "household": {c.name: c for c in homes.HOUSEHOLD_FACTS},
}
# The columns that the facts of `people`, `homes` and `member_facts` are made of.
USED = frozenset({
    "id_number", "birth_on", "member_name", "education", "schooling", "work_place",
    "work_months", "relation", "head_name", "phone", "left_on", "enrolled_on",
})  # fmt: skip
# One date in a thousand may be mistyped without moving the day of the register.
MOST = 0.999


def read_checked(
    path: Path,
    plan: Plan,
    *,
    partial: bool = False,
    known: Register | None = None,
    valid_on: date | None = None,
) -> Intake:
    """Read a register and check it whole: cells, tables, and across its records.

    A row that a check of severity refuse finds is not in the register, nor is what
    refers to it. With `known`, the register that the file will land in on `valid_on`,
    the file may be a part and is checked beside what is there; found is only what
    its rows are to blame for. `partial` alone takes a part that lands nowhere yet:
    of that nothing can be said across records. Raises IntakeError as `intake.read`.
    """
    taken = intake.read(path, partial=partial or known is not None)
    if partial and known is None:
        return taken
    refused: dict[str, pl.Series] = {}
    told: list[pl.DataFrame] = []
    if known is not None:
        for name, places, frame in strangers(taken, known):
            _add(refused, name, places)
            told.append(frame)
        taken, refused = (refuse(taken, refused) if refused else taken), {}
    for finding in _findings(landed(taken, known, valid_on), plan, None, taken.origins):
        if finding.check.severity == "refuse" and finding.places is not None:
            _add(refused, finding.check.table, finding.places)
        told.append(finding.rows)
    taken = refuse(taken, refused) if refused else taken
    return replace(taken, problems=Problems.of([*told, taken.problems.frame]))


def _add(refused: dict[str, pl.Series], table: str, places: pl.Series) -> None:
    before = refused.get(table, places.clear())
    refused[table] = pl.concat([before, places]).unique()


def crosscheck(
    register: Register,
    plan: Plan,
    day: date | None = None,
    origins: Mapping[str, Origin] | None = None,
) -> Problems:
    """Return what the plan's checks find in the newest version of each row.

    Ages are those on `day`, which is the register's own last day unless said. Rows
    are counted as in the source where `origins` (of an intake) say so, else from 1.
    Only a condition that is met is a problem; one that is unknown is not.
    """
    findings = _findings(Landing(register), plan, day, origins or {})
    return Problems.of(finding.rows for finding in findings)


def last_day(register: Register) -> date | None:
    """Return the day up to which the register was kept, mistyped dates aside."""
    told = [
        register[name].select(pl.coalesce("recorded_on", "valid_from")).to_series()
        for name in ("households", "members")
    ]
    last = pl.concat(told).to_physical().quantile(MOST, "lower")
    return None if last is None else date(1970, 1, 1) + timedelta(days=int(last))


@dataclass(frozen=True)
class Finding:
    """What a check finds: the file's rows by place, and all of it as problems.

    `places` is None for rows that aren't the file's, though its rows are to blame.
    """

    check: Check
    places: pl.Series | None
    rows: pl.DataFrame


def _findings(
    landing: Landing, plan: Plan, day: date | None, origins: Mapping[str, Origin]
) -> Iterator[Finding]:
    """Yield what each check finds in the file's rows, and in households they touch."""
    decided = _decided(landing.register, plan, day)
    telling = Telling(landing, origins, decided)
    touched: dict[str, pl.Series] = {}
    for check in plan.checks:
        frame = decided[check.per]
        first = landing.first.get(check.table, 0)
        is_own = frame[AT] >= first
        places = frame.filter(is_own & frame[check.id])[AT]
        if places.len():
            yield Finding(check, places - first, telling.rows(check, places))
        if check.per == "household" and first:
            found = frame.filter(~is_own & frame[check.id])["household_id"]
            touched[check.id] = found
    yield from _beside(landing, plan, day, telling, touched)


def _beside(
    landing: Landing,
    plan: Plan,
    day: date | None,
    telling: Telling,
    found: Mapping[str, pl.Series],
) -> Iterator[Finding]:
    """Yield what the file's rows newly do to households that it has no row of."""
    if landing.before is None or not any(map(len, found.values())):
        return
    named = landing.touched()
    reached = {
        name: ids.filter(ids.is_in(named["household_id"].implode()))
        for name, ids in found.items()
    }
    if not any(map(len, reached.values())):
        return
    day = day or last_day(landing.register)
    before = _decided(landing.before, plan, day)["household"]
    for check in plan.checks:
        ids = reached.get(check.id)
        if ids is None:
            continue
        old = before.filter(before[check.id])["household_id"]
        new = named.filter(pl.col("household_id").is_in(ids.implode())).filter(
            ~pl.col("household_id").is_in(old.implode())
        )
        for (table,), rows in new.group_by("table", maintain_order=True):
            yield Finding(check, None, telling.beside(check, str(table), rows))


def _decided(
    register: Register, plan: Plan, day: date | None
) -> dict[str, pl.DataFrame]:
    """Return members and households with a column a check: True where it is met."""
    day = day or last_day(register)
    compiled = compile_checks(Scenario(plan), day or FOREVER, EXTRA)
    members, households = _frames(register, day, compiled.facts)
    above = count_below(
        nw.from_native(households.lazy()),
        nw.from_native(members.lazy()),
        "household",
        compiled.aggregates,
    )
    lazy = {
        "member": nw.from_native(members.lazy()).with_columns(**compiled.member),
        "household": above.with_columns(**compiled.household),
    }
    frames = pl.collect_all(frame.to_native() for frame in lazy.values())
    return dict(zip(lazy, frames, strict=True))


def _frames(
    register: Register, day: date | None, facts: Mapping[str, frozenset[str]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return members and households with all facts, a row each: the newest version."""
    numbered = {
        name: _narrow(register[name], TABLES[name], facts[grain]).with_row_index(AT)
        for name, grain in (("households", "household"), ("members", "member"))
    }
    newest = Register(numbered).lazy_on(FOREVER)
    with ThreadPoolExecutor(1) as beside:
        recorded = beside.submit(homes.on_record, register)
        members, households = pl.collect_all([newest["members"], newest["households"]])
        members = people.with_facts(members, register.absent)
        aged = member_facts(nw.from_native(members.lazy()), day or FOREVER)
        members = aged.collect().to_native()
    if day is None:
        members = members.with_columns(age_years=pl.lit(None, pl.Float64))
    return members, homes.with_facts(
        households, members, recorded.result(), register.absent
    )


def _narrow(frame: pl.DataFrame, table: Table, facts: frozenset[str]) -> pl.DataFrame:
    """Return the columns that the checks name, or that their facts are made of."""
    made_of = {*table.key, *table.refers, table.valid, "recorded_on", *USED}
    wanted = (c.name for c in table.columns if c.name in facts | made_of)
    return frame.select(wanted)


__all__ = ["crosscheck", "last_day", "read_checked", "unread"]
