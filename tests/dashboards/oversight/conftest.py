"""A desk on a town of the sample."""

from __future__ import annotations

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
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("town")
    write_sample(to, households=120)
    return to


@pytest.fixture
def desk(folder: Path, plan: Plan, tmp_path: Path) -> Iterator[Desk]:
    text.learn(plan)
    store = open_store(tmp_path / "town.db")
    record(store, preview(store, folder, LAST_DAY), "陈一", "录入")
    yield Desk(register(store), plan, store=store)
    store.close()
