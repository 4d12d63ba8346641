"""Who may see what. Rows and columns a reader may not see are never handed on.

Until accounts exist there is one local reader, who may see everything; names and
numbers are masked on the screen all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import polars as pl

from fupin.errors import AccessError
from fupin.schema import Personal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fupin.schema import Column

ALL_CLASSES: frozenset[Personal] = frozenset(get_args(Personal))
# A figure made of fewer than these would tell one household's own.
LEAST_CELL = 3
DOUBLE_SURNAMES = (
    "欧阳",
    "司徒",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
)


@dataclass(frozen=True)
class Reader:
    """A role with its villages (None: all), classes of personal data, and actions."""

    role: str
    villages: frozenset[str] | None = None
    classes: frozenset[Personal] = ALL_CLASSES
    actions: frozenset[str] = frozenset({"read"})

    def sees(self, column: Column) -> bool:
        """Say whether the reader may see the column."""
        return column.personal is None or column.personal in self.classes

    def rows(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of the reader's villages, of a table that names villages."""
        return frame if self.villages is None else frame.filter(self._here())

    def reach(self, tables: Mapping[str, pl.LazyFrame]) -> dict[str, pl.LazyFrame]:
        """Return every table without the rows of villages that the reader may not see.

        Rows that name only a household follow their household.
        """
        if self.villages is None:
            return dict(tables)
        # Where a household lives is said by its own row; a resident's row counts
        # only where there is none.
        households = tables["households"]
        homes = pl.concat(
            [
                households.filter(self._here()).select("household_id"),
                tables["residents"]
                .join(households, on="household_id", how="anti")
                .filter(self._here())
                .select("household_id"),
            ]
        ).unique()
        reached = {}
        for name, frame in tables.items():
            columns = frame.collect_schema().names()
            if "village_id" in columns:
                reached[name] = frame.filter(self._here())
            else:
                reached[name] = frame.join(homes, on="household_id", how="semi")
        return reached

    def _here(self) -> pl.Expr:
        return pl.col("village_id").is_in(list(self.villages or ()))

    def may(self, action: str) -> None:
        """Raise AccessError where the reader may not do `action`."""
        if action not in self.actions:
            raise AccessError(
                f"您的身份（{self.role}）不能做“{action}”。请找管理员",
                f"Your role ({self.role}) may not {action}. Ask the administrator.",
            )


LOCAL = Reader("local", actions=frozenset({"read", "export", "import"}))


def mask_name(name: str | None) -> str:
    """Return the surname and a star for each further character: 陈*, 欧阳*."""
    if not name:
        return "—"
    surname = 2 if name[:2] in DOUBLE_SURNAMES else 1
    return name[:surname] + "*" * max(1, len(name) - surname)


def mask_id(number: str | None) -> str:
    """Return an id number with its first three and last two places only."""
    return _masked(number, 3, 2)


def mask_phone(number: str | None) -> str:
    """Return a phone number without its middle four digits."""
    return _masked(number, 3, 4)


# How a personal value of a class is shown; health and incomes are kept from sight by
# the reader's classes, not by stars.
MASKS: Mapping[str, Callable[[str | None], str]] = {
    "name": mask_name,
    "identity": mask_id,
    "contact": mask_phone,
}


def masked(column: Column, value: Any) -> Any:
    """Return a value with stars where its column's class asks for them.

    A date stays: half of one says as much as all of it.
    """
    mask = MASKS.get(column.personal or "")
    if mask is None or value is None or column.kind == "date":
        return value
    return mask(str(value))


def _masked(number: str | None, first: int, last: int) -> str:
    """Return the first and last places with stars between; never more than half.

    A short number shows its first places only, or none.
    """
    if not number:
        return "—"
    if len(number) < 2 * (first + last) - 3:
        first, last = min(first, len(number) // 4), 0
    tail = number[len(number) - last :]
    return number[:first] + "*" * (len(number) - first - last) + tail
