"""Two people change the same row: the second is told, with both versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.errors import StoreError
from fupin.store import rows
from fupin.store.layout import vintages
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from fupin.store.database import Store


@dataclass(frozen=True)
class Clash:
    """A row that somebody changed in the meantime: theirs, and what was to be put."""

    table: str
    key: str
    author: str
    theirs: Mapping[str, Any]
    mine: Mapping[str, Any]

    @property
    def fields(self) -> list[tuple[str, Any, Any]]:
        """Return (column, theirs, mine) where the two versions differ."""
        return [
            (c.name, self.theirs.get(c.name), self.mine.get(c.name))
            for c in TABLES[self.table].columns
            if c.name != "recorded_on"
            and self.theirs.get(c.name) != self.mine.get(c.name)
        ]


class StaleEditError(StoreError):
    """The rows were changed after the author looked; `clashes` shows both versions."""

    def __init__(self, clashes: list[Clash]) -> None:
        self.clashes = clashes
        who = "、".join(sorted({clash.author for clash in clashes}))
        super().__init__(
            f"{who} 刚改过同样的 {len(clashes)} 行，先看两个版本",
            f"{who} has just changed the same {len(clashes)} rows: look at both "
            "versions first.",
        )


def refuse_stale(
    store: Store,
    connection: sa.Connection,
    mine: Mapping[str, pl.DataFrame],
    seen: int | None,
) -> None:
    """Raise StaleEditError where a vintage after `seen` touches a row of `mine`."""
    if seen is None:
        return
    clashes = []
    query = sa.select(vintages).where(vintages.c.seq > seen).order_by(vintages.c.seq)
    for later in connection.execute(query).mappings().all():
        theirs = _touched(store, connection, dict(later))
        clashes += list(_clashes(theirs, mine, later["author"]))
    if clashes:
        raise StaleEditError(clashes)


def _touched(
    store: Store, connection: sa.Connection, vintage: dict[str, Any]
) -> dict[str, pl.DataFrame]:
    """Return the rows that a vintage changed; an undo changes those of its vintage."""
    if vintage["undoes"]:
        query = sa.select(vintages).where(vintages.c.seq == vintage["undoes"])
        vintage = dict(connection.execute(query).mappings().one())
    if vintage["folder"]:
        return rows.read_folder(store.folder / vintage["folder"])
    return rows.frames_of(rows.read_rows(connection, vintage["seq"]))


def _clashes(
    theirs: Mapping[str, pl.DataFrame], mine: Mapping[str, pl.DataFrame], author: str
) -> Iterator[Clash]:
    for name, frame in theirs.items():
        if name not in mine:
            continue
        table = TABLES[name]
        both = frame.join(mine[name], on=list(table.key), how="semi")
        by_key = {
            rows.key_of(table, row): row
            for row in mine[name]
            .join(frame, on=list(table.key), how="semi")
            .iter_rows(named=True)
        }
        for row in both.iter_rows(named=True):
            key = rows.key_of(table, row)
            yield Clash(name, key, author, row, by_key[key])
