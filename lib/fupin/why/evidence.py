"""Where a fact stands: the rows it was worked out from, and who put them there when.

The row is the register's; the store says which vintage said it, a file says in which
sheet and line it stood.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from fupin import store as kept
from fupin.assess.incomes import month_window
from fupin.tables import HOUSEHOLDS, MEMBERS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from fupin.assess import Assessment
    from fupin.intake import Intake
    from fupin.store import Store, Told

# The table whose rows a worked-out fact is made of.
MADE_OF = {
    "income_per_person_year": "incomes", "income_to_on": "incomes",
    "members_count": "members", "exit_steps_count": "steps",
    "last_visit_on": "visits", "house_observation": "visits",
    "grain_observation": "visits", "labour_observation": "visits",
    "schooling_observation": "visits", "survey_signers_count": "signatures",
    "measures_done_count": "measures", "is_enrolled": "households",
    "has_left": "households", "age_years": "members", "is_at_school": "members",
}  # fmt: skip
# The newest row alone says these.
OF_NEWEST = frozenset({"last_visit_on"})


@dataclass(frozen=True)
class Mark:
    """What is known of a row's way into the register.

    Of a store: the vintage's number, its moment (UTC), author, reason, file and the
    row of the file as a user counts, where it was kept. Of a file that is only looked
    at: the file, its sheet and the row.
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    vintage: int | None = None
    recorded_at: datetime | None = None
    author: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Source:
    """A row that a fact rests on: table, key, valid date, recorded date, and mark."""

    table: str
    key: tuple[Any, ...]
    valid_on: date | None
    recorded_on: date | None
    mark: Mark | None = None


class Marks(Protocol):
    """Says of a row of one household where it comes from."""

    def of(self, table: str, row: Mapping[str, Any]) -> Mark | None:
        """Return the row's mark; None where nothing is known of it."""


@dataclass(frozen=True)
class Evidence:
    """The sources of a household's facts: by fact, and by member for the members'."""

    by_fact: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    by_person: Mapping[str, Source] = field(default_factory=dict)

    def of(self, fact: str) -> tuple[Source, ...]:
        """Return the rows that the fact rests on, newest first; none if unknown."""
        return self.by_fact.get(fact, ())


def evidence(
    done: Assessment, household_id: str, marks: Marks | None = None
) -> Evidence:
    """Return the rows of the household that its facts rest on as of the date."""
    rows = {
        name: _rows(done, name, household_id)
        for name in ("households", "members", *dict.fromkeys(MADE_OF.values()))
    }
    rows["incomes"] = _of_period(rows["incomes"], done, household_id)
    sources = {
        name: tuple(_source(name, row, marks) for row in found)
        for name, found in rows.items()
    }
    by_fact = {name: sources[table] for name, table in MADE_OF.items()}
    for table in (HOUSEHOLDS, MEMBERS):
        own = [c.name for c in table.columns if c.name not in MADE_OF]
        by_fact |= {
            name: sources[table.name]
            for name in own
            if table is HOUSEHOLDS or name not in HOUSEHOLDS.by_name
        }
    by_fact |= {name: by_fact[name][:1] for name in OF_NEWEST}
    people = {s.key[0]: s for s in sources["members"]}
    return Evidence(by_fact, people)


def _rows(done: Assessment, table: str, household_id: str) -> list[dict[str, Any]]:
    """Return the household's rows as of the date, newest first."""
    frame = done.register[table].filter(pl.col("household_id") == household_id)
    dated = TABLES[table].valid
    by = [dated, *TABLES[table].key] if dated in frame.columns else TABLES[table].key
    return frame.sort(*by, descending=True, nulls_last=True).to_dicts()


def _of_period(
    rows: list[dict[str, Any]], done: Assessment, household_id: str
) -> list[dict[str, Any]]:
    """Keep the incomes of the period that decides; all where there is none."""
    is_it = pl.col("household_id") == household_id
    ends = done.households.filter(is_it)["income_to_on"].to_list()
    if not ends or ends[0] is None:
        return rows
    first, last = month_window(ends[0])
    return [r for r in rows if r["period_from"] >= first and r["period_to"] <= last]


def _source(table: str, row: dict[str, Any], marks: Marks | None) -> Source:
    declared = TABLES[table]
    valid = row[declared.valid] if declared.valid != "recorded_on" else None
    return Source(
        table, tuple(row[name] for name in declared.key), valid, row["recorded_on"],
        marks.of(table, row) if marks else None,
    )  # fmt: skip


class StoreMarks:
    """The vintage that said each row of a household last."""

    def __init__(self, told: Iterable[Told]) -> None:
        self._last = {(one.table, one.key): one for one in told if not one.is_gone}

    @classmethod
    def of_household(
        cls, store: Store, household_id: str, known: date | datetime | None = None
    ) -> StoreMarks:
        """Return the marks of a household's rows as known at a moment (None: now)."""
        return cls(kept.trail(store, household_id, known))

    def of(self, table: str, row: Mapping[str, Any]) -> Mark | None:
        """Return number, moment, author, reason, file and row of the row's vintage."""
        told = self._last.get((table, kept.row_key(table, row)))
        if told is None:
            return None
        one = told.vintage
        return Mark(
            file=one.source, row=told.line, vintage=one.seq,
            recorded_at=one.recorded_at, author=one.author, reason=one.reason,
        )  # fmt: skip


class FileMarks:
    """File, sheet and line of each row of a register that was read from a file."""

    def __init__(self, taken: Intake, path: Path) -> None:
        self._taken, self._file = taken, path.name
        self._lines: dict[str, dict[tuple[Any, ...], int]] = {}

    def of(self, table: str, row: Mapping[str, Any]) -> Mark | None:
        """Return the row's place in the file, its line counted as a user counts."""
        if table not in self._taken.origins:
            return None
        line = self._of_table(table).get(kept.row_key(table, row))
        return Mark(self._file, self._taken.origins[table].raw.sheet, line)

    def _of_table(self, table: str) -> dict[tuple[Any, ...], int]:
        if table not in self._lines:
            declared = TABLES[table]
            names = list(declared.key)
            names += [declared.valid] * declared.versioned
            frame = self._taken.register[table].select(names)
            lines = self._taken.origins[table].rows.to_list()
            keys = frame.iter_rows()
            self._lines[table] = dict(zip(keys, lines, strict=True))
        return self._lines[table]
