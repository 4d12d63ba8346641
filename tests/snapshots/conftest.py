"""A store on both databases, and a small town of which snapshots are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.recording import preview, record
from fupin.sample import LAST_DAY, write_sample
from fupin.snapshots import Snapshot, make, now
from fupin.store import open_store
from tests.snapshots.towns import DAY
from tests.store.conftest import opened, postgres, store, url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store

__all__ = ["opened", "postgres", "store", "url"]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store on SQLite: for what is the same on either database."""
    kept = open_store(tmp_path / "book.db")
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store with a sample of two villages."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder / "town", villages=2, households=40)
    kept = open_store(folder / "town.db")
    record(kept, preview(kept, folder / "town", LAST_DAY), "陈一", "录入")
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def made(sample: Store, plan: Plan) -> Snapshot:
    """Return a snapshot of the sample."""
    return make(
        sample, lambda: now(sample, None, DAY, files=plan), "七月例会", "林一", "练习"
    )
