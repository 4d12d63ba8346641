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
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sheet import content, decision_sheet, file_name
from fupin.store import open_store, register
from fupin.typeset import chosen
from fupin.why.evidence import StoreMarks
from tests import registers
from tests.printed import words
from tests.registers import household, incomes, member, village
from tests.store.towns import take

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.assess import Assessment
    from fupin.plan import Plan

DAY, HOUSE = date(2018, 6, 30), "001-001"
NAMES = ("梁大海", "黄小燕", "梁子明")
A4 = (595, 842)


def family(**facts: Any) -> Register:
    return registers.of(
        villages=[village(village_name="红中村")],
        households=[household(persons_count=3, head_name=NAMES[0], **facts)],
        members=[
            member(member_name=NAMES[0]),
            member("001-001-02", member_name=NAMES[1], relation="spouse"),
            member("001-001-03", member_name=NAMES[2], relation="child",
                   is_insured=None),
        ],
        incomes=incomes(5000),
    )  # fmt: skip


def crowd(n: int = 30) -> Register:
    """Return a household that fills the sheet: many members, everything unknown."""
    long = "收入" * 40
    return registers.of(
        villages=[village(village_name="很长的村名" * 12)],
        households=[
            household(persons_count=n, head_name=NAMES[0], village_group="九" * 40,
                      housing_grade=None, is_eligible_safety_net=None)
        ],
        members=[
            member(f"001-001-{i:02}", member_name=NAMES[1] + long, labour=None,
                   is_insured=None, relation="other")
            for i in range(1, n + 1)
        ],
    )  # fmt: skip


def decided(plan: Plan, rows: Register, **facts: Any) -> Assessment:
    return assess(rows, Scenario(plan), DAY, **facts)


def test_the_sheet_is_one_a4_page_with_its_fonts_inside(plan: Plan) -> None:
    pdf = PdfReader(io.BytesIO(decision_sheet(decided(plan, family()), HOUSE)))
    (page,) = pdf.pages
    assert tuple(map(round, page.mediabox[2:])) == A4
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        inside = inner.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(inside)


def test_it_says_what_decides_how_far_and_what_is_missing(plan: Plan) -> None:
    said = words(decision_sheet(decided(plan, family()), HOUSE))
    # 20,000 a year for three persons, against 7,365: 698 below, 9.4 %.
    for figure in ("6,666元/人·年", "7,365元/人·年", "低698元（9.4%）"):
        assert figure in said
    for told in (
        "未达标", "待核实", "基本医疗：参加基本医疗保险", "民主评议", "农户",
        "村委干部", "调查人员", "截至2018年6月30日", "第1页，共1页",
    ):  # fmt: skip
        assert told in said
    done = decided(plan, family())
    assert done.scenario.fingerprint in said
    assert done.source.fingerprint in said


def test_no_full_name_and_full_names_only_for_who_may_take_them_out(plan: Plan) -> None:
    done = decided(plan, family())
    said = words(decision_sheet(done, HOUSE))
    assert "梁**" in said
    assert not any(name in said for name in NAMES)
    assert NAMES[0] in words(decision_sheet(done, HOUSE, masked=False))
    public = decided(plan, family(), reader=Reader("public"))
    with pytest.raises(AccessError):
        decision_sheet(public, HOUSE, masked=False)


def test_a_reader_without_incomes_gets_neither_figures_nor_distance(plan: Plan) -> None:
    reader = Reader("cadre", classes=frozenset({"name"}))
    said = words(decision_sheet(decided(plan, family(), reader=reader), HOUSE))
    assert "您的身份看不到" in said
    for figure in ("6,666", "9.4%", "698"):
        assert figure not in said
    nameless = Reader("public", classes=frozenset())
    said = words(decision_sheet(decided(plan, family(), reader=nameless), HOUSE))
    assert "梁*" not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_crowd_with_long_texts_still_makes_one_page(plan: Plan, lang: str) -> None:
    done = decided(plan, crowd())
    pdf = PdfReader(io.BytesIO(decision_sheet(done, HOUSE, lang=lang)))
    assert len(pdf.pages) == 1
    said = pdf.pages[0].extract_text()
    assert done.source.fingerprint in said.replace("\n", "")


def test_each_fact_names_its_row_its_vintage_and_its_date(
    plan: Plan, tmp_path: Path
) -> None:
    store = open_store(str(tmp_path / "fupin.db"), tmp_path / "vintages")
    take(store, family(), author="陈一一")
    changed = family(valid_from=date(2018, 5, 1), housing_grade="D")
    take(store, changed, date(2018, 5, 1), author="林二二")
    done = decided(plan, register(store))
    marks = StoreMarks.of_household(store, HOUSE)
    said = words(decision_sheet(done, HOUSE, marks))
    assert re.search(r"危房级别D级（2018年5月1日）[①-⑳]", said)
    assert re.search(r"农户001-001，第2批，.*?录入，林\*\*", said)
    assert re.search(r"收入4行，第1批，.*?录入，陈\*\*", said)
    assert "陈一一" not in said
    store.close()


def test_the_sheet_is_told_in_english_too(plan: Plan) -> None:
    said = content(decided(plan, family()), HOUSE, lang="en")
    rows = str([said["words"], said["exit"], said["missing"], said["footer"]])
    rows = re.sub(r"source: .*?'", "", rows.replace("梁**", ""))
    assert not re.search(r"[\u4e00-\u9fff]", rows)


def test_the_same_data_print_the_same_bytes(plan: Plan) -> None:
    done = decided(plan, family())
    assert decision_sheet(done, HOUSE) == decision_sheet(done, HOUSE)
    assert file_name(done, HOUSE) == "2018-06-30 农户认定表 001-001.pdf"


def test_every_household_of_the_sample_has_its_page(plan: Plan) -> None:
    from fupin.sample import make_tables  # noqa: PLC0415

    done = decided(plan, Register.of(make_tables()), reader=LOCAL)
    for house in done.households["household_id"][::45]:
        made = decision_sheet(done, house)
        assert len(PdfReader(io.BytesIO(made)).pages) == 1


def test_a_machine_without_a_chinese_font_is_told_what_to_do() -> None:
    assert chosen(["DejaVu Sans", "Microsoft YaHei"]) == (
        "Microsoft YaHei", "Microsoft YaHei",
    )  # fmt: skip
    with pytest.raises(FupinError, match="FUPIN_FONTS"):
        chosen(["DejaVu Sans"])


def test_a_household_that_is_not_there_is_refused(plan: Plan) -> None:
    with pytest.raises(FupinError, match="009-001"):
        decision_sheet(decided(plan, family()), "009-001")
