"""The address holds page, filters and date, never a person; Back goes back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboards.models.households import PAGE_ROWS, find
from dashboards.models.overview import overview
from dashboards.models.view import View

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from tests.browser.screen import Screen

pytestmark = pytest.mark.browser
DAY = date(2017, 12, 31)


def test_a_link_opens_the_same_view(screen: Screen, desk: Desk) -> None:
    screen.open(f"p=households&d={DAY}&v=002&verdict=unmet&lang=en&dark=1&sort=income")
    view = View(day=DAY, village="002", verdict="unmet", sort="income")
    screen.expect_count(find(desk, view).count.total)
    expect(screen.page.locator('.topbar [data-field="day"]')).to_have_value(str(DAY))
    expect(screen.page.locator('.facets [data-field="village"]')).to_have_value("002")
    expect(screen.page.locator(".root:not(.dark)")).to_have_count(0)
    expect(screen.page.locator("th.sorted")).to_contain_text("↑")


def test_the_slider_walks_through_the_dates(screen: Screen, desk: Desk) -> None:
    screen.open("p=overview")
    slider = screen.page.locator('.topbar input[type="range"]')
    expect(slider).to_have_value(str(len(desk.days) - 1))
    slider.focus()
    screen.page.keyboard.press("ArrowLeft")
    screen.expect_asked(p="overview", d=str(desk.days[-2]))
    figure = overview(desk, desk.days[-2], "", "fixed").count.met
    expect(screen.page.locator(".headlines h2").first).to_contain_text(str(figure))
    # It keeps the focus, so that the next key goes on; while it is held, only the list
    # tells where it is.
    expect(slider).to_be_focused()
    slider.evaluate(
        "n => { n.value = 0; n.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    listed = screen.page.locator('.topbar [data-field="day"]')
    expect(listed).to_have_value(str(desk.days[0]))
    screen.expect_asked(p="overview", d=str(desk.days[-2]))


def test_back_from_a_page_returns_with_its_filters(screen: Screen) -> None:
    screen.open("p=overview&v=002")
    screen.touch("p=households")
    screen.expect_asked(p="households")
    screen.page.go_back()
    screen.expect_asked(p="overview", v="002")
    expect(screen.page.locator(".page.overview")).to_be_visible()
    expect(screen.page.locator('.topbar [data-field="village"]')).to_have_value("002")
    screen.page.go_forward()
    expect(screen.rows).to_have_count(PAGE_ROWS)


def test_back_from_a_dossier_returns_to_the_list(screen: Screen) -> None:
    screen.open("p=households&v=003")
    screen.rows.first.click()
    expect(screen.page.locator(".page.dossier")).to_be_visible()
    screen.page.go_back()
    expect(screen.rows).to_have_count(PAGE_ROWS)
    screen.expect_asked(p="households", v="003")


def test_filters_leave_one_entry_in_the_history(screen: Screen) -> None:
    screen.open("p=overview")
    before = screen.page.evaluate("history.length")
    for village in ("001", "002", "003"):
        screen.choose("village", village)
        screen.expect_asked(p="overview", v=village)
    assert screen.page.evaluate("history.length") == before


def test_what_was_searched_is_not_in_the_address(
    screen: Screen, desk: Desk, view: View
) -> None:
    row = find(desk, view).rows.row(3, named=True)
    screen.open("p=households").page.locator('input[type="search"]').fill(
        row["head_name"]
    )
    expect(screen.rows.first).to_contain_text(row["head_name"][0] + "*")
    screen.page.locator('.facets [data-field="verdict"]').select_option("unmet")
    screen.expect_asked(p="households", verdict="unmet")


def test_a_household_is_in_the_address_by_its_opaque_id_only(
    screen: Screen, desk: Desk, view: View
) -> None:
    household = find(desk, view).rows["household_id"][0]
    screen.open("p=households")
    screen.rows.first.click()
    screen.expect_asked(p="households", h=desk.token_of(household))
    assert household not in screen.page.url


def test_household_ids_and_names_do_not_open_a_dossier(
    screen: Screen, desk: Desk, view: View
) -> None:
    row = find(desk, view).rows.row(0, named=True)
    for guess in (row["household_id"], row["head_name"]):
        screen.open(f"p=households&h={guess}")
        expect(screen.page.locator(".page.dossier")).to_have_count(0)
        expect(screen.page.locator(".empty")).to_be_visible()


@pytest.mark.parametrize(
    "query",
    [
        "d=2018-13-01", "d=", "p=nothing", "lang=xx", "basis=guessed", "dark=perhaps",
        "start=-5", "start=x", "start=²", "start=99999999999999999999", "%ff=%fe",
        "alarm=none", "rule=none&verdict=unmet", "sort=none", "dept=nobody",
        "<script>=alert(1)",
    ],
)  # fmt: skip
def test_an_address_that_is_wrong_opens_with_what_is_right(
    screen: Screen, desk: Desk, view: View, query: str
) -> None:
    page = overview(desk, view.day)
    screen.open(query)
    expect(screen.kpis.first).to_have_text(str(page.count.total))


@pytest.mark.parametrize("query", ["d=1900-01-01", "d=9999-12-31", "v=999", "v=<b>"])
def test_a_date_or_village_without_a_household_opens_too(
    screen: Screen, query: str
) -> None:
    screen.open(query)
    expect(screen.page.locator(".page").first).to_be_visible()


def test_a_link_to_nobody_on_record_says_so_and_leads_back(screen: Screen) -> None:
    screen.open("p=households&h=0123456789abcdef")
    screen.page.locator('.page.empty [data-go="back"]').click()
    expect(screen.rows).to_have_count(PAGE_ROWS)
    screen.expect_asked(p="households")
