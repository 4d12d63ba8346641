from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fupin.crosscheck import last_day, read_checked
from fupin.register import Register
from fupin.sample import write_sample
from fupin.tables import TABLES
from tests import registers
from tests.crosscheck.people import home, person
from tests.intake.towns import add, csv_folder, put, town, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.intake import Intake
    from fupin.plan import Plan

# What the field's bad rows look like, and the problem that each must be.
PLANTED = (
    ("members", "出生日期", "2018-13-01", "not_date"),
    ("members", "与户主关系", "邻居", "not_in_list"),
    ("members", "证件号码", "990000197001010011", "id_unsound"),
    ("members", "务工时间", "三个月", "chinese_numeral"),
    ("members", "户编号", "999-999", "unknown_reference"),
    ("households", "村编号", "099", "unknown_reference"),
    ("households", "家庭人口", "很多", "not_integer"),
    ("households", "危房级别", "E级", "not_in_list"),
    ("households", "户主姓名", "", "required_empty"),
    ("incomes", "金额", "NaN", "nan"),
    ("incomes", "金额", "约三千", "not_number"),
    ("incomes", "期间至", "2017-02-30", "not_date"),
)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder / "dirty"


@pytest.fixture(scope="module")
def found(dirty: Path, plan: Plan) -> Intake:
    return read_checked(dirty, plan)


def written(dirty: Path, table: str) -> pl.DataFrame:
    text = (dirty / f"{table}.csv").read_bytes()
    return pl.read_csv(text, infer_schema=False).with_row_index("row", offset=2)


def rows_of(found: Intake, table: str, *kinds: str) -> set[int]:
    frame = found.problems.frame.filter(pl.col("kind").is_in(kinds), table=table)
    return set(frame["row"])


@pytest.mark.parametrize("cell", PLANTED, ids=lambda cell: f"{cell[1]}-{cell[3]}")
def test_every_planted_cell_is_found_in_its_row(
    dirty: Path, found: Intake, cell: tuple[str, str, str, str]
) -> None:
    table, header, text, kind = cell
    planted = written(dirty, table).filter(pl.col(header).fill_null("") == text)
    gone = rows_of(found, table, "refused_reference", "duplicate_key")
    assert planted.height > 0
    assert set(planted["row"]) - rows_of(found, table, kind) - gone == set()


def test_households_there_twice_are_found(dirty: Path, found: Intake) -> None:
    last = written(dirty, "households").height + 1
    assert rows_of(found, "households", "duplicate_key") >= {last, last - 1}


def test_members_with_both_education_and_schooling_are_found(
    dirty: Path, found: Intake
) -> None:
    both = written(dirty, "members").filter(
        pl.col("文化程度").is_not_null() & pl.col("在校生状况").is_not_null()
    )
    gone = found.bad_rows["members"]["row"]
    wanted = set(both["row"]) - set(gone)
    assert len(wanted) > 5
    assert rows_of(found, "members", "education_and_schooling") == wanted


def test_households_with_two_heads_are_found(dirty: Path, found: Intake) -> None:
    kept = written(dirty, "members").filter(
        ~pl.col("row").is_in(found.bad_rows["members"]["row"].to_list())
    )
    heads = (
        kept.unique("人编号", keep="last")
        .filter(pl.col("与户主关系") == "户主")
        .group_by("户编号")
        .len()
        .filter(pl.col("len") > 1)
    )
    several = found.problems.frame.filter(kind="several_heads")
    assert several.height == heads.height > 3


def test_the_clean_sample_has_no_refusal_and_few_kinds_of_warnings(
    tmp_path: Path, plan: Plan
) -> None:
    write_sample(tmp_path)
    problems = read_checked(tmp_path, plan).problems
    assert len(problems.refused) == 0
    # The sample's own gaps: a person missing, allowances that came late, a cause
    # without its patient, poor households whose income rose fast, a step left out.
    assert set(problems.frame["kind"]) <= {
        "persons_differ",
        "dibao_type_without_dibao",
        "wubao_type_without_wubao",
        "disability_without_disabled",
        "income_jump",
        "entry_step_skipped",
    }
    assert len(problems) < 100


