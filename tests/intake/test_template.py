from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from fupin import intake
from fupin.codes import CODES
from fupin.intake.excel import GUIDE_SHEET, LISTS_SHEET
from fupin.intake.template import hint
from fupin.tables import TABLES
from tests.intake.towns import town

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.schema import Table


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "模板.xlsx"
    intake.write_template(path)
    return path


def test_the_empty_template_is_read_without_a_problem(template: Path) -> None:
    found = intake.read(template)
    assert len(found.problems) == 0
    assert all(frame.is_empty() for frame in found.register.tables.values())
    assert found.register.absent == frozenset()


def test_a_filled_in_template_is_read_back(template: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template)
    for sheet, rows in town().items():
        headers = [cell.value for cell in book[sheet][1]]
        for number, row in enumerate(rows[1:], 2):
            for header, value in zip(rows[0], row, strict=True):
                book[sheet].cell(number, headers.index(header) + 1, value)
    book.save(tmp_path / "填好.xlsx")
    found = intake.read(tmp_path / "填好.xlsx")
    assert len(found.problems) == 0
    assert found.register["households"]["household_id"].to_list() == [
        "001-001",
        "001-002",
        "002-001",
    ]


def test_every_column_has_its_header_comment_and_drop_down(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for table in TABLES.values():
        sheet = book[table.zh]
        assert [cell.value for cell in sheet[1]] == [c.zh for c in table.columns]
        assert all(cell.comment for cell in sheet[1])
        assert sheet.freeze_panes == "B2"
        lists = [v for v in sheet.data_validations.dataValidation if v.type == "list"]
        wanted = [c for c in table.columns if c.kind in ("code", "bool")]
        assert sum(len(v.sqref.ranges) for v in lists) == len(wanted)


def test_a_drop_down_offers_exactly_its_code_list(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book[LISTS_SHEET].sheet_state == "hidden"
    offered = {
        str(column[0]): [word for word in column[1:] if word]
        for column in book[LISTS_SHEET].iter_cols(values_only=True)
    }
    assert offered == {name: [c.zh for c in codes] for name, codes in CODES.items()}
    [formula] = {
        v.formula1
        for v in book["家庭成员"].data_validations.dataValidation
        if v.type == "list" and v.promptTitle == "与户主关系"
    }
    first, _, last = formula.rpartition("!")[2].partition(":")
    cells = book[LISTS_SHEET][f"{first}:{last}".replace("$", "")]
    assert [cell.value for (cell,) in cells] == [c.zh for c in CODES["relation"]]


def test_keys_are_text_cells_so_that_zeros_stay(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    formats = book["村"].column_dimensions["A"]
    assert formats.number_format == "@"


def test_the_guide_explains_every_column(template: Path) -> None:
    rows = list(openpyxl.load_workbook(template)[GUIDE_SHEET].values)[2:]
    assert [(row[0], row[1]) for row in rows] == [
        (table.zh, column.zh) for table in TABLES.values() for column in table.columns
    ]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_hint_fits_into_the_box_that_excel_has_for_it(table: Table) -> None:
    for column in table.columns:
        assert len(hint(column)) <= 255
        assert len(column.zh) <= 32
