"""A draft with a mistake is refused: what, where and the cure, in both languages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fupin.errors import FupinError
from fupin.proposals import Draft, check
from tests.proposals.drafts import (
    LINE,
    basis,
    correction,
    draft,
    rule,
    text,
    value,
)

if TYPE_CHECKING:
    from fupin.plan import Plan

REFUSED = [
    (rule("has_cr"), "seven_out_6.when:1: 'has_cr' is no fact"),
    (rule("has_cr"), "did you mean 'has_car'?"),
    (rule("persons_count > 5 and"), "can't be read near character"),
    (rule("housing_grade == 'Z'"), "code list 'housing_grade' has no 'Z'"),
    (rule("seven_out"), "rests on itself"),
    (rule("has_car and not has_car"), "can never be true"),
    (rule("six_in and not six_in"), "can never be true"),
    (rule("persons_count > 5 and persons_count < 3"), "can never be true"),
    (rule("5 < persons_count < 6"), "can never be true"),
    (rule("persons_count > 40"), "can never be true"),
    (rule("housing_grade == 'A' and housing_grade == 'B'"), "can never be true"),
    (rule("floor_area_m2 > new_house_area and floor_area_m2 < 80"),
     "can never be true"),
    (rule("persons_count >= 1"), "is always true"),
    (rule("has_car or not has_car"), "is always true"),
    (rule("persons_count / 0 > 1"), "divides by 0"),
    (rule("floor_area_m2 / farmland_mu > 30"), "by 'farmland_mu', which may be 0"),
    (rule(""), "needs a condition"),
    (rule("has_car and " * 60 + "has_car"), "at most 500 characters"),
    (rule("has_car", date(2015, 1, 1)), "holds from 2016-01-01"),
    (rule("has_car", subject="seven_out_5"), "can't be changed"),
    (rule("has_car", text="三是家庭拥有小汽车或大型农机具的农户不能进"),
     "are a clause already (seven_out_3)"),
    (rule("has_car", text=" "), "has no words"),
    (rule("has_car", source=" "), "lacks the source"),
    (rule("has_car", author="", reason=""), "lacks your name, a reason"),
    (text(1), "can't be changed"),
    (text(11), "The plan has no 'implement_11'"),
    (value("nothing", 1), "The plan has no 'nothing'"),
    (value(LINE, 7725, date(2018, 7, 1)), "one value a year, from 1 January"),
    (value(LINE, 7725, date(2020, 1, 1)), "no value for 2019: a gap"),
    (value(LINE, 5000, date(2013, 1, 1)), "no value for 2014, 2015: a gap"),
    (value(LINE, 7725, date(2018, 1, 1)), "the dates overlap"),
    (value(LINE, 77250, date(2019, 1, 1)), "outside 4000 to 12000"),
    (value(LINE, "many", date(2019, 1, 1)), "is not a number"),
    (value("new_house_area", 80, date(2018, 1, 1)), "nothing would change"),
    (value("is_six_in_with_line", 1, date(2018, 1, 1)), "A switch is yes or no"),
    (correction(LINE, 7725, date(2019, 1, 1)), "no value from 2019-01-01 to correct"),
    (basis(LINE, "guess"), "has no basis 'guess'"),
    (basis("new_house_area", "actual"), "has no basis 'actual'"),
    (basis(LINE, "fixed"), "nothing would change"),
    (draft("delete", LINE), "no proposal of kind 'delete'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"), REFUSED, ids=[f"{d.subject}-{s[:30]}" for d, s in REFUSED]
)
def test_a_draft_with_a_mistake_says_what_where_and_the_cure(
    plan: Plan, wrong: Draft, said: str
) -> None:
    with pytest.raises(FupinError) as refused:
        check(plan, wrong)
    assert said in refused.value.en
    assert refused.value.zh != refused.value.en


@pytest.mark.parametrize(
    "when",
    [
        "has_car and has_large_machine",
        "persons_count > 5 and not has_dibao",
        "5 < persons_count < 7",
        "floor_area_m2 > 80 and floor_area_m2 < 80.0005",
        "floor_area_m2 * 2 > 161 and floor_area_m2 * 2 < 162",
        "farmland_mu / persons_count > 3",
        "farmland_mu > 0 and floor_area_m2 / farmland_mu > 30",
        "within_years(enrolled_on, new_house_years)",
        "some_member(not is_insured) and six_in",
        "housing_grade in ['C', 'D'] and housing_grade != 'C'",
    ],
)
def test_a_rule_that_can_be_met_and_unmet_is_taken(plan: Plan, when: str) -> None:
    after = check(plan, rule(when))
    assert after.rules["seven_out_6"].when == when
    assert plan.rules["seven_out_6"].is_pending


def test_a_recorded_rule_is_corrected_from_its_own_date_only(plan: Plan) -> None:
    since = date(2017, 1, 1)
    recorded = check(plan, rule("has_car", since))
    corrected = check(recorded, rule("has_large_machine", since))
    assert corrected.rules["seven_out_6"].when == "has_large_machine"
    with pytest.raises(FupinError, match="须与它同日起"):
        check(recorded, rule("has_large_machine", date(2018, 1, 1)))
