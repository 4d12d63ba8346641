"""The forms page: what is previewed is what is written, and the browser saves it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

from dashboards.models.forms import PAGE_ROWS
from dashboards.text import catalogue
from fupin.forms import fill
from fupin.forms.cells import words
from tests.browser.test_app import CHINESE

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.forms import FilledTable
    from tests.browser.screen import Screen

pytestmark = pytest.mark.browser


def _told(table: FilledTable, row: int, lang: str = "zh") -> list[str]:
    cells = zip(table.rows[row], table.table.columns, strict=True)
    return [words(cell, column, lang, table.codes) for cell, column in cells]


def _saved(screen: Screen, button: str) -> tuple[str, bytes]:
    with screen.page.expect_download() as saving:
        screen.touch(button)
    path = saving.value.path()
    return saving.value.suggested_filename, Path(path).read_bytes()


def test_the_preview_says_what_the_form_says(
    screen: Screen, desk: Desk, view: View
) -> None:
    done = desk.assessment(view.day)
    screen.open("p=forms&f=not_yet_out")
    (table,) = fill(desk.forms["not_yet_out"], done).tables
    expect(screen.rows).to_have_count(len(table.rows))
    expect(screen.rows.first.locator("td")).to_have_text(_told(table, 0))
    groups = screen.page.locator("table.ledger th.over")
    named = dict.fromkeys(c.group["zh"] for c in table.table.columns if c.group)
    expect(groups).to_have_text(list(named))
    head = screen.page.locator("table.ledger thead tr").last.locator("th").last
    cell = screen.rows.first.locator("td").nth(len(table.table.columns) - 4)
    side = "node => node.getBoundingClientRect().right"
    assert head.evaluate(side) == cell.evaluate(side), (
        "headers stand over their figures"
    )


def test_every_form_of_the_list_opens_and_its_address_says_which(
    screen: Screen, desk: Desk
) -> None:
    screen.open("p=forms")
    picks = screen.page.locator(".forms .pick b")
    expect(picks).to_have_text([form.title["zh"] for form in desk.forms.values()])
    for name, form in desk.forms.items():
        screen.touch(f"p=forms&f={name}")
        expect(screen.page.locator(".forms section h3")).to_have_text(form.title["zh"])
    screen.expect_asked(p="forms", f=name)


def test_date_village_and_language_follow_the_top_bar(
    screen: Screen, desk: Desk
) -> None:
    day = desk.days[0]
    screen.open("p=forms").choose("day", str(day))
    screen.choose("village", "002")
    (table,) = fill(desk.forms["exit_plan"], desk.assessment(day), "002").tables
    expect(screen.rows).to_have_count(1)
    expect(screen.rows.first.locator("td")).to_have_text(_told(table, 0))
    screen.touch("lang")
    expect(screen.page.locator(".forms section h3")).to_have_text("Exit plan")
    assert (
        catalogue("en")["forms.title"] == screen.page.locator(".nav a.on").inner_text()
    )
    left = screen.body.inner_text()
    for name in desk.village_names.values():
        left = left.replace(name, "")
    assert not CHINESE.findall(left), left


def test_the_browser_saves_the_form_that_is_shown(
    screen: Screen, desk: Desk, view: View
) -> None:
    screen.open("p=forms&f=village_ledger")
    name, content = _saved(screen, "save")
    assert name == f"{view.day} 村册.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    (table,) = fill(desk.forms["village_ledger"], desk.assessment(view.day)).tables
    assert sheet["G6"].value == table.frame["enrolled_households"][0]


def test_the_browser_saves_all_forms_in_one_archive(screen: Screen, desk: Desk) -> None:
    screen.open("p=forms")
    name, content = _saved(screen, "save_all")
    assert name.endswith("表格.zip")
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert len(archive.namelist()) == len(desk.forms)
    assert archive.testzip() is None


def test_a_long_form_and_the_cards_are_paged(screen: Screen, desk: Desk) -> None:
    screen.open("p=forms&f=household_list")
    expect(screen.rows).to_have_count(PAGE_ROWS)
    screen.touch(f"start={PAGE_ROWS}")
    screen.expect_asked(p="forms", f="household_list", start=str(PAGE_ROWS))
    screen.touch("p=forms&f=household_card")
    expect(screen.page.locator("h4.inset")).to_have_count(
        len(desk.forms["household_card"].tables)
    )
    first = screen.page.locator("dl.pairs").first.inner_text()
    screen.touch("start=1")
    expect(screen.page.locator("dl.pairs").first).not_to_have_text(first)


def test_what_is_filled_in_stands_in_the_preview_and_in_the_file(
    screen: Screen,
) -> None:
    screen.open("p=forms&f=public_notice")
    expect(screen.rows.first.locator("td").last).to_have_text("待补录")
    field = screen.page.locator('input[data-field="supervision_phone"]')
    field.fill('0758-7 "<b>')
    field.press("Tab")
    expect(screen.rows.first.locator("td").last).to_have_text('0758-7 "<b>')
    _, content = _saved(screen, "save")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["H6"].value == '0758-7 "<b>'


def test_no_name_stands_whole_on_the_page(
    screen: Screen, desk: Desk, view: View
) -> None:
    names = set(desk.assessment(view.day).households["head_name"])
    for form in ("household_list", "public_notice", "household_card"):
        screen.open(f"p=forms&f={form}")
        said = screen.everything()
        assert not [name for name in names if name in said]
