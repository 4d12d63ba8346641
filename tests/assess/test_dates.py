"""Which line, which version and which record counts on a date, as known by a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fupin.assess import assess
from fupin.plan import Scenario
from tests import registers
from tests.assess.towns import DAY, MET, RICH, decide, one, three_households
from tests.registers import household, incomes

if TYPE_CHECKING:
    from fupin.plan import Plan


def test_the_line_is_that_of_the_year_in_which_the_income_ends(plan: Plan) -> None:
    year = {
        "household_id": MET,
        "period_from": date(2017, 1, 1),
        "period_to": date(2017, 12, 31),
        "income_source": "wage",
        "amount": 6883.0,
    }
    said = one(plan, incomes=[year])
    assert (said["income_met"], said["distance"]) == ("met", 0.0)
    assert one(plan, incomes=[year | {"amount": 6882.0}])["distance"] == -1.0


def test_the_actual_basis_takes_the_provinces_figure_of_the_year(plan: Plan) -> None:
    scenario = Scenario(plan).with_basis("household_exit_line", "actual")
    done = assess(registers.of(**three_households()), scenario, DAY)
    # 17167.7 × 45 % = 7725.465
    assert done.verdicts()["distance"].to_list() == [-125.0, -525.0, None]
    assert done.verdicts()["exit_standard"].to_list() == ["unmet", "unmet", "unknown"]


def test_a_line_not_yet_published_leaves_the_household_unknown(plan: Plan) -> None:
    scenario = Scenario(plan).with_basis("household_exit_line", "actual")
    register = registers.of(**three_households())
    before = assess(register, scenario, DAY, date(2019, 1, 30)).verdicts()
    after = assess(register, scenario, DAY, date(2019, 1, 31)).verdicts()
    assert before["exit_standard"].to_list() == ["unknown"] * 3
    assert after["exit_standard"].to_list() == ["unmet", "unmet", "unknown"]


def test_what_was_recorded_later_was_not_known(plan: Plan) -> None:
    late = [row | {"recorded_on": date(2018, 7, 9)} for row in incomes(RICH, MET)]
    early = decide(plan, date(2018, 7, 8), incomes=late).verdicts()
    assert early["exit_standard"].to_list() == ["unknown"] * 3
    assert (
        decide(plan, date(2018, 7, 9), incomes=late).verdicts()["exit_standard"][0]
        == "met"
    )


def test_the_newest_version_of_a_household_decides(plan: Plan) -> None:
    moved = household(
        valid_from=date(2018, 3, 1), housing_grade="D", rebuild_state="started"
    )
    later = household(valid_from=date(2018, 7, 1), housing_grade="A")
    said = one(plan, households=[moved, later, household()])
    assert (said["exit_standard"], said["exit_standard__because"]) == (
        "unmet",
        "housing_met",
    )
