from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from fupin.access import LOCAL, Reader
from fupin.assess import assess
from fupin.errors import AccessError, FupinError
from fupin.forms import fill, load_forms
from fupin.plan import Scenario
from fupin.sheet.public_notice import public_notice
from fupin.sheet.village import village_sheet
from tests import registers
from tests.printed import words
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from fupin.assess import Assessment
    from fupin.plan import Plan

DAY = date(2018, 6, 30)
NAME = "梁大海"


def decided(
    plan: Plan, reader: Reader = LOCAL, income: int = 5000, **facts: Any
) -> Assessment:
    rows = registers.of(
        villages=[village(village_name="红中村"), village("002", village_name="空村")],
        households=[household(persons_count=1, head_name=NAME, **facts)],
        members=[member(member_name=NAME)],
        incomes=incomes(income),
    )
    return assess(rows, Scenario(plan), DAY, reader=reader)


def test_a_village_sheet_says_verdict_conditions_years_and_open_households(
    plan: Plan,
) -> None:
    done = decided(plan, housing_grade="D", rebuild_state="started")
    said = words(village_sheet(done, "001"))
    for part in ("红中村脱贫情况表", "村出列的条件", "1户1人", "001-001", "梁**",
                 "住房安全", "第1页，共"):  # fmt: skip
        assert part in said
    assert NAME not in said


def test_a_village_with_many_open_households_is_set_smaller_and_stays_one_page(
    plan: Plan,
) -> None:
    def sheet(count: int) -> list[str]:
        ids = [f"001-{n:03}" for n in range(1, count + 1)]
        rows = registers.of(
            villages=[village(village_name="红中村")],
            households=[household(one, persons_count=1) for one in ids],
            members=[member(f"{one}-01") for one in ids],
            incomes=[row for one in ids for row in incomes(1000, one)],
        )
        made = village_sheet(assess(rows, Scenario(plan), DAY), "001")
        return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]

    (page,) = sheet(21)
    assert "001-021" in page
    # What doesn't come to one page in any size keeps the largest, and goes on.
    assert len(sheet(60)) > 1


def test_a_village_without_a_household_is_printed_and_says_so(plan: Plan) -> None:
    said = words(village_sheet(decided(plan), "002"))
    assert "没有在册户" in said
    assert "未达标和待核实的户" not in said


def test_what_a_village_has_not_recorded_is_to_verify_and_not_nought(
    plan: Plan,
) -> None:
    said = words(village_sheet(decided(plan), "002"))
    assert re.search(r"村人均可支配收入(待核实|[\d,]+元)", said)
    bare = registers.of(
        villages=[village(population_count=None)], households=[household()],
        members=[member()],
    )  # fmt: skip
    said = words(village_sheet(assess(bare, Scenario(plan), DAY), "001"))
    assert "人口待核实" in said
    assert "贫困发生率待核实" in said


def test_a_village_sheet_is_not_for_who_may_not_take_names_out(plan: Plan) -> None:
    reader = Reader("village", villages=frozenset({"001"}))
    with pytest.raises(AccessError):
        village_sheet(decided(plan, reader), "001", masked=False)
    with pytest.raises(FupinError, match="002"):
        village_sheet(decided(plan, reader), "002")


def test_a_reader_without_incomes_is_not_told_that_income_is_what_lacks(
    plan: Plan,
) -> None:
    blind = Reader("r", classes=frozenset({"name"}), actions=frozenset({"read"}))
    assert "收入达标" in words(village_sheet(decided(plan, income=100), "001"))
    said = words(village_sheet(decided(plan, blind, income=100), "001"))
    assert "001-001" in said
    assert "收入达标" not in said.replace("村收入达标", "")


def test_a_public_notice_has_the_forms_columns_and_its_names_masked(
    plan: Plan,
) -> None:
    done = decided(plan)
    form = load_forms()["public_notice"]
    said = words(public_notice(fill(form, done, "001", given={"phone": "0"})))
    for part in ("拟退出户公示名单", "红中村", "村民委员会（盖章）", "2018年6月30日"):
        assert part in said
    assert "没有符合条件的户" in said or "户主姓名" in said
    assert NAME not in said


def test_a_form_that_is_not_public_is_not_hung_out(plan: Plan) -> None:
    filled = fill(load_forms()["household_list"], decided(plan))
    with pytest.raises(FupinError, match="不能张贴"):
        public_notice(filled)


def test_in_english_the_sheets_say_their_frame_in_english(plan: Plan) -> None:
    made = village_sheet(decided(plan), "001", "en")
    said = words(made)
    assert "Villagesheet" in said
    assert "Page1of" in said
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
