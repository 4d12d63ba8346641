"""The oversight page in a browser: an objection from receipt to outcome, and a draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from fupin import objections
from fupin.sample import LAST_DAY
from fupin.store import open_store, register, verify

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store
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
    page.locator('[data-field="finding"]').fill("漏记 2 笔")
    own.touch("save-take")
    expect(page.locator(".crumbs .tstate")).to_have_text("承办中")
    # Figure and unit are held together to be read; what is written on is as typed.
    expect(page.locator(".oversight-words").last).to_contain_text("漏记 2\u00a0笔")
    assert page.locator('[data-field="finding"]').input_value() == "漏记 2 笔"
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


def with_an_objection(book: Path, plan: Plan) -> tuple[Store, objections.Places]:
    store = open_store(book)
    places = objections.Places.of(plan, register(store))
    said = {"kind": "objection", "about": "decision", "channel": "phone",
            "village_id": "001", "text": "收入没有算全"}  # fmt: skip
    objections.add(store, places, said, objections.Act("陈一", LAST_DAY), 30)
    return store, places


def test_what_is_being_typed_outlives_what_others_write(
    own: Screen, book: Path, plan: Plan
) -> None:
    store, places = with_an_objection(book, plan)
    page = own.open("p=oversight").page
    own.touch("open=obj:1")
    shown = page.locator("ol.vintages li")
    # In the open form, and in one that is unfolded and has a field of the same name.
    for version, (place, name, words) in enumerate(
        ((0, "author", "王三"), (1, "author", "李四"), (0, "finding", "正在核对收支")),
        1,
    ):
        if place:
            page.locator("details.oversight-write summary").click()
        field = page.locator(f'.oversight-write [data-field="{name}"]').nth(place)
        field.click()
        page.keyboard.type(words)
        expect(shown).to_have_count(version)
        act = objections.Act("周五", LAST_DAY, version)
        more = {"text": f"收入没有算全，第 {version} 次补充"}
        objections.edit(store, places, "obj:1", more, act)
        expect(shown).to_have_count(version + 1)
        assert field.input_value() == words
        page.keyboard.press("Tab")
        if name == "author":
            page.reload()
            continue
        # What was put back is what is saved.
        page.locator('.oversight-write [data-field="author"]').first.fill("王三")
        own.touch("save-take")
        expect(page.locator(".crumbs .tstate")).to_have_text("承办中")
        assert objections.history(store, "obj:1")[0]["finding"] == words
    store.close()


def test_what_is_unfolded_stays_so_when_others_write(
    own: Screen, book: Path, plan: Plan
) -> None:
    store, places = with_an_objection(book, plan)
    page = own.open("p=oversight").page
    own.touch("open=obj:1")
    form = page.locator("details.oversight-write")
    form.locator("summary").click()
    act = objections.Act("周五", LAST_DAY, 1)
    objections.edit(store, places, "obj:1", {"text": "收入没有算全，补充"}, act)
    expect(page.locator("ol.vintages li")).to_have_count(2)
    expect(form.locator("textarea")).to_be_visible()
    store.close()
    # Another one, or the list, begins as it is.
    own.touch("back")
    own.touch("open=obj:1")
    expect(form.locator("textarea")).to_be_hidden()


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


# What is scrolled within the page, what is over its edge, what is low to touch.
OFF_THE_PHONE = """() => {
  const found = []
  const look = (root) => { for (const one of root.querySelectorAll("*")) {
    if (one.shadowRoot) look(one.shadowRoot)
    if (!one.closest(".page") || one.closest("svg")) continue
    const box = one.getBoundingClientRect(), name = `${one.tagName} ${one.className}`
    if (!box.width) continue
    const rolls = ["auto", "scroll"].includes(getComputedStyle(one).overflowX)
    if (rolls && one.scrollWidth > one.clientWidth + 1) found.push(`scrolled: ${name}`)
    const within = one.parentElement?.getBoundingClientRect() ?? box
    if (one.matches("table.list") && box.right > within.right + 1)
      found.push(`wider than its card: ${name} ${box.width}`)
    if (box.right > innerWidth + 1) found.push(`over the edge: ${name}`)
    const touched = one.matches("button, select, summary, a.link, tr[data-go]")
    if (touched && box.height < 39.5) found.push(`low: ${name} ${box.height}`)
  } }
  look(document)
  return [...new Set(found)]
}"""
HEADS = """() => {
  const found = []
  const look = (root) => { for (const one of root.querySelectorAll("*")) {
    if (one.shadowRoot) look(one.shadowRoot)
    if (one.matches(".page table.list thead tr"))
      found.push([...one.children].filter((cell) => cell.offsetWidth).length)
  } }
  look(document)
  return found
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_phone_tables_have_three_columns_and_nothing_scrolls_aside(
    own: Screen, lang: str
) -> None:
    own.page.set_viewport_size({"width": 390, "height": 844})
    page = own.open(f"p=oversight&lang={lang}&tab=inspect").page
    own.touch("new=draw")
    page.locator('[data-field="reason"]').fill("半年抽查")
    page.locator('[data-field="author"]').fill("陈一")
    own.touch("save-draw")
    expect(page.locator(".oversight-kpis .kpi")).to_have_count(4)
    for query in ("p=oversight", "p=oversight&tab=inspect", "p=funds",
                  "p=funds&tab=ledger"):  # fmt: skip
        page = own.open(f"{query}&lang={lang}").page
        expect(page.locator(".page table.list").first).to_be_visible()
        assert page.evaluate(OFF_THE_PHONE) == [], query
        assert max(page.evaluate(HEADS)) <= 3, query
