"""The funds' page in a browser: a payment is entered, marked, found and taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

from fupin.store import open_store, verify

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.screen import Screen


pytestmark = pytest.mark.browser


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
