"""A correction is checked as it will stand among the rows that are there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fupin.crosscheck import read_checked
from tests import registers
from tests.crosscheck.people import home, id_number, person
from tests.intake.towns import parquet_folder

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.intake import Intake
    from fupin.plan import Plan
    from fupin.register import Register

DAY, LATER = date(2017, 3, 1), date(2018, 1, 1)
Row = dict[str, Any]


def known(**tables: list[Row]) -> Register:
    """Return two households of one sound person each, and one without anybody."""
    whole = {
        "villages": [registers.village()],
        "households": [home("001-001"), home("001-002"), home("001-003")],
        "members": [person("001-001-01"), person("001-002-01")],
    }
    return registers.of(**(whole | tables))


@pytest.fixture
def land(tmp_path: Path, plan: Plan) -> Any:
    def landing(register: Register | None = None, **tables: list[Row]) -> Intake:
        frames = {name: pl.DataFrame(rows) for name, rows in tables.items()}
        path = parquet_folder(frames, tmp_path / "改")
        before = known() if register is None else register
        return read_checked(path, plan, known=before, valid_on=DAY)

    return landing


def said(found: Intake) -> list[tuple[str, str, int, str]]:
    """Return kind, table, row and column of each problem that isn't of the file."""
    frame = found.problems.frame.select("kind", "table", "row", "column")
    return frame.rows()


def changed(person_id: str, **facts: Any) -> Row:
    """Return a correction of a person: a row without a date of its own."""
    return person(person_id, **facts) | {"valid_from": None}


def test_a_correction_that_makes_a_second_head_is_told_in_its_own_row(
    land: Any,
) -> None:
    register = known(members=[
        person("001-001-01"), person("001-001-02", relation="son"),
        person("001-002-01"),
    ], households=[home("001-001", persons_count=2), home("001-002")])  # fmt: skip
    rows = [changed("001-002-01"), changed("001-001-02", member_name="陈小")]
    found = land(register, members=rows)
    assert said(found) == [("several_heads", "members", 2, "household_id")]
    assert found.problems.frame["value"].to_list() == ["001-001"]


def test_the_household_that_somebody_leaves_is_told_at_who_leaves_it(
    land: Any,
) -> None:
    found = land(members=[changed("001-002-01", household_id="001-003")])
    assert said(found) == [("persons_differ", "members", 1, "household_id")]
    assert found.problems.frame["value"].to_list() == ["001-002"]


def test_what_was_wrong_before_and_is_not_touched_is_not_told(land: Any) -> None:
    # 001-003 has nobody at all, in the register: that is not this file's.
    assert said(land(members=[changed("001-001-01")])) == []


def test_what_was_wrong_before_is_told_where_its_row_comes_in_again(
    land: Any,
) -> None:
    found = land(households=[home("001-003")])
    assert said(found) == [("persons_differ", "households", 1, "persons_count")]


def test_a_person_who_is_in_the_register_elsewhere_is_told_by_the_household(
    land: Any,
) -> None:
    number = id_number(date(1980, 1, 1), 1, 1101)
    register = known(members=[
        person("001-001-01", id_number=number), person("001-002-01"),
    ])  # fmt: skip
    found = land(register, members=[changed("001-002-01", id_number=number)])
    (row,) = found.problems.frame.filter(kind="id_repeated").iter_rows(named=True)
    assert row["row"] == 1
    assert row["reason_zh"].startswith("证件号码与台账里的 001-001 户重复")
    assert "someone in the register at 001-001" in row["reason_en"]


def test_two_rows_of_the_file_are_told_by_their_numbers(land: Any) -> None:
    number = id_number(date(1980, 1, 1), 1, 7)
    rows = [changed(f"001-00{n}-01", id_number=number) for n in (1, 2)]
    frame = land(members=rows).problems.frame.filter(kind="id_repeated")
    assert sorted(frame["row"]) == [1, 2]
    assert all("与第 " in text for text in frame["reason_zh"])


def test_a_refused_row_stays_out(land: Any) -> None:
    wrong = home("001-001", left_on=date(2016, 1, 1))
    found = land(households=[wrong, home("001-002")])
    assert found.problems.refused.frame["kind"].to_list() == ["left_before_enrolled"]
    assert found.register["households"]["household_id"].to_list() == ["001-002"]


def test_a_reference_to_what_nobody_has_is_refused(land: Any) -> None:
    rows = [changed("001-001-01"), changed("001-009-01")]
    found = land(members=rows)
    assert said(found) == [("unknown_reference", "members", 2, "household_id")]
    assert found.register["members"]["person_id"].to_list() == ["001-001-01"]


def test_a_column_that_the_correction_lacks_is_as_it_was(land: Any) -> None:
    row = changed("001-001-01", is_insured=False)
    for name in ("education", "schooling", "work_place", "work_months"):
        del row[name]
    assert said(land(members=[row])) == []


def test_an_older_version_that_comes_in_is_not_taken_for_the_present(
    land: Any,
) -> None:
    register = known(members=[
        person("001-001-01"), person("001-001-02", relation="son", valid_from=LATER),
        person("001-002-01"),
    ], households=[home("001-001", persons_count=2), home("001-002")])  # fmt: skip
    rows = [person("001-001-02", member_name="陈小")]
    assert said(land(register, members=rows)) == []
    rows = [person("001-001-02", member_name="陈小", valid_from=date(2018, 5, 1))]
    assert said(land(register, members=rows)) == [
        ("several_heads", "members", 1, "household_id")
    ]


def test_an_income_that_jumps_is_told_in_the_row_of_the_income(land: Any) -> None:
    def year(number: int, amount: float) -> Row:
        return {
            "household_id": "001-001", "income_source": "wage", "amount": amount,
            "period_from": date(number, 1, 1), "period_to": date(number, 12, 31),
        }  # fmt: skip

    register = known(incomes=[year(2016, 3000.0)])
    found = land(register, incomes=[year(2017, 90_000.0)])
    assert said(found) == [("income_jump", "incomes", 1, "household_id")]
    assert said(land(register, incomes=[year(2017, 3500.0)])) == []
