"""The tasks page in a browser: from a cell to a task, a report, and somebody's nod."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from fupin.store import open_store, verify
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser
GPS = 0x8825


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
    expect(page.locator(".bad-card")).to_contain_text("要由别人核实")
    page.locator('[data-field="author"]').last.fill("林二")
    own.touch("save-accept")
    expect(page.locator(".bad-card")).to_contain_text("牵头部门或纪检审计")
    page.locator('select[data-field="own"]').select_option("discipline")
    own.touch("save-accept")
    expect(page.locator(".crumbs .tstate")).to_have_text("完成")
    page.go_back()
    expect(page.locator(".pager")).to_be_visible()
    store = open_store(book)
    assert verify(store) == []
    store.close()


def test_a_photo_from_the_disk_stands_on_the_task_without_its_place(
    own: Screen, book: Path, tmp_path: Path
) -> None:
    path = tmp_path / "完工.jpg"
    told = Image.Exif()
    told.get_ifd(GPS).update({1: "N", 2: (23.0, 7.0, 12.5)})
    Image.new("RGB", (900, 600), "teal").save(path, "JPEG", exif=told)
    own.open("p=tasks&tab=list&status=not_started&dept=housing")
    page = own.page
    page.locator(".list tbody tr").first.click()
    page.locator('.tasks-files [data-field="author"]').fill("陈一")
    page.locator('.tasks-files [data-field="author"]').blur()
    page.locator('.tasks-files [data-field="phase"]').select_option("after")
    page.locator(".tasks-files input[type=file]").set_input_files(path)
    shown = page.locator(".tasks-shots img")
    expect(shown).to_have_attribute("src", re.compile("^data:image/jpeg"))
    with page.expect_download() as saved:
        page.locator(".tasks-shots [data-go^=file]").click()
    assert saved.value.suggested_filename == "完工.jpg"
    with Image.open(saved.value.path()) as kept:
        assert (kept.size, dict(kept.getexif())) == ((900, 600), {})
    shown.click()
    expect(page.locator(".tasks-large img")).to_be_visible()
    store = open_store(book)
    assert verify(store) == []
    store.close()


def test_a_card_is_dragged_and_another_persons_page_follows(
    own: Screen, context: BrowserContext
) -> None:
    page = own.open("p=tasks&tab=mine").page
    page.locator('.tasks-me [data-field="author"]').fill("陈一")
    page.locator('.tasks-me [data-field="author"]').blur()
    expect(page.locator("[data-go=forget-me]")).to_be_visible()
    own.touch("tab=board")
    other = Screen(context.new_page(), own.address).open("p=tasks&tab=board").page
    running = ".col.running header .caption"
    before = other.locator(running).inner_text()
    card = page.locator(".col.not_started .tcard").first
    # What the browser says of a drag: a page behind another gets no mouse.
    held = {"dataTransfer": page.evaluate_handle("() => new DataTransfer()")}
    card.dispatch_event("dragstart", held)
    for event in ("dragover", "drop"):
        page.locator(".col.running").dispatch_event(event, held)
    after = f"{int(before.split()[0]) + 1} 项"
    expect(page.locator(running)).to_have_text(after)
    expect(other.locator(running)).to_have_text(after)
    # By keyboard the same is done by a choice on the card.
    card.locator(".tasks-move select").select_option("running")
    expect(page.locator(running)).to_have_text(f"{int(before.split()[0]) + 2} 项")
    # Who was known here lands on what is theirs.
    own.open("p=tasks")
    expect(page.locator("[data-go=forget-me]")).to_be_visible()


def test_nobody_loses_what_they_type_while_others_write(
    own: Screen, context: BrowserContext
) -> None:
    where = "p=tasks&tab=list&status=not_started&dept=housing"
    page = own.open(where).page
    other = Screen(context.new_page(), own.address).open(where).page
    for one in (page, other):
        one.locator(".list tbody tr").first.click()
        expect(one.locator(".tasks-write")).to_be_visible()
    page.locator('[data-field="comment"]').press_sequentially("正在写")
    other.locator('[data-field="progress"]').fill("30")
    other.locator('.tasks-write [data-field="author"]').fill("林二")
    other.locator('.tasks-write [data-field="author"]').blur()
    other.locator("[data-go=save-task]").click()
    expect(page.locator("[data-tell=news]")).to_be_visible()
    expect(page.locator('[data-field="comment"]')).to_have_value("正在写")
    page.locator("[data-go=refresh]").click()
    expect(page.locator("ol.vintages li")).to_have_count(1)
    expect(page.locator('[data-field="comment"]')).to_have_value("正在写")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 1920, 390])
def test_nothing_of_the_matrix_is_cut(own: Screen, width: int, lang: str) -> None:
    own.page.set_viewport_size({"width": width, "height": 900})
    page = own.open(f"p=tasks&tab=board&lang={lang}").page
    box = page.locator(".wide-scroll:has(.tasks-matrix)")
    expect(box).to_be_visible()
    assert box.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
