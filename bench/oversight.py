"""Oversight: a sample for inspection drawn from a county's households."""

from __future__ import annotations

from datetime import date

from bench.registers import HOUSEHOLDS, large_path
from bench.row import Row, median_seconds
from fupin import settings
from fupin.assess import assess
from fupin.inspection import draw, load_sampling
from fupin.intake import read
from fupin.plan import Scenario, load_plan

DAY = date(2018, 6, 30)


def county_sample() -> list[Row]:
    """Measure a draw from 100,000 decided households."""
    register = read(large_path()).register
    done = assess(register, Scenario(load_plan(settings.PLAN)), DAY)
    sampling = load_sampling(settings.PLAN)
    made = draw(done, sampling, "bench")
    value = median_seconds(lambda: draw(done, sampling, "bench"), 3)
    name = f"a sample of {len(made.rows):,} rows in {len(made.villages)} villages "
    name += f"drawn from {HOUSEHOLDS:,} households"
    return [Row(6, name, value, "s", 1)]
