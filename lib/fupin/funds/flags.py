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
# Where a ban's words are looked for.
TEXTS = ("note", "measure_name")


def flagged(rows: pl.DataFrame, pieces: pl.DataFrame, tree: Tree) -> pl.DataFrame:
    """Return the rows with what was found of each.

    `bans` and `looks` are lists of ids; `early`, `over` and `unplanned` are Boolean,
    the last one null where the plan isn't known.
    """
    marks = pieces.group_by(key="payment").agg(
        early=(pl.col("days") < 0).any(), over=pl.col("allocation").is_null().any()
    )
    both = _with_plan(rows).join(
        marks.drop_nulls("key"), on="key", how="left", maintain_order="left"
    )
    is_out = pl.col("kind").is_in([PAID, RETURNED])
    return _banned(both, tree).with_columns(
        (is_out & pl.col(name).fill_null(value=False)).alias(name)
        for name in ("early", "over")
    )


def _banned(rows: pl.DataFrame, tree: Tree) -> pl.DataFrame:
    """Add `bans` and `looks`: few rows are asked closely, those that may be one."""
    numbered = rows.with_row_index("_row")
    fiscal = pl.col("source").is_in(tree.of_kind("fiscal")).fill_null(value=False)
    words = [word for ban in tree.bans for word in ban.words]
    may = pl.any_horizontal(
        *(pl.col(c).str.contains_any(words).fill_null(value=False) for c in TEXTS),
        *(_chosen(ban) for ban in tree.bans),
    )
    asked = numbered.filter(fiscal).filter(may).select(
        "_row", bans=_found(tree, look=False), looks=_found(tree, look=True)
    )  # fmt: skip
    none = pl.lit([], pl.List(pl.String))
    both = numbered.join(asked, on="_row", how="left", maintain_order="left")
    return both.drop("_row").with_columns(
        pl.col(name).fill_null(none) for name in ("bans", "looks")
    )


def _found(tree: Tree, *, look: bool) -> pl.Expr:
    asked = [ban for ban in tree.bans if ban.look is look]
    if not asked:
        return pl.lit([], pl.List(pl.String))
    marks = [pl.when(_is(ban)).then(pl.lit(ban.id)) for ban in asked]
    return pl.concat_list(marks).list.drop_nulls()


def _is(ban: Ban) -> pl.Expr:
    if not ban.words:
        return _chosen(ban)
    said = [
        pl.col(c).str.contains_any(list(ban.words)).fill_null(value=False)
        for c in TEXTS
    ]
    return pl.any_horizontal(_chosen(ban), *said)


def _chosen(ban: Ban) -> pl.Expr:
    """Say whether a row's use, payee or kind of measure is one of the ban's."""
    found = [
        pl.col(column).is_in(list(names)).fill_null(value=False)
        for column, names in (("use", ban.uses), ("payee", ban.payees),
                              ("measure_kind", ban.measure_kinds))
        if names
    ]  # fmt: skip
    return pl.any_horizontal(found) if found else pl.lit(value=False)


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
    year = ["village_id", "fund_year"]
    any_source = general.filter(pl.col("source").is_null()).select(
        *year, any_source=pl.lit(value=True)
    )
    of_source = general.select(*year, "source", of_source=pl.lit(value=True))
    villages = general["village_id"].unique().to_list()
    both = rows.join(measures, on="measure_id", how="left", maintain_order="left")
    both = both.join(
        any_source.unique(), on=year, how="left", maintain_order="left"
    ).join(
        of_source.drop_nulls().unique(), on=[*year, "source"], how="left",
        maintain_order="left",
    )  # fmt: skip
    covered = pl.col("any_source").fill_null(value=False) | pl.col("of_source")
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
        "measure_planned", "any_source", "of_source"
    )
