"""Gap, poverty measures, Gini and budget, by hand on three households."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.access import ALL_CLASSES, Reader
from fupin.plan import Scenario
from fupin.whatif.cost import costs
from fupin.whatif.engine import Engine
from tests import registers
from tests.assess.towns import DAY, three_households

if TYPE_CHECKING:
    from fupin.plan import Plan

# One person at 7600, one at 7200 in village 001; one unknown in village 002.
YEARS = [{"village_id": "001", "year": 2017, "population_count": 50}]


def test_the_measures_are_those_worked_out_by_hand(plan: Plan) -> None:
    engine = Engine(registers.of(**three_households(), village_years=YEARS), DAY)
    one, other, town = costs(engine, Scenario(plan)).rows(named=True)
    assert one["gap"] == 165.0
    assert one["fgt0"] == 0.5
    assert one["fgt1"] == pytest.approx(165 / 7365 / 2)
    assert one["fgt2"] == pytest.approx((165 / 7365) ** 2 / 2)
    # Mean difference of 400 over twice the mean of 7400, halved for two persons.
    assert one["gini"] == pytest.approx(400 / 7400 / 4)
    assert (one["incidence_low"], one["incidence_high"]) == (2.0, 2.0)
    assert (one["budget"], one["budget_high"]) == (20_000, 20_000)
    assert (other["fgt0"], other["gini"], other["open_persons"]) == (None, None, 1)
    assert (other["budget"], other["budget_high"]) == (0, 20_000)
    assert town["incidence_low"] is None
    assert town["budget_high"] == 40_000
    shares = [town[f"budget_{n}_share"] for n in ("province", "town", "local")]
    assert shares == [12_000, 6_000, 2_000]


def test_what_rests_on_incomes_is_hidden_with_them(plan: Plan) -> None:
    clerk = Reader("clerk", classes=ALL_CLASSES - {"income"})
    engine = Engine(registers.of(**three_households()), DAY, reader=clerk)
    row = costs(engine, Scenario(plan)).row(0, named=True)
    assert [row[n] for n in ("gap", "fgt0", "fgt1", "fgt2", "gini")] == [None] * 5
    assert row["unmet_households"] == 1
