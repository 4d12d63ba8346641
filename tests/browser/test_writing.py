"""What people write: a file taken in, a visit recorded, two people at once, undo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from fupin.sample import write_sample
from fupin.store import history, open_store, register, verify
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sent")
    write_sample(folder, households=60, kind="xlsx")
    return folder / "register.xlsx"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the store of a town that has no data yet."""
    return tmp_path / "town.db"


def put_in(screen: Screen, workbook: Path) -> None:
    screen.page.set_input_files("input[type=file]", str(workbook))
    expect(screen.page.locator(".counts")).to_be_visible()


def sign(screen: Screen, author: str, reason: str) -> None:
    screen.page.locator('[data-field="author"]').fill(author)
    screen.page.locator('[data-field="reason"]').fill(reason)


def take(screen: Screen, workbook: Path) -> None:
    screen.open("p=intake")
    put_in(screen, workbook)
    sign(screen, "陈一", "第一次录入")
    screen.touch("accept")
    expect(screen.page.locator(".good")).to_contain_text("第 1 批")


def test_an_empty_town_is_shown_the_way_in(own: Screen) -> None:
    own.open()
    expect(own.body).to_contain_text("还没有数据")
    own.touch("p=intake")
    expect(own.headline).to_contain_text("还没有数据")


def test_a_file_is_looked_at_accepted_and_undone(
    own: Screen, workbook: Path, book: Path
) -> None:
    own.open("p=intake")
    put_in(own, workbook)
    assert history(open_store(book)) == []
    own.touch("accept")
    expect(own.page.locator(".bad-card")).to_contain_text("填上姓名和原因")
    sign(own, "陈一", "第一次录入")
    own.touch("accept")
    expect(own.page.locator(".good")).to_contain_text("第 1 批")
    expect(own.headline).to_contain_text("在册 60 户")
    own.touch("p=overview")
    expect(own.kpis.first).to_have_text("60")
    own.open("p=intake")
    own.page.set_input_files("input[type=file]", str(workbook))
    expect(own.page.locator(".page.intake")).to_contain_text("没有可接收的变化")
    sign(own, "陈一", "放错了")
    own.touch("undo")
    expect(own.headline).to_contain_text("还没有数据")
    assert [v.kind for v in history(open_store(book))] == ["intake", "undo"]
    assert verify(open_store(book)) == []


def test_two_files_or_one_too_large_are_refused_in_words(
    own: Screen, workbook: Path, tmp_path: Path
) -> None:
    own.open("p=intake")
    large = tmp_path / "large.xlsx"
    with large.open("wb") as file:
        file.truncate(200 * 2**20 + 1)
    own.page.set_input_files("input[type=file]", str(large))
    expect(own.page.locator("[data-why=large]")).to_be_visible()
    own.page.locator("input[type=file]").evaluate("node => node.multiple = true")
    own.page.set_input_files("input[type=file]", [str(workbook), str(large)])
    expect(own.page.locator("[data-why=many]")).to_be_visible()
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"nothing of the kind")
    own.page.set_input_files("input[type=file]", str(bad))
    expect(own.page.locator(".bad-card")).to_contain_text("bad.xlsx")


def test_a_cancelled_upload_leaves_nothing_behind(
    own: Screen, tmp_path: Path, book: Path
) -> None:
    own.open("p=intake")
    slow = tmp_path / "slow.xlsx"
    with slow.open("wb") as file:
        file.truncate(150 * 2**20)
    own.page.set_input_files("input[type=file]", str(slow))
    own.touch("stop-upload")
    expect(own.page.locator("[data-why=stopped]")).to_be_visible()
    expect(own.page.locator(".counts")).to_have_count(0)
    assert history(open_store(book)) == []


def test_a_visit_changes_the_verdict_from_its_day_on(
    own: Screen, workbook: Path, book: Path
) -> None:
    take(own, workbook)
    own.open("p=households&rule=housing_met&verdict=met")
    own.rows.first.click()
    expect(own.headline).not_to_contain_text("住房")
    own.touch("visit")
    own.page.locator('[data-field="facts.housing_grade"]').select_option("D")
    own.page.locator('[data-field="facts.rebuild_state"]').select_option("started")
    own.page.locator('[data-field="facts.floor_area_m2"]').fill("-5")
    sign(own, "林二", "查出危房")
    own.touch("save-visit")
    expect(own.page.locator(".bad-card")).to_contain_text("住房面积")
    own.page.locator('[data-field="facts.floor_area_m2"]').fill("75")
    own.touch("save-visit")
    expect(own.headline).to_contain_text("住房")
    last = history(open_store(book))[-1]
    assert (last.kind, last.author, last.reason) == ("visit", "林二", "查出危房")
    own.touch("p=intake")
    own.touch("vintage=2")
    expect(own.page.locator("ol.vintages")).to_contain_text("住房改造进度")


