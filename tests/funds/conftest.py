"""A store on both databases, the plan's tree, and the books of a small town."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin import settings
from fupin.funds import Books, load_tree
from tests.funds.towns import town
from tests.store.conftest import opened, postgres, store, url

if TYPE_CHECKING:
    from fupin.funds import Tree
    from fupin.plan import Plan

__all__ = ["opened", "postgres", "store", "url"]


@pytest.fixture(scope="session")
def tree(plan: Plan) -> Tree:
    return load_tree(settings.PLAN, plan)


@pytest.fixture
def books(tree: Tree) -> Books:
    return Books.of(tree, town(), ["own:1"])
