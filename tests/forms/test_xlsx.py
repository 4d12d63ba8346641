"""The workbooks, opened again: formats, repeated headers, print areas, no formula."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from fupin.forms import fill, load_forms, workbook, write_all
from fupin.forms.layout import lines
from fupin.forms.xlsx import file_name
from tests import registers as r
from tests.forms.towns import TABLES, decided

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.assess import Assessment
    from fupin.plan import Plan

FORMS = load_forms()


@pytest.fixture(scope="module")
def done(plan: Plan) -> Assessment:
    return decided(plan)


def _opened(done: Assessment, name: str, lang: str = "zh", **options: Any) -> Any:
    made = workbook(fill(FORMS[name], done, **options), lang)
    return openpyxl.load_workbook(io.BytesIO(made))


def _values(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_form_has_its_title_its_reading_and_headers_on_two_levels(
    done: Assessment,
) -> None:
    sheet = _opened(done, "exit_plan").active
    rows = _values(sheet)
    assert rows[0][0] == "脱贫计划管理"
    assert rows[1][0].startswith("口径：当前贫困户是截至日在册的户")
    assert rows[2][0] == "截至 2018-06-30"
    assert rows[3][:4] == ["行政区域", "当前贫困户", None, "当年脱贫计划数"]
    assert rows[4][:4] == [None, "户", "人", "户"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A4:A5", "B4:C4", "D4:E4"} <= merged
    assert rows[5][:3] == ["001村", 3, 5]
    assert rows[7][:3] == ["合计", 4, 6]


def test_figures_are_numbers_with_formats_and_ranges_are_words(
    done: Assessment,
) -> None:
    sheet = _opened(done, "income_analysis").active
    gross, share = sheet["E6"], sheet["G6"]
    assert (gross.value, gross.number_format) == (40_000, "#,##0")
    assert (share.value, share.number_format) == (79, "#,##0.00")
    sheet = _opened(done, "projects").active
    assert sheet["E6"].value == "1–2"
    assert sheet["E6"].alignment.horizontal == "right"


def test_dates_are_dates(done: Assessment) -> None:
    sheet = _opened(done, "household_card")["001-001"]
    dates = [
        c for row in sheet.iter_rows() for c in row if isinstance(c.value, datetime)
    ]
    assert {c.number_format for c in dates} == {"yyyy-mm-dd"}
    assert datetime(2018, 5, 5) in [c.value for c in dates]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("name", "lies", "size"),
    [("household_list", "portrait", 9), ("not_yet_out", "landscape", 9),
     ("village_ledger", "landscape", 8), ("household_card", "portrait", 9)],
)  # fmt: skip
def test_the_paper_is_as_wide_as_the_form(
    done: Assessment, name: str, lies: str, size: int
) -> None:
    setup = _opened(done, name).worksheets[0].page_setup
    assert (setup.orientation, int(setup.paperSize)) == (lies, size)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["household_list", "household_card", "not_yet_out"])
def test_no_text_needs_more_lines_than_its_row_is_high(
    done: Assessment, name: str, lang: str
) -> None:
    sheet = _opened(done, name, lang).worksheets[0]
    spans = {str(area.coord.split(":")[0]): area for area in sheet.merged_cells.ranges}
    widths = {
        n: dimension.width
        for dimension in sheet.column_dimensions.values()
        for n in range(dimension.min, dimension.max + 1)
    }
    for cell in (c for row in sheet.iter_rows(min_row=2) for c in row):
        if not isinstance(cell.value, str) or not cell.alignment.wrap_text:
            continue
        area = spans.get(cell.coordinate)
        last, bottom = (area.max_col, area.max_row) if area else (cell.column, cell.row)
        wide = int(sum(widths[n] for n in range(cell.column, last + 1)))
        high = sum(
            sheet.row_dimensions[n].height or 15 for n in range(cell.row, bottom + 1)
        )
        assert lines(cell.value, wide) * 15 <= high, cell.value


def test_a_form_prints_with_its_headers_on_each_page(done: Assessment) -> None:
    sheet = _opened(done, "household_list").active
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "B5"
    assert sheet.print_area.endswith("$A$1:$G$9")
    assert "&P" in sheet.oddFooter.right.text
    filled = fill(FORMS["household_list"], done)
    for part in ("2018-06-30", filled.scenario, filled.register):
        assert part in sheet.oddFooter.left.text


def test_what_begins_like_a_formula_is_written_as_text(plan: Plan) -> None:
    bad = ["=1+1", "+86", "-cmd", "@SUM(A1)", "http://a.b", "\t=1"]
    households = [
        r.household(f"001-00{n}", head_name=text, village_group=text)
        for n, text in enumerate(bad, 1)
    ]
    members = [r.member(f"001-00{n}-01", member_name=t) for n, t in enumerate(bad, 1)]
    villages = [r.village(village_name="=HYPERLINK(1)"), r.village("002")]
    nothing: r.Rows = []
    tables = dict.fromkeys(TABLES, nothing)
    tables |= {"villages": villages, "households": households, "members": members}
    done = decided(plan, tables)
    for name in FORMS:
        book = _opened(done, name, masked=False)
        cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
        assert {c.data_type for c in cells} <= {"s", "n", "d"}, name
        assert not any(c.hyperlink for c in cells), name
    sheet = _opened(done, "household_list", masked=False).active
    assert [sheet.cell(n, 2).value for n in range(5, 5 + len(bad))] == bad
    assert sheet["A5"].value == "=HYPERLINK(1)"


def test_a_card_is_a_sheet_a_household(done: Assessment) -> None:
    book = _opened(done, "household_card")
    assert book.sheetnames == ["001-001", "001-002", "001-003", "002-001"]
    said = [value for row in _values(book["001-003"]) for value in row]
    assert "待核实" in said
    assert "姓名、号码已遮盖" in str(said[-14:])


def test_english_words_stand_on_an_english_form(done: Assessment) -> None:
    rows = _values(_opened(done, "exit_plan", "en").active)
    assert rows[0][0] == "Exit plan"
    assert rows[7][0] == "Total"


def test_a_form_of_nobody_is_still_a_workbook(plan: Plan) -> None:
    nothing: r.Rows = []
    done = decided(plan, dict.fromkeys(TABLES, nothing) | {"villages": [r.village()]})
    assert _values(_opened(done, "household_card").active)[0][0] == "户卡"


def test_all_forms_are_written_under_their_date_title_and_village(
    done: Assessment, tmp_path: Path
) -> None:
    filled = [fill(form, done, "001") for form in FORMS.values()]
    paths = write_all(filled, tmp_path / "out")
    assert [path.name for path in paths] == [file_name(form) for form in filled]
    assert paths[0].name == "2018-06-30 脱贫计划管理 001村.xlsx"
    assert all(path.stat().st_size > 5_000 for path in paths)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_the_printed_form_says_what_the_form_says(
    done: Assessment, tmp_path: Path
) -> None:
    (path,) = write_all([fill(FORMS["exit_plan"], done)], tmp_path)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    to = ["--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run(
        ["soffice", home, *map(str, to), str(path)], check=True, capture_output=True
    )
    pdf = path.with_suffix(".pdf")
    said = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout
    for words in ("脱贫计划管理", "当前贫困户", "001村", "66.66", "第 1 页，共 1 页"):
        assert words in said
    assert date(2018, 6, 30).isoformat() in said
    assert said.count("\f") == 1
