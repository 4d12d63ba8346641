"""Who moved, in numbers: households in and out, and each village's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dashboards.models.presets import VILLAGE_LINE
from fupin.access import ALL_CLASSES
from fupin.whatif.curve import ROOTS
from fupin.whatif.engine import MET
from fupin.whatif.village_curve import codes

if TYPE_CHECKING:
    from dashboards.models.whatif import WhatIf
    from fupin.plan import Scenario
    from fupin.whatif.steps import Numbers

VILLAGE_INCOME = "village_income_per_person_year"


def village_moves(page: WhatIf) -> list[tuple[str, int, int, float | None]]:
    """Return (name, answer before, after, distance to the line) of each village.

    The distance is yuan above the line, where that is what moves; else None.
    """
    names, ids = page.desk.village_names, page.engine.villages["village_id"]
    gaps: list[float | None] = [None] * len(ids)
    if page.parameter == VILLAGE_LINE:
        gaps = (page.engine.villages[VILLAGE_INCOME] - _line(page)).to_list()
    return [
        (
            names.get(village, village), int(page.before[n].argmax()),
            int(page.after[n].argmax()), gap,
        )
        for n, (village, gap) in enumerate(zip(ids, gaps, strict=True))
    ]  # fmt: skip


def _line(page: WhatIf) -> pl.Series:
    """Return the line that each village is held against: its income's own year's."""
    engine, scenario = page.engine, page.scenario
    if scenario.parameter(VILLAGE_LINE).dated_by:
        return engine.line(scenario, VILLAGE_LINE, "village")
    line = page.value(VILLAGE_LINE)
    return pl.repeat(line, len(engine.villages), dtype=pl.Float64, eager=True)


def at_rest(page: WhatIf) -> Numbers | None:
    """Return the scenario's answers where the curve at its own value says others.

    A line that nobody has set is each year's own (incomes of 2017 are held against
    that of 2017), while a curve holds all against one value. Shape as `page.after`;
    None where both agree, and once the parameter is set.
    """
    value = page.value(page.parameter)
    if page.is_coarse or value is None or page.parameter in page.scenario.values:
        return None
    drawn = page.curve.by_village(np.array([value]))[0]
    return None if (drawn == page.after).all() else page.after


def elsewhere(page: WhatIf) -> list[tuple[str, int, int]]:
    """Return (rule, met before, after) of what else is asked, where that changes.

    Nothing for a reader who may not see all: beside coarse counts it would tell more.
    """
    if page.engine.reader.classes != ALL_CLASSES:
        return []
    found = []
    for root in (name for name in ROOTS if name != page.root):
        was, now = (
            _met(page, scenario, root) for scenario in (page.plan, page.scenario)
        )
        if was != now:
            found.append((root, was, now))
    return found


def _met(page: WhatIf, scenario: Scenario, root: str) -> int:
    if scenario.rules[root].per == "village":
        return int((codes(page.engine, scenario, root) == MET).sum())
    return int((page.engine.codes(scenario, root) == MET).sum())


def moved(page: WhatIf) -> tuple[int, int]:
    """Return how many the scenario adds to those who meet the rule, and takes away."""
    if page.is_coarse:
        change = int(page.after[:, MET].sum() - page.before[:, MET].sum())
        return max(change, 0), max(-change, 0)
    if page.is_of_villages:
        met = [counts[:, MET] for counts in (page.before, page.after)]
        return int((met[1] > met[0]).sum()), int((met[1] < met[0]).sum())
    moves = page.compared.moves
    return int(moves[:, MET].sum() - moves[MET, MET]), int(
        moves[MET].sum() - moves[MET, MET]
    )
