"""Who moved, in numbers: households in and out, and each village's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.presets import VILLAGE_LINE
from fupin.whatif.engine import MET

if TYPE_CHECKING:
    from dashboards.models.whatif import WhatIf

VILLAGE_INCOME = "village_income_per_person_year"


def village_moves(page: WhatIf) -> list[tuple[str, int, int, float | None]]:
    """Return (name, answer before, after, distance to the line) of each village.

    The distance is yuan above the line, where that is what moves; else None.
    """
    names, line = page.desk.village_names, page.value(VILLAGE_LINE)
    ids = page.engine.villages["village_id"]
    amounts = page.engine.villages[VILLAGE_INCOME]
    is_money = page.parameter == VILLAGE_LINE and line is not None
    return [
        (
            names.get(village, village), int(page.before[n].argmax()),
            int(page.after[n].argmax()),
            amount - line if is_money and amount is not None else None,
        )
        for n, (village, amount) in enumerate(zip(ids, amounts, strict=True))
    ]  # fmt: skip


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
