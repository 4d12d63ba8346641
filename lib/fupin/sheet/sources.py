"""The rows that a sheet's facts rest on, numbered: ①, ②, each told once below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fupin.access import mask_name
from fupin.figures import day
from fupin.sheet.words import say
from fupin.tables import TABLES

if TYPE_CHECKING:
    from datetime import date

    from fupin.why.evidence import Mark, Source

CIRCLED = 20
_Key = tuple[object, ...]
_Place = tuple[str, "Mark | None", "date | None"]


class Numbered:
    """Numbers each place that facts come from, in the order they are first used.

    Rows of one table that came in together are one place: a year's incomes are many
    rows and one source.
    """

    def __init__(self, lang: str, *, masked: bool) -> None:
        self._lang, self._masked = lang, masked
        self._places: dict[_Place, dict[_Key, int | None]] = {}

    def mark(self, sources: tuple[Source, ...]) -> str:
        """Return the numbers of the sources: ①③; nothing for none."""
        found = [self._number(source) for source in sources]
        return "".join(circled(n) for n in dict.fromkeys(found))

    def _number(self, source: Source) -> int:
        mark = source.mark
        # Outside a store the day of recording tells rows apart.
        recorded = None if mark and mark.recorded_at else source.recorded_on
        # Rows that came in together are one place, whatever lines they stood in.
        place = (source.table, replace(mark, row=None) if mark else None, recorded)
        line = mark.row if mark else None
        self._places.setdefault(place, {})[source.key] = line
        return list(self._places).index(place) + 1

    def told(self) -> list[str]:
        """Return a line a place: ① 农户 001-037，第 2 批，2018年5月1日录入，林*。"""
        return [
            f"{circled(n)} {self._said(place, keys)}"
            for n, (place, keys) in enumerate(self._places.items(), 1)
        ]

    def _said(self, place: _Place, keys: dict[_Key, int | None]) -> str:
        lang, (table, mark, recorded) = self._lang, place
        rows = say(lang, "rows", n=len(keys))
        if len(keys) == 1:
            (key,) = keys
            rows = str(key[0])
        lines = sorted(line for line in keys.values() if line is not None)
        said = [f"{TABLES[table].label(lang)} {rows}"]
        if mark is not None and mark.vintage is not None:
            said.append(say(lang, "vintage", n=mark.vintage))
        if mark is not None and mark.recorded_at is not None:
            recorded = mark.recorded_at.astimezone().date()
        if recorded is not None:
            said.append(say(lang, "recorded", day=day(recorded, lang)))
        if mark is not None:
            author = mask_name(mark.author) if self._masked else mark.author
            said += [author] if mark.author else []
            place_in = [mark.file, mark.sheet if mark.sheet != mark.file else ""]
            place_in += [say(lang, "row", n=_ranges(lines))] if lines else []
            said += [" ".join(part for part in place_in if part)]
        elif recorded is None:
            said.append(say(lang, "unmarked"))
        return say(lang, "comma").join(part for part in said if part)


def _ranges(lines: list[int]) -> str:
    """Return lines as a person writes them: 12–27, 40."""
    found: list[list[int]] = []
    for line in lines:
        if found and line == found[-1][-1] + 1:
            found[-1].append(line)
        else:
            found.append([line])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in found)


def circled(n: int) -> str:
    """Return ①…⑳, and (21) from there on."""
    return chr(0x245F + n) if n <= CIRCLED else f"({n})"
