"""The meeting page in a browser: made, presented by keys, compared, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from fupin.snapshots import listed
from fupin.store import open_store, verify

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.screen import Screen


pytestmark = pytest.mark.browser
# The look's own: 1600 by 900, scaled to the window.
SHAPE = 16 / 9
SLOW = 60_000


def make(own: Screen, title: str) -> str:
    page = own.page
    page.locator('[data-field="title"]').fill(title)
    page.locator('.meeting-make [data-field="author"]').fill("林一")
    own.touch("make")
    # The first one decides every date of the register.
    expect(page.locator(".crumbs .tag")).to_be_visible(timeout=SLOW)
    return str(page.locator(".crumbs .tag").text_content())


def test_a_snapshot_is_made_presented_by_keys_annotated_and_withdrawn(
    own: Screen, book: Path
) -> None:
    page = own.open("p=meeting").page
    id_ = make(own, "七月例会 a/b")
    assert f"m={id_}" in page.url
    own.touch("present")
    slides = page.locator(".show .slide")
    expect(page.locator(".show .slide.on")).to_have_count(1)
    count = slides.count()
    assert count > 5

    def at() -> str:
        return page.locator(".show .slide.on .top span").last.inner_text()

    assert at() == f"1 / {count}"
    page.keyboard.press("ArrowRight")
    assert at() == f"2 / {count}"
    headline = page.locator(".show .slide.on h2")
    assert headline.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    # Scaled as a whole: the sheet keeps its shape in any window.
    box = page.locator(".show .slide.on .sheet").bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(SHAPE, rel=0.01)
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert at() == f"{count} / {count}"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert at() == f"1 / {count}"
    page.keyboard.press("Escape")
    expect(page.locator(".show .stage")).to_have_count(0)
    # Closed, the keys belong to the page again.
    page.keyboard.press("ArrowRight")
    expect(page.locator(".show .stage")).to_have_count(0)

    page.locator('[data-field="words"]').fill("已入户核对")
    own.touch("save-note")
    expect(page.locator("ol.vintages li")).to_contain_text("已入户核对")
    own.touch("withdraw")
    page.locator('[data-field="reason"]').fill("用错了日期")
    own.touch("save-withdraw")
    expect(page.locator(".bad-card")).to_contain_text("用错了日期")
    store = open_store(book)
    (found,) = listed(store)
    assert found.withdrawn is not None
    assert verify(store) == []
    store.close()


def test_the_brief_is_edited_and_two_are_compared(own: Screen) -> None:
    page = own.open("p=meeting").page
    make(own, "七月例会")
    own.touch("brief")
    # Nothing within the page scrolls by itself, not even a field of text.
    assert (
        page.locator(".meeting").evaluate(
            """root => [...root.querySelectorAll("*")].filter(
          (node) => node.scrollHeight > node.clientHeight + 1
            && ["auto", "scroll"].includes(getComputedStyle(node).overflowY)
        ).map((node) => node.className)"""
        )
        == []
    )
    text = page.locator('[data-field="brief:glance"]')
    assert "{town.met}" in text.input_value()
    text.fill("已达标{town.met}，另有 3 户在办。")
    text.blur()
    expect(page.locator(".meeting-says").first).to_contain_text("户，另有 3 户在办。")
    own.touch("save-brief")
    expect(page.locator(".bad-card")).to_contain_text("手写的")
    own.touch("insist-brief")
    expect(page.locator("#meeting-glance")).to_contain_text("另有 3 户在办")
    own.touch("back")
    make(own, "七月例会，再一份")
    own.touch("back")
    own.touch("compare")
    expect(page.locator(".meeting .crumbs h2")).to_contain_text("变了什么")
    expect(page.locator(".meeting .next")).to_contain_text("都一样")
    page.go_back()
    expect(page.locator(".meeting-make")).to_be_visible()
