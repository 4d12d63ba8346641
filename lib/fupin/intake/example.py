"""The template's example row: what it says, and how it is left out when read back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from fupin.codes import CODES
from fupin.intake.convert import texts
from fupin.intake.problems import Cells, Place, found

if TYPE_CHECKING:
    from fupin.intake.raw import RawTable
    from fupin.schema import Column, Table

# What the key of the example row says, so that a clerk and `read` both know it.
MARK = "示例（不读取）"
BY_KIND = {"key": "001-001", "text": "文字", "date": "2018-06-30", "bool": "是"}
BY_NAME = {"year": "2018", "planned_exit_year": "2018", "id_number": "18位证件号码"}


def example(table: Table) -> dict[str, str]:
    """Return the example row of a table: a text for each column."""
    said = {column.name: _of(column) for column in table.columns}
    return said | {table.key[0]: MARK}


def _of(column: Column) -> str:
    if column.name in BY_NAME:
        return BY_NAME[column.name]
    if column.kind == "code":
        return CODES[column.codes][0].zh
    return BY_KIND.get(column.kind, "2")


def without_example(raw: RawTable) -> tuple[RawTable, list[pl.DataFrame]]:
    """Return the table without its example row, and a finding where it was changed.

    What somebody typed into it isn't read either: that mustn't go unsaid.
    """
    key = raw.table.key[0]
    if raw.frame.schema.get(key) != pl.String:
        return raw, []
    is_example = (raw.frame[key].str.strip_chars() == MARK).fill_null(value=False)
    if not is_example.any():
        return raw, []
    kept = replace(
        raw, frame=raw.frame.filter(~is_example), numbers=raw.rows.filter(~is_example)
    )
    ours = example(raw.table)
    cells = [texts(raw, n).filter(is_example).fill_null("") for n in raw.frame.columns]
    changed = pl.DataFrame(cells).select(
        pl.any_horizontal(pl.col(n) != ours[n] for n in raw.frame.columns)
    )
    rows = raw.rows.filter(is_example).filter(changed.to_series())
    if rows.is_empty():
        return kept, []
    place = Place(raw.table, raw.sheet, raw.table[key])
    words = {"mark": MARK}
    return kept, [found("example_row", place, cells=Cells(rows), words=words)]
