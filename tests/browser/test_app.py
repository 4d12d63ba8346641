"""The dashboard says what the library says; every figure opens its list."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboards.models.coverage import Coverage, coverage
from dashboards.models.households import PAGE_ROWS, find
from dashboards.models.overview import Overview, overview
from dashboards.models.view import PAGES
from dashboards.text import catalogue
from dashboards.widgets import figures
from fupin.assess import MET, UNMET

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from tests.browser.screen import Screen

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def told(page: Overview) -> list[str]:
    """Return the six figures at the top, as the screen writes them."""
    villages = [v for v in page.villages if v.verdict == MET]
    return [
        figures.number(page.count.total),
        figures.number(page.count.met),
        figures.number(page.mean_income),
        str(len(villages)),
        figures.percent(page.on_time_rate),
        figures.percent(page.money.used_rate),
    ]


def test_the_overview_shows_the_figures_of_the_library(
    screen: Screen, desk: Desk, view: View
) -> None:
    page = overview(desk, view.day)
    screen.open()
    expect(screen.kpis).to_have_text(told(page))
    expect(screen.page.locator(".headlines h2").first).to_contain_text(
        f"已达标 {page.count.met} 户"
    )
    expect(screen.page).to_have_title("港口镇扶贫方案")


def test_the_households_behind_a_figure_are_as_many_as_it_says(
    screen: Screen, desk: Desk, view: View
) -> None:
    page = overview(desk, view.day)
    for index, count in ((0, page.count.total), (1, page.count.met)):
        screen.open().page.locator(".kpi").nth(index).click()
        screen.expect_count(count)
    screen.open().page.locator(".kpi").nth(2).click()
    screen.expect_count(page.failing["income_met"])


def test_every_alarm_opens_its_list(screen: Screen, desk: Desk, view: View) -> None:
    page = overview(desk, view.day)
    for key, count in (
        ("p=households&alarm=unvisited", page.unvisited),
        ("p=households&alarm=borderline", page.borderline),
        ("p=households&rule=exit_standard&verdict=unknown", page.count.unknown),
    ):
        assert count, f"the sample town has nothing behind {key}"
        alarm = screen.open().page.locator(f'.alarm[data-go="{key}"]')
        expect(alarm.locator("> b")).to_have_text(str(count))
        alarm.click()
        screen.expect_count(count)


@pytest.mark.parametrize("kind", ["late", "villages", "funds"])
def test_a_figure_that_is_not_of_households_opens_a_list_over_the_page(
    screen: Screen, desk: Desk, view: View, kind: str
) -> None:
    page = overview(desk, view.day)
    screen.open().touch(f"list={kind}")
    rows = screen.page.locator(".dialog tbody tr")
    expect(rows).to_have_count(len(page.late if kind == "late" else page.villages))
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator(".dialog")).to_have_count(0)


def covered(page: Coverage) -> list[str]:
    """Return the six figures of the coverage page, as the screen writes them."""
    lists = ("residents", "surveyed", "signed", "over:identification", "over:exit",
             "stopped")  # fmt: skip
    return [figures.number(page.count(spec)) for spec in lists]


def test_the_coverage_page_shows_the_figures_of_the_library_by_village(
    screen: Screen, desk: Desk, view: View
) -> None:
    screen.open("p=coverage")
    expect(screen.kpis).to_have_text(covered(coverage(desk, view)))
    screen.choose("village", "004")
    view.village = "004"
    expect(screen.kpis).to_have_text(covered(coverage(desk, view)))
    screen.expect_asked(p="coverage", v="004")


@pytest.mark.parametrize(
    "spec", ["missing", "unsigned", "next:exit:consent", "found:short_notice"]
)
def test_a_figure_of_coverage_opens_its_list_over_the_page(
    screen: Screen, desk: Desk, view: View, spec: str
) -> None:
    count = coverage(desk, view).count(spec)
    assert count, f"the sample town has nothing behind {spec}"
    screen.open("p=coverage").touch(f"list={spec}")
    rows = screen.page.locator(".dialog tbody tr")
    expect(rows).to_have_count(count)
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator(".dialog")).to_have_count(0)


def test_a_row_of_a_procedure_opens_the_households_dossier(
    screen: Screen, desk: Desk, view: View
) -> None:
    row = coverage(desk, view).work.row(0, named=True)
    screen.open("p=coverage").rows.and_(
        screen.page.locator('[data-go*="h="]')
    ).first.click()
    name = desk.display_id(row["household_id"], row["village_id"])
    expect(screen.page.locator(".crumbs")).to_contain_text(name)


def test_another_date_moves_the_figures_and_the_address(
    screen: Screen, desk: Desk
) -> None:
    day = date(2016, 12, 31)
    assert told(overview(desk, day)) != told(overview(desk, desk.days[-1]))
    screen.open().choose("day", str(day))
    expect(screen.kpis).to_have_text(told(overview(desk, day)))
    screen.expect_asked(d=str(day), p="overview")


def test_another_village_moves_the_figures_and_the_address(
    screen: Screen, desk: Desk, view: View
) -> None:
    screen.open().choose("village", "002")
    expect(screen.kpis).to_have_text(told(overview(desk, view.day, "002")))
    screen.expect_asked(p="overview", v="002")


def test_another_basis_moves_the_figures_and_their_lists(
    screen: Screen, desk: Desk, view: View
) -> None:
    screen.open().choose("basis", "actual")
    screen.expect_asked(p="overview", basis="actual")
    view.basis = "actual"
    count = find(desk, view).count
    expect(screen.kpis.nth(1)).to_have_text(str(count.met))


def test_english_leaves_no_chinese_but_names(screen: Screen, desk: Desk) -> None:
    screen.open().touch("lang")
    words = catalogue("en")
    expect(screen.page.locator(".kpi .label").first).to_have_text(
        words["overview.kpi_enrolled"]
    )
    screen.expect_asked(p="overview", lang="en")
    left = screen.page.locator(".page").first.inner_text()
    for name in desk.village_names.values():
        left = left.replace(name, "").replace(name.removesuffix("村"), "")
    assert not CHINESE.findall(left), left
    labels = screen.page.locator(".nav a").all_inner_texts()
    # Beside a page there may be how much of it is late.
    said = [label.partition("\n")[0] for label in labels]
    assert said == [words[f"{page}.title"] for page in PAGES]
    screen.touch("p=households")
    screen.rows.first.wait_for()
    heads = screen.page.locator("section.card th").all_inner_texts()
    assert heads
    assert not CHINESE.findall("".join(heads))


def test_dark_is_dark_in_every_part(screen: Screen) -> None:
    screen.open().touch("dark")
    screen.expect_asked(p="overview", dark="1")
    light = screen.page.locator(".root:not(.dark)")
    expect(light).to_have_count(0)
    shade = "node => getComputedStyle(node).backgroundColor.match(/\\d+/g).map(Number)"
    assert sum(screen.page.locator(".kpi").first.evaluate(shade)[:3]) < 3 * 80
    screen.touch("dark")
    expect(screen.page.locator(".root.dark")).to_have_count(0)


def test_the_table_pages_on_the_server(screen: Screen, desk: Desk, view: View) -> None:
    found = find(desk, view)
    assert found.rows.height > 2 * PAGE_ROWS
    screen.open("p=households")
    expect(screen.rows).to_have_count(PAGE_ROWS)
    first = screen.rows.first.inner_text()
    screen.touch(f"start={PAGE_ROWS}")
    expect(screen.rows.first).not_to_have_text(first)
    expect(screen.rows).to_have_count(PAGE_ROWS)
    screen.expect_asked(p="households", start=str(PAGE_ROWS))


def test_a_column_sorts_both_ways(screen: Screen, desk: Desk, view: View) -> None:
    screen.open("p=households")
    for sort in ("income", "-income"):
        screen.touch("sort=income")
        view.sort = sort
        wanted = find(desk, view).shown["income_per_person_year"].to_list()
        cells = screen.rows.locator("td:nth-child(8)")
        expect(cells).to_have_text([figures.number(value) for value in wanted])


def test_facets_narrow_the_list_and_are_cleared(
    screen: Screen, desk: Desk, view: View
) -> None:
    every = find(desk, view).count.total
    view.set(village="003", rule="income_met", verdict=UNMET)
    screen.open("p=households")
    for field, value in (
        ("village", "003"),
        ("rule", "income_met"),
        ("verdict", UNMET),
    ):
        screen.page.locator(f'.facets [data-field="{field}"]').select_option(value)
        expect(screen.page.locator(f'.facets [data-field="{field}"]')).to_have_value(
            value
        )
    screen.expect_count(find(desk, view).count.total)
    screen.touch("clear")
    screen.expect_count(every)


def test_a_search_that_finds_nothing_says_so_and_can_be_undone(
    screen: Screen, desk: Desk, view: View
) -> None:
    screen.open("p=households").page.locator('input[type="search"]').fill("没有这户")
    expect(screen.page.locator(".empty")).to_be_visible()
    screen.touch("drop=search")
    screen.expect_count(find(desk, view).count.total)


def test_a_row_opens_the_dossier_with_its_reasons(
    screen: Screen, desk: Desk, view: View
) -> None:
    row = find(desk, view).rows.row(0, named=True)
    screen.open("p=households")
    screen.rows.first.click()
    name = desk.display_id(row["household_id"], row["village_id"])
    expect(screen.page.locator(".crumbs")).to_contain_text(name)
    expect(screen.page.locator(".reasons").first).to_be_visible()
    screen.touch("back")
    expect(screen.rows).to_have_count(PAGE_ROWS)


def test_a_phone_shows_the_page_without_the_drawer_or_sideways_scroll(
    screen: Screen,
) -> None:
    screen.page.set_viewport_size({"width": 390, "height": 844})
    pages = (
        "overview",
        "households",
        "coverage",
        "review",
        "forms",
        "forms&f=household_card",
    )
    for query in (f"p={page}" for page in pages):
        screen.open(query)
        expect(screen.page.locator(".nav a").first).not_to_be_in_viewport()
        wide = "() => document.documentElement.scrollWidth - innerWidth"
        assert screen.page.evaluate(wide) <= 0


def test_the_pages_shape_stands_in_its_window_until_its_figures_do(
    screen: Screen,
) -> None:
    page = screen.page
    held: list[Route] = []
    # A built-in method can't be given: the driver marks what it calls.
    hold = lambda route: held.append(route)  # noqa: E731, PLW0108
    page.route("**/panel-material-ui.bundle.js*", hold)
    page.goto(f"{screen.address}?p=overview&lang=en&dark=1", wait_until="commit")
    shape = page.locator("#skeleton")
    expect(shape).to_contain_text(catalogue("en")["app.opening"])
    shade = "node => getComputedStyle(node).backgroundColor.match(/\\d+/g).map(Number)"
    assert sum(shape.evaluate(shade)[:3]) < 3 * 80
    expect(page.locator("#loader .spinner")).not_to_be_visible()
    page.wait_for_timeout(500)
    for route in held:
        route.continue_()
    screen.body.wait_for()
    expect(shape).to_have_count(0)
