from __future__ import annotations

import errno
import random
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from fupin.changes import difference
from fupin.errors import StoreError
from fupin.store import Act, accept, history, open_store, register, sweep, verify
from fupin.store.rows import strays
from tests.registers import household, of
from tests.store.towns import BEGIN, phones, take, town

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.store import Store

KILLS = 12
# Takes vintage after vintage; each gives both households the same new phone.
WRITER = textwrap.dedent("""
    import itertools, sys
    from fupin.store import newest, open_store, rows
    from tests.registers import household, of
    from tests.store.towns import take
    path, rows.LARGE = sys.argv[1], int(sys.argv[2])
    store = open_store(path)
    print("ready", flush=True)
    for _ in itertools.count():
        phone = str(newest(store) + 1)
        take(store, of(households=[
            household("001-001", phone=phone), household("001-002", phone=phone),
        ]))
        print(phone, flush=True)
""")


@pytest.mark.parametrize("large", [1, 2_000], ids=["parquet", "rows"])
def test_a_writer_killed_at_any_moment_leaves_the_old_or_the_new_vintage(
    tmp_path: Path, large: int
) -> None:
    path = tmp_path / "store.db"
    take(open_store(path), town(phone="1"))
    chance = random.Random(2016)  # noqa: S311
    for _ in range(KILLS):
        told = _killed(path, large, chance.uniform(0.0, 0.25))
        store = open_store(path)
        seen = set(phones(store, BEGIN).values())
        last = str(history(store)[-1].seq)
        assert seen == {last} or history(store)[-1].seq == 1
        # What was told as taken is there; one more may have been taken untold.
        assert int(last) - int(told or last) in (0, 1)
        assert verify(store) == []
        store.close()


def _killed(path: Path, large: int, after: float) -> str | None:
    command = [sys.executable, "-c", WRITER, str(path), str(large)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        told = writer.stdout.read().split("\n")
    whole = [line for line in told[:-1] if line]
    return whole[-1] if whole else None


def test_what_a_crash_left_in_the_folder_is_swept_away(store: Store) -> None:
    take(store, town())
    (store.folder / ".writing-left").mkdir(parents=True)
    (store.folder / "2016-05-01-abc").mkdir()
    sweep(store, older_than_seconds=3600)
    assert len(list(strays(store.folder, set()))) == 2
    sweep(store, older_than_seconds=-1)
    assert list(strays(store.folder, set())) == []


def test_of_many_writers_at_once_none_is_lost(store: Store) -> None:
    take(store, town())
    known = register(store)

    def visit(number: int) -> None:
        said = of(households=[household(f"002-{number:03}", phone=str(number))])
        act = Act("visit", f"走访员{number}", "走访", BEGIN)
        accept(store, difference(known, said, BEGIN), act, seen=1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(40)))
    assert [v.seq for v in history(store)] == list(range(1, 42))
    assert len(phones(store, BEGIN)) == 42
    assert verify(store) == []


def test_a_full_disk_is_said_and_the_old_vintage_stays(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db")
    take(store, town(phone="1"))
    store.close()
    sa.event.listen(store.engine, "connect", _full)
    with pytest.raises(StoreError, match="原来的内容还在") as refused:
        take(store, town(phone="2" * 100_000))
    assert "disk is full" in refused.value.en
    assert phones(store, BEGIN)["001-001"] == "1"
    assert verify(store) == []


def _full(connection: Any, _: Any) -> None:
    """Let the database grow no further, as on a disk without room."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_folder_without_room_is_said_and_left_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(store, town(phone="1"))
    monkeypatch.setattr("fupin.store.rows.LARGE", 0)

    def no_room(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("fupin.store.rows.flush", no_room)
    with pytest.raises(StoreError, match="No space left"):
        take(store, town(phone="2"))
    assert list(store.folder.iterdir()) == []
    assert phones(store, BEGIN)["001-001"] == "1"
