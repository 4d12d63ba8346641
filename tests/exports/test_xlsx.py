import datetime as dt
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import openpyxl
import pytest

from fupin.exports import write
from fupin.exports.words import PLACES, cell, header
from tests.exports.books import (
    everything,
    find,
    opened,
)
from tests.exports.opened import bare, needs_office, pages, printed
from tests.exports.sample_document import SAMPLE

TABLES = [s.table for s in SAMPLE.sections if s.table] + list(SAMPLE.tables)


@pytest.mark.parametrize("figure", SAMPLE.figures.values(), ids=SAMPLE.figures)
def test_every_figure_stands_in_the_workbook_in_words_and_as_itself(book, figure):
    assert figure.text in everything(book)
    row = find(book["概要"], figure.what).row
    held = book["概要"].cell(row, 2).value
    if isinstance(figure.value, dt.date):
        assert held.date() == figure.value
    elif isinstance(figure.value, int | float):
        assert held == figure.value
    else:
        assert held == figure.text


@pytest.mark.parametrize("table", TABLES, ids=[t.key for t in TABLES])
def test_every_cell_of_a_table_has_its_value_its_type_and_reads_as_elsewhere(
    book, table
):
    sheet = book[table.title]
    top = find(sheet, header(table.columns[0], "zh")).row
    heads = [sheet.cell(top, n).value for n in range(1, len(table.columns) + 1)]
    assert heads == [header(column, "zh") for column in table.columns]
    for n, row in enumerate((*table.rows, *([table.totals] * bool(table.totals))), 1):
        for m, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
            held = sheet.cell(top + n, m)
            if isinstance(value, dt.date):
                assert held.value.date() == value
                assert held.number_format == "yyyy-mm-dd"
            elif isinstance(value, int | float):
                assert held.value == value
                shape = "#,##0.0" if PLACES.get(column.kind) else "#,##0"
                assert held.number_format == f'{shape};"\u2212"{shape}'
            else:
                assert held.value == cell(value, column, "zh")
                assert held.data_type == "s"


def test_what_is_not_known_is_a_word_on_hatch_never_zero_or_blank(book):
    sheet = book["各村情况"]
    held = [c for row in sheet.iter_rows() for c in row if c.value == "待核实"]
    assert len(held) == 3
    assert {c.fill.patternType for c in held} == {"lightUp"}


def test_cells_that_begin_like_a_formula_are_words(book):
    sheet = book["待核实的户"]
    for text in ("=收入", "+签名", "-日期", "@SUM(A1)"):
        assert find(sheet, text).data_type == "s"
    data = zipfile.ZipFile(io.BytesIO(write(SAMPLE, "xlsx")))
    assert not any(
        b"<f>" in data.read(n) for n in data.namelist() if "worksheets/" in n
    )


@pytest.mark.parametrize("table", TABLES, ids=[t.key for t in TABLES])
def test_a_table_is_filtered_frozen_and_prints_with_its_header_on_each_page(
    book, table
):
    sheet = book[table.title]
    top = find(sheet, header(table.columns[0], "zh")).row
    last = openpyxl.utils.get_column_letter(len(table.columns))
    assert sheet.freeze_panes == f"B{top + 1}"
    # A total isn't a row to be filtered away or sorted in between.
    assert sheet.auto_filter.ref == f"A{top}:{last}{top + len(table.rows)}"
    assert sheet.print_title_rows == f"${top}:${top}"
    assert sheet.print_area.startswith(f"'{sheet.title}'!$A$1:")
    # As wide as one page, as many pages high as it takes: 1 is what isn't written.
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_every_sheet_carries_the_snapshot_and_page_numbers(book):
    for sheet in book:
        assert "S-180630-K7" in sheet.oddHeader.right.text
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
        assert "2018年6月30日" in sheet.oddFooter.left.text
        assert "姓名已遮盖" in sheet.oddFooter.right.text


def test_the_first_sheet_leads_to_all_others(book):
    links = {
        c.value: c.hyperlink.location
        for row in book["概要"].iter_rows() for c in row if c.hyperlink
    }  # fmt: skip
    assert links == {name: f"'{name}'!A1" for name in book.sheetnames[1:]}
    assert book.sheetnames == [
        "概要", "要点", "议定事项", "图 进度", "图 分村", "图 村出列", "各村情况",
        "图 假如", "待核实的户", "待核实的户 2", "各村全表", "来源与口径",
    ]  # fmt: skip


def test_what_is_to_be_settled_has_dates(book):
    row = find(book["议定事项"], "红中村砂糖橘合作社 7 月分红").row
    held = [book["议定事项"].cell(row, n).value for n in range(1, 6)]
    held[3] = held[3].date().isoformat()
    assert held == [
        "村出列", "红中村砂糖橘合作社 7 月分红", "农业和农村工作局",
        "2018-07-31", "预计每人增收 230 元",
    ]  # fmt: skip


def test_sources_and_basis_have_a_sheet(book):
    said = everything([book["来源与口径"]])
    for text in (
        "贫困户台账",
        "方案三（一）",
        "村收入按台账，近 12 个月。",
        "第12版 7f3a08",
    ):
        assert text in said


def test_names_are_those_that_the_document_holds(book):
    assert "姓名已遮盖" in everything(book)
    named = replace(SAMPLE, masked=False)
    assert "含完整姓名，请妥善保管" in everything(opened(named))


def test_an_english_workbook_speaks_english():
    book = opened(replace(SAMPLE, lang="en"))
    assert book.sheetnames[:3] == ["Summary", "Main points", "To be settled"]
    assert "To verify" in everything(book)


def test_two_at_once_get_the_same_workbook():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: write(SAMPLE, "xlsx"), range(4)))
    said = {everything(openpyxl.load_workbook(io.BytesIO(data))) for data in made}
    assert len(said) == 1


@needs_office
def test_libreoffice_prints_every_sheet_with_every_figure(tmp_path):
    found = pages(printed(write(SAMPLE, "xlsx"), "book.xlsx", tmp_path))
    assert len(found) == 12
    whole = "".join(found)
    for figure in SAMPLE.figures.values():
        assert bare(figure.text) in whole
    for text in ("9,606", "9,914", "待核实", "第12页，共12页", "=收入"):
        assert text in whole
