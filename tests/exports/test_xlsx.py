import datetime as dt
import io
import re
import warnings
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import openpyxl
import pytest

from fupin.document import Blank, Column, DocumentError, Figure, Point, Section, Table
from fupin.exports import write
from fupin.exports.book import sheets
from fupin.exports.words import PLACES, cell, header, stamped
from tests.exports import bad_documents
from tests.exports.opened import bare, needs_office, pages, printed
from tests.exports.sample_document import SAMPLE

TABLES = [s.table for s in SAMPLE.sections if s.table] + list(SAMPLE.tables)
CHARTS = {s.kicker: s.chart for s in SAMPLE.sections if s.chart}


def opened(document=SAMPLE):
    with warnings.catch_warnings():
        # openpyxl makes no print title of a sheet that has none.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(write(document, "xlsx")))


@pytest.fixture(scope="module")
def book():
    return opened()


def everything(book):
    return "\n".join(
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


def find(sheet, text):
    return next(c for row in sheet.iter_rows() for c in row if c.value == text)


def of_tables(*tables, **changes):
    return replace(SAMPLE, sections=(), tables=tables, **changes)


def one_column(*values, kind="text"):
    return Table("t", "表", (Column("c", "列", kind),), tuple((v,) for v in values))


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


def drawn(book, kicker):
    """Return the numbers that a chart refers to, by the series' names."""
    sheet = book[f"图 {kicker}"]
    (chart,) = sheet._charts
    found = {}
    for series in chart.series:
        name = _cells(book, series.tx.strRef.f)[0]
        values = series.yVal if hasattr(series, "yVal") and series.yVal else series.val
        found[name] = _cells(book, values.numRef.f)
    return found


def _cells(book, told):
    name, _, cells = told.rpartition("!")
    held = book[name.strip("'")][cells.replace("$", "")]
    if not isinstance(held, tuple):
        return [held.value]
    return [c.value for row in held for c in row]


def test_stacked_bars_are_native_and_draw_the_documents_numbers(book):
    assert drawn(book, "分村") == {
        s.name: [p.value for p in s.points] for s in CHARTS["分村"].series
    }


def test_distances_begin_at_the_rule_and_what_is_not_known_is_not_drawn(book):
    assert drawn(book, "村出列") == {
        "人均可支配收入": [9606, 9934, 9871, 9702, None],
        "人均可支配收入 最高": [None, None, None, 9914, None],
        "出列线 9,820 元": [9820] * 5,
        "原定 9,600 元": [9600] * 5,
    }
    data = zipfile.ZipFile(io.BytesIO(write(SAMPLE, "xlsx")))
    assert any(
        b'<c:crossesAt val="9820"/>' in data.read(n)
        for n in data.namelist() if "charts/chart" in n
    )  # fmt: skip
    # The table under the chart says so in words.
    assert find(book["图 村出列"], "待核实")
    assert find(book["图 村出列"], "新立村（待核实）")


def test_a_line_draws_each_series_own_points(book):
    found = drawn(book, "进度")
    for series in CHARTS["进度"].series:
        assert found[series.name] == [p.value for p in series.points]
    assert found["达标率 最高"] == [84.1]


def test_steps_are_exact_and_break_where_a_value_is_not_known(book):
    found = drawn(book, "假如")
    assert found["达标户"] == [288, 288, 271, 271, 226, 226]
    assert found["达标户 2"] == [140, 140, 96]
    assert found["年度任务 200 户"] == [200, 200]


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


def test_a_chart_without_points_is_a_sheet_without_a_chart():
    chart = replace(CHARTS["分村"], series=())
    section = Section("x", "空", "空", chart=chart)
    book = opened(replace(SAMPLE, sections=(section,)))
    assert not book["图 空"]._charts


def test_a_line_over_words_leaves_a_gap_where_it_is_not_known():
    chart = CHARTS["分村"]
    points = tuple(replace(p, value=None if n == 1 else p.value)
                   for n, p in enumerate(chart.series[0].points))  # fmt: skip
    line = replace(
        chart, kind="line", series=(replace(chart.series[0], points=points),)
    )
    book = opened(replace(SAMPLE, sections=(Section("x", "线", "线", chart=line),)))
    assert drawn(book, "线") == {"达标": [60, None, 62, 44]}
    # What isn't said is a gap; a zero would have to be.
    assert book["图 线"]._charts[0].display_blanks == "gap"
    assert find(book["图 线"], "待核实")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    with pytest.raises(DocumentError, match="一张工作表放不下"):
        write(of_tables(one_column("1", "2", "3")), "xlsx")


def test_names_are_those_that_the_document_holds(book):
    assert "姓名已遮盖" in everything(book)
    named = replace(SAMPLE, masked=False)
    assert "含完整姓名，请妥善保管" in everything(opened(named))


def test_an_english_workbook_speaks_english():
    book = opened(replace(SAMPLE, lang="en"))
    assert book.sheetnames[:3] == ["Summary", "Main points", "To be settled"]
    assert "To verify" in everything(book)


@pytest.mark.parametrize(
    "document",
    [bad_documents.EMPTY, bad_documents.ODD, bad_documents.TITLED,
     bad_documents.ENGLISH],
    ids=["empty", "odd", "titled", "english"],
)  # fmt: skip
def test_odd_documents_are_written_all_the_same(document):
    said = everything(opened(document))
    assert all(figure.text in said for figure in document.figures.values())


def test_two_at_once_get_the_same_workbook():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: write(SAMPLE, "xlsx"), range(4)))
    said = {everything(openpyxl.load_workbook(io.BytesIO(data))) for data in made}
    assert len(said) == 1


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


