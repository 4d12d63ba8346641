"""What has to be looked at first: of a village, of the town, of entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.funds.accounts import Accounts

# In the order in which they are shown.
ALARMS = ("ban", "floor", "over", "early", "unplanned", "waiting", "pace", "look",
          "no_plan", "share")  # fmt: skip
# Those of entries: which rows of the accounts have one, in the order of the list.
MARKS = {
    "ban": pl.col("bans").list.len() > 0,
    "over": pl.col("over"),
    "early": pl.col("early"),
    "unplanned": pl.col("unplanned").fill_null(value=False),
    "look": pl.col("looks").list.len() > 0,
    "no_plan": pl.col("unplanned").is_null(),
}


@dataclass(frozen=True)
class Alarm:
    """A finding: `villages` it is of, how many entries, how much (fen).

    `is_certain` is False where it can't be decided yet, or only asks for a look.
    """

    kind: str
    villages: tuple[str, ...]
    count: int
    fen: int
    is_certain: bool = True


def alarms(told: Accounts) -> tuple[Alarm, ...]:
    """Return what there is to be said, the gravest first; each kind at most once."""
    found = {one.kind: one for one in (*_of_entries(told), *_of_villages(told))}
    return tuple(found[kind] for kind in ALARMS if kind in found)


def low(told: Accounts) -> tuple[str, ...]:
    """Return the villages whose own funds of twelve months are below the floor."""
    floor = told.limits.floor * 100
    return tuple(v for v, fen in told.own.items() if fen < floor)


def _of_entries(told: Accounts) -> Iterator[Alarm]:
    rows = told.rows
    for kind, mark in MARKS.items():
        found = rows.filter(mark)
        if found.height:
            villages = tuple(found["village_id"].unique().sort())
            amount = _out(told, found, kind)
            yield Alarm(
                kind, villages, found.height, amount, kind not in ("look", "no_plan")
            )


def _out(told: Accounts, found: pl.DataFrame, kind: str) -> int:
    """Return the amount: of what is over or early only that part of the payment."""
    if kind == "over":
        return told.wait.over_fen
    if kind == "early":
        return told.wait.early_fen
    return int(found["fen"].sum())


def _of_villages(told: Accounts) -> Iterator[Alarm]:
    limits = told.limits
    short = low(told)
    if short:
        missing = sum(limits.floor * 100 - told.own[v] for v in short)
        yield Alarm("floor", short, len(short), missing)
    late = tuple(v for v, one in told.waits.items() if one.overdue_fen)
    if late:
        amount = sum(told.waits[v].overdue_fen for v in late)
        yield Alarm("waiting", late, len(late), amount)
    behind = tuple(v for v, p in told.paces.items() if p.is_behind(limits.margin))
    if behind:
        lying = sum(told.paces[v].available - told.paces[v].paid for v in behind)
        yield Alarm("pace", behind, len(behind), lying)
    helper = told.shares[0]
    if helper.is_met is not True:
        most = max(helper.due[1] - helper.there[0], 0)
        least = max(helper.due[0] - helper.there[1], 0)
        is_certain = helper.is_met is False
        yield Alarm("share", (), 1, least if is_certain else most, is_certain)
