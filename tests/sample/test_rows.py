from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from fupin import measures
from fupin.tables import TABLES

if TYPE_CHECKING:
    from fupin.assess import Assessment

Tables = dict[str, pl.DataFrame]
NOW = date(2018, 6, 30)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def enrolled(assessed: dict[date, Assessment], day: date = NOW) -> pl.DataFrame:
    return measures.enrolled(assessed[day])


def test_members_number_their_household_but_for_one_or_two(
    assessed: dict[date, Assessment],
) -> None:
    every = assessed[NOW].households
    short = every.filter(pl.col("members_count") != pl.col("persons_count"))
    assert 1 <= short.height <= 2
    assert (short["members_count"] < short["persons_count"]).all()


def test_each_household_has_one_head_under_the_same_name(tables: Tables) -> None:
    heads = tables["members"].filter(pl.col("relation") == "head")
    names = tables["households"].select("household_id", "head_name").unique()
    first = heads.unique("person_id").select("household_id", "member_name")
    assert first["household_id"].is_unique().all()
    joined = names.join(first, on="household_id", how="inner", validate="1:1")
    assert joined.height == names.height
    assert (joined["head_name"] == joined["member_name"]).all()


def test_education_and_schooling_are_never_both_filled(tables: Tables) -> None:
    both = pl.col("education").is_not_null() & pl.col("schooling").is_not_null()
    assert tables["members"].filter(both).is_empty()


def test_numbers_have_a_right_check_digit_and_the_prefix_of_no_place(
    tables: Tables,
) -> None:
    members = tables["members"].unique("person_id")
    for number in members["id_number"]:
        weighed = sum(int(n) * w for n, w in zip(number, WEIGHTS, strict=False))
        assert number[17] == "10X98765432"[weighed % 11]
    assert members["id_number"].str.starts_with("99").all()
    assert members["id_number"].is_unique().all()
    births = members["birth_on"].dt.strftime("%Y%m%d")
    assert (members["id_number"].str.slice(6, 8) == births).all()


def test_phones_are_none_that_a_network_gives_out(tables: Tables) -> None:
    assert tables["households"]["phone"].str.contains(r"^100\d{8}$").all()


def test_facts_are_recorded_on_their_day_or_later(tables: Tables) -> None:
    for name in ("households", "members", "incomes", "visits", "steps", "signatures"):
        frame, day = tables[name], TABLES[name].valid
        assert (frame["recorded_on"] >= frame[day]).all(), name


def test_every_table_is_there_with_its_columns_in_order(tables: Tables) -> None:
    assert list(tables) == list(TABLES)
    for name, table in TABLES.items():
        assert tables[name].columns == [c.name for c in table.columns]


def test_incomes_are_quarters_of_three_and_a_half_years(
    tables: Tables, assessed: dict[date, Assessment]
) -> None:
    poor = enrolled(assessed).select("household_id")
    rows = tables["incomes"].join(poor, on="household_id")
    periods = rows.select("period_from", "period_to").unique().sort("period_from")
    assert periods.height == 14
    assert periods["period_from"][0] == date(2015, 1, 1)
    assert periods["period_to"][-1] == NOW
