"""The plan in the browser: one proposes, a second person accepts, the figures move."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.screen import Screen


pytestmark = pytest.mark.browser


def fill(screen: Screen, **fields: str) -> None:
    for name, words in fields.items():
        screen.page.locator(f'[data-field="{name}"]').fill(words)


def test_a_missing_rule_is_recorded_accepted_by_a_second_person_and_decides(
    own: Screen,
) -> None:
    own.open("p=plan")
    expect(own.headline).to_contain_text("13 处待补录")
    own.touch("propose=seven_out_6")
    fill(own, text="六是（虚构）耕地多的农户不能进", when="farmland_mu > 3 and has_cr",
         source="虚构", author="陈一", reason="练习")  # fmt: skip
    own.touch("send")
    expect(own.page.locator(".plan-form .bad")).to_contain_text("是不是“has_car”")
    fill(own, when="farmland_mu > 3")
    own.touch("send")
    expect(own.page.locator(".good")).to_contain_text("第 1 号提议已记下")
    expect(own.headline).to_contain_text("13 处待补录")
    own.page.locator('#at-seven_out_6 [data-to="proposals"]').click()
    expect(own.page.locator(".plan-open")).to_be_in_viewport()
    own.touch("look=1")
    told = own.page.locator(".plan-open .next").text_content() or ""
    moved = re.search(r"会动 (\d+)\s户", told)
    assert moved is not None
    movers = own.page.locator(".plan-movers > span")
    expect(movers).to_have_count(int(moved[1]))
    fill(own, second="陈一", decided="同意")
    own.touch("accept")
    expect(own.page.locator(".plan-open .bad")).to_contain_text("第二个人")
    fill(own, second="林二")
    own.touch("accept")
    expect(own.page.locator(".good")).to_contain_text("第 1 号提议已采纳")
    expect(own.headline).to_contain_text("12 处待补录")
    met = own.page.locator("#at-seven_out_6 a.plan-count").first
    n = int(re.sub(r"\D", "", met.text_content() or ""))
    met.click()
    own.expect_count(n)
    own.rows.first.click()
    expect(own.page.locator(".reasons")).to_contain_text("六是（虚构）")


def test_the_plan_is_taken_along_as_a_page(own: Screen, tmp_path: Path) -> None:
    own.open("p=plan")
    with own.page.expect_download() as saving:
        own.touch("export")
    saving.value.save_as(tmp_path / "plan.html")
    saved = (tmp_path / "plan.html").read_text("utf-8")
    assert "五是长期雇佣他人从事生产经营活动的农户不能进" in saved


def test_the_outline_leads_to_a_part_and_stays_in_sight(own: Screen) -> None:
    own.open("p=plan")
    link = own.page.locator('[data-to="part-seven_out"]:visible')
    link.click()
    expect(own.page.locator("#part-seven_out h3")).to_be_in_viewport()
    expect(link).to_be_in_viewport()
