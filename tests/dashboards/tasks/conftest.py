"""A desk on the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from fupin.register import Register
from fupin.sample import make_tables
from fupin.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan


@pytest.fixture(scope="package")
def decided(plan: Plan) -> Desk:
    text.learn(plan)
    return Desk(Register.of(make_tables()), plan)


@pytest.fixture
def desk(decided: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Return the same register and answers with a store that nobody wrote in."""
    store = open_store(tmp_path / "town.db")
    decided.store = store
    decided.__dict__.pop("tasks", None)
    yield decided
    store.close()
