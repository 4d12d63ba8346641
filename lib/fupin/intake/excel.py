"""Read a register from one Excel workbook with a sheet per table."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.intake.headers import unknown_sheet
from fupin.intake.messages import error
from fupin.intake.raw import RawTables, claim, from_text
from fupin.tables import NEEDED, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fupin.intake.raw import RawTable

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
# The sheets of our own template that hold no rows of the register.
GUIDE_SHEET = "填表说明"
LISTS_SHEET = "选项"
# Excel keeps 15 digits: beyond, a number has already lost its last places.
EXACT = 1e15


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
        rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        first = next((i for i, row in enumerate(rows) if _has_text(row)), None)
        if first is None:
            continue
        headers = [_text(cell).strip() for cell in rows[first]]
        frame = _frame(rows[first + 1 :], len(headers))
        # Rows count from 1, and the data starts below its header.
        tables[name], noticed = from_text(
            TABLES[name], sheet, headers, frame, first + 2
        )
        findings += noticed
    if not tables:
        raise error("empty_workbook", path=path)
    return RawTables(tables, tuple(findings), tuple(names))


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


def _frame(rows: Sequence[Sequence[Any]], width: int) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * width
    return pl.DataFrame([_column(f"c{i}", cells) for i, cells in enumerate(columns)])


def _column(name: str, cells: Sequence[Any]) -> pl.Series:
    only_text = set(map(type, cells)) <= {str}
    texts = cells if only_text else [_text(cell) for cell in cells]
    return pl.Series(name, texts, dtype=pl.String)


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
