"""Which payment was paid from which allocation: first in, first out.

Within a village and a source the yuan that was allocated first is the one that is paid
first. Nobody records which it was; so this is a reading, and it is said beside the
figures. Returned money leaves the same way, and counts for no days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin.funds.entries import ALLOCATED, PAID, RETURNED

if TYPE_CHECKING:
    from datetime import date

POOL = ["village_id", "source"]


def portions(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row a piece of money: from which allocation, to which payment.

    Columns: village_id, source, fen, allocation, allocated_on (null: paid beyond what
    was allocated), payment, paid_on, how (paid, returned; null: still lying), days
    (negative: paid before it was allocated). Entries without an amount take no part.
    """
    known = rows.filter(pl.col("fen") > 0)
    pools = known.select(POOL).unique(maintain_order=True).with_row_index("pot")
    known = known.join(pools, on=POOL, how="left", nulls_equal=True)
    come = _ends(known, (ALLOCATED,)).rename(
        {"key": "allocation", "on": "allocated_on"}
    )
    gone = _ends(known, (PAID, RETURNED)).rename({"key": "payment", "on": "paid_on"})
    cuts = pl.concat([come.select("pot", "end"), gone.select("pot", "end")])
    cuts = cuts.unique().sort("pot", "end")
    before = pl.col("end").shift(1).over("pot").fill_null(0)
    cuts = cuts.with_columns(fen=pl.col("end") - before).sort("end")
    both = _after(_after(cuts, come.drop("how")), gone)
    return both.join(pools, on="pot", how="left", maintain_order="left").select(
        *POOL, "fen", "allocation", "allocated_on", "payment", "paid_on", "how",
        days=(pl.col("paid_on") - pl.col("allocated_on")).dt.total_days(),
    )  # fmt: skip


def _ends(rows: pl.DataFrame, kinds: tuple[str, ...]) -> pl.DataFrame:
    """Return where each entry ends when those of its pool are laid end to end."""
    found = rows.filter(pl.col("kind").is_in(kinds)).sort("pot", "entry_on", "key")
    return found.select(
        "pot", "key", on="entry_on", how="kind",
        end=pl.col("fen").cum_sum().over("pot"),
    )  # fmt: skip


def _after(cuts: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """Return the cuts (by their end) with the entry that each lies in."""
    return cuts.join_asof(
        ends.sort("end"),
        on="end",
        by="pot",
        strategy="forward",
        check_sortedness=False,
    )


@dataclass(frozen=True)
class Wait:
    """Days from allocation to payment, and what lies unpaid; amounts in fen.

    `median` is by money: half of what was paid was paid within so many days. Money that
    left (paid or returned) before it was allocated isn't among them: it is `early_fen`.
    """

    median: int | None
    longest: int | None
    early_fen: int
    over_fen: int
    waiting_fen: int
    waiting_longest: int | None
    overdue_fen: int


def wait(pieces: pl.DataFrame, day: date, limit: int) -> Wait:
    """Return the days of these portions; overdue is what lies longer than `limit`."""
    paid = pieces.filter(pl.col("how") == PAID)
    in_order = paid.filter(pl.col("days") >= 0).sort("days")
    half = in_order.filter(pl.col("fen").cum_sum() * 2 >= pl.col("fen").sum())
    lying = pieces.filter(pl.col("how").is_null()).with_columns(
        age=(pl.lit(day) - pl.col("allocated_on")).dt.total_days()
    )
    return Wait(
        half["days"][0] if half.height else None,
        in_order["days"][-1] if in_order.height else None,
        _sum(pieces.filter(pl.col("days") < 0)),
        _sum(pieces.filter(pl.col("allocation").is_null())),
        _sum(lying),
        _most(lying),
        _sum(lying.filter(pl.col("age") > limit)),
    )


def _sum(rows: pl.DataFrame) -> int:
    return int(rows["fen"].sum())


def _most(lying: pl.DataFrame) -> int | None:
    most = lying["age"].max()
    return None if most is None else int(most)  # type: ignore[arg-type]
