"""A store that has taken a small town."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.view import View
from dashboards.pages.meeting import MeetingPage
from fupin.sample import LAST_DAY
from fupin.store import open_store, register
from tests.snapshots.towns import taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    kept = open_store(tmp_path / "town.db")
    taken(kept)
    yield kept
    kept.close()


@pytest.fixture
def page(store: Store, plan: Plan) -> MeetingPage:
    text.learn(plan)
    desk = Desk(register(store), plan, store=store)
    view = View(day=LAST_DAY, page="meeting", author="林一")
    return MeetingPage(desk, view)
