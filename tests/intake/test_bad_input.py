from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
import xlsxwriter

from fupin import intake
from fupin.errors import IntakeError
from tests.intake.towns import csv_folder, drop, parquet_folder, town, workbook

if TYPE_CHECKING:
    from pathlib import Path


def refused(path: Path) -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        intake.read(path)
    error = caught.value
    assert str(path.name) in error.zh, "the Chinese message must say where"
    assert str(path.name) in error.en, "the English message must say where"
    return error


def test_a_path_where_nothing_is(tmp_path: Path) -> None:
    assert "找不到" in refused(tmp_path / "没有.xlsx").zh


def test_a_file_that_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "信.txt").write_text("你好", encoding="utf-8")
    assert "工作簿" in refused(tmp_path / "信.txt").zh


def test_an_empty_file_named_as_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    assert "空文件" in refused(tmp_path / "空.xlsx").zh


def test_a_text_file_named_as_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "假.xlsx").write_bytes(b"PK not really a workbook")
    assert "不是工作簿" in refused(tmp_path / "假.xlsx").zh


def test_a_workbook_cut_short(tmp_path: Path) -> None:
    whole = workbook(town(), tmp_path / "全.xlsx").read_bytes()
    (tmp_path / "半.xlsx").write_bytes(whole[: len(whole) // 2])
    assert "不是工作簿" in refused(tmp_path / "半.xlsx").zh


def test_a_workbook_with_empty_sheets(tmp_path: Path) -> None:
    for name in ("Sheet1", "农户"):
        with xlsxwriter.Workbook(tmp_path / "白.xlsx") as book:
            book.add_worksheet(name)
        assert "都是空的" in refused(tmp_path / "白.xlsx").zh


def test_a_workbook_with_no_sheet_of_ours(tmp_path: Path) -> None:
    path = workbook({"账目": [["甲", "乙"], [1, 2]]}, tmp_path / "别的.xlsx")
    error = refused(path)
    assert "账目" in error.zh
    assert "农户" in error.zh
    assert "Households" in error.en


def test_two_sheets_that_are_the_same_table(tmp_path: Path) -> None:
    sheets = town() | {"households": town()["农户"]}
    error = refused(workbook(sheets, tmp_path / "双.xlsx"))
    assert "“农户”和“households”" in error.zh


def test_a_missing_needed_table(tmp_path: Path) -> None:
    sheets = town()
    del sheets["家庭成员"]
    error = refused(workbook(sheets, tmp_path / "缺表.xlsx"))
    assert "家庭成员" in error.zh
    assert "Members" in error.en


def test_a_missing_required_column_names_what_was_perhaps_meant(tmp_path: Path) -> None:
    sheets = town()
    sheets["农户"][0][2] = "户主名字"
    error = refused(workbook(sheets, tmp_path / "缺列.xlsx"))
    assert "农户/户主姓名（现有“户主名字”" in error.zh
    assert "Head" in error.en


def test_every_missing_required_column_is_said_at_once(tmp_path: Path) -> None:
    sheets = drop(drop(town(), "农户", "户编号"), "家庭成员", "与户主关系")
    error = refused(workbook(sheets, tmp_path / "缺列.xlsx"))
    assert "农户/户编号" in error.zh
    assert "家庭成员/与户主关系" in error.zh


def test_a_csv_in_no_known_encoding_names_the_byte(tmp_path: Path) -> None:
    folder = csv_folder(town(), tmp_path / "乱码")
    (folder / "农户.csv").write_bytes(b"a,b\n1,\xff\xff\n")
    with pytest.raises(IntakeError) as caught:
        intake.read(folder)
    assert "农户.csv 的第 7 个字节" in caught.value.zh
    assert "byte 7" in caught.value.en


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('村编号,村名,镇\n001,红中,官圩镇\n002,"历麻,新圩镇\n003,回龙,回龙镇\n', 3),
        ("村编号,村名,镇\n001,红中,官圩镇,多了\n", 2),
        ('村编号,村名,镇\n001,红中,官圩镇\n002,"历"麻",新圩镇\n', 3),
    ],
    ids=["open quote", "extra comma", "quote inside"],
)
def test_a_csv_with_broken_quotes_names_the_row(
    tmp_path: Path, text: str, row: int
) -> None:
    folder = csv_folder(town(), tmp_path / "引号")
    (folder / "村.csv").write_text(text, encoding="utf-8")
    with pytest.raises(IntakeError) as caught:
        intake.read(folder)
    assert f"村.csv 第 {row} 行" in caught.value.zh


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "空夹").mkdir()
    assert "没有 CSV 或 Parquet" in refused(tmp_path / "空夹").zh


def test_an_empty_csv_of_a_needed_table(tmp_path: Path) -> None:
    folder = csv_folder(town(), tmp_path / "空表")
    (folder / "农户.csv").write_bytes(b"")
    assert "缺少必需的表：农户" in refused(folder).zh


def test_a_parquet_file_that_makes_its_reader_panic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = parquet_folder({"villages": pl.DataFrame({"village_id": ["1"]})}, tmp_path)

    def panic(*_: object) -> None:
        raise pl.exceptions.PanicException("assertion failed")

    monkeypatch.setattr(pl, "collect_all", panic)
    monkeypatch.setattr(pl.LazyFrame, "collect", panic)
    with pytest.raises(IntakeError, match=r"villages\.parquet 不是 Parquet"):
        intake.read(folder, partial=True)


def test_a_parquet_file_that_is_none(tmp_path: Path) -> None:
    folder = parquet_folder({}, tmp_path / "坏")
    (folder / "villages.parquet").write_bytes(b"PAR1 not at all")
    with pytest.raises(IntakeError, match=r"villages\.parquet"):
        intake.read(folder)
