"""Office files: a sheet of a county's size, and a meeting's deck, workbook and text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.row import Row, median_seconds
from fupin.document import Blank, Column, Document, Table
from fupin.exports import write
from tests.exports.sample_document import SAMPLE

if TYPE_CHECKING:
    from fupin.document import Cell

HOUSEHOLDS, COLUMNS = 10_000, 40
KINDS = ("text", "integer", "money", "decimal", "percent", "date", "verdict", "text")
VERDICTS = ("met", "unmet", "unknown")


def office_files() -> list[Row]:
    """Write the large sheet, and each office format of one document."""
    large = replace(SAMPLE, sections=(), tables=(_households(),))
    name = f"one sheet of {HOUSEHOLDS:,} households × {COLUMNS} columns as XLSX"
    rows = [Row(7, name, _seconds(large, "xlsx", 3), "s", 5)]
    # A part of the six seconds that all formats of one snapshot may take.
    for kind, said, bar in (("pptx", "deck", 1.5), ("xlsx", "workbook", 1),
                            ("docx", "text", 1.5)):  # fmt: skip
        value = _seconds(SAMPLE, kind, 5)
        rows.append(Row(7, f"a meeting's {said} ({kind.upper()})", value, "s", bar))
    return rows


def _seconds(document: Document, kind: str, times: int) -> float:
    write(document, kind)
    return median_seconds(lambda: write(document, kind), times)


def _households() -> Table:
    columns = tuple(
        Column(f"c{n}", f"第{n + 1}列", KINDS[n % len(KINDS)])  # type: ignore[arg-type]
        for n in range(COLUMNS)
    )
    rows = tuple(tuple(_cell(r, n) for n in range(COLUMNS)) for r in range(HOUSEHOLDS))
    return Table("households", "农户", columns, rows)


def _cell(row: int, n: int) -> Cell:
    """Return a cell of its column's type; every 17th isn't known."""
    if (row * 7 + n) % 17 == 0:
        return Blank.UNKNOWN
    made: dict[str, Cell] = {
        "text": f"{row % 500:03}号户", "integer": row % 9, "money": row * 3,
        "decimal": row / 7, "percent": row % 1000 / 10,
        "date": date(2018, 1, 1) + timedelta(days=row % 300),
        "verdict": VERDICTS[row % 3],
    }  # fmt: skip
    return made[KINDS[n % len(KINDS)]]
