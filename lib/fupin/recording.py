"""Take a file into the store: look at what it would change, then accept it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from fupin import store as kept
from fupin.changes import Changes, difference
from fupin.crosscheck import read_checked, unread
from fupin.proposals import standing_plan
from fupin.register import LINE, Register
from fupin.store import Act
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from fupin.intake import Intake
    from fupin.store import Store, Vintage

STAGES = ("read", "compare", "done")


@dataclass(frozen=True)
class Preview:
    """What a file says and what taking it would change; nothing is written yet.

    `seen` is the newest vintage at the time of looking.
    """

    intake: Intake
    changes: Changes
    valid_on: date
    seen: int
    source: str
    source_hash: str

    @property
    def rows(self) -> int:
        """Return how many sound rows the file has."""
        return sum(frame.height for frame in self.intake.register.tables.values())


def preview(
    store: Store | None,
    path: Path,
    valid_on: date,
    complete: Iterable[str] = (),
    tell: Callable[[str, int], None] = lambda _stage, _count: None,
) -> Preview:
    """Read and check a file, and compare it with the store's register (None: empty).

    Where the store has a register the file may be a part, and is checked as it will
    stand there. `complete` names the villages whose roll the file holds whole. `tell`
    is called with each stage and a count of rows. Raises IntakeError as `read` does.
    """
    tell("read", 0)
    plan = standing_plan(store)
    known = kept.of_vintages(store) if store and kept.newest(store) else None
    intake = read_checked(path, plan, known=known, valid_on=valid_on)
    looked = Preview(intake, Changes({}), valid_on, 0, path.name, file_hash(path))
    tell("compare", looked.rows)
    compared = compare(store, looked, valid_on, complete)
    tell("done", looked.rows)
    return compared


def compare(
    store: Store | None,
    looked: Preview,
    valid_on: date,
    complete: Iterable[str] = (),
) -> Preview:
    """Compare what was read with the store as it is now, and by other settings."""
    seen = kept.newest(store) if store else 0
    known = kept.of_vintages(store) if store else Register.of({})
    said, silent = looked.intake.register, unread(looked.intake)
    changes = difference(known, said, valid_on, frozenset(complete), silent)
    return replace(looked, changes=changes, valid_on=valid_on, seen=seen)


def record(store: Store, looked: Preview, author: str, reason: str) -> Vintage:
    """Accept what was looked at as a new vintage.

    Raises StaleEditError where somebody changed the same rows in the meantime, and
    StoreError where nothing would change or the author or the reason is missing.
    """
    act = _act(looked, author, reason)
    absent = looked.intake.register.absent
    changes = replace(looked.changes, lines=dict(_lines(looked.intake)))
    return kept.accept(store, changes, act, looked.seen, absent)


def refuse(looked: Preview, author: str, reason: str) -> None:
    """Raise StoreError as `record` does, but for what needs a store to be found out.

    Asked before a town's own store is begun: one that is there and empty would stand in
    the place of the one to practise with.
    """
    kept.refuse(looked.changes, _act(looked, author, reason))


def _act(looked: Preview, author: str, reason: str) -> Act:
    return Act(
        "intake", author, reason, looked.valid_on, looked.source, looked.source_hash
    )


def _lines(intake: Intake) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield each table with the line in which each of its rows stood in the source."""
    for name, origin in intake.origins.items():
        declared = TABLES[name]
        key = [*declared.key, *[declared.valid] * declared.versioned]
        rows = origin.rows.cast(pl.Int64).alias(LINE)
        frame = intake.register[name].select(key).with_columns(rows)
        # A row without all of its key is dated by the vintage: no line is told of it.
        yield name, frame.drop_nulls(key).unique(key, keep="last", maintain_order=True)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, or of a folder's files by name and content."""
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if not file.is_file():
            continue
        if path.is_dir():
            digest.update(file.name.encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()
