from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fupin import intake
from fupin.intake import reading
from fupin.tables import TABLES
from tests.intake.towns import (
    add,
    csv_folder,
    drop,
    parquet_folder,
    put,
    town,
    workbook,
)

if TYPE_CHECKING:
    from fupin.register import Register
    from fupin.schema import Table


def values(register: Register, table: str, column: str) -> list[Any]:
    return register[table][column].to_list()


def kinds(problems: intake.Problems) -> set[str]:
    return set(problems.frame["kind"]) - {"absent_column", "absent_table"}


def test_a_sound_workbook_has_no_problem_but_its_gaps(tmp_path: Path) -> None:
    found = intake.read(workbook(town(), tmp_path / "镇.xlsx"))
    assert kinds(found.problems) == set()
    assert values(found.register, "households", "poverty_type") == [
        "dibao",
        "general",
        "wubao",
    ]
    assert values(found.register, "households", "has_car") == [False, True, None]
    assert values(found.register, "households", "initial_income_per_person_year") == [
        3100.0,
        3200.5,
        None,
    ]
    assert values(found.register, "members", "birth_on")[3] == dt.date(1940, 2, 29)
    assert found.bad_rows == {}


def test_the_three_sources_give_the_same_register(tmp_path: Path) -> None:
    from_excel = intake.read(workbook(town(), tmp_path / "a.xlsx")).register
    from_csv = intake.read(csv_folder(town(), tmp_path / "csv")).register
    stored = {
        name: from_excel[name].select(
            c.name
            for c in TABLES[name].columns
            if f"{name}.{c.name}" not in from_excel.absent
        )
        for name in ("villages", "households", "members")
    }
    from_parquet = intake.read(parquet_folder(stored, tmp_path / "parquet")).register
    assert from_csv.fingerprint == from_excel.fingerprint == from_parquet.fingerprint


def test_a_csv_folder_in_gb18030_reads_the_same(tmp_path: Path) -> None:
    utf8 = intake.read(csv_folder(town(), tmp_path / "a")).register
    gbk = intake.read(csv_folder(town(), tmp_path / "b", "gb18030")).register
    assert utf8.fingerprint == gbk.fingerprint


def test_english_headers_names_and_sheets_are_the_same_columns(tmp_path: Path) -> None:
    english = {
        TABLES[name].en: [list(row) for row in town()[TABLES[name].zh]]
        for name in ("villages", "households", "members")
    }
    for name in ("villages", "households", "members"):
        by_label = {c.zh: c for c in TABLES[name].columns}
        labels = [by_label[zh] for zh in english[TABLES[name].en][0]]
        english[TABLES[name].en][0] = [
            c.en if i % 2 else c.name for i, c in enumerate(labels)
        ]
    found = intake.read(workbook(english, tmp_path / "en.xlsx"))
    chinese = intake.read(workbook(town(), tmp_path / "zh.xlsx"))
    assert found.register.fingerprint == chinese.register.fingerprint


def test_leading_zeros_survive_and_a_numeric_key_is_text(tmp_path: Path) -> None:
    sheets = town()
    sheets["村"] += [["012", "回龙", "回龙镇"], [13, "建发", "回龙镇"]]
    found = intake.read(workbook(sheets, tmp_path / "a.xlsx")).register
    assert values(found, "villages", "village_id") == ["001", "002", "012", "13"]


def test_rows_are_counted_as_excel_shows_them_past_blank_ones(tmp_path: Path) -> None:
    sheets = town()
    sheets["农户"].insert(2, [None] * 8)
    sheets["农户"] = [[None], *sheets["农户"], *[["  "]] * 50]
    put(sheets, "农户", 1, sheets["农户"][0][0], None)
    sheets["农户"][5][3] = "很多"
    problems = intake.check(workbook(sheets, tmp_path / "a.xlsx"))
    bad = problems.refused.frame.row(0, named=True)
    assert (bad["sheet"], bad["row"], bad["column"]) == ("农户", 6, "persons_count")


def test_an_unknown_sheet_is_a_warning_that_names_the_nearest(tmp_path: Path) -> None:
    sheets = town() | {"家庭成员表": [["随便"], [1]]}
    problems = intake.check(workbook(sheets, tmp_path / "a.xlsx"))
    [row] = problems.frame.filter(kind="unknown_sheet").rows(named=True)
    assert row["severity"] == "warn"
    assert "家庭成员”" in row["cure_zh"]


def test_an_unknown_header_is_a_warning_that_names_the_nearest(tmp_path: Path) -> None:
    sheets = add(town(), "农户", "联系电话号", ["1", "2", "3"])
    problems = intake.check(workbook(sheets, tmp_path / "a.xlsx"))
    [row] = problems.frame.filter(kind="unknown_header").rows(named=True)
    assert (row["severity"], row["column"]) == ("warn", "联系电话号")
    assert "联系电话”" in row["cure_zh"]


def test_a_column_twice_counts_once_and_is_said(tmp_path: Path) -> None:
    sheets = add(town(), "农户", "Persons", [9, 9, 9])
    found = intake.read(workbook(sheets, tmp_path / "a.xlsx"))
    assert kinds(found.problems) == {"repeated_header"}
    assert values(found.register, "households", "persons_count") == [2, 1, 1]


def test_an_absent_column_is_one_finding(tmp_path: Path) -> None:
    sheets = drop(town(), "农户", "有小汽车")
    problems = intake.check(workbook(sheets, tmp_path / "a.xlsx"))
    gaps = problems.frame.filter(kind="absent_column", column="has_car")
    assert gaps.height == 1
    assert gaps["row"].to_list() == [None]


def test_an_absent_table_is_one_finding(tmp_path: Path) -> None:
    problems = intake.check(workbook(town(), tmp_path / "a.xlsx"))
    gaps = problems.frame.filter(table="incomes")
    assert gaps["kind"].to_list() == ["absent_table"]


def test_parquet_in_parts_and_loose_types_is_read(tmp_path: Path) -> None:
    register = intake.read(workbook(town(), tmp_path / "a.xlsx")).register
    folder = parquet_folder(
        {name: register[name] for name in ("villages", "members")}, tmp_path / "p"
    )
    (folder / "households").mkdir()
    loose = register["households"].with_columns(
        pl.col("persons_count").cast(pl.Float64),
        pl.col("enrolled_on").cast(pl.Datetime("us")),
        pl.col("poverty_type").replace("dibao", "2").cast(pl.Categorical),
        pl.col("has_car").cast(pl.Int8),
    )
    loose[:1].write_parquet(folder / "households" / "0.parquet")
    loose[1:].write_parquet(folder / "households" / "1.parquet")
    assert intake.read(folder).register.fingerprint == register.fingerprint


def test_csv_files_beside_parquet_are_said_to_be_left_out(tmp_path: Path) -> None:
    register = intake.read(workbook(town(), tmp_path / "a.xlsx")).register
    needed = {n: register[n] for n in ("villages", "households", "members")}
    folder = parquet_folder(needed, tmp_path / "p")
    csv_folder({"收入": [["户编号"]]}, folder)
    assert kinds(intake.check(folder)) == {"ignored_file"}


def test_every_source_module_is_registered() -> None:
    folder = Path(reading.__file__).parent
    modules = {
        path.stem
        for path in folder.glob("*.py")
        if "\ndef accepts(" in path.read_text(encoding="utf-8")
    }
    assert modules == {m.__name__.rpartition(".")[2] for m in intake.SOURCES}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_what_a_table_refers_to_is_declared_before_it(table: Table) -> None:
    order = list(TABLES)
    for target in table.refers.values():
        assert order.index(target) < order.index(table.name)
