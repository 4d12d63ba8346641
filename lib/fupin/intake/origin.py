"""Where the rows of a register came from: the source's own rows, as they were."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from fupin.intake.convert import texts

if TYPE_CHECKING:
    from fupin.intake.raw import RawTable


@dataclass(frozen=True)
class Origin:
    """A table as written, and which of its rows were refused (None: none).

    The rows taken are those of the register's table, in the same order.
    """

    raw: RawTable
    refused: pl.Series | None = None

    @property
    def rows(self) -> pl.Series:
        """Return the row number in the source of each row taken."""
        rows = self.raw.rows
        return rows if self.refused is None else rows.filter(~self.refused)

    @property
    def bad_rows(self) -> pl.DataFrame:
        """Return the refused rows as text under our names, with their row number."""
        mask = self._nowhere() if self.refused is None else self.refused
        frame = self.raw.frame
        cells = [texts(self.raw, name).filter(mask) for name in frame.columns]
        return pl.DataFrame([self.raw.rows.filter(mask).alias("row"), *cells])

    def cells(self, column: str, places: pl.Series) -> pl.Series | None:
        """Return the source's text of a column at `places` among the rows taken."""
        if column not in self.raw.frame.columns:
            return None
        wanted = self.raw.frame.select(column)[self._raw_places(places)]
        return texts(replace(self.raw, frame=wanted), column)

    def without(self, places: pl.Series) -> Origin:
        """Return the origin with the rows at `places` among those taken refused too."""
        mask = self._nowhere() if self.refused is None else self.refused
        return replace(self, refused=mask.scatter(self._raw_places(places), True))

    def _raw_places(self, places: pl.Series) -> pl.Series:
        if self.refused is None:
            return places
        return (~self.refused).arg_true().gather(places)

    def _nowhere(self) -> pl.Series:
        return pl.repeat(False, len(self.raw.numbers), dtype=pl.Boolean, eager=True)
