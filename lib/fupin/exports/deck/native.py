"""What every native chart of the deck shares: its field, its axes, its labels.

A native chart is edited in PowerPoint by its sheet. Its plot stands at an exact place,
so that what is drawn beside it (names, hatched fields) lines up in every program.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from fupin.exports.deck.canvas import (
    HATCH,
    Box,
    Run,
    parsed,
    run_properties,
    solid,
    stroke,
)
from fupin.exports.deck.template import EMU
from fupin.exports.measure import clean
from fupin.exports.words import number

if TYPE_CHECKING:
    from fupin.document import Chart, Document, Number

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
TICKS = 5
NUMBER = '#,##0;"\u2212"#,##0'
DECIMAL = '#,##0.0;"\u2212"#,##0.0'
_PARTS = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
_STEPS = (1, 2, 2.5, 5, 10)
# What comes before a bar's fill in its series or point, by the format's order.
_BEFORE_LOOK = ("idx", "order", "tx")


class Scale(NamedTuple):
    """An axis of numbers: where it starts and ends, and its steps."""

    least: float
    most: float
    step: float

    def part(self, value: float) -> float:
        """Return where a value stands between start (0) and end (1)."""
        return (value - self.least) / (self.most - self.least)


def scale(values: list[float], starts: float = 0) -> Scale:
    """Return a scale of round steps that holds all `values` and begins at `starts`."""
    least, most = min([*values, starts]), max([*values, starts])
    if least == most:
        most = least + 1
    rough = (most - least) / TICKS
    power: float = 10 ** math.floor(math.log10(rough))
    step = next(n * power for n in _STEPS if n * power >= rough * 0.999)
    floor = starts if least >= starts else math.floor(least / step) * step
    most = floor + math.ceil((most - floor) / step - 1e-9) * step
    return Scale(floor, most, step)


def numbers_of(chart: Chart) -> list[float]:
    """Return every number that a chart draws."""
    points = [point for series in chart.series for point in series.points]
    found = [n for p in points for n in (p.value, p.high) if n is not None]
    rules = [float(rule.value) for rule in chart.rules if not rule.is_upright]
    return [*map(float, found), *rules]


def form(values: list[float]) -> str:
    """Return the number format of values: with one decimal where one has any."""
    return NUMBER if all(float(n).is_integer() for n in values) else DECIMAL


def is_plain(text: str, value: Number) -> bool:
    """Say whether a label is only its number, which then follows the sheet."""
    return text == number(value, 0 if float(value).is_integer() else 1)


def add(slide: Any, document: Document, chart: Chart, kind: Any, data: Any,
        where: tuple[Box, Box]) -> Any:  # fmt: skip
    """Put a native chart into a box, its plot exactly at another; return the chart."""
    box, plot = where
    frame = slide.shapes.add_chart(kind, *(round(n * EMU) for n in box), data)
    frame.name = f"图 {chart.key}"
    told = clean(f"{document.said(chart.title)}（{chart.caption}）")
    frame._element.nvGraphicFramePr.cNvPr.set("descr", told)  # noqa: SLF001
    made = frame.chart
    made.has_legend = False
    made.has_title = False
    made.font.size = EMU * 18
    _place(made, box, plot)
    _clear(made._chartSpace)  # noqa: SLF001
    return made


def _clear(space: Any) -> None:
    """Let what lies behind be seen: no fill, no border, no rounded corner."""
    nothing = f"<c:spPr>{HIDDEN}</c:spPr>"
    space.chart.plotArea.append(xml(nothing))
    space.chart.addnext(xml(nothing))
    for old in space.findall(f"{{{C}}}roundedCorners"):
        space.remove(old)
    # After what the sheet counts dates from, which comes first where it stands.
    first = space.find(f"{{{C}}}date1904")
    square = xml('<c:roundedCorners val="0"/>')
    if first is None:
        space.insert(0, square)
    else:
        first.addnext(square)


def _place(chart: Any, box: Box, plot: Box) -> None:
    area = chart._chartSpace.chart.plotArea  # noqa: SLF001
    for old in area.findall(f"{{{C}}}layout"):
        area.remove(old)
    parts = {
        "x": (plot.left - box.left) / box.width, "y": (plot.top - box.top) / box.height,
        "w": plot.width / box.width, "h": plot.height / box.height,
    }  # fmt: skip
    inner = "".join(f'<c:{k} val="{v:.6f}"/>' for k, v in parts.items())
    area.insert(0, xml(
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/>'
        f'<c:xMode val="edge"/><c:yMode val="edge"/>{inner}</c:manualLayout></c:layout>'
    ))  # fmt: skip


def xml(text: str) -> Any:
    """Return chart XML with its namespace declared."""
    head, _, rest = text.partition(">")
    closing = "/" if head.endswith("/") else ""
    return parsed(f'{head.removesuffix("/")} xmlns:c="{C}"{closing}>{rest}')


def look(element: Any, inner: str) -> None:
    """Give a series, a point or an axis its fill and line."""
    for old in element.findall(f"{{{C}}}spPr"):
        element.remove(old)
    made = xml(f"<c:spPr>{inner}</c:spPr>")
    at = next(
        (n for n, child in enumerate(element) if _tag(child) not in _BEFORE_LOOK),
        len(element),
    )
    element.insert(at, made)


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def fill(role: str) -> str:
    """Return the fill of a role: hatched for what isn't known."""
    if role == "unknown":
        return HATCH + stroke("unk", 1)
    return solid({"target": "s2", "projection": "s3"}.get(role, role)) + NO_LINE


NO_LINE = "<a:ln><a:noFill/></a:ln>"
HIDDEN = "<a:noFill/>" + NO_LINE


