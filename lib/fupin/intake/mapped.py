"""Turn a sheet of a declared format into tables of ours, as written: text for text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.cells import NO, YES
from fupin.intake.headers import plain
from fupin.intake.problems import Place, found
from fupin.intake.raw import RawTable, RawTables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupin.intake.mapping import Mapped, MappedColumn, MappedTable

AT, HOW_MANY = "sheet__at", "sheet__count"


def tables_of(
    mapped: Mapped,
    sheet: str,
    headers: Sequence[str],
    frame: pl.DataFrame,
    rows: pl.Series,
) -> RawTables:
    """Return the tables that a sheet of the format holds.

    `frame` holds the sheet's columns as text in the order of `headers`, `rows` the
    row numbers that a user sees.
    """
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        places.setdefault(plain(header), place)
    numbered = frame.rename(dict(zip(frame.columns, map(_named, range(frame.width)),
                                     strict=True))).with_row_index(AT)  # fmt: skip
    tables = {}
    for said in mapped.tables:
        columns = {
            name: _text(column, places)
            for name, column in said.columns.items()
            if all(plain(header) in places for header in _needed(column, places))
        }
        chosen = _chosen(said, numbered, columns, places)
        tables[said.table.name] = RawTable(
            said.table,
            sheet,
            chosen.select(expr.alias(name) for name, expr in columns.items()),
            rows.gather(chosen[AT]),
            tuple(headers),
            is_mapped=True,
        )
    return RawTables(tables, tuple(_noticed(mapped, sheet, headers)), (sheet,))


def _named(place: int) -> str:
    return f"c{place}"


def _needed(column: MappedColumn, places: Mapping[str, int]) -> Sequence[str]:
    """Return the headers without which there is no column: of `any_of`, one will do."""
    if not column.any_of:
        return column.headers
    return [h for h in column.headers if plain(h) in places] or column.headers


def _text(column: MappedColumn, places: Mapping[str, int]) -> pl.Expr:
    """Return the column's text; a text that says nothing is null."""
    if column.counts_rows:
        return pl.col(HOW_MANY).cast(pl.String)
    if column.constant is not None:
        return pl.lit(column.constant)
    cells = [_cell(places[plain(h)]) for h in column.headers if plain(h) in places]
    if column.any_of:
        return _any_of(cells)
    text = cells[0] if len(cells) == 1 else pl.concat_str(cells)
    if column.words:
        even = text.str.normalize("NFKC").str.to_lowercase()
        text = pl.coalesce(even.replace_strict(column.words, default=None), text)
    before, _, after = column.pattern.partition("{}")
    return (
        pl.concat_str(pl.lit(before), text, pl.lit(after)) if before or after else text
    )


def _cell(place: int) -> pl.Expr:
    text = pl.col(_named(place)).str.strip_chars()
    return pl.when(text != "").then(text)


def _any_of(cells: Sequence[pl.Expr]) -> pl.Expr:
    """Return yes where one says yes, no where all do, else what else one says."""
    even = [cell.str.normalize("NFKC").str.to_lowercase() for cell in cells]
    yes = pl.any_horizontal(cell.is_in(YES) for cell in even)
    no = pl.all_horizontal(cell.is_in(NO) for cell in even)
    odd = [
        pl.when(~cell.is_in([*YES, *NO])).then(text)
        for cell, text in zip(even, cells, strict=True)
    ]
    said = pl.when(yes).then(pl.lit("true")).when(no).then(pl.lit("false"))
    return said.otherwise(pl.coalesce(odd))


def _chosen(
    said: MappedTable,
    numbered: pl.DataFrame,
    columns: Mapping[str, pl.Expr],
    places: Mapping[str, int],
) -> pl.DataFrame:
    """Return the rows of the sheet that are rows of the table, in the sheet's order."""
    if not said.one_per or said.one_per not in columns:
        return numbered.with_columns(pl.lit(1).alias(HOW_MANY))
    preferred = pl.lit(value=False)
    if said.prefer and plain(said.prefer[0]) in places:
        preferred = (_cell(places[plain(said.prefer[0])]) == said.prefer[1]).fill_null(
            value=False
        )
    groups = (
        numbered.lazy()
        .select(AT, key=columns[said.one_per], first=pl.when(preferred).then(AT))
        .drop_nulls("key")
        .group_by("key")
        .agg(
            pl.coalesce(pl.col("first").min(), pl.col(AT).min()).alias(AT),
            pl.len().alias(HOW_MANY),
        )
        .sort(AT)
        .collect()
    )
    return numbered[groups[AT]].with_columns(groups[HOW_MANY])


def _noticed(
    mapped: Mapped, sheet: str, headers: Sequence[str]
) -> Sequence[pl.DataFrame]:
    """Say once which headers weren't read, and which stand there twice."""
    known = mapped.used | mapped.unused
    plains = [plain(header) for header in headers]
    unread = [h for h, p in zip(headers, plains, strict=True) if p and p not in known]
    twice = sorted({h for h, p in zip(headers, plains, strict=True)
                    if p in mapped.used and plains.count(p) > 1})  # fmt: skip
    said = {"unread_headers": unread, "repeated_headers": twice}
    return [
        found(kind, Place(None, sheet), words={"headers": "、".join(names)})
        for kind, names in said.items()
        if names
    ]
