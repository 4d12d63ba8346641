"""Read a register from a folder of CSV files, one per table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.headers import match, unknown_sheet
from fupin.intake.messages import error
from fupin.intake.raw import RawTable, RawTables, claim, numbered, without_blanks
from fupin.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

ENCODINGS = ("utf-8-sig", "gb18030")


def accepts(path: Path) -> bool:
    """Say whether the path is a folder with CSV files."""
    return path.is_dir() and bool(_files(path))


def read_tables(path: Path) -> RawTables:
    """Return the tables of the folder as text.

    Raises IntakeError where a file is in no known encoding or its quotes don't close.
    """
    files = {file.stem: file for file in _files(path)}
    claimed = claim([file.stem for file in _files(path)], path)
    findings = [
        unknown_sheet(file.name)
        for stem, file in files.items()
        if stem not in claimed.values()
    ]
    tables: dict[str, RawTable] = {}
    for name, stem in claimed.items():
        headers, frame = read_text(files[stem])
        if not headers:
            continue
        sheet = files[stem].name
        places, noticed = match(headers, TABLES[name], sheet)
        frame = frame.select(pl.nth(i).alias(c) for c, i in places.items())
        rows = numbered(frame.height, first_row=2)
        tables[name] = without_blanks(
            RawTable(TABLES[name], sheet, frame, rows, tuple(headers))
        )
        findings += noticed
    return RawTables(tables, tuple(findings), tuple(f.name for f in files.values()))


def read_text(file: Path) -> tuple[list[str], pl.DataFrame]:
    """Return the header and the rows of a CSV file, every cell a string."""
    text = _decoded(file)
    headers = next(csv.reader(io.StringIO(text, newline="")), [])
    if not headers:
        return [], pl.DataFrame()
    try:
        frame = pl.read_csv(
            text.encode(),
            has_header=False,
            schema={f"c{i}": pl.String for i in range(len(headers))},
        )
    except pl.exceptions.PolarsError as cause:
        row = _broken_row(text, len(headers))
        raise error("broken_csv", path=file, row=row) from cause
    return headers, frame.slice(1)


def _files(path: Path) -> list[Path]:
    return sorted(f for f in path.iterdir() if f.suffix.lower() == ".csv")


def _decoded(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as cause:
        raise error("unreadable", path=file, detail=cause) from cause
    failures = []
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as failure:
            failures.append(failure.start)
    # The encoding that got furthest is the one the file was meant to be in.
    raise error("wrong_encoding", path=file, position=max(failures) + 1)


def _broken_row(text: str, width: int) -> int:
    """Return the row where the quotes or the number of columns first go wrong."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            swallowed = any("\n" in cell for cell in row)
            if len(row) > width or (swallowed and len(row) != width):
                return number
    except csv.Error:
        return number + 1
    return max(number, 1)
