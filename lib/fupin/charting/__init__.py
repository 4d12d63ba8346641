"""Charts from plain data, once for screen, slide and page: drawn as SVG, told as rows.

A renderer of our own, since a chart must look alike in a browser, in a PDF and on a
projector, with the look's rules (hatch for what isn't known, marks that tell without
colour, labels at the lines) and without a library in the page.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from fupin.charting.bars import bars, name_series
from fupin.charting.bars import reach as reach_of
from fupin.charting.columns import columns
from fupin.charting.dots import dots
from fupin.charting.lines import lines
from fupin.charting.pen import Pen, clean, part
from fupin.charting.pictures import (
    Badge,
    Heat,
    Map,
    Matrix,
    Picture,
    Place,
    Row,
    Several,
)
from fupin.charting.pictures import draw as draw_picture
from fupin.charting.rows import LEAST_ROW, categories
from fupin.charting.scale import read
from fupin.charting.spoken import say
from fupin.charting.strips import strip as draw_strip
from fupin.charting.told import table
from fupin.document import Chart
from fupin.palette import SANS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupin.document import Document

    Links = Mapping[str, tuple[str, str]]
    Reach = tuple[float, float]

__all__ = [
    "Badge", "Heat", "Map", "Matrix", "Picture", "Place", "Row", "Several", "caption",
    "draw", "drawing", "height_of", "part", "shared", "strip", "svg", "table",
]  # fmt: skip
_KINDS = {"bar": bars, "dot": dots, "line": lines, "step": lines}
LEAST, MOST = 11, 30


def drawing(
    chart: Chart | Picture, lang: str, width: float, height: float, *,
    dark: bool = False, css: bool = False, size: float = 0, links: Links | None = None,
    bare: bool = False, is_keyed: bool = True, reach: Reach | None = None,
) -> str:  # fmt: skip
    """Return the markup of a chart without its title, to be put within an SVG.

    `size` is that of its smallest words in px; without one it goes by the width. With
    `css` colours are `var(--token)`. `links` are what a category's row says and its
    attributes (trusted markup), or a `part` of it. A `bare` one has no axis, and
    one that isn't `is_keyed` leaves naming its series to what stands around it. `reach`
    is of `shared`.
    """
    pen = Pen(
        chart.key, size or min(max(width / 60, LEAST), MOST), lang, dark, css,
        links or {}, bare, is_keyed, reach,
    )  # fmt: skip
    if isinstance(chart, Several):
        _several(pen, chart, width, height)
    elif not isinstance(chart, Chart):
        draw_picture(pen, chart, width, height)
    elif any(series.points for series in chart.series):
        make = columns if chart.is_upright else _KINDS[chart.kind]
        make(pen, chart, width, height)
    else:
        spot = (width / 2, height / 2)
        pen.words(spot, say(lang, "empty"), "ink3", anchor="middle")
    return pen.defs() + "".join(pen.parts)


def shared(
    charts: Sequence[Chart], lang: str, width: float, size: float, *,
    is_keyed: bool = True,
) -> Reach | None:  # fmt: skip
    """Return where the rows of all charts begin and end, so that lengths compare.

    None for lines, whose plots are alike as they are.
    """
    held = [one for one in charts if one.kind == "bar" and not one.is_upright]
    if len(held) < len(charts):
        return None
    pens = [Pen(one.key, size, lang, bare=True, is_keyed=is_keyed) for one in held]
    found = [
        reach_of(pen, one, width, size * 2 * len(categories(one)))
        for pen, one in zip(pens, held, strict=True)
    ]
    return max(left for left, _ in found), min(right for _, right in found)


def _several(pen: Pen, held: Several, width: float, height: float) -> None:
    """Draw charts in a grid, each under its name; their series are named once."""
    columns = math.ceil(math.sqrt(len(held.charts)))
    rows = math.ceil(len(held.charts) / columns)
    most = max(held.charts, key=lambda one: len(one.series))
    above = pen.size * 2.4 if len(most.series) > 1 else 0
    if above:
        name_series(pen, most, (0, pen.size * 0.6))
    gap, head = pen.size * 2, pen.size * 2.2
    across = (width - gap * (columns - 1)) / columns
    tall = (height - above - gap * (rows - 1)) / rows
    size = min(pen.size, across / 26, _fitting(held, tall - head))
    reach = shared(held.charts, pen.lang, across, size, is_keyed=False)
    for n, chart in enumerate(held.charts):
        x, y = n % columns * (across + gap), above + n // columns * (tall + gap)
        body = drawing(
            chart, pen.lang, across, tall - head, dark=pen.dark, css=pen.css, size=size,
            links=pen.links, bare=held.bare, is_keyed=False, reach=reach,
        )  # fmt: skip
        pen.words((x, y + pen.size * 1.1), chart.title, "ink", bold=True)
        pen.line((x, y + head * 0.75), (x + across, y + head * 0.75), "line")
        pen.parts.append(f'<g transform="translate({x:.1f} {y + head:.1f})">{body}</g>')


def _fitting(held: Several, tall: float) -> float:
    """Return the size at which the longest chart has room for all of its rows."""
    most = max(len(categories(c)) if c.kind in ("bar", "dot") else 0
               for c in held.charts)  # fmt: skip
    return tall / (most * LEAST_ROW + 1) if most else tall


def draw(
    chart: Chart | Picture, lang: str, width: float, height: float, *,
    dark: bool = False, css: bool = False, size: float = 0, links: Links | None = None,
    bare: bool = False, is_keyed: bool = True, reach: Reach | None = None,
    font: str = SANS,
) -> str:  # fmt: skip
    """Return a chart as a self-contained SVG of `width` × `height`; see `drawing`.

    The title is its text alternative; figures in it have been put into words already.
    """
    body = drawing(
        chart, lang, width, height, dark=dark, css=css, size=size, links=links,
        bare=bare, is_keyed=is_keyed, reach=reach,
    )  # fmt: skip
    return _framed(chart.title, body, width, height, css, font, bool(links))


def strip(
    chart: Chart, row: str, lang: str, width: float, height: float, *,
    dark: bool = False, css: bool = False, size: float = 0,
) -> str:  # fmt: skip
    """Return one row of a dot chart as an SVG of its own, on the scale of all rows.

    For a table that says more of each row: the mark, its distance, the rule; no axis.
    """
    pen = Pen(f"{chart.key}-{row}", size or LEAST, lang, dark, css)
    title = draw_strip(pen, chart, row, width, height)
    body = pen.defs() + "".join(pen.parts)
    return _framed(title, body, width, height, css, SANS, False)


def _framed(
    title: str, body: str, width: float, height: float, css: bool, font: str,
    has_links: bool,
) -> str:  # fmt: skip
    family = "" if css else f' font-family="{clean(font)}"'
    # What can be touched within an image isn't there for a reader of the screen.
    role = "group" if has_links else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" role="{role}" class="fchart"'
        f'{family} aria-label="{clean(title)}">'
        f"<title>{clean(title)}</title>{body}</svg>"
    )


def svg(
    chart: Chart, document: Document, width: float, height: float, *,
    dark: bool = False, css: bool = False, size: float = 0, font: str = SANS,
) -> str:  # fmt: skip
    """Return a chart of a document as SVG, its figures in words; see `draw`."""
    told = replace(chart, title=document.said(chart.title))
    return draw(
        told, document.lang, width, height, dark=dark, css=css, size=size, font=font
    )


def caption(chart: Chart | Picture, document: Document) -> str:
    """Return the chart's caption; a scale that doesn't begin at 0 says so."""
    words = document.said(chart.caption)
    if not isinstance(chart, Chart):
        return words
    starts = read(chart.starts)
    if not chart.starts or starts in words:
        return words
    semicolon = "；" if document.lang == "zh" else "; "
    return words + semicolon + say(document.lang, "from", n=starts)


def height_of(chart: Chart, width: float, *, size: float = 0) -> float:
    """Return how high a chart of a width wants to be: rows need room, lines a shape."""
    size = size or min(max(width / 60, LEAST), MOST)
    if chart.kind in ("line", "step") or chart.is_upright:
        return width * (0.42 if width > 30 * size else 0.7)
    noted = any(p.note for s in chart.series for p in s.points)
    row = size * (3.6 if noted or chart.kind == "dot" else 2.6)
    above = size * (
        2.4 + 1.4 * len(chart.across) + (1.8 if len(chart.series) > 1 else 0)
    )
    return above + row * max(len(categories(chart)), 1)
