"""Charts with a category a row: what bars and dots share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fupin.charting.pen import clean, fitted, wide
from fupin.charting.scale import Scale, read, ticks, whole
from fupin.charting.spoken import say

if TYPE_CHECKING:
    from fupin.charting.pen import Pen
    from fupin.document import Chart, Point, Rule, Series

LEAST_ROW, MOST_ROW = 1.55, 6.5
LEFT, RIGHT, NARROW = 0.3, 0.3, 30


@dataclass
class Frame:
    """Where the rows of a chart lie, and which of them there is room for.

    `right` is where the plot ends; `edge` where the drawing does.
    """

    left: float
    right: float
    edge: float
    top: float
    bottom: float
    names: list[str]
    hidden: int
    row: float
    label: float

    def middle(self, n: int) -> float:
        """Return the middle of a row."""
        return self.top + (n + 0.5) * self.row


def categories(chart: Chart) -> list[str]:
    """Return the categories of all series in the order in which they are first met."""
    return list(dict.fromkeys(str(p.at) for s in chart.series for p in s.points))


def points_of(chart: Chart, name: str) -> list[tuple[Series, Point]]:
    """Return the points of a row, in the order of the series."""
    return [(s, p) for s in chart.series for p in s.points if str(p.at) == name]


def frame(
    pen: Pen, chart: Chart, size: tuple[float, float], right: float, above: float = 0
) -> Frame:
    """Return where rows lie in a drawing of `size` (width, height).

    `right` is kept free at the right, `above` over the rules' labels at the top.
    """
    width, height = size
    narrow = width < NARROW * pen.size
    label = pen.size * (1.5 if pen.size >= 16 else 1.08 if narrow else 1.17)
    names = categories(chart)
    notes = {str(p.at): p.note for s in chart.series for p in s.points if p.note}
    top = above + pen.size * (0.4 + 1.4 * tiers(pen, chart, width))
    bottom = height - (0 if pen.bare else pen.size * 2)
    room = max(int((bottom - top) // (pen.size * LEAST_ROW)), 1)
    hidden = 0
    if len(names) > room:
        bottom -= pen.size * 1.4
        room = max(int((bottom - top) // (pen.size * LEAST_ROW)), 1)
        hidden = len(names) - room
        names = names[:room]
    row = min((bottom - top) / max(len(names), 1), MOST_ROW * pen.size)
    label = min(label, row * 0.75)
    column = max(
        [wide(n, label, bold=True) for n in names]
        + [wide(notes.get(n, ""), pen.size) for n in names],
        default=0,
    )
    most = max(width * LEFT, pen.size * 9.3) if narrow else width * LEFT
    left = min(column, most) + pen.size
    bottom = top + row * len(names)
    return Frame(left, width - right, width, top, bottom, names, hidden, row, label)


def name_row(pen: Pen, chart: Chart, at: Frame, n: int) -> None:
    """Write a row's name at the left, and its note below it where there is room."""
    name, notes = at.names[n], [p.note for _, p in points_of(chart, at.names[n])]
    room, y, note = (
        at.left - pen.size * 0.6,
        at.middle(n),
        next(filter(None, notes), ""),
    )
    two = bool(note) and at.row >= at.label + pen.size * 1.6
    line = y - pen.size * 0.15 if two else y + at.label * 0.36
    words = fitted(name, room, at.label, bold=True)
    pen.words((0, line), words, "ink", size=at.label, bold=True)
    if two:
        said = fitted(note, room, pen.size)
        pen.words((0, line + pen.size * 1.4), said, "ink3")


def begin_row(pen: Pen, at: Frame, n: int) -> None:
    """Begin a row; one that is linked can be touched anywhere."""
    words, link = pen.links.get(at.names[n], ("", ""))
    if not link:
        pen.parts.append('<g class="row">')
        return
    said = clean(words)
    pen.parts.append(f'<g class="row" {link} aria-label="{said}"><title>{said}</title>')
    pen.field((0, at.top + n * at.row), at.edge, at.row)


