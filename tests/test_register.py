from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import polars as pl
import pytest

from fupin.register import TYPES, Register
from fupin.tables import TABLES
from tests import registers
from tests.registers import household, member, village

FIRST, SECOND = date(2016, 5, 1), date(2017, 3, 1)
CORRECTED = [
    household(valid_from=FIRST, recorded_on=FIRST, persons_count=3),
    household(valid_from=SECOND, recorded_on=date(2017, 3, 5), persons_count=4),
    household(valid_from=SECOND, recorded_on=date(2017, 9, 1), persons_count=5),
]


@pytest.mark.parametrize("rows", [CORRECTED, CORRECTED[::-1]])
@pytest.mark.parametrize(
    ("day", "known", "persons"),
    [
        (date(2017, 2, 28), None, [3]),
        (SECOND, None, [5]),
        (SECOND, date(2017, 8, 31), [4]),
        (SECOND, date(2017, 3, 4), [3]),
        (date(2016, 4, 30), None, []),
        (SECOND, date(2016, 4, 30), []),
    ],
)
def test_a_household_is_as_its_newest_version_then_true_and_then_known(
    rows: list[dict[str, Any]], day: date, known: date | None, persons: list[int]
) -> None:
    then = registers.of(households=rows).on(day, known)
    assert then["households"]["persons_count"].to_list() == persons


def test_of_two_versions_of_the_same_moment_the_later_row_counts() -> None:
    rows = [household(persons_count=2), household(persons_count=3)]
    assert registers.of(households=rows).on(SECOND)["households"][
        "persons_count"
    ].to_list() == [3]


def test_a_version_without_a_recorded_date_gives_way_to_one_with() -> None:
    rows = [household(persons_count=3, recorded_on=FIRST), household(persons_count=2)]
    assert registers.of(households=rows).on(SECOND)["households"][
        "persons_count"
    ].to_list() == [3]


def test_a_row_without_a_recorded_date_was_always_known() -> None:
    then = registers.of(households=[household()]).on(SECOND, date(2010, 1, 1))
    assert then["households"].height == 1


def test_events_count_from_their_own_day_and_years_from_their_end() -> None:
    register = registers.of(
        incomes=registers.incomes(1.0),
        village_years=[{"village_id": "001", "year": year} for year in (2016, 2017)],
    )
    then = register.on(date(2017, 12, 31))
    assert then["incomes"]["period_to"].max() == date(2017, 12, 31)
    assert then["village_years"]["year"].to_list() == [2016, 2017]
    assert register.on(date(2017, 12, 30))["village_years"]["year"].to_list() == [2016]


def test_nan_becomes_null_from_polars_and_from_pandas() -> None:
    amounts = [1.5, float("nan"), None]
    for frame in (pl.DataFrame({"amount": amounts}), pd.DataFrame({"amount": amounts})):
        assert Register.of({"incomes": frame})["incomes"]["amount"].to_list() == [
            1.5,
            None,
            None,
        ]


def test_leading_zeros_are_kept() -> None:
    ids = {"village_id": ["001", "010"], "village_name": ["甲村", "乙村"]}
    for frame in (pl.DataFrame(ids), pd.DataFrame(ids)):
        assert Register.of({"villages": frame})["villages"]["village_id"].to_list() == [
            "001",
            "010",
        ]


def test_every_declared_table_and_column_is_there_in_its_type() -> None:
    register = registers.of(villages=[village()])
    assert list(register.tables) == list(TABLES)
    for name, table in TABLES.items():
        assert dict(register[name].schema) == {
            c.name: TYPES[c.kind] for c in table.columns
        }
    assert "villages.town_name" in register.absent
    assert "villages.village_name" not in register.absent


def test_columns_that_nobody_declared_are_left_behind() -> None:
    register = registers.of(villages=[village(remark="x")])
    assert "remark" not in register["villages"].columns


def test_the_fingerprint_changes_with_a_fact_and_with_nothing_else() -> None:
    def mark(**facts: Any) -> str:
        return registers.of(villages=[village()], members=[member(**facts)]).fingerprint

    marks = [mark(), mark(is_insured=None), mark(is_insured=False), mark(sex="male")]
    assert len(set(marks)) == 4
    assert mark() == mark()
    assert registers.of(members=[member()]).fingerprint != mark()


def test_a_table_without_rows_and_columns_has_no_row() -> None:
    assert Register.of({"visits": pl.DataFrame()})["visits"].height == 0


@pytest.mark.parametrize("turned", [False, True])
def test_versions_in_any_order_give_the_newest_of_each_key(*, turned: bool) -> None:
    rows = [
        household(household_id=home, valid_from=day, phone=f"{home} {day}")
        for home in ("001-001", "001-002", "002-001")
        for day in (FIRST, SECOND)
    ]
    mixed = [*rows[1:], rows[0]]
    now = registers.of(households=mixed[::-1] if turned else mixed).on(SECOND)
    assert sorted(now["households"]["phone"]) == [
        f"{home} {SECOND}" for home in ("001-001", "001-002", "002-001")
    ]
