from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fupin import measures, settings
from fupin.funds import accounts, load_tree
from fupin.sample import make_tables

if TYPE_CHECKING:
    from fupin.assess import Assessment
    from fupin.plan import Plan

Tables = dict[str, pl.DataFrame]
NOW = date(2018, 6, 30)


def enrolled(assessed: dict[date, Assessment], day: date = NOW) -> pl.DataFrame:
    return measures.enrolled(assessed[day])


def test_the_town_has_four_villages_and_290_enrolled(
    tables: Tables, assessed: dict[date, Assessment]
) -> None:
    counts = enrolled(assessed)["village_id"].value_counts().sort("village_id")
    assert counts["count"].to_list() == [86, 71, 74, 59]
    names = tables["villages"]["village_name"].to_list()
    assert names == ["红中村", "历麻村", "回龙村", "建发村"]


def test_about_600_of_1800_residents_have_a_row_and_few_are_not_surveyed(
    tables: Tables,
) -> None:
    assert tables["households"]["household_id"].n_unique() == pytest.approx(600, abs=10)
    assert tables["residents"].height == pytest.approx(1_800, abs=20)
    surveyed = tables["residents"].filter(pl.col("surveyed_on").is_not_null())
    assert 0.97 < surveyed.height / tables["residents"].height < 0.995
    known = set(tables["households"]["household_id"])
    assert known < set(surveyed["household_id"])
    assert set(tables["signatures"]["household_id"]) <= set(surveyed["household_id"])


def test_the_number_of_households_counts_the_enrolled_alone() -> None:
    made = make_tables(villages=3, households=50, seed=1)["households"]
    left = made.filter(pl.col("left_on").is_not_null()).select("household_id")
    poor = made.filter(pl.col("enrolled_on").is_not_null())
    poor = poor.join(left, on="household_id", how="anti")
    assert poor["household_id"].n_unique() == 50
    assert poor["village_id"].n_unique() == 3


@pytest.mark.parametrize(
    ("day", "low", "high"),
    [
        (date(2016, 12, 31), 26, 30),
        (date(2017, 12, 31), 59, 63),
        (NOW, 76, 80),
    ],
)
def test_the_standard_is_met_at_the_pace_of_the_plan(
    assessed: dict[date, Assessment], day: date, low: float, high: float
) -> None:
    rate = measures.count(enrolled(assessed, day)).rate
    assert rate is not None
    assert low <= rate <= high


def test_a_few_households_are_unknown_and_the_others_lack_something(
    assessed: dict[date, Assessment],
) -> None:
    found = measures.count(enrolled(assessed))
    assert 10 <= found.unknown <= 16
    assert found.met + found.unmet + found.unknown == 290
    said = enrolled(assessed).filter(pl.col("exit_standard").is_null())
    assert (said["exit_standard__missing"] != "").all()


def test_two_villages_meet_the_exit_one_misses_it_and_one_is_unknown(
    assessed: dict[date, Assessment],
) -> None:
    villages = assessed[NOW].villages.sort("village_id")
    assert villages["village_exit"].to_list() == [False, True, True, None]
    assert villages["distance"].to_list() == [-214.0, 114.0, 51.0, None]


def test_one_village_had_under_300_000_yuan_in_its_last_year(
    assessed: dict[date, Assessment],
) -> None:
    funds = assessed[NOW].villages.sort("village_id")["own_funds_year"].to_list()
    assert funds[3] == 264_000
    assert min(funds[:3]) > 300_000


def test_the_used_share_of_the_funds_is_below_the_target_of_75(
    assessed: dict[date, Assessment], plan: Plan
) -> None:
    tree = load_tree(settings.PLAN, plan)
    rate = accounts(tree, assessed[NOW]).total.used_rate
    assert rate == pytest.approx(61.8, abs=0.2)


def recorded(done: Assessment) -> pl.DataFrame:
    """Return the register's own tasks with the days by which an open one is late."""
    rows = done.register["tasks"]
    is_open = pl.col("closed_on").is_null() | (pl.col("closed_on") > done.day)
    late = (pl.lit(done.day) - pl.col("due_on")).dt.total_days()
    return rows.with_columns(days_late=pl.when(is_open & (late > 0)).then(late))


def test_11_tasks_are_late_and_the_longest_is_a_house_by_41_days(
    assessed: dict[date, Assessment],
) -> None:
    late = recorded(assessed[NOW]).drop_nulls("days_late")
    late = late.sort("days_late", descending=True)
    by = dict(late.group_by("department").len().iter_rows())
    assert by == {"housing": 5, "agriculture": 3, "social_affairs": 2, "labour": 1}
    assert late.row(0, named=True)["department"] == "housing"
    assert late["days_late"].max() == 41


def test_a_task_for_a_gap_names_a_household_without_the_verdict(
    assessed: dict[date, Assessment],
) -> None:
    tasks = recorded(assessed[NOW]).drop_nulls(["rule", "household_id"])
    verdicts = enrolled(assessed).select("household_id", "exit_standard")
    asked = tasks.join(verdicts, on="household_id", how="left", validate="m:1")
    assert asked.height > 20
    assert not asked["exit_standard"].fill_null(value=False).any()


def test_seven_enrolled_have_not_been_visited_for_a_year(
    assessed: dict[date, Assessment],
) -> None:
    assert measures.unvisited(assessed[NOW], enrolled(assessed)).height == 7


def test_a_few_are_left_out_or_taken_in_against_the_rules(
    assessed: dict[date, Assessment],
) -> None:
    every = assessed[NOW].households
    left_out = every.filter(pl.col("entry") & ~pl.col("is_enrolled"))
    taken_in = every.filter(~pl.col("entry") & pl.col("is_enrolled"))
    assert 3 <= left_out.height <= 12
    assert 2 <= taken_in.height <= 8


def test_a_few_have_left_and_some_of_them_fall_short_again(
    assessed: dict[date, Assessment],
) -> None:
    left = assessed[NOW].households.filter(pl.col("left_on").is_not_null())
    assert sorted(left["exit_standard"]) == [False, False, False, True, True]
    assert not left["is_enrolled"].any()
