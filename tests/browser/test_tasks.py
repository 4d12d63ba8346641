"""The tasks page in a browser: from a cell to a task, a report, and somebody's nod."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

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


def test_a_task_is_reported_and_accepted_by_somebody_else(
    own: Screen, book: Path
) -> None:
    page = own.open("p=tasks").page
    cell = page.locator(".tasks-matrix td[data-go]").first
    total = (cell.get_attribute("title") or "").split()[1]
    cell.click()
    expect(page.locator(".pager")).to_contain_text(f"共 {total} 项")
    own.open("p=tasks&tab=list&status=not_started&dept=housing")
    page.locator(".list tbody tr").first.click()
    page.locator('[data-field="status"]').select_option("to_verify")
    page.locator('.tasks-write [data-field="author"]').fill("陈一")
    own.touch("save-task")
    expect(page.locator("ol.vintages li")).to_have_count(1)
    own.touch("save-accept")
    expect(page.locator(".bad")).to_contain_text("要由别人核实")
    page.locator('[data-field="author"]').last.fill("林二")
    own.touch("save-accept")
    expect(page.locator(".crumbs .tstate")).to_have_text("完成")
    page.go_back()
    expect(page.locator(".pager")).to_be_visible()
    store = open_store(book)
    assert verify(store) == []
    store.close()
