"""What a person sees at each width, on paper and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import ViewportSize, expect

if TYPE_CHECKING:
    from tests.browser.screen import Screen

# The heights in px of the words that charts show, and how many drawings of each show.
WORDS = """fits => fits.map(fit => {
  const shown = [...fit.children].filter(one => one.getClientRects().length)
  const svg = shown[0]?.querySelector("svg")
  const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 0
  const sizes = [...svg?.querySelectorAll("text") ?? []]
    .map(one => scale * parseFloat(one.getAttribute("font-size")))
  return [shown.length, Math.min(...sizes), Math.max(...sizes)]
})"""
PLAIN = "node => getComputedStyle(node).backgroundColor"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900), (1920, 1080)])
def test_charts_fit_and_their_words_keep_their_size(
    screen: Screen, width: int, height: int
) -> None:
    screen.page.set_viewport_size(ViewportSize(width=width, height=height))
    for query in ("p=overview", "p=village&lang=en", "p=coverage"):
        screen.open(query)
        held = screen.page.locator(".fit").evaluate_all(WORDS)
        assert held
        for shown, least, most in held:
            assert shown == 1
            assert least > 10
            assert most < 17


def test_on_paper_there_is_no_menu_nothing_is_cut_off_and_all_is_light(
    screen: Screen,
) -> None:
    screen.open("p=overview&dark=1")
    menu = screen.page.locator(".nav")
    expect(menu).to_be_visible()
    screen.page.emulate_media(media="print")
    expect(menu).to_be_hidden()
    card = screen.page.locator("section.card").first
    assert card.evaluate(PLAIN) == "rgb(255, 255, 255)"
    main = screen.page.locator(".main-content")
    assert main.evaluate("node => getComputedStyle(node).overflowY") == "visible"
    assert screen.page.locator("html").evaluate(PLAIN) == "rgb(255, 255, 255)"


def test_escape_closes_what_a_chart_is_saved_as(screen: Screen) -> None:
    screen.open()
    menu = screen.page.locator("details.take").first
    menu.locator("summary").press("Enter")
    expect(menu.locator("button").first).to_be_visible()
    menu.locator("button").first.press("Escape")
    expect(menu.locator("button").first).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_a_figure_and_its_unit_stay_on_one_line(screen: Screen) -> None:
    screen.open()
    said = screen.page.locator(".headlines").evaluate("node => node.textContent")
    assert "\u00a0个百分点" in said
    assert " 户" not in said
