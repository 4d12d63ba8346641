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
    from dashboards.models.households import Dossier
    from dashboards.models.view import View

INCOME, LINE = "income_per_person_year", "household_exit_line"


@dataclass(frozen=True)
class Change:
    """The distance to the line, the smallest changes, and firm, turns or open.

    `distance` is yuan a person and year above the line (negative: below), `percent`
    the same against the line; None where income isn't asked, known, or to be seen.
    `state` is empty where what it rests on may not be seen.
    """

    distance: float | None
    percent: float | None
    flips: tuple[Flip, ...]
    state: str
    error: float


def change(desk: Desk, view: View, found: Dossier) -> Change:
    """Work out the card for one household's standard on the view's date."""
    done = desk.assessment(view.day, view.basis)
    household = found.row["household_id"]
    robust = desk.robust(view.day, view.basis)
    is_asked = found.reasons["income_met"].verdict != NOT_APPLICABLE
    distance = found.row.get("distance") if is_asked else None
    line = found.row.get(LINE)
    state = ""
    if found.sees(INCOME):
        is_it = pl.col("household_id") == household
        state = robust.households.filter(is_it)[f"{STANDARD}__state"][0]
    return Change(
        distance,
        None if distance is None or not line else truncated(distance, line),
        tuple(flips(done, STANDARD, [household])),
        state,
        robust.error,
    )