def test_rows_are_numbered_as_in_the_source(tmp_path: Path, plan: Plan) -> None:
    sheets = add(town(), "家庭成员", "证件号码", ["99", "", "", "12*4"])
    sheets["家庭成员"].insert(2, [None] * 7)
    put(sheets, "家庭成员", 4, "与户主关系", "邻居")
    found = read_checked(workbook(sheets, tmp_path / "镇.xlsx"), plan)
    frame = found.problems.frame.filter(pl.col("kind").str.starts_with("id_"))
    assert frame.select("kind", "sheet", "row", "value").rows() == [
        ("id_masked", "家庭成员", 6, "12*4"),
        ("id_unsound", "家庭成员", 2, "99"),
    ]


def test_repeats_of_different_rows_are_one_line_of_the_summary(found: Intake) -> None:
    for lang, words in (("zh", "重复，同一人"), ("en", "may be there twice")):
        lines = found.problems.summary(lang).splitlines()
        assert len([line for line in lines if words in line]) == 1


def test_a_refused_household_takes_its_members_along(
    tmp_path: Path, plan: Plan
) -> None:
    sheets = add(town(), "农户", "退出登记日期", ["2015-01-01", None, None])
    found = read_checked(csv_folder(sheets, tmp_path / "csv"), plan)
    assert found.register["households"]["household_id"].to_list() == [
        "001-002",
        "002-001",
    ]
    assert found.register["members"]["household_id"].to_list() == ["001-002", "002-001"]
    refused = found.problems.refused.frame
    assert refused.select("table", "row", "kind").rows() == [
        ("households", 2, "left_before_enrolled"),
        ("members", 2, "refused_reference"),
        ("members", 3, "refused_reference"),
    ]
    assert found.bad_rows["households"]["row"].to_list() == [2]
    assert found.bad_rows["members"]["member_name"].to_list() == ["陈一", "陈小"]


def test_a_refused_version_leaves_the_one_before(tmp_path: Path, plan: Plan) -> None:
    old = home(valid_from=date(2016, 5, 1))
    new = home(valid_from=date(2017, 5, 1), left_on=date(2016, 1, 1))
    register = registers.of(
        villages=[registers.village(town_name="官圩镇")],
        households=[old, new],
        members=[person()],
    )
    for name in ("villages", "households", "members"):
        frame = register[name].select(
            c.name
            for c in TABLES[name].columns
            if f"{name}.{c.name}" not in register.absent
        )
        frame.write_parquet(tmp_path / f"{name}.parquet")
    found = read_checked(tmp_path, plan)
    assert found.register["households"]["valid_from"].to_list() == [date(2016, 5, 1)]
    assert found.register["members"].height == 1


def test_a_partial_register_may_refer_to_rows_that_are_elsewhere(
    tmp_path: Path, plan: Plan
) -> None:
    whole = town()
    sheets = {"农户": whole["农户"][:2], "家庭成员": whole["家庭成员"]}
    found = read_checked(workbook(sheets, tmp_path / "改.xlsx"), plan, partial=True)
    assert found.register["households"].height == 1
    assert found.register["members"].height == 4
    assert len(found.problems) == 0


def test_one_mistyped_date_does_not_move_the_day_of_the_register() -> None:
    rows = [person(f"001-001-{i:02d}", recorded_on=date(2018, 6, 1)) for i in range(60)]
    rows[7]["recorded_on"] = date(2081, 6, 1)
    register = registers.of(
        villages=[registers.village()], households=[home()], members=rows
    )
    assert last_day(register) == date(2018, 6, 1)
    assert last_day(Register.of({})) is None
