"""The oversight page in a browser: an objection from receipt to outcome, and a draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from fupin.store import open_store, verify

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.screen import Screen


pytestmark = pytest.mark.browser


def test_an_objection_is_written_taken_and_decided(own: Screen, book: Path) -> None:
    page = own.open("p=oversight").page
    own.touch("new=new")
    choices = {"village_id": "001", "about": "decision", "channel": "phone"}
    for name, value in choices.items():
        page.locator(f'select[data-field="{name}"]').select_option(value)
    for name, value in (
        ("household", "003"), ("text", "收入没有算全"), ("complainant", "欧阳静仪"),
        ("author", "陈一"),
    ):  # fmt: skip
        page.locator(f'[data-field="{name}"]').fill(value)
    own.touch("save-add")
    expect(page.locator(".crumbs .tstate")).to_have_text("待承办")
    page.locator('[data-field="taker"]').fill("林二")
    page.locator('[data-field="finding"]').fill("漏一笔")
    own.touch("save-take")
    expect(page.locator(".crumbs .tstate")).to_have_text("承办中")
    page.locator('select[data-field="outcome"]').select_option("rejected")
    page.locator('.oversight-write [data-field="author"]').nth(1).fill("王三")
    own.touch("save-decide")
    expect(page.locator(".crumbs .tstate")).to_have_text("不属实")
    expect(page.locator("ol.vintages li")).to_have_count(3)
    assert "欧阳静仪" not in page.content()
    page.go_back()
    page.go_back()
    store = open_store(book)
    assert verify(store) == []
    store.close()


def test_a_sample_is_drawn_and_a_row_inspected(own: Screen, book: Path) -> None:
    page = own.open("p=oversight&tab=inspect").page
    own.touch("new=draw")
    page.locator('[data-field="reason"]').fill("半年抽查")
    page.locator('[data-field="author"]').fill("陈一")
    own.touch("save-draw")
    expect(page.locator(".oversight-kpis .kpi")).to_have_count(4)
    page.locator('tr[data-go="row=1"]').click()
    page.locator('select[data-field="found"]').select_option("agrees")
    page.locator('[data-field="inspector"]').fill("某某某")
    own.touch("save-record")
    expect(page.locator('tr[data-go="row=1"] .tstate')).to_have_text("相符")
    with page.expect_download() as told:
        own.touch("file")
    assert told.value.suggested_filename.endswith(".xlsx")
    store = open_store(book)
    assert verify(store) == []
    store.close()
