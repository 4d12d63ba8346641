"""Read a register from one Excel workbook with a sheet per table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.intake.cells import unwrapped
from fupin.intake.example import without_example
from fupin.intake.failures import error
from fupin.intake.headers import match, unknown_sheet
from fupin.intake.limits import check_workbook
from fupin.intake.mapped import tables_of
from fupin.intake.mapping import recognise
from fupin.intake.problems import Place, found
from fupin.intake.raw import (
    RawTable,
    RawTables,
    claim,
    without_blanks,
)
from fupin.register import TYPES
from fupin.tables import NEEDED, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from fupin.schema import Column

# Not .xlsb nor .ods: how large a grid they hold can't be seen before it is made.
SUFFIXES = (".xlsx", ".xlsm", ".xls")
# The sheets of our own template that hold no rows of the register.
GUIDE_SHEET = "填表说明"
LISTS_SHEET = "选项"
COUNTS_SHEET = "问题汇总"
NOT_TABLES = (GUIDE_SHEET, LISTS_SHEET, COUNTS_SHEET)
# Excel keeps 15 digits: beyond, a number has already lost its last places.
EXACT = 1e15
NATIVE: dict[str, type] = {"number": float, "date": date}


def accepts(path: Path) -> bool:
    """Say whether the path is a workbook by its name."""
    return path.is_file() and path.suffix.lower() in SUFFIXES


def read_tables(path: Path) -> RawTables:
    """Return the tables of the workbook as text, formulas as their last values.

    Raises IntakeError where the file is no workbook, or no sheet is a table of ours
    or of a declared format.
    """
    workbook, findings = _open(path)
    names = [n for n in workbook.sheet_names if n not in NOT_TABLES]
    claimed = claim(names, path)
    sheets = {name: _sheet(workbook, name) for name in claimed.values() or names}
    if not any(sheet.headers for sheet in sheets.values()):
        raise error("empty_workbook", path=path)
    found_tables = _ours(claimed, sheets) if claimed else _mapped(path, sheets)
    read = {raw.sheet for raw in found_tables.tables.values()}
    findings += [unknown_sheet(n) for n in names if n not in read]
    return RawTables(
        found_tables.tables,
        (*found_tables.findings, *findings, *_oddities(workbook, sheets, read)),
        tuple(names),
    )


@dataclass(frozen=True)
class _Sheet:
    """A sheet as it is: its header, and below it the rows that aren't blank."""

    name: str
    headers: tuple[str, ...]
    body: list[list[Any]]
    rows: pl.Series
    merged: int


def _sheet(workbook: Any, name: str) -> _Sheet:
    """Read a sheet row by row; of a million blank rows at its end none is kept."""
    sheet = workbook.get_sheet_by_name(name)
    kept, rows = [], []
    # Rows count from 1, and one is blank where each of its cells is.
    for number, row in enumerate(sheet.iter_rows(), 1):
        if row.count("") < len(row):
            kept.append(row)
            rows.append(number)
    headers = tuple(_text(cell).strip() for cell in kept[0]) if kept else ()
    merged = len(sheet.merged_cell_ranges or ())
    numbers = pl.Series("row", rows[1:], dtype=pl.Int64)
    return _Sheet(name, headers, kept[1:], numbers, merged)


def _ours(claimed: Mapping[str, str], sheets: Mapping[str, _Sheet]) -> RawTables:
    """Return the sheets that are tables of ours by their names."""
    tables: dict[str, RawTable] = {}
    findings: list[pl.DataFrame] = []
    for name, title in claimed.items():
        sheet, table = sheets[title], TABLES[name]
        if not sheet.headers:
            continue
        places, noticed = match(sheet.headers, table, title)
        cells = {c: [row[i] for row in sheet.body] for c, i in places.items()}
        frame = pl.DataFrame([_column(table[c], cells[c]) for c in cells])
        raw = RawTable(table, title, unwrapped(frame), sheet.rows, sheet.headers)
        tables[name], example = without_example(without_blanks(raw))
        findings += [*noticed, *example]
    return RawTables(tables, tuple(findings))


def _mapped(path: Path, sheets: Mapping[str, _Sheet]) -> RawTables:
    """Return the tables of the one sheet that is of a declared format."""
    known = [(s, m) for s in sheets.values() if (m := recognise(s.headers))]
    if not known:
        raise error(
            "no_known_sheet",
            path=path,
            found="、".join(sheets),
            wanted_zh="、".join(TABLES[n].zh for n in NEEDED),
            wanted_en=", ".join(TABLES[n].en for n in NEEDED),
        )
    (sheet, mapped), *more = known
    if more:
        words = {"first": sheet.name, "second": more[0][0].name}
        labels = {f"table_{lang}": mapped.label[lang] for lang in ("zh", "en")}
        raise error("repeated_table", path=path, **words, **labels)
    texts = [
        pl.Series(f"c{i}", [_text(row[i]) for row in sheet.body], dtype=pl.String)
        for i in range(len(sheet.headers))
    ]
    frame = unwrapped(pl.DataFrame(texts))
    return tables_of(mapped, sheet.name, sheet.headers, frame, sheet.rows)


def _oddities(
    workbook: Any, sheets: Mapping[str, _Sheet], read: Collection[str]
) -> Iterator[pl.DataFrame]:
    """Say of each sheet that was read whether it is hidden or has merged cells."""
    # Only for workbooks.
    from python_calamine import SheetVisibleEnum  # noqa: PLC0415

    visible = {
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible
    }
    for name in sheets:
        if name not in read:
            continue
        if name not in visible:
            yield found("hidden_sheet", Place(None, name))
        if merged := sheets[name].merged:
            yield found("merged_cells", Place(None, name), words={"count": str(merged)})


def _open(path: Path) -> tuple[Any, list[pl.DataFrame]]:
    """Return the workbook, once it is safe to open, and what was noticed."""
    # Only for workbooks.
    import python_calamine as calamine  # noqa: PLC0415

    try:
        if path.stat().st_size == 0:
            raise error("empty_file", path=path)
        has_blank = check_workbook(path)
        workbook = calamine.CalamineWorkbook.from_path(path)
    except OSError as cause:
        raise error("unreadable", path=path, detail=cause) from cause
    except calamine.CalamineError as cause:
        raise error("not_workbook", path=path, detail=cause) from cause
    blank = found("blank_formula", Place(None, path.name))
    return workbook, [blank] if has_blank else []


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
