"""From a document's sections to slides: what stands on which, and in which place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from fupin.document import Blank, Column, Section, Table
from fupin.exports.deck import native
from fupin.exports.deck.actions import Actions
from fupin.exports.deck.canvas import Run, fill, paragraph, spoken, text
from fupin.exports.deck.curves import Curves
from fupin.exports.deck.grid import Grid
from fupin.exports.deck.rows import Rows, split
from fupin.exports.deck.template import MEETING, WHOLE
from fupin.exports.deck.words import say
from fupin.exports.measure import broken, high
from fupin.exports.words import number
from fupin.exports.words import say as said_by_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.document import Chart, Document, Figure
    from fupin.exports.deck.canvas import Box
    from fupin.exports.deck.layouts import Deck, Slide

PROSE = (26, 24, 22, 20)


@dataclass
class Part:
    """What fills the field of one slide: a line above, and how it is drawn."""

    caption: str
    draw: Callable[[Any, Box], None]
    is_prose: bool = False


@dataclass
class Page:
    """One slide before it is made."""

    section: Section
    layout: str
    part: Part | None
    actions: Actions | None
    is_continued: bool = False


def pages(deck: Deck, document: Document) -> list[Page]:
    """Return the slides of a document in order, without its cover."""
    sections = [*document.sections, *_behind(document)]
    return [page for section in sections for page in _of(deck, document, section)]


def _of(deck: Deck, document: Document, section: Section) -> list[Page]:
    asked = Actions.chunks(document, section.actions, deck.box(MEETING, "事项"))
    boxes = [deck.box(MEETING, "图")] * len(asked) + [deck.box(WHOLE, "图")]
    parts: list[Part | None] = [*_parts(document, section, boxes)]
    return [
        Page(section, MEETING if actions else WHOLE, part, actions, n > 0)
        for n, (part, actions) in enumerate(zip_longest(parts or [None], asked))
    ]


def _parts(document: Document, section: Section, boxes: list[Box]) -> list[Part]:
    """Return what a section's slides hold; `boxes` are their fields in turn."""
    found: list[Part] = []

    def ahead() -> list[Box]:
        return boxes[min(len(found), len(boxes) - 1) :]

    if section.chart:
        found += _charts(document, section.chart, ahead()[0].height)
    if section.table:
        found += _tables(document, section.table, ahead())
    if not found and section.paragraphs:
        found += _prose(document, section.paragraphs, ahead()[0])
    return found


def _charts(document: Document, chart: Chart, height: float) -> list[Part]:
    caption = document.said(chart.caption)
    if chart.starts:
        word = said_by_all(document.lang, "from", n=number(chart.starts))
        caption += f"{'；' if document.lang == 'zh' else '; '}{word}"
    if chart.kind in ("line", "step"):
        return [
            Part(caption, lambda page, box: Curves(page, document, chart, box).draw())
        ]
    # Every part keeps the scale of the whole.
    bounds = native.scale(_reach(chart), chart.starts)

    def part(piece: Chart) -> Part:
        return Part(
            caption,
            lambda page, box: Rows(page, document, piece, box, bounds).draw(),
        )

    return [part(piece) for piece in split(chart, height)]


def _reach(chart: Chart) -> list[float]:
    """Return what a chart's axis must hold: of stacked bars, the sums."""
    if chart.kind == "dot" or len(chart.series) == 1:
        return native.numbers_of(chart)
    sums: dict[str, float] = {}
    for series in chart.series:
        for point in series.points:
            key = str(point.at)
            sums[key] = sums.get(key, 0) + float(point.value or 0)
    return [*sums.values(), *(float(rule.value) for rule in chart.rules)]


def _tables(document: Document, table: Table, boxes: list[Box]) -> list[Part]:
    first = Grid(document, table, boxes[0].width)
    chunks = first.chunks([box.height for box in boxes])
    found = []
    for n, chunk in enumerate(chunks):
        wide = boxes[min(n, len(boxes) - 1)].width
        grid = first if wide == first.wide else Grid(document, table, wide)

        def draw(page: Any, box: Box, grid: Grid = grid, chunk: Any = chunk) -> None:
            grid.draw(page, chunk, box)

        found.append(Part(grid.caption(chunk), draw))
    return found


