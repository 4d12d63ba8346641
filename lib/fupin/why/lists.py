"""Three lists of 精准识别, and where the villagers' review and the rules differ.

漏评: entry met and not enrolled. 错评: enrolled and entry unmet. 错退: left and the
standard unmet on the as-of date. Neither rule nor review overwrites the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.measures import STANDARD
from fupin.tables import HOUSEHOLDS, STEPS

if TYPE_CHECKING:
    from fupin.assess import Assessment
    from fupin.schema import Column

ENTRY = "entry"
MISSED, MISPLACED, RELEASED = "missed", "misplaced", "released"
_NEW = ~pl.col("is_enrolled") & ~pl.col("has_left")
# Each list: whom it is about, the rule that decides, and the answer that puts on it.
LISTS: dict[str, tuple[pl.Expr, str, bool]] = {
    MISSED: (_NEW, ENTRY, True),
    MISPLACED: (pl.col("is_enrolled"), ENTRY, False),
    RELEASED: (pl.col("has_left"), STANDARD, False),
}
# The rule that each procedure's review is about, and what the review's outcome says.
REVIEWED = {"identification": ENTRY, "exit": STANDARD}
SAID = {"passed": True, "returned": False}
IDS = ("household_id", "village_id", "village_group", "head_name", "helper_name")


def verdict_lists(done: Assessment) -> pl.DataFrame:
    """Return a row for each household on a list, and for each that may be on it.

    Columns: ids (names only where the reader sees them), `list`, `rule`, `is_on`
    (True, or null: undecided), `because` and `missing` (rules and facts, ";"), and
    `left_on`. A household that left is no 漏评: it has been identified once.
    """
    found = [_list(done.households, name, done) for name in LISTS]
    return pl.concat(found).sort("list", "is_on", "household_id", nulls_last=True)


def _list(rows: pl.DataFrame, name: str, done: Assessment) -> pl.DataFrame:
    whom, rule, wanted = LISTS[name]
    said = rows[rule] if wanted else ~rows[rule]
    on = rows.with_columns(is_on=said).filter(whom & pl.col("is_on").fill_null(True))
    return on.select(
        *_ids(done),
        "left_on",
        "is_on",
        list=pl.lit(name),
        rule=pl.lit(rule),
        because=pl.col(f"{rule}__because"),
        missing=pl.col(f"{rule}__missing"),
    )


def _ids(done: Assessment) -> list[str]:
    return [name for name in IDS if done.reader.sees(HOUSEHOLDS[name])]


def disagreements(done: Assessment) -> pl.DataFrame:
    """Return a row for each review whose outcome isn't what its rule says on the date.

    The latest review of each procedure by the date counts; an undecided rule differs
    from nothing. Columns: ids, `procedure`, `rule`, `ruled` and `reviewed` (yes or
    no), `reviewed_on`, `because`, `reason` (only where the reader sees it),
    `has_reason`: a review that differs has to give one, and False is a finding.
    """
    reviews = latest_reviews(done)
    parts = []
    for procedure, rule in REVIEWED.items():
        held = done.households.select(
            *_ids(done), ruled=pl.col(rule), because=pl.col(f"{rule}__because")
        )
        rows = reviews.filter(pl.col("procedure") == procedure)
        both = held.join(rows, on="household_id", how="inner")
        differs = pl.col("ruled") != pl.col("reviewed")
        parts.append(both.filter(differs).with_columns(rule=pl.lit(rule)))
    return pl.concat(parts).sort("has_reason", "procedure", "household_id")


def latest_reviews(done: Assessment) -> pl.DataFrame:
    """Return the newest 民主评议 a household and procedure: outcome, day, reason."""
    steps = done.register["steps"].filter(pl.col("step") == "review")
    # On one day the later row in the book is the newer one.
    newest = steps.sort("step_on", maintain_order=True).unique(
        ["household_id", "procedure"], keep="last", maintain_order=True
    )
    written = pl.col("step_reason").str.strip_chars().fill_null("") != ""
    reason = {"reason": pl.col("step_reason")} if _sees(done, "step_reason") else {}
    return newest.select(
        "household_id",
        "procedure",
        reviewed_on=pl.col("step_on"),
        reviewed=pl.col("step_outcome").replace_strict(
            SAID, default=None, return_dtype=pl.Boolean
        ),
        has_reason=written,
        **reason,
    )


def _sees(done: Assessment, name: str) -> bool:
    column: Column = STEPS[name]
    return done.reader.sees(column)


def counts(lists: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """Return, for each list, how many are on it and how many may be."""
    on: dict[Any, int] = dict(lists.filter("is_on").group_by("list").len().iter_rows())
    open_: dict[Any, int] = dict(
        lists.filter(pl.col("is_on").is_null()).group_by("list").len().iter_rows()
    )
    return {name: (on.get(name, 0), open_.get(name, 0)) for name in LISTS}
