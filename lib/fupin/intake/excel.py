"""Read a register from one Excel workbook with a sheet per table."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.intake.headers import match, unknown_sheet
from fupin.intake.messages import error
from fupin.intake.raw import RawTable, RawTables, claim, numbered, without_blanks
from fupin.register import TYPES
from fupin.tables import NEEDED, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fupin.schema import Column, Table

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
# The sheets of our own template that hold no rows of the register.
GUIDE_SHEET = "填表说明"
LISTS_SHEET = "选项"
# Excel keeps 15 digits: beyond, a number has already lost its last places.
EXACT = 1e15
NATIVE: dict[str, type] = {"number": float, "date": date}


def accepts(path: Path) -> bool:
    """Say whether the path is a workbook by its name."""
    return path.is_file() and path.suffix.lower() in SUFFIXES


def read_tables(path: Path) -> RawTables:
    """Return the tables of the workbook as text, formulas as their last values.

    Raises IntakeError where the file is no workbook or has no sheet of ours.
    """
    workbook = _open(path)
    names = [n for n in workbook.sheet_names if n not in (GUIDE_SHEET, LISTS_SHEET)]
    claimed = claim(names, path)
    if not claimed:
        raise _nothing_known(path, workbook, names)
    findings = [unknown_sheet(n) for n in names if n not in claimed.values()]
    tables: dict[str, RawTable] = {}
    for name, sheet in claimed.items():
        cells = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        first = next((i for i, row in enumerate(cells) if _has_text(row)), None)
        if first is not None:
            tables[name], noticed = _table(TABLES[name], sheet, cells, first)
            findings += noticed
    if not tables:
        raise error("empty_workbook", path=path)
    return RawTables(tables, tuple(findings), tuple(names))


def _table(
    table: Table, sheet: str, cells: Sequence[Sequence[Any]], first: int
) -> tuple[RawTable, list[pl.DataFrame]]:
    """Return the table whose header is the row at `first`, and what was noticed."""
    headers = [_text(cell).strip() for cell in cells[first]]
    places, findings = match(headers, table, sheet)
    body = cells[first + 1 :]
    frame = pl.DataFrame(
        [_column(table[name], [row[i] for row in body]) for name, i in places.items()]
    )
    # Rows count from 1, and the data starts below its header.
    rows = numbered(frame.height, first + 2)
    raw = RawTable(table, sheet, frame, rows, tuple(headers))
    return without_blanks(raw), findings


def _open(path: Path) -> Any:
    # Only for workbooks.
    import python_calamine as calamine  # noqa: PLC0415

    try:
        if path.stat().st_size == 0:
            raise error("empty_file", path=path)
        return calamine.CalamineWorkbook.from_path(path)
    except OSError as cause:
        raise error("unreadable", path=path, detail=cause) from cause
    except calamine.CalamineError as cause:
        raise error("not_workbook", path=path, detail=cause) from cause


def _nothing_known(path: Path, workbook: Any, names: list[str]) -> Exception:
    if all(workbook.get_sheet_by_name(name).height == 0 for name in names):
        return error("empty_workbook", path=path)
    return error(
        "no_known_sheet",
        path=path,
        found="、".join(names),
        wanted_zh="、".join(TABLES[n].zh for n in NEEDED),
        wanted_en=", ".join(TABLES[n].en for n in NEEDED),
    )


def _has_text(row: Sequence[Any]) -> bool:
    return any(cell != "" for cell in row)


def _column(column: Column, cells: Sequence[Any]) -> pl.Series:
    """Return the cells as Excel typed them where it agrees with us, else as text."""
    if column.kind in NATIVE:
        values = [None if cell == "" else cell for cell in cells]
        if set(map(type, values)) <= {NATIVE[column.kind], type(None)}:
            return pl.Series(column.name, values, dtype=TYPES[column.kind])
    only_text = set(map(type, cells)) <= {str}
    texts = cells if only_text else [_text(cell) for cell in cells]
    return pl.Series(column.name, texts, dtype=pl.String)


def _text(cell: Any) -> str:
    """Return the cell as a person reads it: 12.0 is 12, a date 2018-06-30."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)
