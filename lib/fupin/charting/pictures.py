"""What is no chart of series: a matrix of verdicts, a schematic map, a map of heat.

Plain data, as a chart is: the screen and each picture that is saved are drawn from the
same numbers. Office programs have nothing like them; there they are pictures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fupin.charting.heat import heat
from fupin.charting.pen import fitted, wide
from fupin.charting.spoken import FILLS, INKS, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.charting.pen import Anchor, Pen
    from fupin.document import Chart


@dataclass(frozen=True)
class Badge:
    """A number of a cell with its verdict; `key` is that of its link."""

    verdict: str
    text: str
    key: str = ""
    said: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a matrix: cells of badges; a cell without any is met."""

    group: str
    name: str
    cells: tuple[tuple[Badge, ...], ...]
    said: str = ""


@dataclass(frozen=True)
class Matrix:
    """Rules down, villages across; only what lacks or isn't known has a number."""

    key: str
    title: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Place:
    """A village on the map: `x`, `y` are percent from the left and the top.

    `count` is what its area stands for; `note` says it.
    """

    name: str
    note: str
    x: float | None
    y: float | None
    count: int
    verdict: str
    key: str = ""


@dataclass(frozen=True)
class Map:
    """A schematic: an invented outline and river, and the villages' marks."""

    key: str
    title: str
    caption: str
    places: tuple[Place, ...]
    river: str
    north: str


@dataclass(frozen=True)
class Heat:
    """Counts over two parameters: a row of `counts` for each value `across`.

    The contour is drawn where counts reach `target`. `said` tells a cell: (a, b, n).
    `here` is where the scenario stands: the cell nearest to it has a frame.
    """

    key: str
    title: str
    caption: str
    across: tuple[float, ...]
    up: tuple[float, ...]
    counts: tuple[tuple[int, ...], ...]
    target: int
    names: tuple[str, str]
    said: Callable[[float, float, int], str]
    here: tuple[float, float] | None = None

    @property
    def ends(self) -> tuple[int, int]:
        """Return the least and the most of all counts."""
        held = [n for row in self.counts for n in row]
        return min(held), max(held)


@dataclass(frozen=True)
class Several:
    """Charts of one kind beside one another, all on one scale: a village each."""

    key: str
    title: str
    caption: str
    charts: tuple[Chart, ...]
    bare: bool = True


Picture = Matrix | Map | Heat | Several


def draw(pen: Pen, picture: Matrix | Map | Heat, width: float, height: float) -> None:
    """Draw a picture into an area of this size."""
    match picture:
        case Matrix():
            _matrix(pen, picture, width, height)
        case Map():
            _map(pen, picture, width, height)
        case Heat():
            heat(pen, picture, width, height)


def _matrix(pen: Pen, picture: Matrix, width: float, height: float) -> None:
    size, rows = pen.size, picture.rows
    groups = max(wide(r.group, size) for r in rows) + size * 0.8
    names = max(wide(r.name, size) for r in rows) + size * 0.8
    left = min(groups + names, width * 0.5)
    top = size * 2
    tall = min((height - top) / len(rows), size * 4)
    step = (width - left) / len(picture.columns)
    for n, name in enumerate(picture.columns):
        spot = (left + (n + 0.5) * step, size)
        pen.words(spot, fitted(name, step, size), "ink3", anchor="middle")
    before = ""
    for n, row in enumerate(rows):
        y = top + (n + 0.5) * tall
        if row.group != before:
            pen.line((0, y - tall / 2), (width, y - tall / 2), "grid")
            pen.words((0, y + size * 0.36), row.group, "ink3")
        before = row.group
        name = fitted(row.name, left - groups, size)
        pen.words((groups, y + size * 0.36), name, "ink2")
        for m, cell in enumerate(row.cells):
            where = (left + m * step + 2, y, step - 4, min(tall - 2, size * 2.2))
            _cell(pen, row, picture.columns[m], cell, where)


