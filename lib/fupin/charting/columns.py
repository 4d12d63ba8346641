"""Bars side by side, their parts on each other, each against the line of its own.

For years: the newest stands at the right, and the parts are named beside it. Each says
what it comes to, the line that it is held against, and below it the distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fupin.charting.bars import parts_of
from fupin.charting.pen import fitted, wide
from fupin.charting.rows import categories, points_of
from fupin.charting.scale import Scale, read, spread, ticks
from fupin.charting.spoken import fill_of, say, told

if TYPE_CHECKING:
    from fupin.charting.bars import Part
    from fupin.charting.pen import Pen
    from fupin.document import Chart, Rule

BAR, WIDEST, NARROWEST = 0.6, 6.0, 2.0


@dataclass
class _Plot:
    """Where the bars stand: `step` from one to the next, from `left` on."""

    left: float
    step: float
    scale: Scale
    bottom: float

    def middle(self, n: int) -> float:
        return self.left + (n + 0.5) * self.step


def columns(pen: Pen, chart: Chart, width: float, height: float) -> None:
    """Draw the bars of an upright chart into an area of this size."""
    names, size = categories(chart), pen.size
    held = {name: parts_of(points_of(chart, name)) for name in names}
    ends = [end for parts in held.values() for _, _, *reach in parts for end in reach]
    values = [*ends, *(r.value for r in chart.rules), 0, chart.most or 0]
    right = _right(pen, held[names[-1]], width)
    bottom = height - size * (3.6 if chart.rules else 2)
    step_at = ticks(min(values), max(values) or 1, 5)
    # The axis says nothing that the bars don't; its lines help the eye.
    scale = Scale(step_at[0], max(values) or 1, bottom, size * 2.2)
    plot = _Plot(0, (width - right) / len(names), scale, bottom)
    for value in step_at:
        if value <= scale.high:
            y, edge = scale(value), width - right
            pen.line((0, y), (edge, y), "grid" if value else "line")
    for n, name in enumerate(names):
        last = n + 1 == len(names)
        _column(pen, chart, plot, n, name, held[name], is_last=last)
    _names(pen, plot, held[names[-1]], width - right + size * 0.4, right)


def _right(pen: Pen, parts: list[Part], width: float) -> float:
    """Return what the names of the parts need at the right."""
    said = [
        w for s, p, *_ in parts if p.value for w in (s.name, _said(p.value, p.text))
    ]
    wanted = max((wide(one, pen.size) for one in said), default=0) + pen.size
    return min(wanted, width * 0.36)


def _said(value: float, text: str) -> str:
    return text or read(value)


def _column(
    pen: Pen, chart: Chart, plot: _Plot, n: int, name: str, parts: list[Part], *,
    is_last: bool,
) -> None:  # fmt: skip
    middle, size = plot.middle(n), pen.size
    across = min(max(plot.step * BAR, size * NARROWEST), size * WIDEST, plot.step * 0.9)
    gap = max(size / 12, 1)
    for series, point, start, end in parts:
        low, high = sorted((plot.scale(start), plot.scale(end)))
        pen.begin(told(chart, series, point, pen.lang))
        if high - low > 0.01:
            tall = max(high - low - gap, gap)
            spot = (middle - across / 2, low)
            pen.rect(spot, across, tall, fill_of(point, series))
        pen.end()
    whole = _whole(parts)
    rule = chart.line_of(name)
    ink = "ink" if is_last else "ink2"
    words = fitted(name, plot.step - 2, size, bold=is_last)
    spot = (middle, plot.bottom + size * 1.5)
    pen.words(spot, words, ink, anchor="middle", bold=is_last)
    if whole is None:
        _unknown(pen, plot, middle, across)
    else:
        top = plot.scale(max((max(s, e) for _, _, s, e in parts), default=0))
        _against(pen, plot, middle, top, whole, rule)


def _whole(parts: list[Part]) -> float | None:
    """Return what a column comes to; None where a part isn't known."""
    values = [point.value for _, point, _, _ in parts]
    known = [float(v) for v in values if v is not None]
    return sum(known) if len(known) == len(values) else None


def _unknown(pen: Pen, plot: _Plot, middle: float, across: float) -> None:
    side = pen.size * 1.4
    pen.rect((middle - across / 2, plot.bottom - side), across, side, "hatch")
    spot = (middle, plot.bottom - side - pen.size * 0.5)
    said = say(pen.lang, "unknown")
    pen.words(spot, said, "unk-ink", anchor="middle", bold=True, halo=True)


def _against(
    pen: Pen, plot: _Plot, middle: float, top: float, whole: float, rule: Rule | None
) -> None:
    """Say what a column comes to and its line, neither over the other; and the gap."""
    size, said = pen.size, read(int(whole + 1e-6) if whole >= 0 else whole)
    if rule is None:
        pen.words((middle, top - size * 0.4), said, "ink", anchor="middle", bold=True,
                  halo=True)  # fmt: skip
        return
    line = plot.scale(rule.value)
    half = plot.step / 2 - size * 0.35
    at, label = _places(top, line, size)
    pen.words((middle, label), rule.label, "ink2", anchor="middle", halo=True)
    pen.line((middle - half, line), (middle + half, line), "ink", max(size / 8, 1.5))
    pen.words((middle, at), said, "ink", anchor="middle", bold=True, halo=True)
    gap = whole - rule.value
    verdict = "met" if gap >= 0 else "unmet"
    spot = (middle, plot.bottom + size * 3.1)
    words = ("+" if gap >= 0 else "") + read(int(gap + (1e-6 if gap >= 0 else -1e-6)))
    pen.words(spot, words, f"{verdict}-ink", anchor="middle", bold=True)


def _places(top: float, line: float, size: float) -> tuple[float, float]:
    """Return where a column's sum and its line are labelled.

    The higher of two near ones keeps its place above; the lower goes below its mark.
    """
    at, label = top - size * 0.4, line - size * 0.4
    if abs(top - line) < size * 2.5:
        if top >= line:
            at = max(top, line + 2) + size * 1.1
        else:
            label = line + size * 1.1
    return at, label


def _names(pen: Pen, plot: _Plot, parts: list[Part], x: float, right: float) -> None:
    """Name the parts beside the last column, with what each comes to."""
    size = pen.size
    held = [part for part in parts if part[1].value][::-1]
    wanted = [(plot.scale(s) + plot.scale(e)) / 2 for _, _, s, e in held]
    gaps = [size * 2.6] * len(held)
    low, high = size * 0.8, plot.bottom - size * 1.4
    for y, (series, point, _, _) in zip(
        spread(wanted, gaps, low, high), held, strict=True
    ):
        said = _said(point.value or 0, point.text)
        pen.words((x, y), fitted(series.name, right, size), "ink2")
        pen.words((x, y + size * 1.2), fitted(said, right, size), "ink3")
