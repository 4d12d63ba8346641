from __future__ import annotations

# Shares against those published: domain reference §5, tolerances in points.
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fupin import measures

if TYPE_CHECKING:
    from fupin.assess import Assessment

NOW = date(2018, 6, 30)


def enrolled(assessed: dict[date, Assessment], day: date = NOW) -> pl.DataFrame:
    return measures.enrolled(assessed[day])


def persons(assessed: dict[date, Assessment], day: date = NOW) -> pl.DataFrame:
    households = enrolled(assessed, day).select("household_id")
    return assessed[day].members.join(households, on="household_id")


def share(column: pl.Series, value: str) -> float:
    return float((column == value).sum()) / len(column) * 100


@pytest.mark.parametrize(
    ("column", "value", "published", "within"),
    [
        ("poverty_type", "dibao", 46.0, 5),
        ("cause", "illness", 34.4, 6),
        ("cause", "no_labour", 25.1, 4),
        ("cause", "disability", 19.8, 6),
        ("cause", "no_capital", 5.8, 3),
        ("cause", "schooling", 5.4, 3),
        ("cause", "motivation", 3.9, 2),
        ("housing_grade", "C", 25.2 * 0.46, 4),
        ("housing_grade", "D", 25.2 * 0.39, 4),
        ("housing_grade", "B", 25.2 * 0.09, 2),
    ],
)
def test_households_have_the_published_shares(
    assessed: dict[date, Assessment],
    column: str,
    value: str,
    published: float,
    within: float,
) -> None:
    found = share(enrolled(assessed)[column], value)
    assert found == pytest.approx(published, abs=within)


@pytest.mark.parametrize(
    ("column", "value", "published", "within"),
    [
        ("health", "healthy", 59.7, 4),
        ("health", "chronic", 22.9, 3),
        ("health", "disabled", 12.6, 4),
        ("health", "serious", 3.9, 2),
        ("education", "primary", 40.2, 5),
        ("education", "junior", 34.6, 5),
        ("education", "illiterate", 11.5, 5),
        ("education", "senior", 6.3, 2),
    ],
)
def test_persons_have_the_published_shares(
    assessed: dict[date, Assessment],
    column: str,
    value: str,
    published: float,
    within: float,
) -> None:
    found = share(persons(assessed)[column], value)
    assert found == pytest.approx(published, abs=within)


def test_wubao_and_general_households_lie_between_the_published_places(
    assessed: dict[date, Assessment],
) -> None:
    kinds = enrolled(assessed)["poverty_type"]
    assert 12 <= share(kinds, "wubao") <= 29
    assert 24 <= share(kinds, "general") <= 42


def test_insurance_and_pension_have_the_published_shares(
    assessed: dict[date, Assessment],
) -> None:
    insured = persons(assessed, date(2016, 6, 30))["is_insured"].mean()
    pension = persons(assessed)["has_pension_insurance"].mean()
    assert insured == pytest.approx(0.967, abs=0.025)
    assert pension == pytest.approx(0.223, abs=0.02)


def test_households_are_as_large_and_as_able_as_those_of_poor_villages(
    assessed: dict[date, Assessment],
) -> None:
    rows = enrolled(assessed)
    by_labour = {
        able: frame["persons_count"].mean()
        for (able,), frame in rows.group_by("has_labour")
    }
    assert rows["persons_count"].mean() == pytest.approx(3.21, abs=0.1)
    assert by_labour[True] == pytest.approx(3.85, abs=0.4)
    assert by_labour[False] == pytest.approx(1.54, abs=0.2)
    assert rows["has_labour"].mean() == pytest.approx(182 / 290, abs=0.03)


def test_no_wubao_household_has_labour_or_more_than_two_persons(
    assessed: dict[date, Assessment],
) -> None:
    wubao = enrolled(assessed).filter(pl.col("poverty_type") == "wubao")
    assert not wubao["has_labour"].any()
    assert wubao["persons_count"].max() == 2


def test_initial_incomes_lie_below_the_entry_line(
    assessed: dict[date, Assessment],
) -> None:
    initial = enrolled(assessed)["initial_income_per_person_year"]
    assert (initial < 4_000).sum() > 0.9 * len(initial)
    assert initial.median() == pytest.approx(3_100, abs=250)
