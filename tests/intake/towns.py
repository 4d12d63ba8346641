"""Small invented registers as sheets, and the ways an office would hand them over."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

Sheets = dict[str, list[list[Any]]]


def town() -> Sheets:
    """Return two villages, three households and four members; headers in Chinese."""
    return {
        "村": [
            ["村编号", "村名", "镇"],
            ["001", "红中", "官圩镇"],
            ["002", "历麻", "新圩镇"],
        ],
        "农户": [
            [
                "户编号",
                "村编号",
                "户主姓名",
                "家庭人口",
                "贫困户属性",
                "有小汽车",
                "建档立卡日期",
                "期初年人均收入",
            ],
            ["001-001", "001", "陈一", 2, "低保户", "否", "2016-05-01", 3100],
            ["001-002", "001", "陈二", 1, "一般贫困户", "是", "2016-05-01", "3,200.5"],
            ["002-001", "002", "梁三", 1, "五保户", None, "2016-05-01", None],
        ],
        "家庭成员": [
            ["人编号", "户编号", "姓名", "与户主关系", "出生日期", "参加基本医疗保险"],
            ["001-001-01", "001-001", "陈一", "户主", "1960-01-31", "是"],
            ["001-001-02", "001-001", "陈小", "之子", "2003-09-01", "是"],
            ["001-002-01", "001-002", "陈二", "户主", "1955-12-01", "否"],
            ["002-001-01", "002-001", "梁三", "户主", "1940-02-29", None],
        ],
    }


def column(sheets: Sheets, sheet: str, header: str) -> int:
    """Return the place of the header."""
    return sheets[sheet][0].index(header)


def put(sheets: Sheets, sheet: str, row: int, header: str, value: Any) -> Sheets:
    """Put a value into a cell of a row (as Excel numbers it) and return the town."""
    sheets[sheet][row - 1][column(sheets, sheet, header)] = value
    return sheets


def add(sheets: Sheets, sheet: str, header: str, values: list[Any]) -> Sheets:
    """Append a column and return the town."""
    for row, value in zip(sheets[sheet], [header, *values], strict=True):
        row.append(value)
    return sheets


def drop(sheets: Sheets, sheet: str, header: str) -> Sheets:
    """Remove a column and return the town."""
    place = column(sheets, sheet, header)
    for row in sheets[sheet]:
        del row[place]
    return sheets


def workbook(sheets: Sheets, to: Path) -> Path:
    """Write a workbook: strings as text cells, numbers and dates as Excel has them."""
    with xlsxwriter.Workbook(to) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    is_day = isinstance(value, dt.date)
                    sheet.write(i, j, value, *([day] if is_day else []))
    return to


def csv_folder(sheets: Sheets, to: Path, encoding: str = "utf-8-sig") -> Path:
    """Write a CSV file per sheet."""
    to.mkdir(exist_ok=True)
    for name, rows in sheets.items():
        with (to / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
    return to


def parquet_folder(tables: dict[str, pl.DataFrame], to: Path) -> Path:
    """Write a Parquet file per table."""
    to.mkdir(exist_ok=True)
    for name, frame in tables.items():
        frame.write_parquet(to / f"{name}.parquet")
    return to
