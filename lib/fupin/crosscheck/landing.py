"""Where a file lands: the register as it would be with the file's rows in it.

A correction holds a few rows. Whether they are right shows only beside the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from fupin.changes import ROLL, Unread
from fupin.intake.problems import Cells, Place, found
from fupin.register import Register
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fupin.intake import Intake
    from fupin.schema import Table

# Tables by whose rows the findings on a household may change, the first to be named.
TOUCHING = ("households", "members", "incomes", "steps")
NAMED = ("household_id", "table", "at")
FOREVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Landing:
    """A register to be checked, of which only a file's rows are to be judged.

    The file's rows are the last of each table: `first` says from which place on (0
    where it isn't there). `before` is the register without the file, None: empty.
    """

    register: Register
    first: Mapping[str, int] = field(default_factory=dict)
    before: Register | None = None

    def touched(self) -> pl.DataFrame:
        """Return where each household is first named: `household_id`, `table`, `at`.

        `at` counts the file's own rows from 0. Who moves house touches the one that
        they leave, too.
        """
        parts = [self._own(name).select(*NAMED) for name in TOUCHING]
        if self.before is not None:
            moving = self._own("members").drop("household_id")
            left = moving.join(self.before["members"], on="person_id", how="inner")
            parts.append(left.select(*NAMED))
        return pl.concat(parts).unique(
            "household_id", keep="first", maintain_order=True
        )

    def _own(self, name: str) -> pl.DataFrame:
        rows = self.register[name].slice(self.first.get(name, 0))
        told = rows.with_columns(pl.lit(name).alias("table")).with_row_index("at")
        key = [n for n in TABLES[name].key if n not in NAMED]
        return told.select(*NAMED, *key)


def landed(taken: Intake, before: Register | None, valid_on: date | None) -> Landing:
    """Return the register with what was read put in, as it would be taken.

    A row takes the place of the version of its own date; one without a date is valid
    on `valid_on`. What the file doesn't have, or nobody could read, stays as it was.
    """
    said = taken.register
    if before is None:
        return Landing(said)
    standing = before.on(FOREVER)
    cells = unread(taken).cells
    tables, first = {}, {}
    for name, table in TABLES.items():
        rows = _told(said, standing[name], table, cells.get(name))
        others = _others(standing[name], rows, table, valid_on)
        if table.versioned:
            rows = _dated(rows, standing[name], table, valid_on)
        tables[name] = pl.concat([others, rows], how="vertical_relaxed")
        first[name] = others.height
    return Landing(Register(tables, before.absent & said.absent), first, standing)


def unread(taken: Intake) -> Unread:
    """Return the cells with a text that gave no value, and the rows refused."""
    told = taken.problems.frame.filter(pl.col("row").is_not_null())
    cells, keys = {}, {}
    for name, origin in taken.origins.items():
        table, frame = TABLES[name], taken.register[name]
        places = pl.int_range(frame.height, eager=True)
        masks = {
            column: (texts.str.strip_chars() != "") & frame[column].is_null()
            for column in told.filter(table=name)["column"].unique()
            if column in table.by_name
            and (texts := origin.cells(column, places)) is not None
        }
        if masks:
            cells[name] = pl.DataFrame(masks).fill_null(value=False)
        if name in ROLL and origin.refused is not None:
            keys[name] = origin.bad_rows.select(table.key)
    return Unread(cells, keys)


def strangers(
    taken: Intake, before: Register
) -> Iterator[tuple[str, pl.Series, pl.DataFrame]]:
    """Yield which rows refer to what neither file nor register has: table, places.

    The third is the rows as problems.
    """
    for name, origin in taken.origins.items():
        table, frame = TABLES[name], taken.register[name]
        for column, target in table.refers.items():
            ids = [taken.register[target][column], before[target][column]]
            known = pl.concat(ids).unique()
            is_lost = frame[column].is_not_null() & ~frame[column].is_in(
                known.implode()
            )
            places = is_lost.arg_true()
            if not places.len():
                continue
            place = Place(table, origin.raw.sheet, table[column])
            cells = Cells(origin.rows.gather(places), origin.cells(column, places))
            words = {f"target_{k}": TABLES[target].label(k) for k in ("zh", "en")}
            told = found(
                "unknown_reference", place, severity="refuse", cells=cells, words=words
            )
            yield name, places, told


def _told(
    said: Register, standing: pl.DataFrame, table: Table, cells: pl.DataFrame | None
) -> pl.DataFrame:
    """Return the file's rows, with what they don't say filled in from the register."""
    names = [c.name for c in table.columns]
    rows = said[table.name].select(names)
    everywhere = pl.repeat(value=True, n=rows.height, eager=True)
    silent = {
        n: everywhere
        for n in names
        if n not in table.key and f"{table.name}.{n}" in said.absent
    } | ({} if cells is None else cells.to_dict())
    if not rows.height or not silent or not standing.height:
        return rows
    was = standing.unique(list(table.key), keep="last").select(
        *table.key, *(pl.col(n).alias(f"{n}__was") for n in silent)
    )
    both = rows.join(
        was, on=list(table.key), how="left", nulls_equal=True, maintain_order="left"
    )
    return both.with_columns(
        pl.when(mask).then(pl.coalesce(n, f"{n}__was")).otherwise(n).alias(n)
        for n, mask in silent.items()
    ).select(names)


def _dated(
    rows: pl.DataFrame, standing: pl.DataFrame, table: Table, valid_on: date | None
) -> pl.DataFrame:
    """Date rows without a date of their own, where an earlier version exists."""
    known = standing.select(table.key).unique()
    at = rows.with_row_index("__at")
    is_known = at.join(known, on=list(table.key), how="semi")["__at"]
    mask = pl.int_range(rows.height, eager=True).is_in(is_known.implode())
    undated = pl.col(table.valid).is_null() & mask
    return rows.with_columns(
        pl.when(undated).then(valid_on).otherwise(table.valid).alias(table.valid)
    )


def _others(
    standing: pl.DataFrame, rows: pl.DataFrame, table: Table, valid_on: date | None
) -> pl.DataFrame:
    """Return the register's rows that the file's don't take the place of."""
    names = [c.name for c in table.columns]
    on = list(table.key)
    if table.versioned and table.valid not in on:
        rows = _dated(rows, standing, table, valid_on)
        on.append(table.valid)
    return standing.select(names).join(
        rows, on=on, how="anti", nulls_equal=True, maintain_order="left"
    )
