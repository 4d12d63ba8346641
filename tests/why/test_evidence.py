from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fupin.assess import Assessment, assess
from fupin.changes import difference
from fupin.intake import read
from fupin.plan import Scenario
from fupin.sample import write_sample
from fupin.store import Act, accept, newest, open_store, register, undo
from fupin.tables import FACTS
from fupin.why.evidence import MADE_OF, FileMarks, StoreMarks, evidence
from fupin.why.explain import explain
from tests import registers
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store


DAY, LATER = date(2018, 6, 30), date(2018, 5, 1)
HOUSE, BOY = "001-001", "001-001-02"


def town(**facts: Any) -> Any:
    return registers.of(
        villages=[village()],
        households=[household(persons_count=2, **facts)],
        members=[member(), member(BOY, is_insured=False)],
        incomes=incomes(5000),
    )


def take(store: Store, said: Any, day: date, author: str) -> None:
    changes = difference(register(store), said, day, frozenset())
    accept(store, changes, Act("intake", author, "核实后更正", day, "台账.xlsx"),
           newest(store))  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    book = open_store(str(tmp_path / "fupin.db"), tmp_path / "vintages")
    take(book, town(), date(2018, 1, 1), "陈一")
    yield book
    book.close()


def decided(store: Store, plan: Plan) -> Assessment:
    return assess(register(store), Scenario(plan), DAY)


def test_every_worked_out_fact_says_which_rows_it_is_made_of() -> None:
    worked_out = {c.name for grain in ("household", "member") for c in FACTS[grain]}
    assert worked_out == set(MADE_OF)


def test_a_fact_carries_the_vintage_that_said_its_row_last(
    store: Store, plan: Plan
) -> None:
    take(store, town(valid_from=LATER, housing_grade="D"), LATER, "林二")
    done = decided(store, plan)
    found = evidence(done, HOUSE, StoreMarks.of_household(store, HOUSE))
    reason = explain(done, HOUSE, "exit_standard", found)
    by = {f.column.name: f for r in reason.walk() for f in r.facts}
    (grade,) = by["housing_grade"].sources
    assert (grade.table, grade.key, grade.valid_on) == ("households", (HOUSE,), LATER)
    assert grade.mark is not None
    assert (grade.mark.vintage, grade.mark.author, grade.mark.file) == (
        2, "林二", "台账.xlsx",
    )  # fmt: skip
    # The income's rows are of the first vintage still: one a quarter.
    marks = {s.mark.vintage for s in by["income_per_person_year"].sources if s.mark}
    assert marks == {1}
    assert len(by["income_per_person_year"].sources) == 4
    (boy,) = (p for r in reason.walk() for p in r.people if p.person_id == BOY)
    assert boy.source is not None
    assert boy.source.mark is not None
    assert boy.source.mark.author == "陈一"


def test_an_undone_vintage_is_no_evidence(store: Store, plan: Plan) -> None:
    take(store, town(valid_from=LATER, housing_grade="D"), LATER, "林二")
    undo(store, "林二", "录错了")
    found = evidence(decided(store, plan), HOUSE, StoreMarks.of_household(store, HOUSE))
    (grade,) = found.of("housing_grade")
    assert grade.mark is not None
    assert grade.mark.vintage == 1


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_of_a_file_the_sheet_and_the_line_are_told(
    tmp_path: Path, plan: Plan, kind: Any
) -> None:
    path = tmp_path / ("register.xlsx" if kind == "xlsx" else "register")
    write_sample(path, villages=1, households=20, kind=kind)
    taken = read(path)
    done = assess(taken.register, Scenario(plan), DAY)
    house = done.households["household_id"][3]
    (row,) = evidence(done, house, FileMarks(taken, path)).of("housing_grade")
    assert row.mark is not None
    assert row.mark.file == path.name
    origin = taken.origins["households"]
    ids = origin.cells("household_id", pl.int_range(len(origin.rows), eager=True))
    assert ids is not None
    lines = {n for n, id_ in zip(origin.rows, ids, strict=True) if id_ == house}
    assert row.mark.row in lines
    assert row.mark.sheet == origin.raw.sheet
