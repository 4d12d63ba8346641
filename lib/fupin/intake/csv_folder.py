"""Read a register from a folder of CSV files, one per table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.cells import unwrapped
from fupin.intake.example import without_example
from fupin.intake.failures import error
from fupin.intake.headers import match, unknown_sheet
from fupin.intake.limits import check_size
from fupin.intake.problems import Cells, Place, found
from fupin.intake.raw import RawTable, RawTables, claim, numbered, without_blanks
from fupin.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.schema import Table

ENCODINGS = ("utf-8-sig", "gb18030")
# How the decoders say that the bytes end within a character.
ENDED = ("unexpected end of data", "incomplete multibyte sequence")


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
        raw, noticed = table_of(files[stem], TABLES[name])
        findings += noticed
        if raw is not None:
            tables[name] = raw
    return RawTables(tables, tuple(findings), tuple(f.name for f in files.values()))


def table_of(
    file: Path, table: Table
) -> tuple[RawTable | None, tuple[pl.DataFrame, ...]]:
    """Return the table that a CSV file holds, None where it is empty; and findings."""
    headers, frame, cut = read_text(file)
    if not headers:
        return None, ()
    places, noticed = match(headers, table, file.name)
    frame = frame.select(pl.nth(i).alias(c) for c, i in places.items())
    rows = numbered(frame.height, first_row=2)
    raw = RawTable(table, file.name, frame, rows, tuple(headers))
    raw, example = without_example(without_blanks(raw))
    return raw, (*noticed, *cut, *example)


def read_text(file: Path) -> tuple[list[str], pl.DataFrame, tuple[pl.DataFrame, ...]]:
    """Return a CSV file's headers, its rows as text, and what was noticed."""
    check_size(file)
    text = _decoded(file)
    headers = _first_row(file, text)
    if not headers:
        return [], pl.DataFrame(), ()
    try:
        frame = pl.read_csv(
            text.encode(),
            has_header=False,
            schema={f"c{i}": pl.String for i in range(len(headers))},
        )
    except pl.exceptions.PolarsError as cause:
        row = _broken_row(text, len(headers))
        raise error("broken_csv", path=file, row=row) from cause
    return headers, unwrapped(frame.slice(1)), _cut_short(file, text, len(headers))


def _cut_short(file: Path, text: str, width: int) -> tuple[pl.DataFrame, ...]:
    """Say that the last row has no end and too few cells: an upload was cancelled."""
    if text.endswith(("\n", "\r")):
        return ()
    last = text[text.rfind("\n") + 1 :]
    if last == text or len(_first_row(file, last)) >= width:
        return ()
    rows = pl.Series([text.count("\n") + 1])
    return (found("cut_short", Place(None, file.name), cells=Cells(rows)),)


def _first_row(file: Path, text: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error as cause:
        # Such as a header of more than a hundred thousand characters.
        raise error("broken_csv", path=file, row=1) from cause


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
            text = content.decode(encoding)
        except UnicodeDecodeError as failure:
            failures.append(failure)
        else:
            # Old Macs end their lines so.
            return text if "\n" in text else text.replace("\r", "\n")
    # The encoding that got furthest is the one the file was meant to be in.
    furthest = max(failures, key=lambda failure: failure.start)
    if furthest.reason in ENDED:
        raise error("cut_csv", path=file)
    raise error("wrong_encoding", path=file, position=furthest.start + 1)


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
