from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from fupin.codes import CODES
from fupin.intake.cells import trimmed, value
from fupin.intake.headers import plain
from fupin.schema import Column, Kind, Table
from fupin.tables import TABLES


def read(kind: Kind, *texts: str, codes: str = "") -> list[object]:
    column = Column("c", "列", "Column", kind, codes=codes)
    return (
        pl.DataFrame({"c": texts})
        .with_columns(trimmed("c"))
        .select(value(column))
        .to_series()
        .to_list()
    )


def test_a_date_is_read_in_every_way_an_office_writes_it() -> None:
    day = date(2018, 6, 30)
    written = (
        "2018-06-30",
        "2018/6/30",
        "2018.6.30",
        "2018年6月30日",
        "20180630",
        "43281",
        "43281.5",
        "2018-06-30T00:00:00",
        " 2018-6-30 08:15 ",
        "２０１８年６月３０日",
    )
    assert read("date", *written) == [day] * len(written)


@pytest.mark.parametrize(
    "text",
    ["2018-13-01", "2018-02-30", "2018", "2018-06", "18-06-30", "六月", "999999"],
)
def test_a_date_that_does_not_exist_is_not_read(text: str) -> None:
    assert read("date", text) == [None]


def test_numbers_are_read_with_thousands_and_full_width_digits() -> None:
    texts = ("1,234.5", "１２３４．５", " 12 ", "-3", "¥1,000", "1e3", ".5")
    assert read("number", *texts) == [1234.5, 1234.5, 12, -3, 1000, 1000, 0.5]


@pytest.mark.parametrize(
    "text", ["1,2,3", "12元多", "inf", "NaN", "--", "0x10", "1_000"]
)
def test_what_is_not_a_number_is_not_read(text: str) -> None:
    assert read("number", text) == [None]


def test_a_whole_number_may_come_as_a_float_but_not_as_a_fraction() -> None:
    assert read("int", "3.0", "3", "3.5", "１２") == [3, 3, None, 12]


def test_yes_and_no_are_read_in_every_spelling() -> None:
    yes = ("是", "有", "已", "1", "true", "TRUE", "Yes", "Y", "y")
    no = ("否", "无", "未", "0", "false", "No", "N")
    assert read("bool", *yes) == [True] * len(yes)
    assert read("bool", *no) == [False] * len(no)
    assert read("bool", "也许", "", "2") == [None, None, None]


@pytest.mark.parametrize("name", CODES)
def test_each_of_the_four_forms_of_a_code_is_our_word(name: str) -> None:
    for code in CODES[name]:
        forms = (code.name, code.code, code.zh, code.en, code.en.upper())
        assert read("code", *forms, codes=name) == [code.name] * len(forms)


@pytest.mark.parametrize("name", CODES)
def test_no_form_stands_for_two_codes(name: str) -> None:
    owners: dict[str, str] = {}
    for code in CODES[name]:
        for form in {plain(f) for f in (code.name, code.code, code.zh, code.en)}:
            assert owners.setdefault(form, code.name) == code.name


def test_space_of_any_width_is_trimmed_and_empty_text_is_null() -> None:
    assert read("text", "\u3000陈 一\u00a0", "", "   ") == ["陈 一", None, None]


def test_a_key_keeps_its_zeros_and_loses_full_width() -> None:
    assert read("key", "012", "００１") == ["012", "001"]


def test_an_id_number_stored_as_a_float_has_lost_digits() -> None:
    assert read("text", "4.41226198001E+17", "44122619800101001X") == [
        None,
        "44122619800101001X",
    ]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_no_header_stands_for_two_columns(table: Table) -> None:
    owners: dict[str, str] = {}
    for column in table.columns:
        for form in {plain(f) for f in (column.name, column.zh, column.en)}:
            assert owners.setdefault(form, column.name) == column.name
