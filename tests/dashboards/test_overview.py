"""With a village chosen, the overview's sentences are of that village."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.overview import Overview, overview
from dashboards.widgets.alarms import alarms
from dashboards.widgets.headlines import headlines
from fupin import settings
from fupin.intake import read

if TYPE_CHECKING:
    from fupin.plan import Plan


@pytest.fixture(scope="module")
def desk(plan: Plan) -> Desk:
    text.learn(plan)
    return Desk(read(settings.SAMPLE).register, plan)


def of(desk: Desk, village: str) -> Overview:
    return overview(desk, desk.days[-1], village)


def test_a_sentence_names_the_chosen_village_and_no_other(desk: Desk) -> None:
    for chosen in desk.village_names:
        said = headlines(of(desk, chosen), "zh") + alarms(of(desk, chosen), "zh")
        for other, name in desk.village_names.items():
            if other != chosen:
                assert name.removesuffix("村") not in said


def test_without_a_choice_they_are_of_all(desk: Desk) -> None:
    said = headlines(of(desk, ""), "zh") + alarms(of(desk, ""), "zh")
    assert all(name.removesuffix("村") in said for name in desk.village_names.values())
