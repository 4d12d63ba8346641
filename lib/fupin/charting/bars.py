"""A category a row, and its parts one after the other: bars that start at 0."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fupin.charting.pen import part as part_of
from fupin.charting.pen import wide
from fupin.charting.rows import (
    axis,
    begin_row,
    categories,
    frame,
    name_row,
    points_of,
    rules,
    spanned,
)
from fupin.charting.scale import read
from fupin.charting.spoken import FILLS, INKS, fill_of, ink_of, say, told, verdict_of

if TYPE_CHECKING:
    from fupin.charting.pen import Pen
    from fupin.charting.rows import Frame
    from fupin.charting.scale import Scale
    from fupin.document import Chart, Point, Series

WAN, TRIES, LEAST = 10_000, 6, 0.33
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Words on a fill; on the hatch they get a plain ground.
ON_FILL = {
    "met": "on-met", "unmet": "on-unmet", "s1": "surface", "s2": "surface",
    "s3": "ink", "s4": "ink", "hatch": "unk-ink",
}  # fmt: skip
Part = tuple["Series", "Point", float, float]  # and from where to where it reaches


def bars(pen: Pen, chart: Chart, width: float, height: float) -> None:
    """Draw the rows of a bar chart into an area of this size."""
    at, scale, tick_at, rows = _laid(pen, chart, width, height)
    if not pen.bare:
        axis(pen, at, scale, tick_at)
    if _is_keyed(pen, chart):
        # Long names begin left of the plot rather than run over the edge.
        start = max(min(at.left, width - key_width(pen, chart)), 0)
        name_series(pen, chart, (start, pen.size * 0.8))
    for n, name in enumerate(at.names):
        begin_row(pen, at, n)
        name_row(pen, chart, at, n)
        _row(pen, at, scale, chart, at.middle(n), rows[name])
        pen.end()
    rules(pen, chart, at, scale)


def reach(pen: Pen, chart: Chart, width: float, height: float) -> tuple[float, float]:
    """Return where the rows of a chart would begin and end by itself."""
    at, *_ = _laid(pen, chart, width, height)
    return at.left, at.right


def _is_keyed(pen: Pen, chart: Chart) -> bool:
    return pen.is_keyed and len(chart.series) > 1


def _laid(
    pen: Pen, chart: Chart, width: float, height: float
) -> tuple[Frame, Scale, list[float], dict[str, list[Part]]]:
    """Return where rows lie, their scale with its ticks, and their parts.

    The scale leaves room for the words at the rows' ends.
    """
    header = pen.size * 1.8 if _is_keyed(pen, chart) else 0
    at = frame(pen, chart, (width, height), 0, header)
    rows = {name: parts_of(points_of(chart, name)) for name in categories(chart)}
    ends = [end for parts in rows.values() for _, _, *reach in parts for end in reach]
    values = [*ends, *(r.value for r in chart.rules), 0, chart.most or 0]
    at.right = width - pen.size * 0.5
    low, high = min(values), max(values) or 1
    if pen.reach:
        at.left, at.right = pen.reach
        return at, *spanned(chart, low, high, at), rows
    scale, tick_at = spanned(chart, low, high, at)
    # Where every value is said, words go before length.
    least = at.left + (width - at.left) * (0.22 if pen.bare else 0.35)
    for _ in range(TRIES):
        ends = [_end_of(pen, at, scale, parts) for parts in rows.values()]
        over = max(ends, default=0) - width
        if over <= 0 or at.right <= least:
            break
        # A shorter scale may push more words out of their parts.
        at.right = max(at.right - over, least)
        scale, tick_at = spanned(chart, low, high, at)
    return at, scale, tick_at, rows


def parts_of(held: list[tuple[Series, Point]]) -> list[Part]:
    """Return the parts of a row: where each begins and ends; those below 0 leftwards.

    A part that isn't known has no length, and is said at the row's end.
    """
    found: list[Part] = []
    up = down = 0.0
    for series, point in held:
        value = float(point.value or 0)
        start = up if value >= 0 else down
        end = start + value
        found.append((series, point, start, max(end, start + float(point.high or 0))
                      if value >= 0 else end))  # fmt: skip
        if value >= 0:
            up = end
        else:
            down = end
    return found


def _row(
    pen: Pen, at: Frame, scale: Scale, chart: Chart, y: float, parts: list[Part]
) -> None:
    tall, gap, edge, moved = _tall(pen, at), _gap(pen), scale(0), 0.0
    for series, point, start, end in parts:
        one, other = sorted((scale(start), scale(end)))
        if start >= 0:
            one, other = one + moved, other + moved
        lacks = _lacks(pen, other - one)
        other, moved = other + lacks, moved + lacks
        edge = max(edge, other)
        pen.begin(told(chart, series, point, pen.lang),
                  part_of(str(point.at), series.name))  # fmt: skip
        if other - one > 0.01:
            _bar(pen, scale, (one, other - gap), y, tall, series, point)
        elif point.value is None:
            _open(pen, edge, y, tall)
            edge += tall
        if _is_inside(pen, scale, (series, point, start, end), tall):
            middle = (one + other - gap) / 2
            _inside(pen, middle, y, tall, _said(point), series, point)
        pen.end()
    _outside(pen, edge + pen.size * 0.5, y, parts, _beside(pen, scale, parts, tall))


def _lacks(pen: Pen, length: float) -> float:
    """Return what a part lacks to be seen, and touched: one of many still is."""
    return max(pen.size * LEAST - length, 0) if length > 0.01 else 0


def _tall(pen: Pen, at: Frame) -> float:
    return min(at.row * 0.56, pen.size * 1.9)


def _gap(pen: Pen) -> float:
    return max(pen.size / 12, 1)


def _beside(pen: Pen, scale: Scale, parts: list[Part], tall: float) -> list[Part]:
    """Return the parts whose words stand at the row's end; not those of a bare 0."""
    return [
        part for part in parts
        if not _is_inside(pen, scale, part, tall)
        and (part[1].value != 0 or len(parts) == 1 or not _is_own(part[1]))
    ]  # fmt: skip


