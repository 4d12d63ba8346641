"""A store on both databases, and the small town's plan and board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin import settings
from fupin.tasks import Places, load_owners
from tests.store.conftest import opened, postgres, store, url
from tests.tasks.towns import town

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.tasks import Owners

__all__ = ["opened", "postgres", "store", "url"]


@pytest.fixture(scope="session")
def owners(plan: Plan) -> Owners:
    return load_owners(settings.PLAN, plan)


@pytest.fixture
def places(plan: Plan) -> Places:
    return Places.of(plan, town())
