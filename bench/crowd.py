"""Many who write at once for a minute, or are killed: who waits, what is lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from bench.postgres import postgres
from bench.row import Row
from fupin.store import open_store, verify
from tests import crowd

if TYPE_CHECKING:
    from tests.crowd import Told, Town

FOLDER = Path(__file__).with_name("data") / "crowd"
SECONDS, KILLS = 60, 200


def writers_at_once() -> list[Row]:
    """Measure 20 writers on SQLite and 50 on PostgreSQL, as threads and processes."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    rows = _threads_and_processes(str(FOLDER / "town.db"), "SQLite", 20)
    with postgres(FOLDER / "postgres") as url:
        return rows + _threads_and_processes(url, "PostgreSQL", 50)


def _threads_and_processes(url: str, database: str, writers: int) -> list[Row]:
    town = crowd.Town.at(url, FOLDER / "files")
    rows = []
    for kind, by in (("threads", crowd.by_threads), ("processes", crowd.by_processes)):
        told = by(town, writers, SECONDS)
        name = f"{writers} {kind} write on {database} for {SECONDS} s"
        longest = max(wait for one in told for wait in one.waits)
        rows.append(Row(6, f"{name}: the longest wait", longest, "s", 1))
        rows.append(_lost(town, told, name))
    told = crowd.killed(town, KILLS, together=4, seed=2016)
    return [*rows, _lost(town, told, f"{KILLS} writers on {database} killed with -9")]


def _lost(town: Town, told: list[Told], name: str) -> Row:
    """Return how many acknowledged edits are lost, or entries not as written."""
    store = open_store(town.url, town.folder)
    value = len(crowd.lost(store, told)) + len(verify(store))
    store.close()
    edits = sum(len(one.edits) for one in told)
    return Row(6, f"{name}: lost of {edits:,} acknowledged", value, "", 1)
