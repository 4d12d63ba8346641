"""A document as plain data: what a meeting sees, before it is a slide or a sheet.

A snapshot makes one for a language; each export writes it. Whatever is a figure stands
once, in `Document.figures`, and is spoken of by its key: in a text `{key}` is where its
words go. So no two places, and no two formats, can say two values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Literal, TypeAlias

from fupin.errors import FupinError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

Verdict = Literal["", "met", "unmet", "unknown"]
Number = int | float
PLACE = re.compile(r"\{([a-z0-9_.]+)\}")


class DocumentError(FupinError):
    """A document that can't be written as asked."""


class Blank(Enum):
    """Why a cell has no value; neither is ever written as 0 or left empty."""

    UNKNOWN = "unknown"  # 待核实
    NOTHING = "nothing"  # —


# A cell of a table: its own type, so that a sheet can sort and sum it.
Cell: TypeAlias = "str | int | float | date | Blank"


@dataclass(frozen=True)
class Figure:
    """One figure: its value, and the words for it in the document's language.

    `value` is a number, a range (least, most), a date, or None: 待核实. `text` carries
    the unit ("214 元"); `what` is its name and `how` its 口径 with the clause.
    """

    key: str
    value: Number | tuple[Number, Number] | date | None
    unit: str
    text: str
    what: str
    how: str = ""
    verdict: Verdict = ""


@dataclass(frozen=True)
class Point:
    """One mark of a chart; with `high` it is a range that can't be decided.

    `at` is a category, a date or a number; a `value` of None is unknown and is drawn
    hatched. `text` is the direct label, `note` the smaller line under the category.
    With `is_of_row` the label is of the whole row of bars, and stands at its end.
    """

    at: str | date | Number
    value: Number | None
    text: str
    verdict: Verdict = ""
    high: Number | None = None
    note: str = ""
    is_of_row: bool = False


@dataclass(frozen=True)
class Series:
    """Points in order; `role` is a colour with a meaning, never one of a village."""

    name: str
    points: tuple[Point, ...]
    role: Literal["s1", "s2", "s3", "s4", "met", "unmet", "unknown", "target",
                  "projection"] = "s1"  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """A line across a chart: a threshold (solid), or what the plan first said.

    `at` is the one category that it is for, where each has its own. With `is_upright`
    it stands over a place of the x axis of lines or steps: a threshold that is moved;
    `is_current` is where it stands now. One across ends at the place `until` of
    x, if that is given: a target, and where the line meets it.
    """

    value: Number
    label: str
    dashed: bool = False
    at: str = ""
    is_upright: bool = False
    is_current: bool = False
    until: Number | None = None


@dataclass(frozen=True)
class Chart:
    """What is drawn, once for screen, slide, page and sheet.

    Kinds: `bar` (a category a row, several series stack), `dot` (a category a row, its
    distance from the first rule drawn), `line` and `step` (x is a date or a number).
    `title` is the finding and may hold figures; `caption` is measure, unit and base.
    `starts` is where the scale begins: 0, but for dots; `most` is what it reaches at
    least, for charts beside one another. With `is_upright` bars stand side by side:
    years.
    """

    key: str
    kind: Literal["bar", "dot", "line", "step"]
    title: str
    caption: str
    unit: str
    series: tuple[Series, ...]
    rules: tuple[Rule, ...] = ()
    starts: Number = 0
    most: Number | None = None
    is_upright: bool = False

    @property
    def across(self) -> tuple[Rule, ...]:
        """Return the rules that every category or place is held against."""
        return tuple(r for r in self.rules if not r.at and not r.is_upright)

    def line_of(self, category: str) -> Rule | None:
        """Return the rule of a category: its own, else the first of all; or None."""
        own = (rule for rule in self.rules if rule.at == category)
        return next(own, next(iter(self.across), None))


@dataclass(frozen=True)
class Column:
    """A column of a table; `kind` decides type, number format and side."""

    key: str
    label: str
    kind: Literal["text", "integer", "money", "decimal", "percent", "date",
                  "verdict"] = "text"  # fmt: skip
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells in the order of `columns`; a verdict is met, unmet or unknown."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    totals: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Action:
    """What the meeting is asked to settle: what, who, by when."""

    what: str
    who: str
    due: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One idea: a slide of the deck, a paragraph of the brief.

    `headline`, `below` and `paragraphs` may hold figures. `notes` are what the speaker
    needs: sources and 口径.
    """

    key: str
    kicker: str
    headline: str
    below: str = ""
    paragraphs: tuple[str, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    actions: tuple[Action, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stamp:
    """What every page carries, in words: where its figures come from."""

    snapshot: str  # S-180630-K7
    day: date
    scenario: str
    filters: str
    basis: str
    vintage: str  # 第12版 7f3a08
    plan: str  # 第3版 9c41e2
    tasks: str
    author: str
    made: str
    program: str


@dataclass(frozen=True)
class Document:
    """A whole document in one language; `tables` are the lists behind the sections."""

    title: str
    town: str
    lang: Literal["zh", "en"]
    stamp: Stamp
    figures: Mapping[str, Figure]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...] = ()
    masked: bool = True
    sources: tuple[tuple[str, str], ...] = field(default=())

    def said(self, text: str) -> str:
        """Return a text with its figures in words; DocumentError for a stranger."""
        return "".join(words for words, _ in self.runs(text))

    def runs(self, text: str) -> list[tuple[str, Figure | None]]:
        """Return a text in pieces: (words, the figure that they are, or None)."""
        pieces: list[tuple[str, Figure | None]] = []
        for n, part in enumerate(PLACE.split(text)):
            if n % 2:
                figure = self._figure(part)
                pieces.append((figure.text, figure))
            elif part:
                pieces.append((part, None))
        return pieces

    def _figure(self, key: str) -> Figure:
        if key not in self.figures:
            raise DocumentError(
                f"没有名为“{key}”的数字。可用的有：{'、'.join(sorted(self.figures))}",
                f"There is no figure named {key!r}; there are "
                f"{', '.join(sorted(self.figures))}.",
            )
        return self.figures[key]


def strangers(text: str, figures: Mapping[str, Figure]) -> Sequence[str]:
    """Return the keys that a text speaks of and that aren't there: of a hand edit."""
    return [key for key in PLACE.findall(text) if key not in figures]
