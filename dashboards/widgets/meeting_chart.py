"""A section's chart on the screen, and its values as a table."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from fupin import charting

if TYPE_CHECKING:
    from fupin.document import Chart, Document

WIDTH, HEIGHT, SIZE = 720, 300, 13
PHONE, PHONE_SIZE = 330, 12


def chart_svg(chart: Chart, told: Document, area: tuple[int, int], size: int) -> str:
    """Return the chart as SVG in the screen's colours; `area` is wide and high."""
    return charting.svg(chart, told, *area, css=True, size=size)


def screen_chart(chart: Chart, told: Document) -> str:
    """Return the chart for wide screens and for phones, under measure, unit and base."""
    drawn = ""
    for name, width, size in (("wide", WIDTH, SIZE), ("narrow", PHONE, PHONE_SIZE)):
        # Each has ids of its own: what one of them hides must not hide the other's.
        one = replace(chart, key=f"{chart.key}-{name}")
        height = HEIGHT if name == "wide" else charting.height_of(one, width, size=size)
        svg = charting.svg(one, told, width, height, css=True, size=size)
        drawn += f'<div class="meeting-{name}">{svg}</div>'
    caption = escape(charting.caption(chart, told))
    return f'<p class="note meeting-caption">{caption}</p><div class="meeting-chart">{drawn}</div>'


def data(chart: Chart, told: Document, heads: str) -> str:
    """Return the chart's points as a table under a word to open it."""
    names = [one.name for one in chart.series]
    places = list(dict.fromkeys(p.at for one in chart.series for p in one.points))
    rows = []
    for place in places:
        cells = "".join(
            f'<td class="r">{_text(one.points, place)}</td>' for one in chart.series
        )
        rows.append(f"<tr><td>{escape(str(place))}</td>{cells}</tr>")
    top = "".join(f'<th class="r">{escape(name)}</th>' for name in names)
    caption = escape(told.said(chart.caption))
    return (
        f'<details class="meeting-data"><summary class="link">{heads}</summary><div class="wide-scroll">'
        f'<table class="list"><thead><tr><th></th>{top}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
        f'</div><p class="note">{caption}</p></details>'
    )


def _text(points: Any, place: Any) -> str:
    found = [p for p in points if p.at == place]
    return escape(found[0].text) if found and found[0].text else "—"
