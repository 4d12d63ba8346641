"""Whose survey isn't signed among the households that a form's figures are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from fupin.measures import unsigned

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import polars as pl

    from fupin.assess import Assessment
    from fupin.forms.compiled import CompiledTable
    from fupin.forms.filled import FilledForm, FilledTable

MARK = "※"
ROWS = ("household", "member")
SAYS = {
    "zh": {
        "marked": "{warns}（{n} 户，行首标“{mark}”）",
        "listed": "{warns}（{n} 户）",
        "counted": "{warns}（数字里有 {n} 户）",
        "card": "{warns}",
    },
    "en": {
        "marked": "{warns} (households: {n}, marked {mark})",
        "listed": "{warns} (households: {n})",
        "counted": "{warns} (households within the figures: {n})",
        "card": "{warns}",
    },
}


def unsigned_in(
    done: Assessment,
    compiled: CompiledTable,
    below: pl.DataFrame | None,
    ids: Collection[str],
) -> frozenset[str]:
    """Return the households without their signatures that a table's figures are of.

    `ids` are its rows'. A village's figures are of those of its households (`below`)
    that are counted, or may be, in at least one of them. Measures, visits and steps
    aren't what the survey found out.
    """
    grain = compiled.scope.grain
    if grain in ROWS:
        return unsigned(done).intersection(ids)
    if below is None or grain != "village":
        return frozenset()
    nothing, counts = nw.lit(0), nw.lit(1)
    parts = [
        nw.when(~one.condition).then(nothing).otherwise(counts)
        for one in compiled.scope.aggregates.values()
    ]
    rows = nw.from_native(below).filter(nw.col("village_id").is_in(list(ids)))
    counted = rows.with_columns(__counted=nw.sum_horizontal(*parts))
    of = counted.filter(nw.col("__counted") > 0)["household_id"]
    return unsigned(done).intersection(of.to_list())


def note(
    filled: FilledForm, tables: Iterable[FilledTable], lang: str, mark: str = MARK
) -> str:
    """Return what is said below the tables; "" where each survey is signed.

    `mark` is what stands in front of the rows; "" where none may.
    """
    found = frozenset[str]().union(*(table.unsigned for table in tables))
    if not found:
        return ""
    is_listed = any(table.marked_rows for table in filled.tables)
    kind = "listed" if is_listed else "counted"
    if is_listed and mark:
        kind = "marked"
    if filled.form.is_card:
        kind = "card"
    warns = filled.warning[lang]
    return SAYS[lang][kind].format(warns=warns, n=len(found), mark=mark)
