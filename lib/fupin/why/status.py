"""How a household stands on the date: its state, since when, and by which clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.codes import EXIT_STEPS
from fupin.measures import STANDARD

if TYPE_CHECKING:
    from datetime import date

    from fupin.assess import Assessment
    from fupin.plan import Clause
    from fupin.plan.model import Words

# Asked in this order: the first that is met names the state.
STATES = ("exited", "tracked", "early_pass", "planned_exit")
WATCH = "relapse_watch"
PLAIN = {
    "left": {"zh": "已退出登记", "en": "Has left the register"},
    "enrolled": {"zh": "在册", "en": "Enrolled"},
    "not_enrolled": {"zh": "未在册", "en": "Not enrolled"},
}
SINCE = {
    "exited": {"zh": "{day}销号", "en": "deregistered {day}"},
    "left": {"zh": "{day}退出登记", "en": "left the register {day}"},
    "enrolled": {"zh": "{day}起在册", "en": "enrolled since {day}"},
}


@dataclass(frozen=True)
class Status:
    """A household's state: its name and words, the act that began it, its clause.

    `act` is exited, left or enrolled, and `since` its date; both are empty for a
    household that was never enrolled. `is_watched`: the watch for relapse is met.
    """

    name: str
    label: Words
    act: str
    since: date | None
    clause: Clause | None
    is_watched: bool


def status(done: Assessment, household_id: str) -> Status:
    """Return how the household stands; it has to be in the assessment."""
    rows = done.households.filter(pl.col("household_id") == household_id)
    row = rows.row(0, named=True)
    rules, clauses = done.scenario.rules, done.scenario.plan.clauses
    name = next((n for n in STATES if n in rules and row.get(n) is True), "")
    act, since = _began(done, row)
    words = rules[name].label if name else PLAIN[act or "not_enrolled"]
    decided = name if name and rules[name].clause else STANDARD if act else "entry"
    watched = WATCH in rules and row.get(WATCH) is True
    clause = clauses.get(rules[decided].clause)
    return Status(name or act or "not_enrolled", words, act, since, clause, watched)


def _began(done: Assessment, row: dict[str, Any]) -> tuple[str, date | None]:
    """Return the act that began the state, and when it was done."""
    if row.get("exited") is True:
        steps = done.register["steps"].filter(
            (pl.col("household_id") == row["household_id"])
            & (pl.col("procedure") == "exit")
            & (pl.col("step") == EXIT_STEPS[-1])
        )
        return "exited", steps["step_on"].max()  # type: ignore[return-value]
    if row["has_left"]:
        return "left", row["left_on"]
    return ("enrolled", row["enrolled_on"]) if row["is_enrolled"] else ("", None)
