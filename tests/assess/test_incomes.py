"""The income of a household: which months, which year, and when it isn't known."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from fupin.assess.incomes import closed_year, month_window, year_incomes
from tests import registers
from tests.assess.test_facts import DAY, household_facts
from tests.registers import household

QUARTERS_2017 = (
    (date(2017, 1, 1), date(2017, 3, 31)),
    (date(2017, 4, 1), date(2017, 6, 30)),
    *registers.QUARTERS[:2],
)


def income(*rows: tuple[tuple[date, date], str, float | None], day: date = DAY) -> Any:
    found = household_facts(day, incomes=[
        {"household_id": "001-001", "period_from": period[0], "period_to": period[1],
         "income_source": source, "amount": amount}
        for period, source, amount in rows
    ])  # fmt: skip
    return found["income_year"], found["income_per_person_year"], found["income_to_on"]


def wages(periods: Any, amount: float) -> Any:
    return [(period, "wage", amount) for period in periods]


def test_the_twelve_months_to_the_date_come_before_the_closed_year() -> None:
    rows = wages(QUARTERS_2017, 1000) + wages(registers.QUARTERS[2:], 1500)
    assert income(*rows) == (5000, 2500, date(2018, 6, 30))


def test_a_date_on_which_no_period_closes_takes_the_last_closed_year() -> None:
    rows = wages(QUARTERS_2017, 1000) + wages(registers.QUARTERS[2:], 1500)
    assert income(*rows, day=date(2018, 7, 15)) == (4000, 2000, date(2017, 12, 31))


def test_a_year_ends_on_its_own_last_day() -> None:
    assert closed_year(date(2017, 12, 31)) == (
        date(2017, 1, 1),
        date(2017, 12, 31),
    )
    assert closed_year(date(2017, 12, 30)) == (
        date(2016, 1, 1),
        date(2016, 12, 31),
    )


def test_the_window_of_february_ends_with_its_29th() -> None:
    assert month_window(date(2016, 2, 10)) == (
        date(2015, 3, 1),
        date(2016, 2, 29),
    )


def test_one_yearly_row_is_as_good_as_four_quarters() -> None:
    year = (date(2017, 1, 1), date(2017, 12, 31))
    assert income((year, "wage", 4000)) == (4000, 2000, date(2017, 12, 31))


def test_a_missing_quarter_falls_back_to_the_closed_year() -> None:
    rows = wages(QUARTERS_2017, 1000) + wages(registers.QUARTERS[3:], 1500)
    assert income(*rows) == (4000, 2000, date(2017, 12, 31))


def test_an_unknown_amount_makes_its_twelve_months_unknown_and_is_no_zero() -> None:
    rows = [*wages(registers.QUARTERS, 1000), (registers.QUARTERS[3], "property", None)]
    assert income(*rows) == (None, None, None)


def test_costs_are_subtracted_and_allowances_count() -> None:
    quarter = registers.QUARTERS[0]
    costs = [(quarter, "business_cost", 300), (quarter, "transfer_cost", 50)]
    rows = [*wages(registers.QUARTERS, 1000), *costs, (quarter, "dibao", 150)]
    assert income(*rows) == (3800, 1900, DAY)


def test_a_period_that_is_there_twice_makes_no_year() -> None:
    year = (date(2017, 7, 1), DAY)
    assert income((year, "wage", 4000), *wages(registers.QUARTERS, 1000))[0] is None


def test_the_order_of_the_rows_says_nothing_of_the_income() -> None:
    rows = [*wages(QUARTERS_2017, 100.0), *wages(QUARTERS_2017, 10.0)]
    said = income(*sorted(rows), day=date(2017, 12, 31))
    assert said == (440.0, 220.0, date(2017, 12, 31))
    for mixed in (rows, rows[::-1], rows[::2] + rows[1::2]):
        assert income(*mixed, day=date(2017, 12, 31)) == said


def test_overlaps_whose_months_would_add_up_by_chance_make_no_year() -> None:
    # Marks of 1–3, 2–3 and 2 add up to those of 1–4: April isn't there.
    months = ((1, 3, 31), (2, 3, 31), (2, 2, 28), (5, 12, 31))
    periods = [(date(2017, a, 1), date(2017, b, last)) for a, b, last in months]
    assert income(*wages(periods, 100), day=date(2017, 12, 31))[0] is None


def test_a_period_told_again_after_a_longer_one_is_one_period() -> None:
    first, rest = date(2016, 1, 1), date(2016, 4, 1)
    rows = [
        ((first, date(2016, 3, 31)), "wage", 100.0),
        ((rest, date(2016, 12, 31)), "wage", 300.0),
        # Beyond the closed year, and so not counted in it.
        ((rest, date(2017, 3, 31)), "wage", 1.0),
        ((rest, date(2016, 12, 31)), "property", 20.0),
    ]
    schema = ("household_id", "period_from", "period_to", "income_source", "amount")
    for mixed in (rows, sorted(rows), rows[::-1]):
        told = [("001-001", *period, *rest) for period, *rest in mixed]
        frame = pl.LazyFrame(told, schema=schema, orient="row")
        found = year_incomes(frame, date(2017, 3, 31)).collect().row(0)
        assert found == ("001-001", 420.0, date(2016, 12, 31))


def test_two_overlapping_halves_that_leave_a_quarter_out_make_no_year() -> None:
    halves = (
        (date(2017, 7, 1), date(2017, 12, 31)),
        (date(2017, 10, 1), date(2018, 3, 31)),
    )
    assert income(*wages(halves, 2000))[0] is None


def test_without_persons_there_is_no_income_per_person() -> None:
    found = household_facts(
        households=[household(persons_count=0)], incomes=registers.incomes(1000)
    )
    assert found["income_year"] == 4000
    assert found["income_per_person_year"] is None
