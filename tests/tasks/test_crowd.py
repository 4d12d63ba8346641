"""Many write at once, or are killed while they write, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.store import open_store, verify
from tests import crowd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.crowd import Told, Town

SECONDS, KILLS = 4, 40
# As many writers as the bars ask for; their minute and their 200 kills are in bench.
WRITERS = {"sqlite": 20, "postgresql": 50}


@pytest.fixture
def crowded(url: str, tmp_path: Path) -> Town:
    return crowd.Town.at(url, tmp_path / "vintages")


def _kept(town: Town, told: list[Told]) -> None:
    store = open_store(town.url, town.folder)
    assert crowd.lost(store, told) == set()
    assert verify(store) == []
    store.close()


@pytest.mark.parametrize("by", [crowd.by_threads, crowd.by_processes])
def test_of_many_who_write_at_once_nobody_is_passed_over_and_nothing_lost(
    crowded: Town, by: Callable[[Town, int, float], list[Told]]
) -> None:
    writers = WRITERS["sqlite" if "://" not in crowded.url else "postgresql"]
    told = by(crowded, writers, SECONDS)
    _kept(crowded, told)
    turns = [len(one.waits) for one in told]
    # Where waiting ones are passed over, some write hundreds of times as often.
    assert min(turns) > max(turns) / 5, turns


def test_what_was_acknowledged_before_a_kill_is_there_after_it(crowded: Town) -> None:
    told = crowd.killed(crowded, KILLS, together=4, seed=2016)
    assert sum(len(one.edits) for one in told) > KILLS
    _kept(crowded, told)
