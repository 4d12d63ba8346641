"""Puts words where they cover neither each other nor a line, if there is a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from fupin.charting.pen import wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupin.charting.pen import Anchor, Pen, Spot

Box = tuple[float, float, float, float]
APART = 4.0


@dataclass
class Labels:
    """Words of one plot; `area` is where they may stand (left, top, right, bottom)."""

    area: Box
    boxes: list[Box] = field(default_factory=list)
    drawn: list[Spot] = field(default_factory=list)

    def along(self, spots: Sequence[Spot]) -> None:
        """Note a line, so that words keep off it."""
        for (x1, y1), (x2, y2) in pairwise(spots):
            steps = max(int(hypot(x2 - x1, y2 - y1) / APART), 1)
            self.drawn += [
                (x1 + (x2 - x1) * n / steps, y1 + (y2 - y1) * n / steps)
                for n in range(steps + 1)
            ]

    def near(
        self, pen: Pen, spot: Spot, text: str, colour: str, *, size: float,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Write a text beside a spot, on the side where it disturbs least."""
        x, y = spot
        off = size * 0.55
        sides: tuple[tuple[float, float, Anchor], ...] = (
            (x + off, y + size * 1.25, "start"), (x - off, y - size * 0.55, "end"),
            (x + off, y - size * 0.55, "start"), (x - off, y + size * 1.25, "end"),
            (x, y - size * 0.9, "middle"), (x, y + size * 1.6, "middle"),
            (x + off, y + size * 2.6, "start"), (x - off, y - size * 1.9, "end"),
        )  # fmt: skip
        self.best(pen, text, sides, colour, size=size, bold=bold)

    def best(
        self, pen: Pen, text: str, sides: Sequence[tuple[float, float, Anchor]],
        colour: str, *, size: float, bold: bool = False,
    ) -> None:  # fmt: skip
        """Write a text at the first of those places that covers least."""
        if not text:
            return
        width = wide(text, size, bold)
        held = [(self._inside(_box(side, width, size)), side) for side in sides]
        box, _ = min(held, key=lambda pair: self._covers(pair[0], pair[1], width, size))
        self.boxes.append(box)
        # What ran out of the area was pushed back into it.
        pen.words((box[0], box[3] - size * 0.22), text, colour, size=size, bold=bold,
                  halo=True)  # fmt: skip

    def _inside(self, box: Box) -> Box:
        left, top, right, bottom = self.area
        dx = max(left - box[0], 0) + min(right - max(box[2], left), 0)
        if box[0] + dx < left:
            dx = left - box[0]
        dy = max(top - box[1], 0) + min(bottom - box[3], 0)
        return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy

    def _covers(
        self, box: Box, side: tuple[float, float, Anchor], width: float, size: float
    ) -> float:
        """Return how much a place disturbs; the sides stand in order of nearness."""
        wanted = _box(side, width, size)
        # Whole pixels: of places that are alike the first, the nearest, is taken.
        moved = round(abs(box[0] - wanted[0]) + abs(box[3] - wanted[3]))
        met = sum(1 for other in self.boxes if _meet(box, other))
        crossed = sum(
            1 for x, y in self.drawn if box[0] < x < box[2] and box[1] < y < box[3]
        )
        return met * 1000 + crossed * 10 + moved


def _box(side: tuple[float, float, Anchor], width: float, size: float) -> Box:
    x, y, anchor = side
    left = x - (width if anchor == "end" else width / 2 if anchor == "middle" else 0)
    return left, y - size * 0.86, left + width, y + size * 0.22


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )
