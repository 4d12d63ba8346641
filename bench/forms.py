"""Every form of the sample town, filled and written as workbooks."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.registers import DAY
from bench.row import Row, median_seconds
from fupin import settings
from fupin.assess import assess
from fupin.forms import fill, load_forms, write_all
from fupin.intake import read
from fupin.plan import Scenario, load_plan


def all_forms() -> list[Row]:
    """Decide the sample town, fill every form, a card for each household, and write."""
    register = read(settings.SAMPLE).register
    scenario = Scenario(load_plan(settings.PLAN))
    forms = load_forms()

    def work() -> None:
        done = assess(register, scenario, DAY)
        with tempfile.TemporaryDirectory() as folder:
            write_all([fill(form, done) for form in forms.values()], Path(folder))

    value = median_seconds(work, 5)
    name = f"all {len(forms)} forms of the sample town: decide, fill, write"
    return [Row(3, name, value, "s", 3)]