def point(series: Any, index: int, inner: str) -> None:
    """Give one point of a bar series its own fill."""
    made = xml(
        f'<c:dPt><c:idx val="{index}"/><c:invertIfNegative val="0"/>'
        f'<c:bubble3D val="0"/><c:spPr>{inner}</c:spPr></c:dPt>'
    )
    before = next(
        child for child in series
        if _tag(child) in ("dLbls", "cat", "val")
    )  # fmt: skip
    before.addprevious(made)


def label(
    index: int, run: Run, position: str, *, text: str = "", shape: str = ""
) -> str:
    """Return a data label: its own words, or the value in the number format `shape`."""
    dress = run_properties(run, "a:defRPr").replace(' lang="zh-CN"', "")
    dress = dress.replace(' dirty="0"', "")
    body = '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
    if text:
        words = clean(text).replace("&", "&amp;").replace("<", "&lt;")
        inner = (
            f"<c:tx><c:rich>{body}<a:p><a:pPr>{dress}</a:pPr><a:r>{run_properties(run)}"
            f"<a:t>{words}</a:t></a:r></a:p></c:rich></c:tx>"
        )
    else:
        quoted = shape.replace('"', "&quot;")
        inner = (
            f'<c:numFmt formatCode="{quoted}" sourceLinked="0"/><c:spPr/>'
            f"<c:txPr>{body}<a:p><a:pPr>{dress}</a:pPr>"
            '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        )
    return (
        f'<c:dLbl><c:idx val="{index}"/>{inner}<c:dLblPos val="{position}"/>{_shown(1)}'
        "</c:dLbl>"
    )


def _shown(value: int) -> str:
    """Return which parts of a point a label shows: its value, or none."""
    return "".join(
        f'<c:show{part} val="{value * (part == "Val")}"/>' for part in _PARTS
    )


def labels(series: Any, made: list[str]) -> None:
    """Give a series its labels; points without one show none."""
    for old in series.findall(f"{{{C}}}dLbls"):
        series.remove(old)
    before = next(
        child for child in series if _tag(child) in ("cat", "val", "xVal", "yVal")
    )
    before.addprevious(xml(f"<c:dLbls>{''.join(made)}{_shown(0)}</c:dLbls>"))


def dress_values(axis: Any, bounds: Scale, *, is_hidden: bool = False) -> None:
    """Give an axis of numbers its scale, gridlines and small grey figures."""
    axis.minimum_scale, axis.maximum_scale = bounds.least, bounds.most
    axis.major_unit = bounds.step
    axis.has_minor_gridlines = False
    axis.has_major_gridlines = not is_hidden
    if not is_hidden:
        axis.major_gridlines.format.line.width = EMU
        dress_line(axis.major_gridlines._xAx.find(f"{{{C}}}majorGridlines"), "grid", 1)  # noqa: SLF001
    axis.tick_labels.number_format = form([bounds.least, bounds.step])
    axis.tick_labels.number_format_is_linked = False
    quiet(axis)
    axis.format.line.fill.background()


def dress_line(element: Any, token: str, px: float) -> None:
    """Give gridlines one colour and width."""
    for old in list(element):
        element.remove(old)
    element.append(xml(f"<c:spPr>{stroke(token, px)}</c:spPr>"))


def quiet(axis: Any) -> None:
    """Give an axis small grey figures and no ticks."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415
    from pptx.enum.chart import XL_TICK_MARK  # noqa: PLC0415

    from fupin.palette import LIGHT  # noqa: PLC0415

    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = EMU * 16
    axis.tick_labels.font.color.rgb = RGBColor.from_string(LIGHT["ink3"][1:])


def look_axis(axis: Any, token: str, px: float) -> None:
    """Give an axis its line."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415

    from fupin.palette import LIGHT  # noqa: PLC0415

    axis.format.line.color.rgb = RGBColor.from_string(LIGHT[token][1:])
    axis.format.line.width = round(px * EMU)


def marker(series: Any, symbol: str, token: str, size: int = 8) -> None:
    """Give a line's points their mark, after the line's own look."""
    for old in series.findall(f"{{{C}}}marker"):
        series.remove(old)
    paint = f"<c:spPr>{solid(token)}{NO_LINE}</c:spPr>" if symbol != "none" else ""
    sized = f'<c:size val="{size}"/>' if symbol != "none" else ""
    series.find(f"{{{C}}}spPr").addnext(
        xml(f'<c:marker><c:symbol val="{symbol}"/>{sized}{paint}</c:marker>')
    )


def between(chart: Any) -> None:
    """Let the first and the last point stand on the plot's edges."""
    for axis in chart._chartSpace.iter(f"{{{C}}}valAx"):  # noqa: SLF001
        for old in axis.findall(f"{{{C}}}crossBetween"):
            axis.remove(old)
        crosses = next(c for c in axis if _tag(c) in ("crosses", "crossesAt"))
        crosses.addnext(xml('<c:crossBetween val="midCat"/>'))


def date_axis(axis: Any, months: int, shape: str) -> None:
    """Give an axis of dates its steps in months and its number format."""
    element = axis._element  # noqa: SLF001
    axis.tick_labels.number_format = shape
    axis.tick_labels.number_format_is_linked = False
    for key in ("baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit"):
        for old in element.findall(f"{{{C}}}{key}"):
            element.remove(old)
    for key, value in (("baseTimeUnit", "days"), ("majorUnit", months),
                       ("majorTimeUnit", "months")):  # fmt: skip
        element.append(xml(f'<c:{key} val="{value}"/>'))


def blanks(chart: Any, how: str) -> None:
    """Say what an empty cell is in a line: a gap, or spanned."""
    for old in chart._chartSpace.iter(f"{{{C}}}dispBlanksAs"):  # noqa: SLF001
        old.set("val", how)
