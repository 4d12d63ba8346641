"""The words beside a chart's rows, and what lies behind: rules, hatched fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fupin.exports.deck import native
from fupin.exports.deck.canvas import (
    HATCH,
    Box,
    Run,
    field,
    ink,
    line,
    paragraph,
    stroke,
    text,
)
from fupin.exports.measure import cut, width
from fupin.exports.words import say

if TYPE_CHECKING:
    from fupin.exports.deck.rows import Rows


@dataclass
class Beside:
    """Draws around the rows of one chart."""

    rows: Rows

    def behind(self) -> None:
        """Draw the rules between rows, and a field for what isn't known at all."""
        rows = self.rows
        thin = stroke("grid", 1)
        end = rows.box.left + rows.box.width
        for row in range(1, len(rows.names)):
            y = rows.y(row)
            line(rows.slide, (rows.box.left, y), (end, y), thin)
        for row, name in enumerate(rows.names):
            held = [r[name] for r in rows.by_name if name in r]
            if held and all(point.value is None for point in held):
                self._unknown(row, name)

    def _unknown(self, row: int, name: str) -> None:
        rows = self.rows
        tall = rows.row_height() / (1 + rows.gap / 100)
        where = Box(
            rows.plot.left, rows.y(row + 0.5) - tall / 2, rows.plot.width, tall
        )  # fmt: skip
        said = f"{name} {say(rows.document.lang, 'unknown')}"
        field(rows.slide, where, HATCH, border=stroke("unk", 1), name=said, said=said)

    def write(self) -> None:
        """Write what belongs to the rows, the rules, and the parts of the bars."""
        self._names()
        self._rules()
        self._key()

    def _names(self) -> None:
        """Write names and notes at the left, what a row comes to at the right."""
        rows = self.rows
        big, small = rows.sizes
        room = rows.plot.left - rows.box.left - 8
        right = rows.plot.left + rows.plot.width + 8
        for row, name in enumerate(rows.names):
            notes = [r[name].note for r in rows.by_name if name in r and r[name].note]
            where = Box(rows.box.left, rows.y(row), room, rows.row_height())
            # A long name takes a second line where the row is high enough.
            left = rows.row_height() - bool(notes) * small * 1.4
            lines = 2 if left > 2 * big * 1.4 else 1
            name_ = cut(name, big, room, lines * big * 1.3, bold=True)
            said = [paragraph([Run(name_, big, "ink", True)])]
            if notes:
                note = cut(notes[0], small, room, small)
                said.append(paragraph([Run(note, small, "ink3")]))
            text(rows.slide, where, said, anchor="ctr", name=f"行 {row + 1}")
            self._says_beside(row, name, right)

    def _says_beside(self, row: int, name: str, left: float) -> None:
        rows = self.rows
        big, small = rows.sizes
        room = rows.box.left + rows.box.width - left
        verdicts = [r[name].verdict for r in rows.by_name if name in r]
        said = [
            paragraph(
                [Run(cut(words, big, room, big, bold=True), big, colour, True)], "r"
            )
            for words, colour in rows.beside(name)
        ]
        if rows.is_dot and verdicts and verdicts[0]:
            word = say(rows.document.lang, verdicts[0])
            said.append(paragraph([Run(word, small, ink(verdicts[0]))], "r"))
        if said:
            where = Box(left, rows.y(row), room, rows.row_height())
            text(rows.slide, where, said, anchor="ctr", name=f"行 {row + 1} 说")

    def _rules(self) -> None:
        """Write each rule's label above the plot; draw those that aren't the axis."""
        rows = self.rows
        taken: list[tuple[float, float]] = []
        bottom = rows.plot.top + rows.plot.height
        for n, rule in enumerate(rows.chart.across):
            x, size = rows.x(float(rule.value)), 18
            wide = width(rule.label, size, bold=not rule.dashed) + 8
            if not (rows.is_dot and n == 0):
                look = stroke("ink3" if rule.dashed else "ink", 2, "dash" * rule.dashed)
                line(rows.slide, (x, rows.plot.top - 6), (x, bottom), look)
            left = _free(x - wide / 2, wide, taken)
            taken.append((left, left + wide))
            run = Run(
                rule.label, size, "ink3" if rule.dashed else "ink", not rule.dashed
            )
            where = Box(left, rows.plot.top - 34, wide, 26)
            text(rows.slide, where, [paragraph([run], "ctr")], name="线", wrap=False)

    def _key(self) -> None:
        """Write what the parts of a stacked bar are, above the first row."""
        rows = self.rows
        if rows.is_dot or len(rows.chart.series) == 1:
            return
        x, y = rows.plot.left, rows.plot.top - 34
        for series in rows.chart.series:
            paint = native.fill(series.role)
            field(rows.slide, Box(x, y + 5, 16, 16), paint, border=" ", name="色")
            wide = width(series.name, 18)
            run = [paragraph([Run(series.name, 18, "ink2")])]
            text(rows.slide, Box(x + 24, y, wide + 8, 26), run, name="色名", wrap=False)
            x += wide + 60


def _free(left: float, wide: float, taken: list[tuple[float, float]]) -> float:
    """Return a place at or beside `left` that overlaps none of those taken."""
    for start, end in taken:
        if left < end and left + wide > start:
            return end if left >= start else start - wide
    return left