def test_the_second_of_two_people_sees_both_values(
    own: Screen, workbook: Path, context: BrowserContext, book: Path
) -> None:
    take(own, workbook)
    own.open("p=households&sort=id")
    own.rows.first.click()
    expect(own.page.locator(".crumbs")).to_be_visible()
    own.page.wait_for_url(re.compile("h="))
    other = Screen(context.new_page(), own.address)
    other.open(own.page.url.partition("?")[2])
    for screen in (own, other):
        screen.touch("visit")
        expect(screen.page.locator(".thirds").first).to_be_visible()
    for screen, who, area in ((own, "林二", "75"), (other, "黄三", "80")):
        screen.page.locator('[data-field="facts.floor_area_m2"]').fill(area)
        sign(screen, who, "量过")
        screen.touch("save-visit")
    clash = other.page.locator(".bad-card")
    expect(clash).to_contain_text("林二 改成 75")
    expect(clash).to_contain_text("您的 80")
    assert len(history(open_store(book))) == 2
    other.touch("insist")
    other.touch("save-visit")
    expect(other.page.locator(".crumbs")).to_be_visible()
    assert history(open_store(book))[-1].author == "黄三"


def test_the_rows_to_correct_come_back_as_a_workbook_and_go_in_again(
    own: Screen, workbook: Path, tmp_path: Path, book: Path
) -> None:
    bad = load_workbook(workbook)
    sheet = bad["农户"]
    column = [cell.value for cell in sheet[1]].index("家庭人口") + 1
    household, was = sheet.cell(2, 1).value, sheet.cell(2, column).value
    sheet.cell(2, column).value = -4
    bad.save(tmp_path / "bad.xlsx")
    own.open("p=intake")
    put_in(own, tmp_path / "bad.xlsx")
    expect(own.page.locator(".problems")).to_contain_text("家庭人口")
    with own.page.expect_download() as saving:
        own.touch("fix-list")
    saving.value.save_as(tmp_path / "fix.xlsx")
    sign(own, "陈一", "第一次录入")
    own.touch("accept")
    expect(own.page.locator(".good")).to_be_visible()
    fix = load_workbook(tmp_path / "fix.xlsx")
    (row,) = [row for row in fix["农户"].iter_rows() if row[0].value == household]
    (cell,) = [cell for cell in row if cell.value in (-4, "-4")]
    assert cell.fill.fgColor.rgb != "00000000"
    cell.value = was
    fix.save(tmp_path / "fixed.xlsx")
    put_in(own, tmp_path / "fixed.xlsx")
    sign(own, "陈一", "更正")
    own.touch("accept")
    expect(own.page.locator(".good")).to_contain_text("第 2 批")
    rows = register(open_store(book))["households"]
    assert rows.filter(pl.col("household_id") == household).height


def test_what_was_decided_then_can_be_looked_at_again(
    own: Screen, workbook: Path
) -> None:
    take(own, workbook)
    own.open("p=households&rule=housing_met&verdict=met")
    own.rows.first.click()
    own.page.wait_for_url(re.compile("h="))
    dossier = own.page.url.partition("?")[2]
    own.touch("visit")
    own.page.locator('[data-field="facts.housing_grade"]').select_option("D")
    own.page.locator('[data-field="facts.rebuild_state"]').select_option("started")
    sign(own, "林二", "查出危房")
    own.touch("save-visit")
    expect(own.headline).to_contain_text("住房")
    own.open(f"{dossier}&k=1")
    expect(own.page.locator(".replay")).to_contain_text("第 1 批")
    expect(own.headline).not_to_contain_text("住房")
    expect(own.page.locator('[data-go="visit"]')).to_have_count(0)
    own.page.locator(".replay").click()
    expect(own.page.locator("ol.vintages li")).to_have_count(2)
    expect(own.page.locator(".replay")).to_have_count(0)
