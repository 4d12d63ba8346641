from __future__ import annotations

import resource
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from fupin import intake
from fupin.crosscheck import read_checked
from fupin.errors import IntakeError
from fupin.intake.excel import COUNTS_SHEET
from fupin.intake.fix_list import NOTICE
from tests.intake.towns import add, csv_folder, put, town, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan

RED, AMBER = "FFF8C9C4", "FFFDE7B3"


def faulty(folder: Path) -> Path:
    """Write a town of which a household is refused and a member is odd."""
    sheets = put(town(), "农户", 4, "家庭人口", "=cmd|' /c calc'!A0")
    put(sheets, "家庭成员", 3, "出生日期", "2003-13-01")
    return csv_folder(sheets, folder / "镇")


def fixed(taken: intake.Intake, folder: Path, lang: str = "zh") -> Any:
    intake.write_fix_list(taken, folder / "改.xlsx", lang)
    return openpyxl.load_workbook(folder / "改.xlsx")


def test_the_fix_list_holds_the_bad_rows_as_they_were(tmp_path: Path) -> None:
    book = fixed(intake.read(faulty(tmp_path)), tmp_path)
    households = list(book["农户"].values)
    assert households[0][:4] == ("户编号", "村编号", "户主姓名", "家庭人口")
    assert [row[0] for row in households[1:]] == ["002-001"]
    assert households[1][3] == "=cmd|' /c calc'!A0"
    assert book["农户"]["D2"].data_type == "s", "text, never a formula"
    members = list(book["家庭成员"].values)
    assert [row[0] for row in members[1:]] == ["001-001-02", "002-001-01"]
    assert [row[-1] for row in members[1:]] == [3, 5]
    assert "村" not in book.sheetnames


def test_the_wrong_cell_is_coloured_and_its_reason_stands_beside(
    tmp_path: Path,
) -> None:
    book = fixed(intake.read(faulty(tmp_path)), tmp_path)
    sheet = book["农户"]
    colours = [cell.fill.fgColor.rgb for cell in sheet[2]]
    assert colours.index(RED) == 3
    assert colours.count(RED) == 1
    assert "不是整数" in sheet.cell(2, 9).value
    assert "请填整数" in sheet.cell(2, 9).value
    odd = book["家庭成员"]["D2"]
    assert (odd.value, odd.fill.fgColor.rgb) == ("2003-13-01", AMBER)
    assert sheet.freeze_panes == "B2"


def test_the_first_sheet_counts_the_problems_and_warns_of_personal_data(
    tmp_path: Path,
) -> None:
    book = fixed(intake.read(faulty(tmp_path)), tmp_path)
    rows = list(book[COUNTS_SHEET].values)
    assert book.sheetnames[0] == COUNTS_SHEET
    assert "个人信息" in rows[0][0]
    assert ("退回", "农户.csv", 1) in [(row[0], row[1], row[4]) for row in rows]


def test_corrected_rows_are_read_back_as_a_partial_register(tmp_path: Path) -> None:
    book = fixed(intake.read(faulty(tmp_path)), tmp_path)
    book["农户"]["D2"] = "1"
    book["家庭成员"]["D2"] = "2003-10-01"
    book.save(tmp_path / "改好.xlsx")
    again = intake.read(tmp_path / "改好.xlsx", partial=True)
    whole = intake.read(workbook(town(), tmp_path / "全.xlsx")).register
    assert len(again.problems) == 0
    assert again.register["households"].row(0) == whole["households"].row(2)
    assert again.register["members"].row(1) == whole["members"].row(3)
    assert again.register["members"]["birth_on"].to_list()[0].month == 10


def test_what_is_not_corrected_is_refused_again(tmp_path: Path) -> None:
    fixed(intake.read(faulty(tmp_path)), tmp_path)
    again = intake.read(tmp_path / "改.xlsx", partial=True).problems
    assert set(again.frame["kind"]) == {
        "not_integer",
        "not_date",
        "refused_reference",
    }


def test_the_english_fix_list_is_read_back_too(tmp_path: Path) -> None:
    book = fixed(intake.read(faulty(tmp_path)), tmp_path, "en")
    assert "Households" in book.sheetnames
    assert book[COUNTS_SHEET]["A1"].value == NOTICE["en"]
    again = intake.read(tmp_path / "改.xlsx", partial=True).problems
    assert "unknown_header" not in set(again.frame["kind"])


def test_problems_across_records_are_in_it_too(tmp_path: Path, plan: Plan) -> None:
    sheets = add(town(), "家庭成员", "证件号码", ["1", "2", "3", "4"])
    taken = read_checked(csv_folder(sheets, tmp_path / "镇"), plan)
    rows = list(fixed(taken, tmp_path)["家庭成员"].values)
    assert len(rows) == 5
    assert all("证件号码不成立" in row[-2] for row in rows[1:])


def test_a_register_without_problems_gives_an_empty_list(tmp_path: Path) -> None:
    book = fixed(intake.read(workbook(town(), tmp_path / "镇.xlsx")), tmp_path)
    assert book.sheetnames == [COUNTS_SHEET, "选项"]


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Let no file grow beyond a kilobyte, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_what_was_there_and_says_so(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    taken = intake.read(faulty(tmp_path))
    (tmp_path / "改.xlsx").write_text("before", encoding="utf-8")
    request.getfixturevalue("full_disk")
    with pytest.raises(IntakeError) as caught:
        intake.write_fix_list(taken, tmp_path / "改.xlsx")
    assert "磁盘" in caught.value.zh
    assert "the disk is full" in caught.value.en
    assert (tmp_path / "改.xlsx").read_text(encoding="utf-8") == "before"
    assert {path.name for path in tmp_path.iterdir()} == {"镇", "改.xlsx"}


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="没有写成"):
        intake.write_template(tmp_path / "没有" / "模板.xlsx")
