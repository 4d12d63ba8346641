"""Read a register from a folder of Parquet tables: `<table>.parquet` or `<table>/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.headers import match, unknown_sheet
from fupin.intake.messages import error
from fupin.intake.raw import RawTable, RawTables, claim, numbered
from fupin.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path


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
    tables: dict[str, RawTable] = {}
    for name, stem in claimed.items():
        tables[name], noticed = _read(sources[stem], name)
        findings += noticed
    return RawTables(tables, tuple(findings), tuple(s.name for s in sources.values()))


def _sources(path: Path) -> list[Path]:
    """Return the Parquet files, and the folders that hold parts of a table."""
    files = [f for f in path.iterdir() if f.suffix.lower() == ".parquet"]
    folders = [f for f in path.iterdir() if f.is_dir() and any(f.glob("*.parquet"))]
    return sorted(files + folders)


def _read(source: Path, name: str) -> tuple[RawTable, list[pl.DataFrame]]:
    pattern = source / "*.parquet" if source.is_dir() else source
    try:
        lazy = pl.scan_parquet(pattern)
        headers = lazy.collect_schema().names()
        places, findings = match(headers, TABLES[name], source.name)
        frame = lazy.select(
            pl.col(headers[place]).alias(column) for column, place in places.items()
        ).collect()
    except OSError as cause:
        raise error("unreadable", path=source, detail=cause) from cause
    except pl.exceptions.PolarsError as cause:
        raise error("not_parquet", path=source, detail=cause) from cause
    rows = numbered(frame.height, first_row=1)
    return RawTable(TABLES[name], source.name, frame, rows, tuple(headers)), findings
