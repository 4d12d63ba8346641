"""Vintages: accepted sets of row changes, immutable; the newest of each row counts."""

from __future__ import annotations

import json
import secrets
import shutil
import time
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import sqlalchemy as sa

from fupin.errors import StoreError
from fupin.register import GONE, LINE
from fupin.store import audit, files, rows
from fupin.store.layout import changes, task_files, vintages
from fupin.store.refusing import refusing
from fupin.store.stale import refuse_stale
from fupin.store.written import highest, newest_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from fupin.changes import Changes
    from fupin.store.database import Store

Kind = Literal["intake", "visit", "undo"]


@dataclass(frozen=True)
class Act:
    """Who changes what for which reason, and the date on which the facts are valid."""

    kind: Kind
    author: str
    reason: str
    valid_on: date
    source: str = ""
    source_hash: str = ""


@dataclass(frozen=True)
class Vintage:
    """One entry of the history. `recorded_at` is UTC; `undone_by` a later entry."""

    seq: int
    kind: Kind
    recorded_at: datetime
    valid_on: date
    author: str
    reason: str
    source: str
    source_hash: str
    complete: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]
    absent: frozenset[str]
    undoes: int | None
    folder: str
    content_hash: str
    undone_by: int | None = None
    undone_at: datetime | None = None

    @property
    def total(self) -> int:
        """Return how many rows changed."""
        return sum(sum(kinds.values()) for kinds in self.counts.values())

    def is_in_force(self, known: datetime | None = None) -> bool:
        """Say whether the vintage counted at the moment `known` (None: now)."""
        if self.kind == "undo" or (known and self.recorded_at > known):
            return False
        return self.undone_at is None or bool(known and self.undone_at > known)


def accept(
    store: Store,
    taken: Changes,
    act: Act,
    seen: int | None = None,
    absent: AbstractSet[str] = frozenset(),
) -> Vintage:
    """Take changes as a new vintage, with its audit entry: all of it, or nothing.

    `seen` is the newest vintage when the author looked; rows that somebody has
    changed since are refused (StaleEdit, both versions shown). `absent` names the
    columns that the source doesn't have, as "table.column".
    """
    frames = refuse(taken, act)
    is_large = sum(frame.height for frame in frames.values()) > rows.LARGE
    folder, kept, content = "", [], ""
    if is_large:
        # Before anybody has to wait; without its index row it counts for nothing.
        folder = f"{audit.now()[:10]}-{secrets.token_hex(6)}"
        with refusing():
            content = rows.folder_hash(rows.write_folder(store.folder, folder, frames))
    else:
        kept = rows.written(frames)
        content = rows.rows_hash(kept)
    with store.writing() as connection:
        refuse_stale(store, connection, frames, seen)
        row = _index_row(connection, act, taken, absent) | {
            "folder": folder,
            "content_hash": content,
        }
        _insert(connection, row, kept)
    return history(store)[-1]


def refuse(taken: Changes, act: Act) -> dict[str, pl.DataFrame]:
    """Return what would be written; StoreError where nothing would, or nobody signs.

    So it is known before a store is begun for it.
    """
    _refuse_unsigned(act)
    frames = _frames(taken)
    if not frames:
        raise StoreError(
            "没有可接收的变化：内容与现有台账相同",
            "There is nothing to take: it says what the register says already.",
        )
    return frames


def undo(store: Store, author: str, reason: str) -> Vintage:
    """Return to the register before the newest vintage in force; nothing is deleted."""
    with store.writing() as connection:
        standing = [v for v in _history(connection) if v.is_in_force()]
        if not standing:
            raise StoreError(
                "没有可撤销的批次", "There is no vintage that could be undone."
            )
        last = standing[-1]
        act = Act("undo", author, reason, last.valid_on)
        _refuse_unsigned(act)
        row = _index_row(connection, act, None, frozenset()) | {
            "undoes": last.seq,
            "folder": "",
            "content_hash": rows.rows_hash([]),
        }
        _insert(connection, row, [])
    return history(store)[-1]


def history(store: Store) -> list[Vintage]:
    """Return every vintage and undo, oldest first."""
    with store.reading() as connection:
        return _history(connection)


def newest(store: Store) -> int:
    """Return the number of the newest vintage, 0 before the first; cheap to ask."""
    return newest_of(store, vintages)


def frames(store: Store, vintage: Vintage) -> dict[str, pl.DataFrame]:
    """Return the row changes of a vintage, with GONE where a row was taken off."""
    told = frames_of_run(store, [vintage])
    return {name: frame.drop("_vintage") for name, frame in told.items()}


