"""Read a register from a folder of Parquet tables: `<table>.parquet` or `<table>/`."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.failures import error
from fupin.intake.headers import match, unknown_sheet
from fupin.intake.raw import RawTable, RawTables, claim
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fupin.schema import Table


# What Polars raises of a damaged file; some damage makes it panic.
BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException)


@dataclass(frozen=True)
class _Scan:
    """A table found in the folder: its headers, and its rows not yet read."""

    table: Table
    source: Path
    headers: list[str]
    rows: pl.LazyFrame
    findings: list[pl.DataFrame]


def accepts(path: Path) -> bool:
    """Say whether the path is a folder with Parquet tables."""
    return path.is_dir() and bool(_sources(path))


def read_tables(path: Path) -> RawTables:
    """Return the tables of the folder in the types of their files.

    Raises IntakeError where a file isn't Parquet.
    """
    sources = {source.stem: source for source in _sources(path)}
    claimed = claim([source.stem for source in _sources(path)], path)
    findings = [
        unknown_sheet(source.name)
        for stem, source in sources.items()
        if stem not in claimed.values()
    ]
    findings += [
        unknown_sheet(file.name, kind="ignored_file") for file in path.glob("*.csv")
    ]
    scans = {name: _scan(sources[stem], name) for name, stem in claimed.items()}
    frames = _collected(scans)
    tables = {name: _raw(scans[name], frame) for name, frame in frames.items()}
    findings += [finding for scan in scans.values() for finding in scan.findings]
    return RawTables(tables, tuple(findings), tuple(s.name for s in sources.values()))


def _sources(path: Path) -> list[Path]:
    """Return the Parquet files, and the folders that hold parts of a table."""
    files = [f for f in path.iterdir() if f.suffix.lower() == ".parquet"]
    folders = [f for f in path.iterdir() if f.is_dir() and any(f.glob("*.parquet"))]
    return sorted(files + folders)


def _scan(source: Path, name: str) -> _Scan:
    pattern = source / "*.parquet" if source.is_dir() else source
    with _told(source):
        lazy = pl.scan_parquet(pattern)
        headers = lazy.collect_schema().names()
    places, findings = match(headers, TABLES[name], source.name)
    ours = lazy.select(pl.col(headers[i]).alias(c) for c, i in places.items())
    return _Scan(TABLES[name], source, headers, ours, findings)


def _collected(scans: Mapping[str, _Scan]) -> dict[str, pl.DataFrame]:
    """Return the tables, read side by side; IntakeError names the one that fails."""
    try:
        frames = pl.collect_all(scan.rows for scan in scans.values())
    except (OSError, *BROKEN):
        frames = [_collect(scan) for scan in scans.values()]
    return dict(zip(scans, frames, strict=True))


def _collect(scan: _Scan) -> pl.DataFrame:
    with _told(scan.source):
        return scan.rows.collect()


def _raw(scan: _Scan, frame: pl.DataFrame) -> RawTable:
    rows = range(1, frame.height + 1)
    return RawTable(scan.table, scan.source.name, frame, rows, tuple(scan.headers))


@contextmanager
def _told(source: Path) -> Iterator[None]:
    """Turn what Polars raises into IntakeError about the source."""
    try:
        yield
    except OSError as cause:
        raise error("unreadable", path=source, detail=cause) from cause
    except BROKEN as cause:
        raise error("not_parquet", path=source, detail=cause) from cause
