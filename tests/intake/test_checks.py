from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fupin import intake
from fupin.register import Register
from tests.intake.towns import Sheets, add, parquet_folder, put, town, workbook

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]


def rows(problems: intake.Problems, kind: str) -> list[Row]:
    return problems.frame.filter(kind=kind).rows(named=True)


def read(sheets: Sheets, folder: Path) -> intake.Intake:
    return intake.read(workbook(sheets, folder / "town.xlsx"))


def households(found: intake.Intake) -> list[str]:
    return found.register["households"]["household_id"].to_list()


def test_a_bad_optional_cell_becomes_unknown_and_its_row_stays(tmp_path: Path) -> None:
    sheets = put(town(), "农户", 3, "建档立卡日期", "2018-13-01")
    found = read(sheets, tmp_path)
    [bad] = rows(found.problems, "not_date")
    assert (bad["severity"], bad["row"], bad["value"]) == ("warn", 3, "2018-13-01")
    assert found.register["households"]["enrolled_on"].to_list() == [
        dt.date(2016, 5, 1),
        None,
        dt.date(2016, 5, 1),
    ]


def test_a_bad_required_cell_refuses_its_row_and_keeps_it_as_it_was(
    tmp_path: Path,
) -> None:
    sheets = put(town(), "农户", 4, "家庭人口", "三口人")
    found = read(sheets, tmp_path)
    [bad] = rows(found.problems, "not_integer")
    assert (bad["severity"], bad["row"], bad["value"]) == ("refuse", 4, "三口人")
    assert households(found) == ["001-001", "001-002"]
    [kept] = found.bad_rows["households"].rows(named=True)
    assert (kept["row"], kept["household_id"], kept["persons_count"]) == (
        4,
        "002-001",
        "三口人",
    )


def test_a_required_empty_cell_refuses_its_row_once(tmp_path: Path) -> None:
    found = read(put(town(), "农户", 4, "户主姓名", "  "), tmp_path)
    assert found.problems.refused.frame["kind"].to_list() == [
        "required_empty",
        "refused_reference",
    ]
    assert households(found) == ["001-001", "001-002"]


def test_members_of_a_refused_household_say_so(tmp_path: Path) -> None:
    found = read(put(town(), "农户", 4, "户主姓名", None), tmp_path)
    [orphan] = rows(found.problems, "refused_reference")
    assert (orphan["sheet"], orphan["row"]) == ("家庭成员", 5)
    assert found.register["members"].height == 3


def test_the_first_of_two_equal_household_ids_is_kept(tmp_path: Path) -> None:
    sheets = town()
    sheets["农户"].append(["001-001", "002", "何四", 5, *[None] * 4])
    found = read(sheets, tmp_path)
    [bad] = rows(found.problems, "duplicate_key")
    assert (bad["severity"], bad["row"], bad["value"]) == ("refuse", 5, "001-001")
    assert "第 2 行" in bad["reason_zh"]
    assert "row 2" in bad["reason_en"]
    assert households(found) == ["001-001", "001-002", "002-001"]


def test_two_versions_of_a_household_from_two_dates_are_no_duplicates(
    tmp_path: Path,
) -> None:
    sheets = add(town(), "农户", "事实自", ["2016-04-01", "2016-04-01", "2016-04-01"])
    sheets["农户"].append([*sheets["农户"][1][:-1], "2017-04-01"])
    found = read(sheets, tmp_path)
    assert len(found.problems.refused) == 0
    assert households(found).count("001-001") == 2


def test_a_refused_row_does_not_claim_its_key(tmp_path: Path) -> None:
    sheets = put(town(), "农户", 2, "家庭人口", None)
    sheets["农户"].append(["001-001", "001", "陈一", 2, None, None, None, None])
    found = read(sheets, tmp_path)
    assert rows(found.problems, "duplicate_key") == []
    assert "001-001" in households(found)
    assert found.register["members"].height == 4


def test_a_member_without_a_household_is_refused(tmp_path: Path) -> None:
    found = read(put(town(), "家庭成员", 5, "户编号", "002-099"), tmp_path)
    [bad] = rows(found.problems, "unknown_reference")
    assert (bad["severity"], bad["sheet"], bad["row"], bad["value"]) == (
        "refuse",
        "家庭成员",
        5,
        "002-099",
    )
    assert "农户" in bad["reason_zh"]
    assert found.register["members"].height == 3


