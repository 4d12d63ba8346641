"""Which table a sheet is and which column a header is, in any of three spellings."""

from __future__ import annotations

import unicodedata
from collections import Counter
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from fupin.intake.problems import Place, found
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from fupin.schema import Column, Table


# The columns of a fix list that say what is wrong: not read, and not asked about.
REASON_HEADERS = {"zh": "问题（不读取）", "en": "Problem (not read)"}
ROW_HEADERS = {"zh": "原行号（不读取）", "en": "Row before (not read)"}


def plain(word: str) -> str:
    """Return the word without differences of width, case or surrounding space."""
    return unicodedata.normalize("NFKC", word).strip().casefold()


def table_named(word: str) -> Table | None:
    """Return the table that a sheet or file of this name holds, or None."""
    return _tables().get(plain(word))


def unknown_sheet(word: str, *, kind: str = "unknown_sheet") -> pl.DataFrame:
    """Return the finding that a sheet is none of ours, with the nearest name."""
    near = _nearest(word, (s for t in TABLES.values() for s in (t.zh, t.en, t.name)))
    return found(kind, Place(None, word), words=_rename(near))


def match(
    headers: Sequence[str], table: Table, sheet: str
) -> tuple[dict[str, int], list[pl.DataFrame]]:
    """Return the place of each declared column found in `headers`, and findings.

    Of a column that occurs twice the first counts. An empty header is skipped.
    """
    known = _columns(table)
    places: dict[str, int] = {}
    findings: list[pl.DataFrame] = []
    for place, header in enumerate(headers):
        column = known.get(plain(header))
        if plain(header) in _notes():
            continue
        if column is None:
            findings += [_unknown(header, table, sheet)] if plain(header) else []
        elif column.name in places:
            findings.append(found("repeated_header", Place(table, sheet, column)))
        else:
            places[column.name] = place
    return places, findings


def nearest_header(column: Column, headers: Iterable[str]) -> str | None:
    """Return the header that was perhaps meant to be `column`."""
    for spelling in (column.zh, column.en, column.name):
        if near := _nearest(spelling, headers):
            return near
    return None


def _unknown(header: str, table: Table, sheet: str) -> pl.DataFrame:
    near = _nearest(header, (s for c in table.columns for s in (c.zh, c.en, c.name)))
    words = {"header": header} | _rename(near)
    return found("unknown_header", Place(table, sheet, header), words=words)


def _rename(near: str | None) -> dict[str, str]:
    if near is None:
        return {}
    return {"nearest_zh": f"为“{near}”", "nearest_en": f" to “{near}”"}


def _nearest(word: str, choices: Iterable[str]) -> str | None:
    by_plain = {plain(choice): choice for choice in choices}
    near = get_close_matches(plain(word), by_plain, n=1, cutoff=0.5)
    return by_plain[near[0]] if near else None


@cache
def _notes() -> frozenset[str]:
    return frozenset(map(plain, (*REASON_HEADERS.values(), *ROW_HEADERS.values())))


@cache
def _tables() -> Mapping[str, Table]:
    return {
        plain(word): table
        for table in TABLES.values()
        for word in (table.zh, table.en, table.name)
    }


@cache
def _spellings(name: str) -> Mapping[str, Column]:
    """Return each spelling that stands for one column; names win over labels."""
    columns = TABLES[name].columns
    labels = Counter(plain(w) for c in columns for w in {c.zh, c.en})
    single = {
        plain(word): column
        for column in columns
        for word in (column.zh, column.en)
        if labels[plain(word)] == 1
    }
    return single | {plain(column.name): column for column in columns}


def _columns(table: Table) -> Mapping[str, Column]:
    return _spellings(table.name)
