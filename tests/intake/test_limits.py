"""A file that would fell the server is refused before it is opened."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from fupin import intake
from fupin.errors import IntakeError
from fupin.intake import limits
from tests.intake.test_office_files import book_of, kinds, refused, saved
from tests.intake.towns import csv_folder, town, workbook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["大.xlsx", "大.xls", "大.csv"])
def test_a_file_beyond_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, name: str
) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(limits.LARGEST_FILE + 1)
    error = refused(tmp_path / name)
    assert "201 MB，超过上限 200 MB" in error.zh
    assert "201 MB, more than the limit of 200 MB" in error.en


def test_a_large_csv_in_a_folder_is_refused_too(tmp_path: Path) -> None:
    folder = csv_folder(town(), tmp_path / "夹")
    with (folder / "收入.csv").open("wb") as file:
        file.truncate(limits.LARGEST_FILE + 1)
    with pytest.raises(IntakeError, match=r"收入\.csv 有 201 MB"):
        intake.read(folder)


def bomb(whole: Path, to: Path, size: int) -> Path:
    """Rewrite a workbook with a part of `size` zeros, which packs to nothing."""
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(to, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
        with new.open("xl/media/a.bin", "w", force_zip64=True) as part:
            for _ in range(size // 2**20):
                part.write(bytes(2**20))
    return to


def test_a_zip_bomb_is_refused_by_its_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LARGEST_UNPACKED", 8 * 2**20)
    whole = workbook(town(), tmp_path / "全.xlsx")
    error = refused(bomb(whole, tmp_path / "弹.xlsx", 20 * 2**20))
    assert "解开后有 21 MB，超过上限 8 MB" in error.zh
    assert "would unpack to 21 MB" in error.en


def test_a_zip_that_says_less_than_it_holds_is_damaged(tmp_path: Path) -> None:
    whole = workbook(town(), tmp_path / "全.xlsx")
    path = bomb(whole, tmp_path / "弹.xlsx", 2**20)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/media/a.bin").file_size
    told = path.read_bytes().replace(size.to_bytes(4, "little"), b"\x10\0\0\0")
    path.write_bytes(told.replace(size.to_bytes(8, "little"), b"\x10" + bytes(7)))
    assert "已损坏" in refused(path).zh


def test_a_stray_cell_in_the_last_corner_cannot_fell_the_process(
    tmp_path: Path,
) -> None:
    book = book_of(town())
    book["村"]["XFD1048576"] = " "
    error = refused(saved(book, tmp_path / "角.xlsx"))
    assert "第 1048576 行、第 16384 列" in error.zh
    assert "row 1048576 and column 16384" in error.en


def test_a_stray_cell_far_down_is_only_a_blank_row(tmp_path: Path) -> None:
    book = book_of(town())
    book["村"]["A120000"] = " "
    assert kinds(intake.read(saved(book, tmp_path / "远.xlsx"))) == []


def test_a_hundred_thousand_blank_rows_are_no_rows(tmp_path: Path) -> None:
    book = book_of(town())
    for row in range(10, 30_000):
        book["村"].cell(row, 1).value = "" if row % 2 else "　"
        book["村"].cell(row, 2).number_format = "@"
    found = intake.read(saved(book, tmp_path / "空.xlsx"))
    assert found.register["villages"].height == 2
    assert kinds(found) == []
