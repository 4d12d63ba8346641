"""What a file may weigh before it is opened: an office's upload can't fell the server.

A workbook is a zip: small on disk, it may unpack to anything, and one cell in the last
row and column makes a grid of 17 thousand million cells. Both are seen without
opening it as a workbook.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from fupin.intake.failures import error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MB = 2**20
LARGEST_FILE = 200 * MB
LARGEST_UNPACKED = 1024 * MB
# A cell of the grid takes some 30 bytes, whether anything is in it or not.
LARGEST_GRID = 40_000_000
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# A cell right of column IV or below row 99,999. Where there is none, the grid has at
# most 256 × 99,999 cells; else its extent is looked at cell by cell.
FAR_CELL = re.compile(rb' r="(?:[A-Z]{3}\d|[J-Z][A-Z]\d|I[W-Z]\d|[A-Z]{1,3}\d{6})')
# A formula is stored with its last value; programs that don't calculate leave it out.
BLANK_FORMULA = re.compile(rb"</f>(?:<v ?/>|<v></v>)?</c>")
CELL = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
CHUNK = 4 * MB
# What a damaged, protected or contrived zip raises. RuntimeError: it has a password.
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)
# A cell's name may lie across two chunks.
OVERLAP = 16


def check_size(path: Path) -> None:
    """Raise IntakeError where the file is larger than LARGEST_FILE."""
    try:
        size = path.stat().st_size
    except OSError as cause:
        raise error("unreadable", path=path, detail=cause) from cause
    if size > LARGEST_FILE:
        raise error(
            "too_large", path=path, size=_whole_mb(size), limit=LARGEST_FILE // MB
        )


def check_workbook(path: Path) -> bool:
    """Say whether a workbook holds a formula that was never worked out.

    Raises IntakeError where it is a zip that unpacks to too much, or whose cells lie
    too far apart. A zip that says less than it holds fails its own checksum, and is
    refused as damaged.
    """
    check_size(path)
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _look_into(path, archive)
    except BROKEN as cause:
        raise error("not_workbook", path=path, detail=cause) from cause


def _look_into(path: Path, archive: zipfile.ZipFile) -> bool:
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > LARGEST_UNPACKED:
        raise error(
            "zip_bomb",
            path=path,
            size=_whole_mb(unpacked),
            limit=LARGEST_UNPACKED // MB,
        )
    has_blank = False
    # All is unpacked once, a piece at a time: only so is it known to be so small.
    for info in archive.infolist():
        is_sheet = SHEET.fullmatch(info.filename)
        has_far = False
        for chunk in _chunks(archive, info):
            has_far |= bool(is_sheet and FAR_CELL.search(chunk))
            has_blank |= bool(is_sheet and BLANK_FORMULA.search(chunk))
        if has_far:
            _check_grid(path, _chunks(archive, info))
    return has_blank


def _check_grid(path: Path, chunks: Iterator[bytes]) -> None:
    """Raise IntakeError where a sheet's cells lie too far apart to be held."""
    columns, rows = 1, 1
    seen: set[bytes] = set()
    for chunk in chunks:
        cells = CELL.findall(chunk)
        seen.update(letters for letters, _ in cells)
        rows = max(rows, *(int(row) for _, row in cells), 1)
    columns = max(map(_column_number, seen), default=1)
    if columns * rows > LARGEST_GRID:
        raise error("stray_cell", path=path, rows=rows, columns=columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as part:
        tail = b""
        while piece := part.read(CHUNK):
            yield tail + piece
            tail = piece[-OVERLAP:]


def _whole_mb(size: int) -> int:
    return -(-size // MB)
