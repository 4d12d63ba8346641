"""What is wrong with an entry, or asks for a look: a column a finding, by row.

Nothing is refused here: what a bank has done is in the ledger, and is said to be odd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fupin.funds.entries import PAID, PLANNED, RETURNED

if TYPE_CHECKING:
    from fupin.funds.tree import Ban, Tree

# Of an entry; the bans' own ids stand in the column `bans`.
FLAGS = ("early", "over", "unplanned")


def flagged(rows: pl.DataFrame, pieces: pl.DataFrame, tree: Tree) -> pl.DataFrame:
    """Return the rows with what was found of each.

    `bans` and `looks` are lists of ids; `early`, `over` and `unplanned` are Boolean,
    the last one null where the plan isn't known.
    """
    early = pieces.filter(pl.col("days") < 0)["payment"]
    over = pieces.filter(pl.col("allocation").is_null())["payment"]
    is_out = pl.col("kind").is_in([PAID, RETURNED])
    with_plan = _with_plan(rows)
    fiscal = pl.col("source").is_in(tree.of_kind("fiscal"))
    return with_plan.with_columns(
        bans=_found(tree, fiscal, look=False),
        looks=_found(tree, fiscal, look=True),
        early=is_out & pl.col("key").is_in(early.to_list()),
        over=is_out & pl.col("key").is_in(over.to_list()),
    )  # fmt: skip


def _found(tree: Tree, fiscal: pl.Expr, *, look: bool) -> pl.Expr:
    asked = [ban for ban in tree.bans if ban.look is look]
    if not asked:
        return pl.lit([], pl.List(pl.String))
    marks = [
        pl.when(_is(ban) & fiscal.fill_null(value=False)).then(pl.lit(ban.id))
        for ban in asked
    ]
    return pl.concat_list(marks).list.drop_nulls()


def _is(ban: Ban) -> pl.Expr:
    found = [pl.lit(value=False)]
    for column, names in (("use", ban.uses), ("payee", ban.payees),
                          ("measure_kind", ban.measure_kinds)):  # fmt: skip
        if names:
            found.append(pl.col(column).is_in(list(names)).fill_null(value=False))
    for word in ban.words:
        for column in ("note", "measure_name"):
            said = pl.col(column).str.contains(word, literal=True)
            found.append(said.fill_null(value=False))
    return pl.any_horizontal(found)


def _with_plan(rows: pl.DataFrame) -> pl.DataFrame:
    """Say of each payment whether no plan stands for it.

    A measure's plan is for its payments; a village's plan line (of any source unless it
    names one) is for the payments of its year that name no measure. A village without a
    plan line of its own has no plan recorded: that is unknown, not unplanned.
    """
    plans = rows.filter(pl.col("kind") == PLANNED)
    measures = plans.filter(pl.col("measure_id").is_not_null()).group_by(
        "measure_id"
    ).agg(measure_planned=pl.col("fen").is_not_null().any())  # fmt: skip
    general = plans.filter(pl.col("measure_id").is_null())
    by_year = general.group_by("village_id", "fund_year").agg(
        any_source=pl.col("source").is_null().any(), planned_sources=pl.col("source")
    )
    villages = general["village_id"].unique().to_list()
    both = rows.join(measures, on="measure_id", how="left", maintain_order="left")
    both = both.join(
        by_year, on=["village_id", "fund_year"], how="left", maintain_order="left"
    )
    covered = pl.col("any_source") | pl.col("planned_sources").list.contains(
        pl.col("source")
    )
    of_village = (
        pl.when(~pl.col("village_id").is_in(villages))
        .then(None)
        .otherwise(~covered.fill_null(value=False))
    )
    of_measure = (
        pl.when(pl.col("measure_planned").is_null()).then(True)
        .when(~pl.col("measure_planned")).then(None)
        .otherwise(False)
    )  # fmt: skip
    said = (
        pl.when(pl.col("kind") != PAID).then(False)
        .when(pl.col("measure_id").is_not_null()).then(of_measure)
        .otherwise(of_village)
    )  # fmt: skip
    return both.with_columns(unplanned=said).drop(
        "measure_planned", "any_source", "planned_sources"
    )