def _end_of(pen: Pen, at: Frame, scale: Scale, parts: list[Part]) -> float:
    """Return how far right a row reaches with the words at its end."""
    tall, size = _tall(pen, at), pen.size * 1.1
    edge = max((scale(max(start, end)) for _, _, start, end in parts), default=0)
    edge += sum(_lacks(pen, abs(scale(e) - scale(s))) for _, _, s, e in parts)
    edge += tall * sum(point.value is None for _, point, _, _ in parts)
    for series, point, _, _ in _beside(pen, scale, parts, tall):
        sign = 1.1 if _has_sign(series, point, parts) else 0
        words = wide(_said(point) or say(pen.lang, "unknown"), size, bold=True)
        edge += words + pen.size * (sign + 0.8)
    return edge


def _bar(
    pen: Pen, scale: Scale, reach: tuple[float, float], y: float, tall: float,
    series: Series, point: Point,
) -> None:  # fmt: skip
    one, other = reach
    sure = other
    if point.high is not None and point.value is not None and point.high > point.value:
        sure = one + scale(point.value) - scale(0)
        pen.rect((sure, y - tall / 2), other - sure, tall, "hatch")
    pen.rect((one, y - tall / 2), sure - one, tall, fill_of(point, series))


def _open(pen: Pen, x: float, y: float, tall: float) -> None:
    """Hatch a small field for a value that isn't known: no length is meant."""
    pen.rect((x, y - tall / 2), tall, tall, "hatch")


def _said(point: Point) -> str:
    if point.text:
        return point.text
    return "" if point.value is None else read(point.value)


def _is_own(point: Point) -> bool:
    """Say whether a label is the part's own value; else it is of the whole row."""
    if point.value is None or point.is_of_row:
        return False
    found = NUMBER.search(point.text)
    if found is None:
        return True
    # 142 万元 is 1,420,000, truncated to a tenth.
    part = WAN if "万" in point.text else 1
    said = float(found[0].replace(",", "")) * part
    return abs(abs(float(point.value)) - said) < (max(1, part))


def _is_inside(pen: Pen, scale: Scale, part: Part, tall: float) -> bool:
    """Say whether a part holds its own words."""
    _, point, start, end = part
    size, room = _inner(pen, tall), abs(scale(end) - scale(start)) - _gap(pen)
    needed = wide(_said(point), size, bold=True) + pen.size * 0.6
    return _is_own(point) and size >= pen.size * 0.85 and needed <= room


def _inner(pen: Pen, tall: float) -> float:
    return min(pen.size * 1.1, tall * 0.85)


def _inside(
    pen: Pen, x: float, y: float, tall: float, said: str, series: Series, point: Point
) -> None:
    fill, size = fill_of(point, series), _inner(pen, tall)
    if fill == "hatch":
        pen.plate((x, y), said, size)
    pen.words((x, y + size * 0.36), said, ON_FILL.get(fill, "ink"), size=size,
              anchor="middle", bold=True)  # fmt: skip


def _has_sign(series: Series, point: Point, parts: list[Part]) -> bool:
    """Say whether words at the row's end have their part's mark beside them."""
    is_part = bool(verdict_of(point, series)) or len(parts) > 1
    return point.value is None or (_is_own(point) and is_part)


def _sign(pen: Pen, spot: tuple[float, float], kind: str, fill: str) -> None:
    """Draw what tells a series beside its words: a verdict's mark, or its colour."""
    x, y = spot
    if kind in INKS:
        pen.mark(kind, (x + pen.size * 0.4, y), pen.size * 0.38)
    else:
        side = pen.size * 0.7
        pen.rect((x, y - side / 2), side, side, fill)


def _outside(pen: Pen, x: float, y: float, parts: list[Part], held: list[Part]) -> None:
    """Say at the row's end what has no room within its part, each with its mark."""
    size = pen.size * 1.1
    for series, point, _, _ in held:
        said = _said(point) or say(pen.lang, "unknown")
        key = part_of(str(point.at), "" if point.is_of_row else series.name)
        is_linked = key in pen.links
        if is_linked:
            pen.begin(pen.links[key][0], key)
        if _has_sign(series, point, parts):
            _sign(pen, (x, y), verdict_of(point, series), fill_of(point, series))
            x += pen.size * 1.1
        ink = ink_of(point, series, "ink")
        pen.words((x, y + size * 0.36), said, ink, size=size, bold=True, halo=True)
        x += wide(said, size, bold=True) + pen.size * 0.8
        if is_linked:
            pen.end()


def key_width(pen: Pen, chart: Chart) -> float:
    """Return how much room the names of the series take, with their marks."""
    names = sum(wide(series.name, pen.size, bold=True) for series in chart.series)
    return names + pen.size * (2.3 * len(chart.series) - 1.2)


def name_series(pen: Pen, chart: Chart, spot: tuple[float, float]) -> None:
    """Write the names of the series from a spot on, each with its mark."""
    x, y = spot
    for series in chart.series:
        fill = FILLS.get(series.role, series.role)
        _sign(pen, (x, y), series.role, fill)
        x += pen.size * 1.1
        colour = INKS.get(series.role, "ink2")
        pen.words((x, y + pen.size * 0.36), series.name, colour, bold=True)
        x += wide(series.name, pen.size, bold=True) + pen.size * 1.2
