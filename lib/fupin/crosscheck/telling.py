"""What the checks find, as problems: in which row of the source, in which words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from fupin.crosscheck import people
from fupin.intake.messages import Text
from fupin.intake.problems import Cells, Place, found
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.crosscheck.landing import Landing
    from fupin.intake import Origin
    from fupin.plan import Check

# Where a row stands in its table, kept while older versions are dropped.
AT = "row__at"
# A row that stands in the register and not in the file has no number: it is told by
# its household.
ELSEWHERE = {
    "reason_zh": ("第 {other_row} 行", "台账里的 {other_row} 户"),
    "reason_en": ("row {other_row}", "someone in the register at {other_row}"),
}


@dataclass(frozen=True)
class Telling:
    """Makes problems of places; `decided` holds the checked rows by grain."""

    landing: Landing
    origins: Mapping[str, Origin]
    decided: Mapping[str, pl.DataFrame]

    def rows(self, check: Check, places: pl.Series) -> pl.DataFrame:
        """Return the problems of the file's rows at `places` of the whole table."""
        others = self._others(check, places)
        if others is None:
            return self._found(check, places, None, _text(check))
        is_own = others >= self.landing.first.get(check.table, 0)
        own, beside = places.filter(is_own), places.filter(~is_own)
        numbers = self._numbers(check.table, others.filter(is_own)).cast(pl.String)
        told = [self._found(check, own, numbers, _text(check))]
        if beside.len():
            text = _text(check)
            words = {
                name: getattr(text, name).replace(*pair)
                for name, pair in ELSEWHERE.items()
            }
            homes = self.landing.register[check.table]["household_id"]
            at = homes.gather(others.filter(~is_own))
            told.append(self._found(check, beside, at, replace(text, **words)))
        return pl.concat(told)

    def beside(self, check: Check, table: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the problems of households that the file names in another table.

        `rows` holds `household_id` and `at`, the file's row of `table` that names it.
        """
        origin = self.origins[table]
        place = Place(TABLES[table], origin.raw.sheet, TABLES[table]["household_id"])
        cells = Cells(origin.rows.gather(rows["at"]), rows["household_id"])
        text = _text(check)
        return found(check.id, place, severity="warn", cells=cells, text=text)

    def _found(
        self, check: Check, places: pl.Series, others: pl.Series | None, text: Text
    ) -> pl.DataFrame:
        table, origin = TABLES[check.table], self.origins.get(check.table)
        sheet = table.zh if origin is None else origin.raw.sheet
        own = places - self.landing.first.get(check.table, 0)
        texts = None if origin is None else origin.cells(check.column, own)
        cells = Cells(self._numbers(check.table, places), texts, others)
        place = Place(table, sheet, table[check.column])
        return found(check.id, place, severity=check.severity, cells=cells, text=text)

    def _numbers(self, table: str, places: pl.Series) -> pl.Series:
        """Return the numbers in the source of the file's rows."""
        origin, own = self.origins.get(table), places - self.landing.first.get(table, 0)
        return own + 1 if origin is None else origin.rows.gather(own)

    def _others(self, check: Check, places: pl.Series) -> pl.Series | None:
        """Return the places of the rows that those found repeat."""
        flag = next((f for f in people.REPEATED if f in check.when.split()), None)
        if flag is None:
            return None
        frame = self.decided[check.per]
        other = frame[f"{flag}__other"].filter(frame[AT].is_in(places.implode()))
        return frame[AT].gather(other)


def _text(check: Check) -> Text:
    return Text(
        check.reason["zh"], check.reason["en"], check.cure["zh"], check.cure["en"]
    )
