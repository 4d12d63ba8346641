"""A form with its rows: what is previewed, written and compared."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import polars as pl

    from fupin.forms.cells import Cell
    from fupin.forms.model import Form, FormTable
    from fupin.plan.model import Words


@dataclass(frozen=True)
class FilledTable:
    """A table's rows and total as cells, and the typed frame that they come from.

    `frame` has a column for each of the table's keys: numbers as they were computed,
    not cut; the upper end of a range beside it (`key__most`), and of a ratio its base
    (`key__base`). `ids` says which household or village a row is of. `undecided` is how
    many rows aren't listed since the filter can't be decided for them. `unsigned` are
    the households that its figures are of whose survey isn't signed.
    """

    table: FormTable
    frame: pl.DataFrame
    rows: tuple[tuple[Cell, ...], ...]
    ids: tuple[str, ...]
    codes: Mapping[str, str]
    total: tuple[Cell, ...] | None = None
    undecided: int = 0
    unsigned: frozenset[str] = frozenset()

    def of(self, row_id: str) -> FilledTable:
        """Return the table with the rows of one household only."""
        places = self._places.get(row_id, [])
        is_run = bool(places) and places[-1] - places[0] == len(places) - 1
        # A card takes 2,000 of these: a slice copies nothing.
        frame = (
            self.frame.slice(places[0], len(places)) if is_run else self.frame[places]
        )
        return replace(
            self,
            frame=frame,
            rows=tuple(self.rows[place] for place in places),
            ids=(row_id,) * len(places),
            unsigned=self.unsigned & {row_id},
        )

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, row_id in enumerate(self.ids):
            places.setdefault(row_id, []).append(place)
        return places

    @property
    def marked_rows(self) -> frozenset[str]:
        """Return the ids of rows that are of one household, and not verified."""
        is_list = self.table.grain == "household" and self.table.shape == "rows"
        return self.unsigned if is_list else frozenset()

    @property
    def open_cells(self) -> int:
        """Return how many cells, the total's left out, aren't wholly decided."""
        return sum(cell.is_open for row in self.rows for cell in row)


@dataclass(frozen=True)
class FilledForm:
    """A form as of a date: its tables, and what they rest on.

    `warning` is what the plan says of a survey without its signatures.
    """

    form: Form
    day: date
    place: str
    scenario: str
    register: str
    is_masked: bool
    tables: tuple[FilledTable, ...]
    warning: Words
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def pages(self) -> Iterator[tuple[str, tuple[FilledTable, ...]]]:
        """Yield the form's pages with a name each: one, or one a household."""
        if not self.form.is_card:
            yield self.form.title["zh"], self.tables
            return
        for row_id in self.tables[0].ids:
            yield self.page(row_id)

    def page(self, row_id: str) -> tuple[str, tuple[FilledTable, ...]]:
        """Return the page of one household."""
        return row_id, tuple(table.of(row_id) for table in self.tables)
