"""What is written to a workbook is read back without loss, whatever it is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fupin import intake
from fupin.codes import CODES
from fupin.intake.cells import LOST_DIGITS
from fupin.intake.example import MARK, example
from fupin.register import TYPES, Register
from fupin.sample import make_tables
from fupin.tables import NEEDED, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.schema import Column, Table

ROWS = 4
# What a cell can hold: no control characters, no half of a pair, no space around it.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
TEXTS = (
    st.text(LETTERS, min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda text: text and not pl.Series([text]).str.contains(LOST_DIGITS)[0])
    .filter(lambda text: "_x" not in text and text == text.strip("\ufeff\u200b"))
)


def cells(column: Column) -> st.SearchStrategy[Any]:
    """Return valid values of a column; unknown too where it isn't required."""
    low, high = column.between or (-1e9, 1e9)
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "key": st.from_regex(r"\A[0-9]{3}-[0-9A-Z]{1,5}\Z"),
        "text": TEXTS,
        "code": st.sampled_from([c.name for c in CODES.get(column.codes, ())] or [""]),
        "int": st.integers(int(low), int(high)),
        "number": st.floats(low, high, allow_nan=False),
        "date": st.dates(dt.date(1900, 3, 1), dt.date(2100, 12, 31)),
        "bool": st.booleans(),
    }
    value = kinds[column.kind]
    return value if column.required else st.none() | value


@st.composite
def frames(draw: st.DrawFn, table: Table, ids: dict[str, list[str]]) -> pl.DataFrame:
    """Return a few valid rows of the table, whose references are among `ids`."""
    keys = draw(st.lists(cells(table[table.key[0]]), min_size=1, max_size=ROWS,
                         unique=True))  # fmt: skip
    columns: dict[str, list[Any]] = {}
    for column in table.columns:
        value = cells(column)
        if column.name in table.refers:
            known = ids.get(table.refers[column.name])
            value = st.sampled_from(known) if known else st.none()
        columns[column.name] = [draw(value) for _ in keys]
    if table.key[0] not in table.refers:
        columns[table.key[0]] = keys
    frame = pl.DataFrame(columns, {c.name: TYPES[c.kind] for c in table.columns})
    key = [*table.key, *(["valid_from"] if table.versioned else [])]
    return frame.unique(key, keep="first", maintain_order=True)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Return a register of valid values: the needed tables, one more and its own."""
    more = draw(st.sampled_from([n for n in TABLES if n not in NEEDED]))
    ids: dict[str, list[str]] = {}
    made = {}
    for name, table in TABLES.items():
        if name in (*NEEDED, more, *TABLES[more].refers.values()):
            made[name] = draw(frames(table, ids))
            if not any(made[name][c].is_null().any() for c in table.key):
                ids[name] = made[name][table.key[0]].to_list()
    return Register.of(made)


@given(registers())
@settings(
    max_examples=30,
    # Shrinking a register takes minutes and says little: the rows are few already.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_register_of_valid_values_is_read_back_equal(
    tmp_path: Path, register: Register
) -> None:
    intake.write_workbook(register, tmp_path / "写.xlsx")
    found = intake.read(tmp_path / "写.xlsx")
    assert found.problems.frame.select("kind", "column", "value").rows() == []
    for name in TABLES:
        assert found.register[name].equals(register[name]), name


def test_the_sample_is_read_back_equal(tmp_path: Path) -> None:
    register = Register.of(make_tables(villages=1, households=20))
    intake.write_workbook(register, tmp_path / "写.xlsx")
    found = intake.read(tmp_path / "写.xlsx")
    assert len(found.problems) == 0
    assert found.register.fingerprint == register.fingerprint


@pytest.fixture
def template(tmp_path: Path) -> Path:
    intake.write_template(tmp_path / "模板.xlsx")
    return tmp_path / "模板.xlsx"


def test_headers_are_locked_and_rows_are_not(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for table in TABLES.values():
        sheet = book[table.zh]
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert all(cell.protection.locked for cell in sheet[1])
        assert not any(cell.protection.locked for cell in sheet[2])
        assert not sheet.column_dimensions["A"].protection.locked
        assert not sheet.protection.deleteRows, "deleting rows is allowed"


def test_every_sheet_has_an_example_that_says_it_is_one(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for table in TABLES.values():
        cells_of = [str(cell.value) for cell in book[table.zh][2]]
        assert cells_of == list(example(table).values())
        assert cells_of[table.columns.index(table[table.key[0]])] == MARK


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_the_example_is_made_of_values_that_are_taken(
    tmp_path: Path, table: Table
) -> None:
    row = example(table) | {table.key[0]: "001"}
    named = pl.DataFrame({table[name].zh: [text] for name, text in row.items()})
    named.write_csv(tmp_path / f"{table.zh}.csv")
    found = intake.read(tmp_path / f"{table.zh}.csv", partial=True)
    assert len(found.problems) == 0
    assert found.register[table.name].height == 1


def test_an_example_that_was_typed_into_is_left_out_and_said(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["村"]["B2"] = "红中村"
    book.save(template)
    found = intake.read(template)
    assert found.register["villages"].is_empty()
    [said] = found.problems.frame.rows(named=True)
    assert (said["kind"], said["sheet"], said["row"]) == ("example_row", "村", 2)


def test_an_example_in_a_csv_is_left_out_too(tmp_path: Path) -> None:
    (tmp_path / "村.csv").write_text(
        f"村编号,村名,镇\n{MARK},文字,文字\n001,红中村,官圩镇\n", encoding="utf-8"
    )
    found = intake.read(tmp_path / "村.csv", partial=True)
    assert found.register["villages"]["village_id"].to_list() == ["001"]
    assert len(found.problems) == 0