def axis(pen: Pen, at: Frame, scale: Scale, step_at: list[float]) -> None:
    """Draw the gridlines, and the values that they stand for below."""
    step = step_at[1] - step_at[0] if len(step_at) > 1 else 1
    said = [read(value, step) for value in step_at]
    widest = max(wide(text, pen.size) for text in said) + pen.size
    apart = abs(scale(step_at[-1]) - scale(step_at[0])) / max(len(step_at) - 1, 1)
    last = len(step_at) - 1
    # Where not even both ends have room for their words, the first alone is said.
    every = next((n for n in (1, 2, last) if apart * n >= widest), last + 1)
    for n, (value, text) in enumerate(zip(step_at, said, strict=True)):
        x = scale(value)
        colour = "line" if value == 0 else "grid"
        pen.line((x, at.top - pen.size * 0.3), (x, at.bottom), colour)
        if n % every == 0:
            half = wide(text, pen.size) / 2
            x = min(max(x, half), at.edge - half)
            pen.words((x, at.bottom + pen.size * 1.6), text, "ink3", anchor="middle")
    if at.hidden:
        y = at.bottom + pen.size * 3.1
        pen.words((0, y), say(pen.lang, "more", n=at.hidden), "ink3")


def rules(pen: Pen, chart: Chart, at: Frame, scale: Scale) -> None:
    """Draw each threshold, its label above it; labels that would meet go up a line."""
    size = pen.size * 1.1
    # The lines first: close to one another, the next one's would cross a label.
    spots = _rule_spots(pen, chart, at, scale)
    for rule, (x, _, y, _) in zip(chart.across, spots, strict=True):
        rule_line(pen, rule, x, y + pen.size * 0.35, at.bottom)
    for rule, (_, middle, y, said) in zip(chart.across, spots, strict=True):
        colour = "ink3" if rule.dashed else "ink"
        pen.words(
            (middle, y), said, colour, size=size, anchor="middle",
            bold=not rule.dashed, halo=True,
        )  # fmt: skip


def _rule_spots(
    pen: Pen, chart: Chart, at: Frame, scale: Scale
) -> list[tuple[float, float, float, str]]:
    """Return for each threshold its place, its label's middle and line, the label."""
    found, size = [], pen.size * 1.1
    rows: list[list[tuple[float, float]]] = []
    for rule in chart.across:
        x, said = scale(rule.value), fitted(rule.label, at.edge, size, bold=True)
        half = wide(said, size, bold=not rule.dashed) / 2
        middle = min(max(x, half), at.edge - half)
        row = _free(rows, middle - half - size, middle + half + size)
        found.append((x, middle, at.top - pen.size * (0.7 + 1.4 * row), said))
    return found


def _free(rows: list[list[tuple[float, float]]], low: float, high: float) -> int:
    """Return the first row where nothing stands between two places; take it."""
    for n, row in enumerate(rows):
        if all(high <= one or low >= other for one, other in row):
            row.append((low, high))
            return n
    rows.append([(low, high)])
    return len(rows) - 1


def rule_line(pen: Pen, rule: Rule, x: float, top: float, bottom: float) -> None:
    """Draw a threshold's line between two heights."""
    part = max(pen.size / 12, 1)
    if rule.dashed:
        pen.line((x, top), (x, bottom), "ink3", part, f"{4 * part:.0f} {3 * part:.0f}")
    else:
        pen.line((x, top), (x, bottom), "ink", 1.5 * part)


def tiers(pen: Pen, chart: Chart, width: float) -> int:
    """Return for how many lines of labels there must be room above the rows."""
    size = pen.size * 1.1
    needed = sum(wide(r.label, size, bold=True) + size for r in chart.across)
    return len(chart.across) if needed > width / 4 else min(len(chart.across), 1)


def spanned(
    chart: Chart, low: float, high: float, at: Frame
) -> tuple[Scale, list[float]]:
    """Return a scale over the plot's width with round ticks, and the ticks."""
    found = ticks(low, high, 6, whole=whole(chart))
    return Scale(found[0], found[-1], at.left, at.right), found
