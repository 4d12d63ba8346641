"""Invented entries for the practice store: what the sample's register can't say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.funds.checks import Books
from fupin.funds.entries import ALLOCATED, PAID, PLANNED
from fupin.funds.writing import Act, add

if TYPE_CHECKING:
    from datetime import date

    from fupin.funds.tree import Tree
    from fupin.register import Register
    from fupin.store import Store

AUTHOR = "卢会计"
TASK = "duty:finance.provide_funds:town:2018"


def practise(store: Store, register: Register, tree: Tree, day: date) -> None:
    """Write plan lines by village and year, and a few entries that are marked."""
    books, act = Books.of(tree, register), Act(AUTHOR, day)
    for said in (*_plans(register), *_entries(register)):
        add(store, books, register, said, act)


def _plans(register: Register) -> list[dict[str, Any]]:
    """Return a line a village and year, a twentieth above what was allocated.

    The last village's newest line names a source that isn't the one paid from; the
    one before it has no amount yet.
    """
    rows = register["funds"].filter(pl.col("fund_entry") == ALLOCATED)
    sums = rows.group_by("village_id", year=pl.col("entry_on").dt.year()).agg(
        pl.col("fund_amount").sum()
    )
    lines = [
        {
            "kind": PLANNED, "village_id": village, "fund_year": year,
            "amount": f"{amount * 1.05:.2f}", "entry_on": f"{year}-01-20",
            "note": "年度资金安排，不含单列的项目",
        }
        for village, year, amount in sums.sort("village_id", "year").iter_rows()
    ]  # fmt: skip
    newest = [line for line in lines if line["fund_year"] == lines[-1]["fund_year"]]
    newest[-1]["source"] = "province"
    if len(newest) > 1:
        newest[-2]["amount"] = ""
    return lines


def _entries(register: Register) -> list[dict[str, Any]]:
    # A sample may have one village alone, and none of a kind of measure.
    villages = register["villages"]["village_id"].sort()
    first, last = villages[0], villages[-1]
    is_theirs = pl.col("village_id") == first
    measures = register["measures"].filter(
        is_theirs & (pl.col("measure_kind") == "industry")
    )
    of_first = {"village_id": first, "entry_on": "2018-06-20"}
    return [
        of_first
        | {"kind": ALLOCATED, "amount": "50000", "source": "helper_town",
           "pool": "per_person", "document_no": "港扶〔2018〕8号", "task_key": TASK},
        of_first
        | {"kind": PAID, "amount": "3000", "source": "helper_town", "use": "materials",
           "payee": "supplier", "measure_id": next(iter(measures["measure_id"]), ""),
           "note": "种苗", "task_key": TASK},
        of_first
        | {"kind": PAID, "amount": "3200", "source": "helper_town", "use": "vehicles",
           "payee": "supplier", "note": "公务车维修"},
        {"kind": PAID, "amount": "2000", "source": "central", "village_id": last,
         "entry_on": "2018-06-25", "use": "other", "note": "村里先垫付，待下拨"},
    ]  # fmt: skip
