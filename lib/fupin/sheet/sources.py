"""The rows that a sheet's facts rest on, numbered: ①, ②, each told once below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.access import mask_name
from fupin.sheet.words import day, say
from fupin.tables import TABLES

if TYPE_CHECKING:
    from datetime import date

    from fupin.why.evidence import Mark, Source

CIRCLED = 20
_Place = tuple[str, "Mark | None", "date | None"]


class Numbered:
    """Numbers each place that facts come from, in the order they are first used.

    Rows of one table that came in together are one place: a year's incomes are many
    rows and one source.
    """

    def __init__(self, lang: str, *, masked: bool) -> None:
        self._lang, self._masked = lang, masked
        self._places: dict[_Place, set[tuple[object, ...]]] = {}

    def mark(self, sources: tuple[Source, ...]) -> str:
        """Return the numbers of the sources: ①③; nothing for none."""
        found = [self._number(source) for source in sources]
        return "".join(circled(n) for n in dict.fromkeys(found))

    def _number(self, source: Source) -> int:
        mark = source.mark
        # Outside a store the day of recording tells rows apart.
        recorded = None if mark and mark.recorded_at else source.recorded_on
        place = (source.table, mark, recorded)
        self._places.setdefault(place, set()).add(source.key)
        return list(self._places).index(place) + 1

    def told(self) -> list[str]:
        """Return a line a place: ① 农户 001-037，第 2 批，2018年5月1日录入，林*。"""
        return [
            f"{circled(n)} {self._said(place, keys)}"
            for n, (place, keys) in enumerate(self._places.items(), 1)
        ]

    def _said(self, place: _Place, keys: set[tuple[object, ...]]) -> str:
        lang, (table, mark, recorded) = self._lang, place
        rows = say(lang, "rows", n=len(keys))
        if len(keys) == 1:
            (key,) = keys
            rows = str(key[0])
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
            place_in += [say(lang, "row", n=mark.row)] if mark.row is not None else []
            said += [" ".join(part for part in place_in if part)]
        elif recorded is None:
            said.append(say(lang, "unmarked"))
        return say(lang, "comma").join(part for part in said if part)


def circled(n: int) -> str:
    """Return ①…⑳, and (21) from there on."""
    return chr(0x245F + n) if n <= CIRCLED else f"({n})"
