"""The exported page in a browser without a network, with and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from fupin import exports
from tests.exports.bad_documents import ODD
from tests.exports.sample_document import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stick") / exports.file_name(SAMPLE, "html")
    path.write_bytes(exports.write(SAMPLE, "html"))
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    yield from opened(browser, file)


def opened(browser: Browser, file: Path, **asked) -> Iterator[Page]:
    context = browser.new_context(offline=True, **{"viewport": WIDE, **asked})
    page = context.new_page()
    wrong: list[str] = []
    asked_for: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text))
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert wrong == []
    assert asked_for == [file.as_uri()]


def first_cells(page: Page, table: str) -> list[str]:
    return page.locator(f"{table} tbody tr:visible td:first-child").all_inner_texts()


def table_of(page: Page, heading: str) -> str:
    number = page.locator("section", has_text=heading).last.get_attribute("id")
    return f"#{number} table"


def test_a_mark_says_its_figures_when_pointed_at(page):
    mark = page.locator(".wide .mark").filter(has_text="9,606").first
    mark.hover()
    expect(page.locator("#tip")).to_have_text("红中村：9,606 元，差 214 元")


def test_a_mark_says_its_figures_when_reached_by_the_keyboard(page):
    page.locator(".wide .mark").filter(has_text="9,606").first.focus()
    expect(page.locator("#tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#tip")).to_be_hidden()


def test_a_figure_in_a_text_says_its_basis(page):
    page.locator("main .fig", has_text="77.9 %").first.hover()
    expect(page.locator("#tip")).to_have_text("达标率 · 226/290，截去尾数")


def test_a_table_sorts_by_value_and_what_is_not_known_stands_last(page):
    table = table_of(page, "各村全表")
    head = page.locator(f"{table} th", has_text="人均收入").get_by_role("button")
    head.click()
    assert first_cells(page, table)[:3] == ["红中村", "回龙村", "历麻村"]
    head.click()
    assert first_cells(page, table) == [
        "历麻村",
        "回龙村",
        "红中村",
        "建发村",
        "新立村",
    ]
    expect(page.locator(f"{table} th", has_text="人均收入")).to_have_attribute(
        "aria-sort", "descending"
    )


def test_a_table_filters_by_words(page):
    table = table_of(page, "各村全表")
    section = page.locator("section").filter(has=page.locator(table.split()[0]))
    tools = page.locator(f"{table.split()[0]} .tools")
    tools.get_by_role("searchbox").fill("待核实")
    assert first_cells(page, table) == ["建发村", "新立村"]
    expect(tools.get_by_role("status")).to_have_text("2 / 5 行")
    assert section is not None


def test_the_menu_goes_to_a_section_and_says_where_one_is(page):
    page.get_by_role("navigation").get_by_role("link", name="村出列").click()
    expect(
        page.get_by_role("heading", name="红中村离出列线还差").first
    ).to_be_in_viewport()
    expect(page.locator("nav a.on")).to_have_text("村出列")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_without_a_script_all_of_it_can_be_read(browser, file, size):
    for page in opened(browser, file, java_script_enabled=False, viewport=size):
        for figure in SAMPLE.figures.values():
            expect(
                page.get_by_text(figure.text).locator("visible=true").first
            ).to_be_visible()
        expect(page.locator("svg.fchart:visible")).to_have_count(4)
        # Nothing that does nothing.
        expect(page.get_by_role("button")).to_have_count(0)
        expect(page.get_by_role("searchbox")).to_have_count(0)
        page.get_by_text("看数据").first.click()
        expect(page.get_by_role("cell", name="2016年6月30日").first).to_be_visible()


def test_it_is_not_wider_than_a_phone(browser, file):
    for page in opened(browser, file, viewport=PHONE):
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_it_is_dark_where_the_reader_prefers_it_and_light_on_paper(browser, file):
    for page in opened(browser, file, color_scheme="dark"):
        ground = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(ground) == "rgb(14, 19, 26)"
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_markup_in_a_document_is_words(browser, tmp_path):
    path = tmp_path / "odd.html"
    path.write_bytes(exports.write(ODD, "html"))
    for page in opened(browser, path):
        expect(page.locator("h1")).to_contain_text("<script>alert(1)</script>")