def test_a_household_of_an_unknown_village_is_refused(tmp_path: Path) -> None:
    found = read(put(town(), "农户", 4, "村编号", "009"), tmp_path)
    [bad] = rows(found.problems, "unknown_reference")
    assert (bad["row"], bad["column"], bad["value"]) == (4, "village_id", "009")
    assert households(found) == ["001-001", "001-002"]


def test_a_number_beyond_its_bounds_is_unknown(tmp_path: Path) -> None:
    found = read(put(town(), "农户", 2, "期初年人均收入", 900_000), tmp_path)
    [bad] = rows(found.problems, "out_of_bounds")
    assert (bad["severity"], bad["row"], bad["value"]) == ("warn", 2, "900000")
    assert found.register["households"]["initial_income_per_person_year"][0] is None


def test_a_required_number_beyond_its_bounds_refuses_the_row(tmp_path: Path) -> None:
    found = read(put(town(), "农户", 3, "家庭人口", 0), tmp_path)
    [bad] = rows(found.problems, "out_of_bounds")
    assert bad["severity"] == "refuse"
    assert "1 到 30" in bad["reason_zh"]
    assert "001-002" not in households(found)


def test_a_date_of_another_century_is_unknown(tmp_path: Path) -> None:
    found = read(put(town(), "家庭成员", 2, "出生日期", "1860-01-31"), tmp_path)
    [bad] = rows(found.problems, "date_out_of_range")
    assert (bad["severity"], bad["row"]) == ("warn", 2)
    assert found.register["members"]["birth_on"][0] is None


def test_a_word_outside_its_list_is_unknown_and_the_list_is_shown(
    tmp_path: Path,
) -> None:
    found = read(put(town(), "农户", 2, "贫困户属性", "富裕户"), tmp_path)
    [bad] = rows(found.problems, "not_in_list")
    assert (bad["severity"], bad["value"]) == ("warn", "富裕户")
    assert "低保户、五保户" in bad["cure_zh"]
    assert found.register["households"]["poverty_type"][0] is None


def test_an_id_number_that_excel_rounded_is_a_warning(tmp_path: Path) -> None:
    sheets = add(town(), "家庭成员", "证件号码", [4.41226198001010e17, "x", "y", "z"])
    found = read(sheets, tmp_path)
    [bad] = rows(found.problems, "lost_digits")
    assert (bad["severity"], bad["row"]) == ("warn", 2)
    assert found.register["members"]["id_number"].to_list() == [None, "x", "y", "z"]


def sound(folder: Path) -> Register:
    return read(town(), folder).register


def with_incomes(register: Register, amounts: list[float]) -> dict[str, pl.DataFrame]:
    count = len(amounts)
    incomes = pl.DataFrame(
        {
            "household_id": ["001-001"] * count,
            "period_from": [dt.date(2016, 1 + i, 1) for i in range(count)],
            "period_to": [dt.date(2016, 1 + i, 28) for i in range(count)],
            "income_source": ["wage"] * count,
            "amount": amounts,
        }
    )
    needed = {n: register[n] for n in ("villages", "households", "members")}
    return needed | {"incomes": incomes}


def test_a_nan_income_in_parquet_is_unknown_with_a_warning(tmp_path: Path) -> None:
    tables = with_incomes(sound(tmp_path), [100.0, float("nan"), 300.0])
    found = intake.read(parquet_folder(tables, tmp_path / "p"))
    [bad] = rows(found.problems, "nan")
    assert (bad["severity"], bad["table"], bad["row"]) == ("warn", "incomes", 2)
    assert found.register["incomes"]["amount"].to_list() == [100.0, None, 300.0]


def test_a_nan_written_as_text_is_the_same_finding(tmp_path: Path) -> None:
    found = read(put(town(), "农户", 2, "期初年人均收入", "nan"), tmp_path)
    assert [bad["row"] for bad in rows(found.problems, "nan")] == [2]
    assert rows(found.problems, "not_number") == []


