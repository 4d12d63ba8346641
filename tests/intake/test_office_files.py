"""What offices and the careless send is taken with a word, or refused with one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest
import xlwt

from fupin import intake
from fupin.errors import IntakeError
from fupin.intake.saving import escaped
from tests.intake.towns import Sheets, add, csv_folder, put, town, workbook

if TYPE_CHECKING:
    from pathlib import Path


def refused(path: Path) -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        intake.read(path)
    assert path.name in caught.value.zh
    assert path.name in caught.value.en
    return caught.value


def book_of(sheets: Sheets) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook, to: Path) -> Path:
    book.save(to)
    return to


def kinds(found: intake.Intake) -> list[str]:
    gaps = {"absent_column", "absent_table"}
    return [kind for kind in found.problems.frame["kind"] if kind not in gaps]


def values(found: intake.Intake, table: str, column: str) -> list[Any]:
    return found.register[table][column].to_list()


def test_a_formula_counts_as_its_last_value(tmp_path: Path) -> None:
    sheets = put(town(), "农户", 2, "家庭人口", "=1+1")
    found = intake.read(workbook(sheets, tmp_path / "式.xlsx"))
    # The writer stores 0 as the result: it is that which was seen on the screen.
    [bad] = found.problems.refused.frame.filter(table="households").rows(named=True)
    assert (bad["kind"], bad["value"]) == ("out_of_bounds", "0")


def test_a_formula_without_a_value_is_said(tmp_path: Path) -> None:
    sheets = put(town(), "农户", 4, "期初年人均收入", "=1000*3")
    found = intake.read(saved(book_of(sheets), tmp_path / "式.xlsx"))
    assert kinds(found) == ["blank_formula"]
    assert values(found, "households", "initial_income_per_person_year")[2] is None


COMMAND = "=cmd|' /c calc'!A0"


def test_a_command_in_a_cell_stays_text_and_is_never_run(tmp_path: Path) -> None:
    sheets = put(town(), "村", 2, "村名", COMMAND)
    found = intake.read(csv_folder(sheets, tmp_path / "令"))
    assert values(found, "villages", "village_name")[0] == COMMAND
    intake.write_workbook(found.register, tmp_path / "出.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "出.xlsx")["村"]["B2"]
    assert (cell.data_type, cell.value) == ("s", COMMAND)
    exported = escaped(found.register["villages"])
    assert exported["village_name"].to_list() == [f"'{COMMAND}", "历麻"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("+1+1", "'+1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-2.5", "-2.5"),
        ("+86", "+86"),
        ("001", "001"),
        ("a=b", "a=b"),
    ],
)
def test_only_what_a_spreadsheet_would_run_gets_a_quote(
    text: str, written: str, frame: pl.DataFrame
) -> None:
    given = frame.with_columns(text=frame["text"].replace("", text))
    assert escaped(given)["text"].to_list() == [written, None]


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame({"text": ["", None], "number": [-1, 2]})


def test_merged_cells_count_in_the_first_and_are_said(tmp_path: Path) -> None:
    book = book_of(town())
    book["农户"].merge_cells("B2:B3")
    found = intake.read(saved(book, tmp_path / "合.xlsx"))
    assert "merged_cells" in kinds(found)
    [said] = found.problems.frame.filter(kind="merged_cells").rows(named=True)
    assert (said["sheet"], said["row"]) == ("农户", None)
    assert "1 处" in said["reason_zh"]
    assert values(found, "households", "household_id") == ["001-001", "002-001"]


def test_a_hidden_sheet_is_read_and_said_once(tmp_path: Path) -> None:
    book = book_of(town())
    book["家庭成员"].sheet_state = "hidden"
    found = intake.read(saved(book, tmp_path / "藏.xlsx"))
    assert found.register["members"].height == 4
    assert kinds(found) == ["hidden_sheet"]


def test_files_of_two_encodings_in_one_folder_are_both_read(tmp_path: Path) -> None:
    folder = csv_folder(town(), tmp_path / "混")
    text = (folder / "农户.csv").read_text("utf-8-sig")
    (folder / "农户.csv").write_text(text, "gb18030", newline="")
    same = intake.read(csv_folder(town(), tmp_path / "同")).register
    assert intake.read(folder).register.fingerprint == same.fingerprint


def test_one_file_of_two_encodings_names_the_byte(tmp_path: Path) -> None:
    folder = csv_folder(town(), tmp_path / "混")
    mixed = "村编号,村名,镇\n001,红中,官圩镇\n".encode() + b"002,\xb8\n"
    (folder / "村.csv").write_bytes(mixed)
    with pytest.raises(IntakeError, match=r"村.csv 的第 \d+ 个字节"):
        intake.read(folder)


def test_full_width_digits_are_digits(tmp_path: Path) -> None:
    sheets = put(town(), "农户", 3, "家庭人口", "１")
    put(sheets, "农户", 3, "建档立卡日期", "２０１６年５月２日")
    found = intake.read(csv_folder(sheets, tmp_path / "全"))
    assert values(found, "households", "persons_count")[1] == 1
    assert values(found, "households", "enrolled_on")[1] == date(2016, 5, 2)
    assert kinds(found) == []


@pytest.mark.parametrize("written", [42491, "42491", "2016.5.1", "20160501"])
def test_a_date_as_a_serial_or_as_text_is_that_day(
    tmp_path: Path, written: int | str
) -> None:
    sheets = put(town(), "农户", 3, "建档立卡日期", written)
    found = intake.read(workbook(sheets, tmp_path / "日.xlsx"))
    assert values(found, "households", "enrolled_on")[1] == date(2016, 5, 1)


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("期初年人均收入", "一千二百"),
        ("期初年人均收入", "三千元"),
        ("建档立卡日期", "二〇一六年五月一日"),
    ],
)
def test_chinese_numerals_are_not_guessed_at_but_said(
    tmp_path: Path, header: str, text: str
) -> None:
    sheets = put(town(), "农户", 3, header, text)
    found = intake.read(workbook(sheets, tmp_path / "字.xlsx"))
    [said] = found.problems.frame.filter(kind="chinese_numeral").rows(named=True)
    assert (said["severity"], said["row"], said["value"]) == ("warn", 3, text)
    assert "320" in said["cure_zh"]
    assert kinds(found) == ["chinese_numeral"]


def test_two_workbooks_at_once_are_refused_by_name(tmp_path: Path) -> None:
    for name in ("甲.xlsx", "乙.xlsx"):
        workbook(town(), tmp_path / name)
    error = refused(tmp_path)
    assert "乙.xlsx、甲.xlsx" in error.zh


def test_one_workbook_in_a_folder_is_that_workbook(tmp_path: Path) -> None:
    workbook(town(), tmp_path / "甲.xlsx")
    assert intake.read(tmp_path).register["households"].height == 3


def test_a_csv_whose_upload_was_cancelled_is_said(tmp_path: Path) -> None:
    folder = csv_folder(town(), tmp_path / "断")
    whole = (folder / "家庭成员.csv").read_text("utf-8-sig")
    (folder / "家庭成员.csv").write_text(whole[:-16], "utf-8-sig", newline="")
    found = intake.read(folder)
    [said] = found.problems.frame.filter(kind="cut_short").rows(named=True)
    assert (said["sheet"], said["row"]) == ("家庭成员.csv", 5)
    whole_again = intake.read(csv_folder(town(), tmp_path / "整"))
    assert "cut_short" not in kinds(whole_again)


def test_a_csv_with_the_line_ends_of_an_old_mac_is_read(tmp_path: Path) -> None:
    (tmp_path / "村.csv").write_bytes("村编号,村名,镇\r001,红中,官圩镇\r".encode())
    found = intake.read(tmp_path / "村.csv", partial=True)
    assert values(found, "villages", "village_id") == ["001"]


def test_a_header_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "村.csv").write_text('"' + "村" * 200_000, encoding="utf-8")
    assert "第 1 行" in refused(tmp_path / "村.csv").zh


def test_a_csv_that_ends_within_a_character_is_refused(tmp_path: Path) -> None:
    folder = csv_folder(town(), tmp_path / "断")
    (folder / "村.csv").write_bytes("村编号,村名,镇\n001,红中,官圩镇".encode()[:-1])
    with pytest.raises(IntakeError, match=r"村\.csv 在一个字的中间结束"):
        intake.read(folder)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_whose_upload_was_cancelled_is_refused(
    tmp_path: Path, share: float
) -> None:
    whole = workbook(town(), tmp_path / "全.xlsx").read_bytes()
    (tmp_path / "断.xlsx").write_bytes(whole[: int(len(whole) * share)])
    assert "不是工作簿" in refused(tmp_path / "断.xlsx").zh


def test_an_old_xls_is_the_same_register(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in town().items():
        sheet = book.add_sheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                sheet.write(i, j, value)
    book.save(str(tmp_path / "旧.xls"))
    new = intake.read(workbook(town(), tmp_path / "新.xlsx")).register
    old = intake.read(tmp_path / "旧.xls")
    assert kinds(old) == []
    assert old.register.fingerprint == new.fingerprint


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    # An encrypted workbook is an OLE container with a part of this name.
    (tmp_path / "密.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
    )
    assert "密码" in refused(tmp_path / "密.xlsx").zh


def test_a_column_twice_and_a_renamed_one_are_said_with_the_nearest(
    tmp_path: Path,
) -> None:
    sheets = add(town(), "农户", "有小汽车", ["是", "是", "是"])
    sheets = add(sheets, "农户", "住房面积（平方）", [60, 70, 80])
    found = intake.read(workbook(sheets, tmp_path / "列.xlsx"))
    assert kinds(found) == ["repeated_header", "unknown_header"]
    assert values(found, "households", "has_car") == [False, True, None]
    [renamed] = found.problems.frame.filter(kind="unknown_header")["cure_zh"]
    assert "住房面积”" in renamed
