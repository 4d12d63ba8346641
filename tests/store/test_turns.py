"""Writers come in the order in which they asked, whatever their process."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from fupin.store import open_store
from fupin.store.turns import WIDTH, Line, Tickets
from tests.crowd import PROCESSES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONG = 30


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db-turns"


@pytest.fixture(params=["line", "tickets"])
def turns(request: pytest.FixtureRequest, file: Path) -> Line | Tickets:
    return Line() if request.param == "line" else Tickets(file)


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)


def _has_queued(turns: Line | Tickets, file: Path, many: int) -> bool:
    """Say whether so many have asked for a turn behind the one who has it."""
    if isinstance(turns, Line):
        return len(turns._waiting) == many
    if not file.exists():
        return False
    return int.from_bytes(file.read_bytes()[:WIDTH], "big") == many + 1


def test_threads_come_in_the_order_in_which_they_asked(
    turns: Line | Tickets, file: Path
) -> None:
    order: list[int] = []

    def write(number: int) -> None:
        with turns.turn():
            order.append(number)

    threads = [Thread(target=write, args=(number,)) for number in range(8)]
    with turns.turn():
        for asked, thread in enumerate(threads, 1):
            thread.start()
            _until(partial(_has_queued, turns, file, asked))
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_who_asks_again_at_once_comes_after_who_waits(
    turns: Line | Tickets, file: Path
) -> None:
    order: list[str] = []

    def wait() -> None:
        with turns.turn():
            order.append("who waited")

    waiting = Thread(target=wait)
    with turns.turn():
        waiting.start()
        _until(partial(_has_queued, turns, file, 1))
    with turns.turn():
        order.append("who asked again")
    waiting.join()
    assert order == ["who waited", "who asked again"]


def test_a_turn_that_fails_ends(turns: Line | Tickets) -> None:
    for _ in range(2):
        with suppress(ZeroDivisionError), turns.turn():
            _ = 1 / 0
    with turns.turn():
        pass


def test_only_one_has_a_turn_at_a_time(turns: Line | Tickets) -> None:
    inside, most = 0, 0

    def write(_: int) -> None:
        nonlocal inside, most
        for _ in range(20):
            with turns.turn():
                inside += 1
                most = max(most, inside)
                time.sleep(0.0002)
                inside -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert most == 1


def _take(file: Path, number: int, told: Any) -> None:
    with Tickets(file).turn():
        told.put(number)
        if number == 0:
            time.sleep(LONG)


def test_processes_come_in_order_and_the_dead_are_passed_over(file: Path) -> None:
    told = PROCESSES.SimpleQueue()
    writers = []
    for number in range(5):
        writers.append(PROCESSES.Process(target=_take, args=(file, number, told)))
        writers[-1].start()
        _until(partial(_has_queued, Tickets(file), file, number))
    assert told.get() == 0
    # One who waits is killed, and then the one who has the turn.
    for number in (2, 3, 0):
        assert told.empty()
        writers[number].kill()
        writers[number].join()
    assert [told.get(), told.get()] == [1, 4]
    for writer in writers:
        writer.join()


def _open(path: Path, ready: Any, told: Any) -> None:
    ready.wait()
    try:
        open_store(path).close()
        told.put("")
    except Exception as error:  # noqa: BLE001 told to who asked
        told.put(repr(error))


def test_many_who_open_a_new_store_together_all_get_it(tmp_path: Path) -> None:
    many, path = 12, tmp_path / "new.db"
    ready, told = PROCESSES.Barrier(many), PROCESSES.SimpleQueue()
    opening = [
        PROCESSES.Process(target=_open, args=(path, ready, told)) for _ in range(many)
    ]
    for one in opening:
        one.start()
    assert {told.get() for _ in opening} == {""}
    for one in opening:
        one.join()
