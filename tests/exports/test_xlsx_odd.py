"""What is too long, too much, too little or too odd for a sheet."""

import datetime as dt
import io
from dataclasses import replace

import openpyxl
import pytest

from fupin.document import Blank, Column, DocumentError, Table
from fupin.exports import write
from fupin.exports.book import sheets
from tests.exports import bad_documents
from tests.exports.books import (
    everything,
    find,
    of_tables,
    one_column,
    opened,
)
from tests.exports.sample_document import SAMPLE


def test_sheet_names_are_ones_that_excel_takes():
    titles = [
        "[甲]:乙*?/\\",
        "'名'",
        "长" * 40,
        "长" * 40,
        "",
        "History",
        "概要",
        "a",
        "A",
    ]
    tables = [replace(one_column("x"), title=title) for title in titles]
    names = opened(of_tables(*tables)).sheetnames
    assert len({name.casefold() for name in names}) == len(names) == len(titles) + 3
    assert all(0 < len(name) <= 31 for name in names)
    assert "-甲--乙----" in names
    assert "长" * 29 + " 2" in names


def test_a_title_of_500_characters_stands_in_full_and_shortens_the_edges():
    title = "扶贫&" * 170
    book = opened(replace(SAMPLE, title=title))
    assert book["概要"]["A1"].value == title
    assert len(book["概要"].oddHeader.left.text) < 200


def test_texts_too_long_for_a_cell_are_cut_and_controls_are_left_out():
    sheet = opened(of_tables(one_column("长" * 40_000, "甲\x00\x0b乙", "a\nb")))["表"]
    top = find(sheet, "列").row
    assert len(sheet.cell(top + 1, 1).value) == 32_767
    assert sheet.cell(top + 1, 1).value.endswith("…")
    assert sheet.cell(top + 2, 1).value == "甲乙"
    assert sheet.cell(top + 3, 1).value == "a\nb"
    assert sheet.row_dimensions[top + 3].height > 30


def test_numbers_that_are_none_are_unknown_and_the_rest_is_cut_off_as_on_forms():
    values = (float("nan"), float("inf"), 77.99, -77.99, 0.0, 10**12)
    sheet = opened(of_tables(one_column(*values, kind="percent")))["表"]
    top = find(sheet, "列").row
    held = [sheet.cell(top + n, 1).value for n in range(1, 7)]
    assert held == ["待核实", "待核实", 77.9, -77.9, 0, 10**12]


def test_a_date_before_excels_own_is_written_as_words():
    values = (dt.date(1899, 5, 1), dt.date(1949, 10, 1))
    sheet = opened(of_tables(one_column(*values, kind="date")))["表"]
    top = find(sheet, "列").row
    assert sheet.cell(top + 1, 1).value == "1899年5月1日"
    assert sheet.cell(top + 2, 1).value.date() == values[1]


def test_a_village_without_households_leaves_an_empty_table_with_its_header():
    sheet = opened(of_tables(one_column()))["表"]
    assert find(sheet, "列")
    assert sheet.auto_filter.ref is None


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    with pytest.raises(DocumentError, match="一张工作表放不下"):
        write(of_tables(one_column("1", "2", "3")), "xlsx")


@bad_documents.each
def test_odd_documents_are_written_all_the_same(document):
    said = everything(opened(document))
    assert all(figure.text in said for figure in document.figures.values())


def test_ten_thousand_households_are_all_there():
    columns = tuple(Column(f"c{n}", f"第{n}列", "integer") for n in range(40))
    rows = tuple(
        tuple(Blank.UNKNOWN if (n + m) % 50 == 0 else n + m for m in range(40))
        for n in range(10_000)
    )
    data = write(of_tables(Table("t", "农户", columns, rows)), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True)["农户"]
    held = list(sheet.iter_rows(values_only=True))[-10_000:]
    assert held[0][:3] == ("待核实", 1, 2)
    assert held[-1][-1] == 10_038
    assert len(held[0]) == 40