@needs_office
def test_libreoffice_prints_every_sheet_with_every_figure(tmp_path):
    found = pages(printed(write(SAMPLE, "xlsx"), "book.xlsx", tmp_path))
    assert len(found) == 12
    whole = "".join(found)
    for figure in SAMPLE.figures.values():
        assert bare(figure.text) in whole
    for text in ("9,606", "9,914", "待核实", "第12页，共12页", "=收入"):
        assert text in whole


def test_rows_of_a_sheet_are_in_order_and_each_once_however_long_the_curve():
    chart = CHARTS["假如"]
    points = tuple(Point(3000 + n, 300 - n, "") for n in range(290))
    curve = replace(chart, series=(replace(chart.series[0], points=points),))
    section = Section("x", "长", "长", chart=curve)
    data = write(replace(SAMPLE, sections=(section,)), "xlsx")
    file = zipfile.ZipFile(io.BytesIO(data))
    for name in file.namelist():
        if "worksheets/sheet" in name:
            rows = [int(n) for n in re.findall(rb'<row r="(\d+)"', file.read(name))]
            assert rows == sorted(set(rows))
    book = opened(replace(SAMPLE, sections=(section,)))
    assert len(drawn(book, "长")["达标户"]) == 579


def test_a_figure_has_no_more_decimals_than_its_words():
    """8,141.9 is written 8,141 元: one sheet must not say two values."""
    figures = dict(SAMPLE.figures) | {
        f.key: f
        for f in (
            Figure("mean", 8141.9, "元", "8,141 元", "均值"),
            Figure("money", 248_000.5, "元", "24.8 万元", "合计"),
            Figure("less", -318.7, "元", "−318 元", "差额"),
            Figure("score", (80.0, 80.0), "分", "80 分", "得分"),
        )
    }
    sheet = opened(replace(SAMPLE, figures=figures))["概要"]
    said = {name: sheet.cell(find(sheet, name).row, 2).value
            for name in ("均值", "合计", "差额", "得分")}  # fmt: skip
    assert said == {"均值": 8141, "合计": 248_000.5, "差额": -318, "得分": 80}


def test_figures_are_listed_once_and_a_stamp_breaks_between_its_parts():
    table = Table("figures", "数字与口径", (Column("f", "数字"),), (("在册户数",),))
    book = opened(replace(SAMPLE, tables=(*SAMPLE.tables, table)))
    assert "数字与口径" not in book.sheetnames
    parts = "\u3000".join(stamped(SAMPLE)[0]).split("\u3000")
    lines = [book["要点"].cell(n, 1).value for n in range(1, 6)]
    said = [line for line in lines if line and line.split("\u3000")[0] in parts]
    assert "\u3000".join(said).split("\u3000") == parts


def test_a_share_has_no_axis_beyond_the_whole():
    name = next(k for k, c in CHARTS.items() if c.kind == "line")
    (chart,) = opened()[f"图 {name}"]._charts
    assert chart.y_axis.scaling.max == 100


def test_a_whole_number_among_decimals_has_none():
    column = Column("value", "现行值", "decimal")
    table = Table("terms", "参数", (column,), ((7365,), (0.5,), (float("nan"),)))
    sheet = opened(replace(SAMPLE, tables=(table,)))["参数"]
    row = find(sheet, "现行值").row
    told = [sheet.cell(row + n, 1) for n in (1, 2, 3)]
    assert [one.value for one in told] == [7365, 0.5, "待核实"]
    assert [one.number_format.split(";")[0] for one in told[:2]] == ["#,##0", "#,##0.0"]
    assert cell(7365, column, "zh") == "7,365"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("kind", ["integer", "money", "decimal", "percent"])
def test_what_is_no_number_is_to_verify_in_every_format(value, kind):
    column = Column("n", "数", kind)
    assert (cell(value, column, "zh"), cell(value, column, "en")) == (
        "待核实", "To verify",
    )  # fmt: skip
