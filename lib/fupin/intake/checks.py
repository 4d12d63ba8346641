"""The checks that the tables declare: empties, bounds, keys, references.

Each check first asks one number of the whole column; rows are looked for only where
that number says that something is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.cells import runs
from fupin.intake.convert import texts
from fupin.intake.problems import Cells, Place, found
from fupin.intake.questions import (
    all_in,
    ask_checks,
    bounds,
    has_repeats,
    hashed,
    key_columns,
    key_hash,
)
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.intake.convert import Typed
    from fupin.schema import Column


@dataclass(frozen=True)
class Examined:
    """A table after its checks: the rows taken, the refused mask, and the findings."""

    typed: Typed
    good: pl.DataFrame
    refused: pl.Series | None
    findings: tuple[pl.DataFrame, ...]

    def ids(self) -> tuple[pl.Series, pl.Series]:
        """Return the first key of the rows taken and of the rows refused."""
        key = self.typed.raw.table.key[0]
        every = self.typed.frame[key]
        refused = every.clear() if self.refused is None else every.filter(self.refused)
        return self.good[key], refused


def examine(
    typed: Typed, before: Mapping[str, Examined], *, partial: bool = False
) -> Examined:
    """Check a table; `before` holds the tables already examined that it refers to.

    Of a partial register only what is there can be checked: a reference to a row
    that isn't is no problem then, one to a refused row is.
    """
    look = _Look(typed, partial=partial)
    look.at_cells()
    look.at_ranges()
    look.at_empties()
    look.at_keys()
    look.at_references(before)
    good = look.frame if look.refused is None else look.frame.filter(~look.refused)
    return Examined(typed, good, look.refused, tuple(look.findings))


class _Look:
    """The state of one table's examination."""

    def __init__(self, typed: Typed, *, partial: bool) -> None:
        self.typed = typed
        self.partial = partial
        self.table = typed.raw.table
        self.frame = typed.frame
        self.answers = typed.answers or ask_checks(self.table, self.frame)
        self.refused: pl.Series | None = None
        self.findings: list[pl.DataFrame] = []
        self._explained: dict[str, pl.Series] = {}

    def at_cells(self) -> None:
        for cells in self.typed.bad:
            self._note(
                cells.kind, cells.column, cells.mask, refuse=cells.column.required
            )

    def at_ranges(self) -> None:
        """Find numbers outside their bounds and dates outside two centuries."""
        for column in map(self.table.__getitem__, self.frame.columns):
            least = self.answers.get(f"low {column.name}")
            if least is None:
                continue
            low, high = bounds(column) or (None, None)
            if least < low or self.answers[f"high {column.name}"] > high:
                self._out_of_range(column, low, high)

    def at_empties(self) -> None:
        for name in self.table.required:
            if name not in self.frame.columns or not self.frame[name].null_count():
                continue
            mask = self.frame[name].is_null()
            if name in self._explained:
                mask &= ~self._explained[name]
            if mask.any():
                self._note("required_empty", self.table[name], mask, refuse=True)

    def at_keys(self) -> None:
        """Refuse all but the first of the rows that share a key."""
        key = key_columns(self.table, self.frame)
        if not key or not self._may_repeat(key):
            return
        kept = _nowhere(self.frame) if self.refused is None else self.refused
        marked = (
            self.frame.select(key)
            .with_row_index("place")
            .filter(~kept)
            .filter(key_hash(key).is_duplicated())
            .with_columns(first=pl.col("place").min().over(key))
            .filter(pl.col("place") != pl.col("first"))
        )
        if not marked.is_empty():
            self._duplicates(marked, self.table[self.table.key[0]])

    def at_references(self, before: Mapping[str, Examined]) -> None:
        for name, target in self.table.refers.items():
            if name not in self.frame.columns or target not in before:
                continue
            if self._known(name, before[target]):
                continue
            column, (good, refused) = self.frame[name], before[target].ids()
            lost = column.is_not_null() & ~column.is_in(good.implode())
            by_refusal = lost & column.is_in(refused.implode())
            labels = {f"target_{k}": TABLES[target].label(k) for k in ("zh", "en")}
            for kind, mask in (
                ("unknown_reference", lost & ~by_refusal),
                ("refused_reference", by_refusal),
            ):
                is_elsewhere = self.partial and kind == "unknown_reference"
                if mask.any() and not is_elsewhere:
                    self._note(kind, self.table[name], mask, refuse=True, **labels)

    def _may_repeat(self, key: list[str]) -> bool:
        """Say whether two rows may share a key: their hashes are equal."""
        if self.frame is self.typed.frame:
            return bool(self.answers["repeats"])
        # A date that was out of range has become unknown since, perhaps in the key.
        return bool(self.frame.select(has_repeats(key)).item())

    def _known(self, name: str, target: Examined) -> bool:
        """Say whether every reference is to a row that was taken."""
        as_written = self.typed.answers and target.typed.answers
        if as_written and target.refused is None:
            return bool(self.answers[f"known {name}"])
        known = self.frame.select(runs(name)).select(
            all_in(name, hashed(target.ids()[0]))
        )
        return bool(known.item())

    def _out_of_range(self, column: Column, low: object, high: object) -> None:
        values = self.frame[column.name]
        mask = ~values.is_between(low, high).fill_null(value=True)  # type: ignore[arg-type]
        kind = "date_out_of_range" if column.kind == "date" else "out_of_bounds"
        self._note(kind, column, mask, refuse=column.required)
        if not column.required:
            # An impossible value is no fact: it counts as unknown.
            known = pl.when(~mask).then(pl.col(column.name)).alias(column.name)
            self.frame = self.frame.with_columns(known)

    def _duplicates(self, marked: pl.DataFrame, key: Column) -> None:
        raw = self.typed.raw
        places, first = marked["place"], marked["first"]
        labels = {
            f"key_{k}": "+".join(self.table[n].label(k) for n in self.table.key)
            for k in ("zh", "en")
        }
        cells = Cells(
            raw.rows.gather(places),
            self.frame[key.name].gather(places),
            raw.rows.gather(first),
        )
        place = Place(self.table, raw.sheet, key)
        self.findings.append(
            found("duplicate_key", place, severity="refuse", cells=cells, words=labels)
        )
        self._refuse(_nowhere(self.frame).scatter(places, True))

    def _note(
        self, kind: str, column: Column, mask: pl.Series, *, refuse: bool, **words: str
    ) -> None:
        raw = self.typed.raw
        cells = Cells(raw.rows.filter(mask), texts(raw, column.name).filter(mask))
        place = Place(self.table, raw.sheet, column)
        severity = "refuse" if refuse else "warn"
        self.findings.append(
            found(kind, place, severity=severity, cells=cells, words=words)
        )
        self._explained[column.name] = mask | self._explained.get(column.name, mask)
        if refuse:
            self._refuse(mask)

    def _refuse(self, mask: pl.Series) -> None:
        self.refused = mask if self.refused is None else self.refused | mask


def _nowhere(frame: pl.DataFrame) -> pl.Series:
    return pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