def _prose(document: Document, paragraphs: tuple[str, ...], box: Box) -> list[Part]:
    """Return paragraphs as slides, in the largest type that fits on one."""

    def tall(text_: str, size: int) -> float:
        return high(document.said(text_), size, box.width) + size * 0.7

    for size in PROSE:
        if sum(tall(p, size) for p in paragraphs) <= box.height:
            return [_prose_part(document, list(paragraphs), size)]
    slides: list[list[str]] = [[]]
    used, size = 0.0, PROSE[-1]
    for piece in _pieces(document, paragraphs, size, box):
        if slides[-1] and used + tall(piece, size) > box.height:
            slides.append([])
            used = 0.0
        slides[-1].append(piece)
        used += tall(piece, size)
    return [_prose_part(document, held, size) for held in slides]


def _pieces(
    document: Document, paragraphs: tuple[str, ...], size: int, box: Box
) -> list[str]:
    """Return paragraphs, those that are longer than a slide in pieces of one."""
    most = int(box.height / (size * 1.3)) - 1
    found = []
    for text_ in paragraphs:
        lines = broken(document.said(text_), size, box.width)
        if len(lines) <= most:
            found.append(text_)
        else:
            found += ["".join(lines[n : n + most]) for n in range(0, len(lines), most)]
    return found


def _prose_part(document: Document, held: list[str], size: int) -> Part:
    def draw(page: Any, box: Box) -> None:
        made = []
        for text_ in held:
            runs = [
                Run(r.text, size, r.colour or "ink", bool(r.colour) or None)
                for r in spoken(document.runs(text_))
            ]
            made.append(paragraph(runs))
            made.append(paragraph([Run(" ", size * 0.5)]))
        text(page, box, made[:-1], name="正文")

    return Part("", draw, is_prose=True)


def _shown(document: Document) -> list[Figure]:
    """Return the figures that the slides show and that have a 口径, each once."""
    texts = [
        text_ for s in document.sections
        for text_ in (
            s.headline, s.below, s.chart.title if s.chart else "",
            s.chart.caption if s.chart else "", *(a.what for a in s.actions),
        )
    ]  # fmt: skip
    said = {f.key: f for text_ in texts for _, f in document.runs(text_) if f}
    return [figure for figure in said.values() if figure.how]


def _behind(document: Document) -> list[Section]:
    """Return the last slides: the 口径 of the figures shown, and the sources."""
    lang = document.lang

    def columns(*keys: str) -> tuple[Column, ...]:
        return tuple(Column(key, said_by_all(lang, key)) for key in keys)

    figures = Table(
        "figures", "", columns("figure", "value", "how"),
        tuple(_figure(f, lang) for f in _shown(document)),
        say(lang, "all_figures", n=number(len(document.figures))),
    )  # fmt: skip
    lists = [
        say(lang, "list", title=document.said(table.title), n=number(len(table.rows)))
        for table in document.tables
    ]
    rows = document.sources
    if lists:
        mark = "、" if lang == "zh" else ", "
        rows = (*rows, (say(lang, "in_workbook"), mark.join(lists)))
    sources = Table("sources", "", columns("sources", "note"), rows)
    kicker = said_by_all(lang, "notes")
    return [
        Section(f"_{table.key}", kicker, said_by_all(lang, table.key), table=table)
        for table in (figures, sources) if table.rows
    ]  # fmt: skip


def _figure(figure: Figure, lang: str) -> tuple[str | Blank, ...]:
    is_open = figure.value is None and figure.text == said_by_all(lang, "unknown")
    value = Blank.UNKNOWN if is_open else figure.text
    return figure.what, value, figure.how or Blank.NOTHING


def fill_body(slide: Slide, page: Page) -> None:
    """Draw what a slide's field holds, and clear the places that stay empty."""
    part = page.part
    box = slide.take("图")
    if part is None or part.is_prose or not part.caption:
        slide.drop("说明")
    else:
        fill(slide.places["说明"], [[Run(part.caption)]])
    if part is not None:
        part.draw(slide.page, box)
    if page.actions:
        page.actions.draw(slide)
