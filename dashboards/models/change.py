"""How far a household is from the other outcome, and whether its own one holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin.assess import NOT_APPLICABLE
from fupin.measures import STANDARD, truncated
from fupin.why.turns import Flip, flips

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.dossier import Dossier
    from dashboards.models.view import View

ENTRY = "entry"
ROOTS = (STANDARD, ENTRY)
# For each outcome: the income that is held to a line, the line, and its rule.
HELD_TO = {
    STANDARD: ("income_per_person_year", "household_exit_line", "income_met"),
    ENTRY: ("initial_income_per_person_year", "household_entry_line",
            "income_below_entry_line"),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """The distance to the line, the smallest changes, and firm, turns or open.

    `distance` is yuan a person and year above the line (negative: below), `percent`
    its size against the line; None where income isn't asked, known, or to be seen.
    `state` is empty where what it rests on may not be seen.
    """

    root: str
    distance: float | None
    percent: float | None
    flips: tuple[Flip, ...]
    state: str
    error: float


def change(desk: Desk, view: View, found: Dossier, root: str = STANDARD) -> Change:
    """Work out the card for one household's exit or entry on the view's date."""
    done = desk.assessment(view.day, view.basis)
    household = found.row["household_id"]
    robust = desk.robust(view.day, view.basis)
    income, line, rule = HELD_TO[root]
    reason = found.reasons[rule]
    held = None
    if reason.verdict != NOT_APPLICABLE:
        held = found.row.get(income)
    of = next((float(one.value) for one in reason.lines
               if one.id == line and one.value is not None), None)  # fmt: skip
    distance = None if held is None or not of else held - of
    state = ""
    if found.sees(income):
        is_it = pl.col("household_id") == household
        state = robust.households.filter(is_it)[f"{root}__state"][0]
    return Change(
        root,
        distance,
        # Truncated by size: −2.5 % isn't −2.4 % for a rounding of the last bit.
        None if distance is None or not of else truncated(abs(distance), of),
        tuple(flips(done, root, [household])),
        state,
        robust.error,
    )
