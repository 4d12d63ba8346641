from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING

import openpyxl
import polars as pl

from fupin.funds import add
from fupin.funds.exports import csv, workbook
from fupin.funds.summary import summary
from tests.funds.towns import act, fund, measure, told, town
from tests.registers import village

if TYPE_CHECKING:
    from fupin.funds import Accounts, Books, Tree
    from fupin.plan import Plan
    from fupin.store import Store


def ledger(plan: Plan, tree: Tree, books: Books, store: Store) -> Accounts:
    register = town(
        fund(
            "a", "allocated", 100.25, date(2018, 3, 1), document_no="=cmd|'/c calc'!A1"
        ),
        measures=[measure(planned_amount=None)],
    )
    said = {"kind": "paid", "source": "province", "village_id": "001"}
    said |= {"amount": "7.5", "note": "@SUM(1)", "use": "bonus"}
    add(store, books, register, said, act("陈一民"))
    return told(plan, tree, register, store=store)


def test_a_csv_has_exact_amounts_and_no_formula(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    found = ledger(plan, tree, books, store)
    made = csv(found, found.rows, "zh")
    assert made.startswith(b"\xef\xbb\xbf")
    rows = {r["编号"]: r for r in pl.read_csv(made, infer_schema=False).to_dicts()}
    assert rows["a"]["金额（元）"] == "100.25"
    assert rows["a"]["文件号"] == "'=cmd|'/c calc'!A1"
    assert rows["measure:M1"]["金额（元）"] == "待补录"
    paid = rows["fund:1"]
    assert (paid["金额（元）"], paid["说明"], paid["填写人"]) == (
        "7.50",
        "'@SUM(1)",
        "陈**",
    )
    assert paid["标记"] == "疑似禁用：奖金津贴福利"
    assert "陈一民" not in made.decode()


def test_a_workbook_has_real_numbers_and_dates_and_no_formula(
    plan: Plan, tree: Tree, books: Books, store: Store
) -> None:
    found = ledger(plan, tree, books, store)
    book = openpyxl.load_workbook(io.BytesIO(workbook(found, found.rows, "zh")))
    rows, totals = book.worksheets
    heads = [cell.value for cell in rows[1]]
    cells = {
        line[0].value: dict(zip(heads, line, strict=True))
        for line in rows.iter_rows(min_row=2)
    }
    amount = cells["a"]["金额（元）"]
    assert (amount.value, amount.number_format) == (100.25, "#,##0.00")
    assert cells["a"]["日期"].value == datetime(2018, 3, 1)  # noqa: DTZ001
    assert cells["a"]["文件号"].value == "=cmd|'/c calc'!A1"
    assert cells["a"]["文件号"].data_type == "s"
    assert cells["measure:M1"]["金额（元）"].value == "待补录"
    first = [cell.value for cell in totals[2]]
    assert first == ["合计", 0, 100.25, 0, 7.5, 92.75, 7.4]
    assert not any(c.data_type == "f" for sheet in book for line in sheet for c in line)


def test_two_villages_of_one_name_keep_their_own_sums(plan: Plan, tree: Tree) -> None:
    register = town(
        fund("a", "allocated", 100, date(2018, 3, 1), "001"),
        fund("b", "allocated", 23, date(2018, 3, 1), "002"),
        villages=[
            village("001", village_name="新村"), village("002", village_name="新村"),
        ],
    )  # fmt: skip
    found = told(plan, tree, register)
    by = summary(found)["by_village"]
    assert sorted(one["allocated"] for one in by.values()) == [23, 100]
    book = openpyxl.load_workbook(io.BytesIO(workbook(found, found.rows)))
    names = {cell.value for row in book["汇总"].iter_rows(max_col=1) for cell in row}
    assert {"新村（001）", "新村（002）"} <= names
