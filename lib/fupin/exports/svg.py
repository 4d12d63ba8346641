"""Any chart as a picture of projector size: finding, drawing, where it comes from."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from fupin.charting import caption, drawing
from fupin.charting.pen import clean, lines_of, wide
from fupin.document import DocumentError
from fupin.exports.words import stamped
from fupin.palette import SANS, SERIF, SLIDE, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.charting import Picture
    from fupin.document import Chart, Document

WIDTH, HEIGHT, MARGIN = 1920, 1080, 96
# The look's slide is 1600 wide.
PART = WIDTH / 1600
INKS = {"met": "met-ink", "unmet": "unmet-ink", "unknown": "unk-ink"}


def write(document: Document, *, chart: str = "", dark: bool = False) -> bytes:
    """Return one chart as an SVG of 1920 × 1080, or a zip of all of them.

    Raises DocumentError for a chart that isn't there, and where there is none.
    """
    return pictures(
        document, chart, "svg", lambda c: picture(c, document, dark=dark).encode()
    )


def charts(document: Document) -> dict[str, Chart]:
    """Return the charts of a document by key, in the order of its sections."""
    return {s.chart.key: s.chart for s in document.sections if s.chart is not None}


def pictures(
    document: Document, chart: str, ending: str, make: Callable[[Chart], bytes]
) -> bytes:
    """Return the picture of one chart, or a zip of all: 01-villages.svg."""
    held = charts(document)
    if chart in held:
        return make(held[chart])
    if chart or not held:
        there = "、".join(held) or "—"
        raise DocumentError(
            f"没有“{chart or '任何'}”图。可用的有：{there}",
            f"There is no chart {chart or 'at all'}; there are: {there}.",
        )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, one in enumerate(held.values(), 1):
            # No clock: the same document gives the same bytes.
            name = zipfile.ZipInfo(f"{n:02}-{_plain(one.key)}.{ending}")
            archive.writestr(name, make(one), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _plain(key: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in key)[:40]


def picture(  # noqa: PLR0913 how it is dressed
    chart: Chart | Picture, document: Document, *, dark: bool = False,
    sans: str = SANS, serif: str = SERIF, width: int = WIDTH,
) -> str:  # fmt: skip
    """Return a chart as one self-contained SVG with its title and its stamp.

    It is `width` px wide, and nine sixteenths of it high.
    """
    colours, room = tokens(dark), WIDTH - 2 * MARGIN
    head, y = _title(chart, document, room, colours, serif)
    y += SLIDE["caption"] * PART * 1.9
    said = _said(chart, document)
    head += _text(y, said, colours["ink3"], SLIDE["caption"] * PART, room)
    foot, end = _foot(document, room, colours)
    top = y + 40
    body = drawing(
        chart, document.lang, room, end - 32 - top, dark=dark,
        size=SLIDE["foot"] * PART * 1.25,
    )  # fmt: skip
    title = clean(document.said(_finding(chart, document)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
        f'height="{width * HEIGHT // WIDTH}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="{clean(sans)}">'
        f"<title>{title}</title>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["surface"]}"/>'
        f'{head}<g transform="translate({MARGIN} {top:.0f})">{body}</g>{foot}</svg>'
    )


def _finding(chart: Chart | Picture, document: Document) -> str:
    """Return what a picture that stands alone says first: its section's headline."""
    held = [s.headline for s in document.sections if s.chart is chart and s.headline]
    return held[0] if held else chart.title


def _said(chart: Chart | Picture, document: Document) -> str:
    """Return the line below: what is drawn, its measure, unit and base."""
    said = caption(chart, document)
    if _finding(chart, document) == chart.title:
        return said
    mark = "：" if document.lang == "zh" else ": "
    return mark.join(part for part in (document.said(chart.title), said) if part)


def _title(
    chart: Chart | Picture,
    document: Document,
    room: float,
    colours: dict[str, str],
    serif: str,
) -> tuple[str, float]:
    """Return the finding in at most two lines, its figures in their verdict's ink."""
    size = SLIDE["headline"] * PART
    runs = [
        (c, INKS.get(figure.verdict, "ink") if figure else "ink")
        for words, figure in document.runs(_finding(chart, document))
        for c in words
    ]
    text = "".join(c for c, _ in runs)
    if wide(text, size) > room:
        size *= 0.72
    lines = lines_of(text, room, size, 2, bold=True)
    y, made = MARGIN + size * 0.4, ""
    for n, (start, end) in enumerate(lines):
        cut = n + 1 == len(lines) and end < len(text)
        held = [*runs[start : end - 1], ("…", "ink")] if cut else runs[start:end]
        y += size * 1.3 if n else 0
        made += (
            f'<text x="{MARGIN}" y="{y:.0f}" font-size="{size:.0f}" font-weight="700" '
            f'font-family="{clean(serif)}">{_spans(held, colours)}</text>'
        )
    return made, y


def _spans(held: list[tuple[str, str]], colours: dict[str, str]) -> str:
    made, last = "", ""
    for c, ink in held:
        if ink != last:
            made += f'{"</tspan>" if last else ""}<tspan fill="{colours[ink]}">'
            last = ink
        made += clean(c)
    return made + ("</tspan>" if last else "")


def _text(y: float, text: str, colour: str, size: float, room: float) -> str:
    ((start, end), *more) = lines_of(text, room, size, 2) or [(0, 0)]
    said = text[start : end - 1] + "…" if more else text[start:end]
    return (
        f'<text x="{MARGIN}" y="{y:.0f}" font-size="{size:.0f}" fill="{colour}">'
        f"{clean(said)}</text>"
    )


def _foot(
    document: Document, room: float, colours: dict[str, str]
) -> tuple[str, float]:
    """Return the stamp on two lines over the lower margin, and where it begins."""
    size = SLIDE["foot"] * PART
    shown, kept = stamped(document)
    shown = [document.town, *shown]
    top = HEIGHT - MARGIN * 0.5 - size * 3.6
    made = (
        f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{top:.0f}" y2="{top:.0f}" '
        f'stroke="{colours["ink"]}" stroke-width="2.4"/>'
    )
    for n, parts in enumerate((shown, kept)):
        y = top + size * (1.6 + 1.5 * n)
        made += _text(y, "　".join(parts), colours["ink3"], size, room)
    return made, top
