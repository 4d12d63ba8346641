"""Row changes as they are kept: as JSON in the database, or as Parquet in a folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from fupin.register import GONE, TYPES
from fupin.store.audit import canonical
from fupin.store.layout import changes
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fupin.schema import Table

    Frames = Mapping[str, pl.DataFrame]

# Above, Parquet beside the database is smaller and faster than rows in it.
LARGE = 2_000


def key_of(table: Table, row: Mapping[str, Any]) -> str:
    """Return the row's key as text that is the same for the same key."""
    return canonical([_plain(row[name]) for name in table.key])


def written(frames: Frames) -> list[dict[str, Any]]:
    """Return a row of `layout.changes` for each row of the frames."""
    rows = []
    for name, frame in frames.items():
        table = TABLES[name]
        for row in frame.iter_rows(named=True):
            gone = row.pop(GONE)
            body = {k: _plain(v) for k, v in row.items() if v is not None}
            rows.append(
                {
                    "table_name": name,
                    "row_key": key_of(table, row),
                    "is_gone": gone,
                    "body": canonical(body),
                }
            )
    return rows


def rows_hash(rows: list[dict[str, Any]]) -> str:
    """Return the SHA-256 of rows of `layout.changes`, in their order."""
    digest = hashlib.sha256()
    for row in rows:
        told = [row["table_name"], row["row_key"], bool(row["is_gone"]), row["body"]]
        digest.update(canonical(told).encode())
    return digest.hexdigest()


def read_rows(
    connection: sa.Connection, first: int, last: int | None = None
) -> list[dict[str, Any]]:
    """Return the rows of `layout.changes` of a vintage, or of those up to `last`.

    They stand in the order they were written.
    """
    query = sa.select(changes).where(changes.c.vintage.between(first, last or first))
    found = connection.execute(query.order_by(changes.c.id)).mappings()
    return [dict(row) for row in found]


def frames_of(rows: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    """Return rows of `layout.changes` as typed frames, with GONE and "_vintage"."""
    by_table: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        marks = {GONE: bool(row["is_gone"]), "_vintage": row["vintage"]}
        body = json.loads(row["body"]) | marks
        by_table.setdefault(row["table_name"], []).append(body)
    return {name: _typed(TABLES[name], found) for name, found in by_table.items()}


def _typed(table: Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    for row in rows:
        for column in table.columns:
            if column.kind == "date" and column.name in row:
                row[column.name] = date.fromisoformat(row[column.name])
    schema = {c.name: TYPES[c.kind] for c in table.columns}
    schema |= {GONE: pl.Boolean, "_vintage": pl.Int64}
    return pl.DataFrame(rows, schema=schema)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def write_folder(root: Path, name: str, frames: Frames) -> Path:
    """Write frames as Parquet into a new folder of `root`, whole or not at all.

    They are on the disk when this returns. A folder that no vintage names is what a
    crash left; `sweep` removes it.
    """
    root.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=root))
    try:
        for table, frame in frames.items():
            path = beside / f"{table}.parquet"
            frame.write_parquet(path, compression="zstd")
            flush(path)
        flush(beside)
        final = root / name
        beside.rename(final)
        flush(root)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return final


def flush(path: Path) -> None:
    """Have the disk hold a file, or which files a folder has."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_folder(folder: Path) -> dict[str, pl.DataFrame]:
    """Return the frames that `write_folder` wrote, in the tables' order."""
    return {
        name: pl.read_parquet(path)
        for name in TABLES
        if (path := folder / f"{name}.parquet").exists()
    }


def folder_hash(folder: Path) -> str:
    """Return the SHA-256 of the folder's files, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.parquet")):
        digest.update(path.name.encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def strays(root: Path, known: set[str]) -> Iterator[Path]:
    """Yield the folders under `root` that no vintage names."""
    if root.exists():
        yield from (p for p in root.iterdir() if p.is_dir() and p.name not in known)