def _cell(
    pen: Pen, row: Row, column: str, cell: tuple[Badge, ...],
    where: tuple[float, float, float, float],
) -> None:  # fmt: skip
    x, y, across, tall = where
    place = f"{row.name} · {column}"
    if not cell:
        pen.begin(say(pen.lang, "colon", one=place, other=say(pen.lang, "met")))
        pen.mark("met", (x + across / 2, y), pen.size * 0.25)
        pen.end()
        return
    part = across / len(cell)
    for n, badge in enumerate(cell):
        said = badge.said or f"{say(pen.lang, badge.verdict)} {badge.text}"
        pen.begin(say(pen.lang, "colon", one=place, other=said), badge.key)
        fill = "hatch" if badge.verdict == "unknown" else f"{badge.verdict}-soft"
        pen.rect((x + n * part, y - tall / 2), part - 2, tall, fill)
        middle = x + n * part + part / 2 - 1
        if fill == "hatch":
            pen.plate((middle, y), badge.text, pen.size)
        spot = (middle, y + pen.size * 0.36)
        pen.words(spot, badge.text, INKS[badge.verdict], anchor="middle", bold=True)
        pen.end()


# An invented outline and river; they say nothing of the county's true shape.
SHAPE = (268, 190)
OUTLINE = (
    (22, 88), (34, 62), (58, 50), (74, 30), (102, 36), (124, 18), (150, 30), (176, 16),
    (198, 34), (224, 30), (240, 56), (254, 78), (246, 102), (256, 124), (236, 142),
    (214, 146), (196, 160), (168, 152), (142, 166), (112, 156), (84, 164), (58, 148),
    (36, 138), (26, 112),
)  # fmt: skip
RIVER = "M0 150C40 178 90 184 140 178S236 158 268 136"
LARGEST, SMALLEST = 16, 5


def _map(pen: Pen, picture: Map, width: float, height: float) -> None:
    """Draw the map on its own ground of 268 × 190, made as large as there is room."""
    part = min(width / SHAPE[0], height / SHAPE[1])
    left, top = (width - SHAPE[0] * part) / 2, (height - SHAPE[1] * part) / 2
    said = " ".join(f"{x},{y}" for x, y in OUTLINE)
    edge = f'stroke="{pen.colour("s3")}" stroke-width="1"'
    pen.parts.append(
        f'<g transform="translate({left:.1f} {top:.1f}) scale({part:.3f})">'
        f'<polygon points="{said}" fill="{pen.colour("sunk")}" {edge}/>'
        f'<path d="{RIVER}" fill="none" stroke="{pen.colour("s4")}" stroke-width="5" '
        f'stroke-linecap="round"/>'
        f'<path d="M250 8l5 13-5-3-5 3z" fill="{pen.colour("ink3")}"/></g>'
    )
    right, bottom = left + SHAPE[0] * part, top + SHAPE[1] * part
    pen.words((right, bottom - 14 * part), picture.river, "ink3", anchor="end")
    pen.words((left + 250 * part, top + 22 * part + pen.size), picture.north, "ink3",
              anchor="middle")  # fmt: skip
    most = max([p.count for p in picture.places] + [1])
    for n, place in enumerate(picture.places):
        # Villages without a place stand in a row, rather than vanish.
        across = place.x if place.x is not None else 20 + 20 * n
        down = place.y if place.y is not None else 50
        x = left + (20 + across / 100 * (SHAPE[0] - 40)) * part
        y = top + (24 + down / 100 * (SHAPE[1] - 64)) * part
        radius = max(SMALLEST, LARGEST * math.sqrt(place.count / most)) * part
        _place(pen, place, (x, y), radius, right)


def _place(
    pen: Pen, place: Place, spot: tuple[float, float], radius: float, right: float
) -> None:
    (x, y), size = spot, pen.size
    pen.begin(say(pen.lang, "colon", one=place.name, other=place.note), place.key)
    pen.disc(spot, radius, FILLS.get(place.verdict, place.verdict))
    side = x + radius + size * 0.67
    anchor: Anchor = "start"
    if side + max(wide(place.name, size, bold=True), wide(place.note, size)) > right:
        side, anchor = x - radius - size * 0.67, "end"
    pen.words((side, y - size * 0.16), place.name, anchor=anchor, bold=True, halo=True,
              colour="ink")  # fmt: skip
    pen.words((side, y + size * 1.1), place.note, anchor=anchor, halo=True)
    pen.end()
