"""The funds' page in a browser: a payment is entered, marked, found and taken along."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

from fupin.recording import preview, record
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store, verify
from tests.browser.screen import Screen
from tests.browser.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def book(tmp_path: Path) -> Path:
    write_sample(tmp_path / "town", households=60)
    store = open_store(tmp_path / "town.db")
    record(store, preview(store, tmp_path / "town", LAST_DAY), "陈一", "录入")
    store.close()
    return tmp_path / "town.db"


@pytest.fixture
def own(page: Page, book: Path, tmp_path: Path) -> Iterator[Screen]:
    port = free_port()
    home = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "fupin.cli", "serve", "--port", str(port)]
    with running(command, home + "liveness", tmp_path / "log", FUPIN_STORE=str(book)):
        yield Screen(page, home)
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_a_payment_is_entered_marked_found_and_taken_along(
    own: Screen, book: Path, tmp_path: Path
) -> None:
    page = own.open("p=funds").page
    expect(page.locator(".funds-head h2")).to_contain_text("下拨")
    own.touch("new")
    for name, value in (
        ("kind", "paid"), ("village_id", "001"), ("source", "province"),
        ("use", "bonus"),
    ):  # fmt: skip
        page.locator(f'[data-field="{name}"]').select_option(value)
    page.locator('[data-field="amount"]').fill("12元钱")
    page.locator('[data-field="author"]').fill("陈一")
    own.touch("save-add")
    expect(page.locator(".bad")).to_contain_text("最多两位小数")
    page.locator('[data-field="amount"]').fill("1234.50")
    own.touch("save-add")
    expect(page.locator(".funds-list tbody tr").first).to_contain_text("1,234.50")
    page.locator('[data-field="alarm"]').select_option("ban")
    expect(page.locator(".funds-list tbody tr")).to_have_count(1)
    mark = page.locator(".funds-list .chip").last
    expect(mark).to_have_text("疑似禁用：奖金津贴福利")
    with page.expect_download() as taken:
        own.touch("export=xlsx")
    taken.value.save_as(tmp_path / "ledger.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "ledger.xlsx").worksheets[0]
    assert (sheet.max_row, sheet["G2"].value) == (2, 1234.5)
    store = open_store(book)
    assert verify(store) == []
    store.close()
