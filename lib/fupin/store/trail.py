"""A household's trail through the store: which vintage said each of its rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from fupin.register import GONE, LINE
from fupin.store import rows
from fupin.store.layout import changes
from fupin.store.vintages import Vintage, history
from fupin.store.written import moment
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from fupin.store.database import Store

HOUSEHOLD = "household_id"
# The tables with rows of a household, in the order of their declaration.
OF_HOUSEHOLD = tuple(n for n, table in TABLES.items() if HOUSEHOLD in table.by_name)
# Said by the store or by the key; no field that a person changes.
UNTOLD = ("recorded_on", "valid_from")


@dataclass(frozen=True)
class Told:
    """A row of a household as one vintage said it; `is_gone`: that it took it off.

    `line` is where it stood in the source, as a user counts; None where not known.
    """

    vintage: Vintage
    table: str
    row: Mapping[str, Any]
    is_gone: bool = False
    line: int | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """Return the row's key, with the day from which a version of it holds."""
        return row_key(self.table, self.row)


@dataclass(frozen=True)
class FieldChange:
    """A field that a vintage changed: what it was (None: nothing) and what it became.

    `kind` is changed, new (the row's first word on the field) or gone.
    """

    vintage: Vintage
    table: str
    row: Mapping[str, Any]
    column: str
    before: Any
    after: Any
    kind: str


def row_key(table: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the key of a row of `table`; versions of a row have keys of their own."""
    declared = TABLES[table]
    names = (*declared.key, declared.valid) if declared.versioned else declared.key
    return tuple(row.get(name) for name in names)


def trail(
    store: Store, household_id: str, known: date | datetime | None = None
) -> tuple[Told, ...]:
    """Return every row of the household that the vintages in force by `known` said.

    In the order of writing; vintages that were undone say nothing. A date means its
    end.
    """
    then = moment(known)
    told = [v for v in history(store) if v.is_in_force(then)]
    kept = [v for v in told if not v.folder]
    of_rows = _kept(store, household_id, kept)
    found: list[Told] = []
    for vintage in told:
        if vintage.folder:
            found += _in_folder(store, household_id, vintage)
        else:
            found += of_rows.get(vintage.seq, [])
    return tuple(found)


def _kept(
    store: Store, household_id: str, kept: list[Vintage]
) -> dict[int, list[Told]]:
    """Return what the small vintages said, by vintage."""
    by_seq = {v.seq: v for v in kept}
    # As `rows.written` writes it: a whole row, its keys in quotation marks.
    said = f'"{HOUSEHOLD}":{json.dumps(household_id, ensure_ascii=False)}'
    query = sa.select(changes).where(
        changes.c.table_name.in_(OF_HOUSEHOLD),
        changes.c.body.contains(said, autoescape=True),
    )
    with store.reading() as connection:
        asked = connection.execute(query.order_by(changes.c.id)).mappings()
        lines = [dict(row) for row in asked if row["vintage"] in by_seq]
    found: dict[int, list[Told]] = {}
    for line in lines:
        for name, typed in rows.frames_of([line]).items():
            vintage = by_seq[line["vintage"]]
            stood = json.loads(line["body"]).get(LINE)
            frame = typed.with_columns(pl.lit(stood, pl.Int64).alias(LINE))
            found.setdefault(vintage.seq, []).extend(_told(vintage, name, frame))
    return found


def _in_folder(store: Store, household_id: str, vintage: Vintage) -> Iterator[Told]:
    for name in OF_HOUSEHOLD:
        path = store.folder / vintage.folder / f"{name}.parquet"
        if path.exists():
            lazy = pl.scan_parquet(path).filter(pl.col(HOUSEHOLD) == household_id)
            yield from _told(vintage, name, lazy.collect())


def _told(vintage: Vintage, name: str, frame: pl.DataFrame) -> Iterator[Told]:
    for row in frame.iter_rows(named=True):
        is_gone = bool(row.pop(GONE, False))
        row.pop("_vintage", None)
        yield Told(vintage, name, row, is_gone, row.pop(LINE, None))


def field_changes(told: tuple[Told, ...]) -> tuple[FieldChange, ...]:
    """Return what changed after the first vintage, field by field, oldest first.

    A version of a row is held against the version before it. A row that is new to
    the store tells each of its fields as new; one that was taken off tells its key.
    """
    held: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    found: list[FieldChange] = []
    first = told[0].vintage.seq if told else 0
    for one in told:
        declared = TABLES[one.table]
        key = (one.table, *(one.row.get(name) for name in declared.key))
        before = held.get(key)
        if one.vintage.seq != first:
            found += _fields(one, before)
        if one.is_gone:
            held.pop(key, None)
        else:
            held[key] = one.row
    return tuple(found)


def _fields(one: Told, before: Mapping[str, Any] | None) -> Iterator[FieldChange]:
    declared = TABLES[one.table]
    if one.is_gone:
        name = declared.key[0]
        yield FieldChange(
            one.vintage, one.table, one.row, name, one.row.get(name), None, "gone"
        )
        return
    for column in declared.columns:
        name = column.name
        if name in UNTOLD or name in declared.key:
            continue
        was, now = (before or {}).get(name), one.row.get(name)
        if was == now:
            continue
        kind = "changed" if before is not None else "new"
        yield FieldChange(one.vintage, one.table, one.row, name, was, now, kind)
