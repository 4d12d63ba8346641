"""Whose turn it is to write: in the order in which they came, whatever their process.

SQLite lets a waiting writer try again now and then, and whoever comes by at the right
moment passes it: 20 processes that write without a break kept one waiting for 10 s.
A lock of a file alone does no better, since who lets go of it is the first to ask
again. So each writer draws a number, and waits for the one before it.
"""

from __future__ import annotations

import os
import struct
import sys
from collections import deque
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The system's `struct flock`: type, from where, first byte, how many, process.
FLOCK = "hhqqi4x"
# Bytes of the number that was drawn last, at the file's beginning.
WIDTH = 8


class Line:
    """Threads of one process, one at a time, in the order in which they came."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for those who came before; the next one comes when this ends."""
        mine = Lock()
        mine.acquire()
        with self._guard:
            if self._is_taken:
                self._waiting.append(mine)
            else:
                self._is_taken = True
                mine.release()
        try:
            mine.acquire()
            yield
        finally:
            self._next(mine)

    def _next(self, mine: Lock) -> None:
        with self._guard:
            if mine in self._waiting:  # interrupted before it was its turn
                self._waiting.remove(mine)
            elif self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


class Tickets:
    """Threads and processes alike, one at a time, in the order in which they came.

    A ticket is a number, drawn from `file`, and a lock on the byte of that number; no
    such byte has to be there. The system lets go of what was locked by one that was
    killed, so that nobody waits for the dead.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for those who came before; the next one comes when this ends."""
        opened = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            number = _drawn(opened)
            if number > 1:
                # The one before is the last of them, unless it died while it waited:
                # so it is one that is woken, and not all.
                _lock(opened, fcntl.F_RDLCK, number - 1, 1)
                _lock(opened, fcntl.F_RDLCK, 1, number - 1)
            yield
        finally:
            # A process that was forked meanwhile has the file open too.
            _lock(opened, fcntl.F_UNLCK, 0, 0)
            os.close(opened)


def _drawn(opened: int) -> int:
    """Draw the next number and lock its byte."""
    _lock(opened, fcntl.F_WRLCK, 0, 1)
    number = int.from_bytes(os.pread(opened, WIDTH, 0), "big") + 1
    os.pwrite(opened, number.to_bytes(WIDTH, "big"), 0)
    _lock(opened, fcntl.F_WRLCK, number, 1)
    _lock(opened, fcntl.F_UNLCK, 0, 1)
    return number


def _lock(opened: int, kind: int, first: int, count: int) -> None:
    """Lock bytes, or let go of them, for this opening of the file; wait for others.

    `fcntl.lockf` locks for the whole process, so that its threads would all pass.
    """
    said = struct.pack(FLOCK, kind, os.SEEK_SET, first, count, 0)
    fcntl.fcntl(opened, fcntl.F_OFD_SETLKW, said)


def turns_of(database: Path | None) -> Line | Tickets:
    """Return the order of the writers of a SQLite file, or of another database (None).

    A server keeps its processes in order itself. Where the system has no such locks
    (all but Linux) a process's threads are in order, and processes wait in SQLite.
    """
    if database is None or not hasattr(fcntl, "F_OFD_SETLKW") or sys.maxsize < 2**32:
        return Line()
    return Tickets(database.with_name(f"{database.name}-turns"))
