from __future__ import annotations

import string
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fupin import intake
from fupin.intake.failures import ERRORS
from fupin.intake.messages import PROBLEMS
from fupin.intake.problems import MASK, SCHEMA, Cells, Place, found
from fupin.tables import HOUSEHOLDS, TABLES
from tests.intake.towns import put, town, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.schema import Table

ROW = Cells(pl.Series([2]), other_rows=pl.Series([1]))


@pytest.fixture
def problems(tmp_path: Path) -> intake.Problems:
    sheets = put(town(), "农户", 2, "期初年人均收入", "一千")
    put(sheets, "农户", 3, "家庭人口", "一口")
    put(sheets, "农户", 4, "建档立卡日期", "五月")
    return intake.check(workbook(sheets, tmp_path / "a.xlsx"))


def test_refused_and_warnings_share_out_all_problems(problems: intake.Problems) -> None:
    assert set(problems.refused.frame["severity"]) == {"refuse"}
    assert set(problems.warnings.frame["severity"]) == {"warn"}
    assert len(problems.refused) + len(problems.warnings) == len(problems)


def test_values_of_personal_columns_are_starred_unless_asked(
    problems: intake.Problems,
) -> None:
    def told(*, masked: bool) -> dict[str, str]:
        frame = problems.to_pandas(masked=masked).dropna(subset=["value"])
        return dict(zip(frame["column"], frame["value"], strict=True))

    starred = told(masked=True)
    assert starred["initial_income_per_person_year"] == MASK
    assert starred["enrolled_on"] == "五月"
    assert told(masked=False)["initial_income_per_person_year"] == "一千"
    assert problems.to_pandas().equals(problems.to_pandas(masked=True))


def test_no_text_repeats_a_value(problems: intake.Problems) -> None:
    texts = problems.frame.select(pl.concat_str("^(reason|cure)_.*$")).to_series()
    assert not texts.str.contains("一千").any()


def test_the_summary_counts_by_reason_in_both_languages(
    problems: intake.Problems,
) -> None:
    zh, en = problems.summary("zh").splitlines(), problems.summary("en").splitlines()
    refused = len(problems.refused)
    assert zh[0] == f"退回 {refused} 处，提醒 {len(problems.warnings)} 处"
    assert en[0] == f"{refused} refused, {len(problems.warnings)} warnings"
    assert "  退回 × 1 农户: “家庭人口”写成了中文数字，没有读取" in zh
    assert len(zh) == len(en)


def test_duplicates_of_different_rows_are_one_line_of_the_summary() -> None:
    place = Place(HOUSEHOLDS, "农户", HOUSEHOLDS["household_id"])
    cells = Cells(pl.Series([5, 6]), other_rows=pl.Series([2, 3]))
    twice = found("duplicate_key", place, cells=cells, words={"key_zh": "户编号"})
    lines = intake.Problems.of([twice]).summary("zh").splitlines()
    assert len(lines) == 2
    assert "× 2" in lines[1]


def test_no_problems_still_have_their_columns() -> None:
    none = intake.Problems.of([])
    assert (len(none), none.frame.columns) == (0, list(SCHEMA))
    assert list(none.to_pandas().columns) == list(SCHEMA)
    assert none.summary("en") == "0 refused, 0 warnings"


def placeholders(text: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removesuffix("_zh").removesuffix("_en") for name in names}


@pytest.mark.parametrize("kind", PROBLEMS)
def test_a_problem_says_the_same_in_both_languages(kind: str) -> None:
    text = PROBLEMS[kind]
    assert placeholders(text.reason_zh) == placeholders(text.reason_en)
    assert placeholders(text.cure_zh) == placeholders(text.cure_en)


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_says_the_same_in_both_languages(kind: str) -> None:
    zh, en = ERRORS[kind]
    assert placeholders(zh) == placeholders(en)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_text_can_be_filled_for_every_column(table: Table) -> None:
    for column in table.columns:
        for kind in PROBLEMS:
            frame = found(kind, Place(table, "表", column), cells=ROW)
            [row] = frame.rows(named=True)
            assert "{" not in row["reason_zh"] + row["cure_en"]
