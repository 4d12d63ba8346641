"""The checks across records: what no single cell shows, as the plan's data says it.

`data/plan/checks.yaml` holds the rules; the facts that they name beyond the register's
columns are worked out in `people` and `homes`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from fupin import intake
from fupin.assess.facts import member_facts
from fupin.crosscheck import homes, people
from fupin.intake.messages import Text
from fupin.intake.problems import Cells, Place, Problems, found
from fupin.intake.refusal import refuse
from fupin.plan import Scenario, compile_checks
from fupin.plan.aggregates import count_below
from fupin.register import Register
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
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
# Where a row stands in its table, kept while older versions are dropped.
AT = "row__at"
FOREVER = date(9999, 12, 31)
# One date in a thousand may be mistyped without moving the day of the register.
MOST = 0.999


def read_checked(path: Path, plan: Plan, *, partial: bool = False) -> Intake:
    """Read a register and check it whole: cells, tables, and across its records.

    A row that a check of severity refuse finds is not in the register, nor is what
    refers to it. Raises IntakeError as `intake.read` does.
    """
    taken = intake.read(path, partial=partial)
    if partial:
        # Of some rows nothing can be said across records.
        return taken
    findings = _findings(taken.register, plan, None, taken.origins)
    refused: dict[str, pl.Series] = {}
    for check, places, _ in findings:
        if check.severity == "refuse":
            before = refused.get(check.table, places.clear())
            refused[check.table] = pl.concat([before, places]).unique()
    taken = refuse(taken, refused) if refused else taken
    frames = (frame for _, _, frame in findings)
    return replace(taken, problems=Problems.of([*frames, taken.problems.frame]))


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
    findings = _findings(register, plan, day, origins or {})
    return Problems.of(frame for _, _, frame in findings)


def last_day(register: Register) -> date | None:
    """Return the day up to which the register was kept, mistyped dates aside."""
    told = [
        register[name].select(pl.coalesce("recorded_on", "valid_from")).to_series()
        for name in ("households", "members")
    ]
    last = pl.concat(told).to_physical().quantile(MOST, "lower")
    return None if last is None else date(1970, 1, 1) + timedelta(days=int(last))


def _findings(
    register: Register,
    plan: Plan,
    day: date | None,
    origins: Mapping[str, Origin],
) -> list[tuple[Check, pl.Series, pl.DataFrame]]:
    """Return of each check that finds something: itself, the rows' places, the rows."""
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
    decided = dict(zip(lazy, frames, strict=True))
    return [
        (check, places, _rows(check, decided[check.per], places, origins))
        for check in plan.checks
        if (places := decided[check.per].filter(check.id)[AT]).len()
    ]


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


def _rows(
    check: Check,
    decided: pl.DataFrame,
    places: pl.Series,
    origins: Mapping[str, Origin],
) -> pl.DataFrame:
    """Return the problems of one check, the rows numbered as in the source."""
    table = TABLES[check.table]
    origin = origins.get(check.table)
    numbers = places + 1 if origin is None else origin.rows.gather(places)
    others = _others(check, decided)
    if others is not None:
        others = others + 1 if origin is None else origin.rows.gather(others)
    place = Place(
        table, table.zh if origin is None else origin.raw.sheet, table[check.column]
    )
    texts = None if origin is None else origin.cells(check.column, places)
    return found(
        check.id,
        place,
        severity=check.severity,
        cells=Cells(numbers, texts, others),
        text=Text(
            check.reason["zh"], check.reason["en"], check.cure["zh"], check.cure["en"]
        ),
    )


def _others(check: Check, decided: pl.DataFrame) -> pl.Series | None:
    """Return the places of the rows that those found repeat, for a check of repeats."""
    flag = next((f for f in people.REPEATED if f in check.when.split()), None)
    if flag is None:
        return None
    other = decided[f"{flag}__other"].filter(decided[check.id].fill_null(value=False))
    return decided[AT].gather(other)