def test_parquet_of_right_types_is_checked_as_strictly(tmp_path: Path) -> None:
    tables = with_incomes(sound(tmp_path), [100.0, 2e7, 300.0])
    twice = pl.concat([tables["incomes"], tables["incomes"][:1]])
    tables["incomes"] = twice.with_columns(
        income_source=pl.Series(["wage", "wage", "薪水", "wage"]),
    )
    problems = intake.check(parquet_folder(tables, tmp_path / "p")).frame
    found = problems.filter(table="incomes", kind="absent_column").height
    assert found == 1
    assert set(problems.filter(table="incomes").select("kind", "row").iter_rows()) == {
        ("out_of_bounds", 2),
        ("not_in_list", 3),
        ("duplicate_key", 4),
        ("absent_column", None),
    }


def test_an_orphan_in_parquet_of_right_types_is_refused(tmp_path: Path) -> None:
    tables = with_incomes(sound(tmp_path), [100.0, 200.0, 300.0])
    tables["incomes"] = tables["incomes"].with_columns(
        household_id=pl.Series(["001-001", "002-099", "001-002"])
    )
    found = intake.read(parquet_folder(tables, tmp_path / "p"))
    assert found.problems.refused.frame.select("kind", "table", "row").rows() == [
        ("unknown_reference", "incomes", 2)
    ]
    assert found.register["incomes"]["amount"].to_list() == [100.0, 300.0]


def test_parquet_rows_that_refer_to_a_refused_one_are_refused(tmp_path: Path) -> None:
    tables = with_incomes(sound(tmp_path), [100.0])
    tables["households"] = tables["households"].with_columns(
        persons_count=pl.Series([None, 1, 1], dtype=pl.Int64)
    )
    problems = intake.check(parquet_folder(tables, tmp_path / "p")).refused.frame
    assert problems.select("kind", "table", "row").rows() == [
        ("required_empty", "households", 1),
        ("refused_reference", "members", 1),
        ("refused_reference", "members", 2),
        ("refused_reference", "incomes", 1),
    ]


def test_two_versions_from_impossible_dates_are_one_key(tmp_path: Path) -> None:
    tables = with_incomes(sound(tmp_path), [100.0])
    tables["households"] = tables["households"].with_columns(
        household_id=pl.Series(["001-001", "001-001", "002-001"]),
        valid_from=pl.Series([dt.date(1850, 1, 1), dt.date(1851, 1, 1), None]),
    )
    problems = intake.check(parquet_folder(tables, tmp_path / "p")).frame
    found = problems.filter(table="households").select("kind", "row").rows()
    assert found[:3] == [
        ("date_out_of_range", 1),
        ("date_out_of_range", 2),
        ("duplicate_key", 2),
    ]


def test_a_sound_register_in_memory_has_only_gaps(tmp_path: Path) -> None:
    problems = intake.check_register(sound(tmp_path))
    assert set(problems.frame["kind"]) == {"absent_column"}


def test_a_register_in_memory_is_checked_as_a_file_is(tmp_path: Path) -> None:
    register = sound(tmp_path)
    tables = dict(register.tables)
    tables["members"] = tables["members"].with_columns(
        household_id=pl.Series(["001-001", "001-001", "001-002", "nowhere"]),
        sex=pl.Series(["male", "alien", None, None]),
    )
    problems = intake.check_register(Register(tables, frozenset()))
    told = problems.frame.filter(pl.col("kind") != "absent_column")
    assert told.select("row", "kind", "severity").rows() == [
        (2, "not_in_list", "warn"),
        (4, "unknown_reference", "refuse"),
    ]


@pytest.mark.parametrize("order", [(0, 1, 2, 2), (2, 0, 1, 2), (2, 2, 1, 0)])
def test_a_key_twice_is_found_in_any_order(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    tables = with_incomes(sound(tmp_path), [100.0, 200.0, 300.0])
    tables["incomes"] = tables["incomes"][list(order)]
    problems = intake.check(parquet_folder(tables, tmp_path / "p")).frame
    found = problems.filter(kind="duplicate_key", table="incomes")["row"]
    assert found.to_list() == [1 + max(i for i, n in enumerate(order) if n == 2)]
