"""A desk on a store that has taken the sample."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from fupin.recording import preview, record
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store, register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan


@pytest.fixture(scope="package")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store that has taken the sample, and nothing else."""
    folder = tmp_path_factory.mktemp("funds")
    write_sample(folder / "town")
    store = open_store(folder / "store" / "town.db")
    record(store, preview(store, folder / "town", LAST_DAY), "陈一", "录入")
    store.close()
    return folder / "store"


@pytest.fixture
def desk(taken: Path, plan: Plan, tmp_path: Path) -> Iterator[Desk]:
    """Return a desk on a copy of the store, in which nobody wrote of the funds."""
    text.learn(plan)
    shutil.copytree(taken, tmp_path / "store")
    store = open_store(tmp_path / "store" / "town.db")
    yield Desk(register(store), plan, store=store)
    store.close()
