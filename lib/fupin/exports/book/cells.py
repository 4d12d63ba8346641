"""A chart's points as cells of its table: values, ranges, and their kind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.document import Blank
from fupin.exports.book.styles import DECIMAL, INTEGER
from fupin.exports.words import number

if TYPE_CHECKING:
    from fupin.document import Point


def add(rows: list[list[Any]], values: list[Any]) -> None:
    """Give each row one more value."""
    for row, value in zip(rows, values, strict=True):
        row.append(value)


def held(point: Point | None) -> Any:
    """Return a value: 待核实 where it isn't known, — where the series has none."""
    if point is None:
        return Blank.NOTHING
    return Blank.UNKNOWN if point.value is None else point.value


def upper(point: Point | None) -> Any:
    """Return the upper end of a range; — where there is none."""
    return Blank.NOTHING if point is None or point.high is None else point.high


def is_number(words: str, point: Point) -> bool:
    """Say whether words are only the value, which the table has already."""
    value = point.value
    return value is not None and words == number(value, 0 if value == int(value) else 1)


def order(at: Any) -> Any:
    """Return what places on an axis are sorted by."""
    return (at.toordinal() if isinstance(at, date) else at, str(at))


def kind(values: list[Any]) -> Any:
    """Return the kind of column that values stand in."""
    if not all(isinstance(v, int | float) for v in values):
        return "text"
    return "integer" if all(float(v).is_integer() for v in values) else "decimal"


def shape(points: list[Point | None]) -> str:
    """Return the number format of what points hold."""
    values = [p.value for p in points if p and p.value is not None]
    return INTEGER if kind(values) == "integer" else DECIMAL
