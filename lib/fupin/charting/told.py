"""A chart as rows: what "看数据" shows, and what a sheet writes beside it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from fupin.charting.scale import placed
from fupin.charting.spoken import say, value_of, verdict_of
from fupin.document import Blank, Column, Table
from fupin.units import unit_words

if TYPE_CHECKING:
    from fupin.document import Cell, Chart, Point, Series

ROWS = ("bar", "dot")


def table(chart: Chart, lang: str) -> Table:
    """Return the chart's figures as a table: a row a category, date or number.

    What isn't known is Blank.UNKNOWN, what a series doesn't have is Blank.NOTHING, and
    a range is in words. Dots have their words and verdicts beside them, and categories
    with a line of their own have it.
    """
    rows = _places(chart)
    columns = [Column("at", _at_label(chart, lang), _at_kind(chart))]
    columns += [
        Column(f"s{n}", s.name or unit_words(chart.unit, lang), _kind(s), chart.unit)
        for n, s in enumerate(chart.series)
    ]
    words = chart.kind == "dot"
    if words:
        columns += [
            Column("says", say(lang, "says")),
            Column("verdict", say(lang, "verdict"), "verdict"),
        ]
    held = [_row(chart, at, lang, words=words) for at in rows]
    if any(rule.at for rule in chart.rules):
        columns.append(Column("line", say(lang, "line"), "decimal", chart.unit))
        lines = [chart.line_of(str(at)) for at in rows]
        held = [
            (*row, Blank.NOTHING if line is None else line.value)
            for row, line in zip(held, lines, strict=True)
        ]
    return Table(chart.key, chart.title, tuple(columns), tuple(held), chart.caption)


def _places(chart: Chart) -> list[str | date | int | float]:
    found = list(dict.fromkeys(p.at for s in chart.series for p in s.points))
    return found if chart.kind in ROWS else sorted(found, key=placed)


def _row(chart: Chart, at: object, lang: str, *, words: bool) -> tuple[Cell, ...]:
    held = [(s, next((p for p in s.points if p.at == at), None)) for s in chart.series]
    cells: list[Cell] = [at if isinstance(at, str | int | float | date) else str(at)]
    cells += [_cell(p, lang) for _, p in held]
    if words:
        series, point = next((s, p) for s, p in held if p is not None)
        cells.append(point.text or Blank.NOTHING)
        cells.append(verdict_of(point, series) or Blank.NOTHING)
    return tuple(cells)


def _cell(point: Point | None, lang: str) -> Cell:
    if point is None:
        return Blank.NOTHING
    if point.value is None:
        return Blank.UNKNOWN
    if point.high is not None and point.high != point.value:
        return value_of(point, lang)
    return point.value


def _kind(series: Series) -> Literal["integer", "decimal"]:
    whole = all(float(p.value).is_integer() for p in series.points if p.value)
    return "integer" if whole else "decimal"


def _at_kind(chart: Chart) -> Literal["text", "date", "decimal", "integer"]:
    places = _places(chart)
    if chart.kind in ROWS or not places:
        return "text"
    if isinstance(places[0], date):
        return "date"
    whole = all(float(p).is_integer() for p in places if isinstance(p, int | float))
    return "integer" if whole else "decimal"


def _at_label(chart: Chart, lang: str) -> str:
    kind = _at_kind(chart)
    return say(lang, {"text": "row", "date": "at"}.get(kind, "over"))