def frames_of_run(store: Store, run: list[Vintage]) -> dict[str, pl.DataFrame]:
    """Return the row changes of vintages kept as rows, or of one kept as Parquet.

    Each row names its vintage in "_vintage"; rows stand in the order of writing.
    """
    if run[0].folder:
        seq = pl.lit(run[0].seq).alias("_vintage")
        found = rows.read_folder(store.folder / run[0].folder)
        return {
            name: frame.drop(LINE, strict=False).with_columns(seq)
            for name, frame in found.items()
        }
    with store.reading() as connection:
        told = rows.read_rows(connection, run[0].seq, run[-1].seq)
    wanted = {vintage.seq for vintage in run}
    return rows.frames_of([row for row in told if row["vintage"] in wanted])


def sweep(store: Store, older_than_seconds: float = 86_400) -> None:
    """Remove folders and files that no row names: what a crash left before its commit.

    A younger one may belong to a writer that is about to commit.
    """
    with store.reading() as connection:
        named = set(connection.execute(sa.select(task_files.c.hash)).scalars())
    files.sweep(store, named, older_than_seconds)
    known = {vintage.folder for vintage in history(store)} | {files.FOLDER}
    for folder in rows.strays(store.folder, known):
        if time.time() - folder.stat().st_mtime > older_than_seconds:
            shutil.rmtree(folder, ignore_errors=True)


def _frames(taken: Changes) -> dict[str, pl.DataFrame]:
    """Return what is to be written: the rows put, then those gone, marked."""
    marked = {}
    for name, table in taken.tables.items():
        put = table.puts.with_columns(pl.lit(value=False).alias(GONE))
        gone = table.gone.with_columns(pl.lit(value=True).alias(GONE))
        both = pl.concat([put, gone])
        if both.height:
            marked[name] = _lined(both, taken.lines.get(name))
    return marked


def _lined(frame: pl.DataFrame, lines: pl.DataFrame | None) -> pl.DataFrame:
    """Put the line of the source beside each row, where it is known."""
    if lines is None:
        return frame
    key = [name for name in lines.columns if name != LINE]
    return frame.join(lines, on=key, how="left", maintain_order="left")


def _refuse_unsigned(act: Act) -> None:
    if not act.author.strip() or not act.reason.strip():
        raise StoreError(
            "要写明是谁、为什么：填上姓名和原因",
            "Say who changes it and why: give a name and a reason.",
        )


def _index_row(
    connection: sa.Connection,
    act: Act,
    taken: Changes | None,
    absent: AbstractSet[str],
) -> dict[str, Any]:
    last = connection.execute(sa.select(sa.func.max(vintages.c.recorded_at))).scalar()
    return {
        "seq": highest(connection, vintages) + 1,
        "kind": act.kind,
        # A clock that jumps back doesn't turn the order around.
        "recorded_at": audit.moment(connection, last or ""),
        "valid_on": act.valid_on.isoformat(),
        "author": act.author.strip(),
        "reason": act.reason.strip(),
        "source": act.source,
        "source_hash": act.source_hash,
        "complete": audit.canonical(sorted(taken.complete if taken else ())),
        "counts": audit.canonical(taken.counts if taken else {}),
        "absent": audit.canonical(sorted(absent)),
        "undoes": None,
    }


def _insert(
    connection: sa.Connection, row: dict[str, Any], kept: list[dict[str, Any]]
) -> None:
    connection.execute(sa.insert(vintages).values(**row))
    if kept:
        told = [change | {"vintage": row["seq"]} for change in kept]
        connection.execute(sa.insert(changes), told)
    action = "vintage.undo" if row["undoes"] else "vintage.accept"
    audit.append(connection, row["author"], action, f"vintage {row['seq']}", row)


def _history(connection: sa.Connection) -> list[Vintage]:
    found = connection.execute(sa.select(vintages).order_by(vintages.c.seq))
    told = [dict(row) for row in found.mappings()]
    undone = {row["undoes"]: row for row in told if row["undoes"]}
    return [_vintage(row, undone.get(row["seq"])) for row in told]


def _vintage(row: dict[str, Any], undo_row: dict[str, Any] | None) -> Vintage:
    return Vintage(
        **row
        | {
            "recorded_at": datetime.fromisoformat(row["recorded_at"]),
            "valid_on": date.fromisoformat(row["valid_on"]),
            "complete": tuple(json.loads(row["complete"])),
            "counts": json.loads(row["counts"]),
            "absent": frozenset(json.loads(row["absent"])),
        },
        undone_by=undo_row["seq"] if undo_row else None,
        undone_at=datetime.fromisoformat(undo_row["recorded_at"]) if undo_row else None,
    )
