"""The ledger: the register's rows, the measures' plans, and what people write.

Amounts are whole fen, so that sums are exact; an amount that isn't known is null and
never 0. An entry is of the day on which the money moved, a plan line of the day on
which it was decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fupin.store.written import unwritten

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

PLANNED, ALLOCATED, PAID, RETURNED = "planned", "allocated", "paid", "returned"
KINDS = (PLANNED, ALLOCATED, PAID, RETURNED)
SCHEMA = {
    "key": pl.String,
    # register (its funds), measure (its measures' 预计投入), written (a person).
    "origin": pl.String,
    "kind": pl.String,
    "fen": pl.Int64,
    "entry_on": pl.Date,
    "fund_year": pl.Int64,
    "source": pl.String,
    "village_id": pl.String,
    "measure_id": pl.String,
    "task_key": pl.String,
    "pool": pl.String,
    "use": pl.String,
    "payee": pl.String,
    "note": pl.String,
    "document_no": pl.String,
    "version": pl.Int64,
    "author": pl.String,
}


def empty() -> pl.DataFrame:
    """Return a ledger without entries."""
    return pl.DataFrame(schema=SCHEMA)


def ledger(
    tables: Mapping[str, pl.DataFrame], written: pl.DataFrame | None, day: date
) -> pl.DataFrame:
    """Return a row an entry that stands on `day`: columns of `SCHEMA`, `measure_kind`.

    `tables` are those of an assessment's register (its day and reader), `written` the
    newest versions of what people wrote. A measure with plan lines of its own is
    planned by them; any other by the register's 预计投入, which may be unknown.
    """
    own = tables["funds"]
    if written is not None:
        # A register of a store has them among its own, with less to say of each.
        own = unwritten(own, "fund_id")
    told = empty() if written is None else written.filter(pl.col("entry_on") <= day)
    here = pl.col("village_id").is_in(tables["villages"]["village_id"].to_list())
    told = told.filter(here)
    rows = pl.concat([
        _of_funds(own), _of_measures(tables["measures"], told), told,
    ])  # fmt: skip
    kinds = tables["measures"].select("measure_id", "measure_kind", "measure_name")
    return rows.join(
        kinds.unique("measure_id"), on="measure_id", how="left", maintain_order="left"
    )


def fen(yuan: pl.Expr) -> pl.Expr:
    """Return yuan as whole fen; the register's amounts are floats of two places."""
    return (yuan * 100).round().cast(pl.Int64)


def _of_funds(rows: pl.DataFrame) -> pl.DataFrame:
    return _framed(
        rows.select(
            key=pl.col("fund_id"), origin=pl.lit("register"), kind="fund_entry",
            fen=fen(pl.col("fund_amount")), entry_on="entry_on",
            fund_year=pl.col("entry_on").dt.year().cast(pl.Int64),
            source="fund_source", village_id="village_id", measure_id="measure_id",
            document_no="document_no",
        )
    )  # fmt: skip


def _of_measures(rows: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    planned = told.filter(
        (pl.col("kind") == PLANNED) & pl.col("measure_id").is_not_null()
    )
    rest = rows.join(planned.select("measure_id"), on="measure_id", how="anti")
    return _framed(
        rest.select(
            key=pl.lit("measure:") + pl.col("measure_id"), origin=pl.lit("measure"),
            kind=pl.lit(PLANNED), fen=fen(pl.col("planned_amount")),
            fund_year=pl.col("started_on").dt.year().cast(pl.Int64),
            village_id="village_id", measure_id="measure_id",
        )
    )  # fmt: skip


def _framed(rows: pl.DataFrame) -> pl.DataFrame:
    rest = [
        pl.lit(None, kind).alias(name)
        for name, kind in SCHEMA.items()
        if name not in rows.columns
    ]
    return rows.with_columns(rest).select(pl.col(n).cast(k) for n, k in SCHEMA.items())
