"""核对 in the browser: a figure that is touched opens the list that it counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboards.models.review import review
from dashboards.models.view import View
from dashboards.text import say

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from tests.browser.screen import Screen

pytestmark = pytest.mark.browser
SPECS = ("misplaced", "missed_open", "differ", "turns", "turns_entry")


def test_a_figure_opens_the_list_that_it_counts(screen: Screen, desk: Desk) -> None:
    page = review(desk, View(day=desk.days[-1], page="review"))
    screen.open("p=review")
    dialog = screen.page.locator(".dialog")
    shown = 0
    for spec in SPECS:
        count = page.count(spec)
        if not count:
            continue
        figure = screen.page.locator(f'[data-go="list={spec}"]:visible').last
        expect(figure).to_have_text(f"{count:,}")
        figure.click()
        expect(dialog.locator("h3")).to_have_text(say("zh", f"review.list_{spec}"))
        expect(dialog.locator("tbody tr")).to_have_count(count)
        dialog.locator("button").click()
        expect(dialog).to_have_count(0)
        shown += 1
    assert shown >= 3


def test_a_row_of_the_list_opens_the_household(screen: Screen, desk: Desk) -> None:
    page = review(desk, View(day=desk.days[-1], page="review"))
    row = page.rows("turns_entry").row(0, named=True)
    screen.open("p=review")
    screen.touch("list=turns_entry")
    screen.page.locator(".dialog tbody a").first.click()
    shown = desk.display_id(row["household_id"], row["village_id"])
    expect(screen.page.locator(".page.dossier .crumbs")).to_contain_text(shown)
    card = screen.page.locator(".page.dossier section.card")
    expect(card.filter(has_text=re.compile("期初人均收入"))).not_to_have_count(0)


def test_the_dossier_gives_its_decision_sheet(screen: Screen, desk: Desk) -> None:
    house = desk.register["households"]["household_id"][0]
    screen.open(f"p=households&h={desk.token_of(house)}")
    with screen.page.expect_download() as waiting:
        screen.touch("sheet")
    saved = waiting.value
    assert saved.suggested_filename == f"{desk.days[-1]} 农户认定表 {house}.pdf"
    assert saved.path().read_bytes().startswith(b"%PDF-")
