"""Many who write at once, each a process of its own or a thread of one.

Each adds a task and edits it again and again, and now and then one that all share;
what the store acknowledged is told, so that it can be looked for afterwards.
"""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.store import open_store
from fupin.store.layout import task_edits
from fupin.tasks import Act, Places, StaleTaskError, add, edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from fupin.store import Store

DAY = date(2018, 6, 30)
PLACES = Places(frozenset({"finance"}), frozenset(), frozenset(), {})
NEW = {"department": "finance", "title": "核对拨款", "due_on": "2018-07-31"}
SHARED_EVERY = 5
# A process is forked from one that has read all modules: 0.01 s instead of 2 s.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["pytest", "alembic.command", "tests.crowd"])


@dataclass
class Told:
    """What one writer was told: (task, version, progress), and how long it waited."""

    edits: list[tuple[str, int, int]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    stale: int = 0


@dataclass(frozen=True)
class Town:
    """Where the writers write: the store's address, its folder, a task of everybody."""

    url: str
    folder: Path
    shared: str

    @classmethod
    def at(cls, url: str, folder: Path) -> Town:
        """Return a new store with the task that all share."""
        store = open_store(url, folder)
        shared = add(store, PLACES, NEW, Act("众人", DAY, 0))
        store.close()
        return cls(url, folder, shared)


def row_of(key: str, progress: int = 0) -> dict[str, Any]:
    """Return an added task as the board shows it."""
    return {
        "key": key, "status": "not_started", "progress": progress,
        "start_on": DAY.isoformat(), "due_on": NEW["due_on"],
    }  # fmt: skip


class Writer:
    """One who writes; `store` may be of other writers too."""

    def __init__(self, store: Store, town: Town, number: int) -> None:
        self.store, self.town, self.name = store, town, f"第{number}人"
        self.told, self.seen = Told(), {town.shared: (0, 0)}
        self.own = self._waited(lambda: add(store, PLACES, NEW, Act(self.name, DAY, 0)))
        self.seen[self.own] = (0, 0)

    def writes(self) -> Iterator[tuple[str, int, int]]:
        """Edit for ever; yield each edit as soon as it is acknowledged."""
        number = 0
        while True:
            number += 1
            key = self.own if number % SHARED_EVERY else self.town.shared
            version, progress = self.seen[key]
            after = (progress + 1) % 100
            act = Act(self.name, DAY, version)
            row = row_of(key, progress)
            try:
                version = self._waited(
                    lambda: edit(self.store, PLACES, row, {"progress": after}, act)  # noqa: B023 called at once
                )
            except StaleTaskError as stale:
                self.told.stale += 1
                theirs = stale.theirs
                self.seen[key] = (theirs["version"], theirs["progress"])
                continue
            self.seen[key] = (version, after)
            self.told.edits.append((key, version, after))
            yield self.told.edits[-1]

    def _waited(self, work: Any) -> Any:
        began = time.perf_counter()
        done = work()
        self.told.waits.append(time.perf_counter() - began)
        return done


def by_threads(town: Town, writers: int, seconds: float) -> list[Told]:
    """Let `writers` threads of one process write for so long."""
    store = open_store(town.url, town.folder)

    def write(number: int) -> Told:
        return _until(Writer(store, town, number), time.monotonic() + seconds)

    with ThreadPoolExecutor(writers) as pool:
        told = list(pool.map(write, range(writers)))
    store.close()
    return told


def by_processes(town: Town, writers: int, seconds: float) -> list[Told]:
    """Let `writers` processes, which open the store together, write for so long."""
    ready = PROCESSES.Barrier(writers)
    started = [_started(_write, town, n, seconds, ready) for n in range(writers)]
    told = [pipe.recv() for _, pipe in started]
    for process, _ in started:
        process.join()
    for failed in (one for one in told if isinstance(one, BaseException)):
        raise failed
    return told


def killed(town: Town, kills: int, together: int, seed: int) -> list[Told]:
    """Kill so many writers with signal 9, one after the other, while others write.

    Each is killed at a moment drawn by `seed`, after its first acknowledged edits;
    what each had been told is returned.
    """
    drawn = random.Random(seed)  # noqa: S311 no secret
    started = [_started(_tell, town, n) for n in range(together)]
    told = []
    for number in range(together, together + kills):
        process, pipe = started.pop(0)
        pipe.recv()
        first = [pipe.recv() for _ in range(drawn.randint(1, 3))]
        time.sleep(drawn.uniform(0, 0.03))
        told.append(Told(first + _killed(process, pipe).edits))
        started.append(_started(_tell, town, number))
    return told + [_killed(process, pipe) for process, pipe in started]


def _started(work: Any, *given: Any) -> tuple[Any, Connection]:
    mine, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=work, args=(*given, theirs))
    process.start()
    theirs.close()
    return process, mine


def _write(
    town: Town, number: int, seconds: float, ready: Any, pipe: Connection
) -> None:
    try:
        ready.wait()
        store = open_store(town.url, town.folder)
        ready.wait()
        writer = Writer(store, town, number)
        pipe.send(_until(writer, time.monotonic() + seconds))
    except Exception as error:  # noqa: BLE001 the parent raises it
        pipe.send(error)
        ready.abort()


def _tell(town: Town, number: int, pipe: Connection) -> None:
    writer = Writer(open_store(town.url, town.folder), town, number)
    pipe.send(None)
    for acknowledged in writer.writes():
        pipe.send(acknowledged)


def _killed(process: Any, pipe: Connection) -> Told:
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    return Told([one for one in _heard(pipe) if one])


def _heard(pipe: Connection) -> Iterator[tuple[str, int, int]]:
    with suppress(EOFError):
        while True:
            yield pipe.recv()


def _until(writer: Writer, end: float) -> Told:
    for _ in writer.writes():
        if time.monotonic() > end:
            break
    return writer.told


def lost(store: Store, told: list[Told]) -> set[tuple[str, int, int]]:
    """Return the acknowledged edits that aren't in the store as they were told."""
    c = task_edits.c
    with store.reading() as connection:
        rows = connection.execute(sa.select(c.task_key, c.version, c.progress))
        kept = {tuple(row) for row in rows}
    acknowledged = [one for each in told for one in each.edits]
    assert len(acknowledged) == len(set(acknowledged))
    return set(acknowledged) - kept
