"""The brief (通报) as a PDF: set as a notice, charts as vectors, text to select."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupin import typeset
from fupin.exports import blocks
from fupin.exports.words import NOTHING, day, say, stamped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fupin.document import Document, Section
    from fupin.exports.blocks import Block

TEMPLATE = Path(__file__).with_name("page.typ")
# Rows of a section's table: the brief shows the first, a workbook has all.
ROWS = 8
# A brief has four pages at most: the largest type that comes to it, else the least.
PAGES, SCALES = 4, (1.0, 0.93, 0.86)
# The list that a document may have of its own figures.
FIGURES = "figures"


def write(document: Document, *, lists: bool = False) -> bytes:
    """Return the brief on A4 as the bytes of a PDF, its fonts embedded.

    The figures in it are those that its texts, charts and tables speak of. With `lists`
    all figures with their 口径 and the document's lists follow, all their rows; they
    are untagged then: who reads by ear has them tagged in HTML and in the workbook.

    Raises FupinError where the machine has no Chinese font.
    """
    for scale in SCALES:
        data = _brief(document, scale)
        if scale == SCALES[-1] or (typeset.pages(TEMPLATE, data) <= PAGES):
            break
    if lists:
        data["blocks"] += _lists(document)
    return typeset.pdf(TEMPLATE, data, document.stamp.day, tagged=not lists)


def _brief(document: Document, scale: float) -> dict[str, Any]:
    sans, _ = typeset.families()
    made: list[Block] = []
    for n, section in enumerate(document.sections, 1):
        number = blocks.numeral(n, document.lang)
        made += _section(section, document, number, sans, scale)
    made += _end(document)
    return _page(
        document.title, made, lang=document.lang, on=document.stamp.day,
        organ=document.town, number=document.stamp.snapshot, footer=stamped(document),
        scale=scale,
    )  # fmt: skip


def page(
    title: str, made: list[Block], *, lang: str, on: date, organ: str, number: str = "",
    footer: Sequence[Sequence[str]] = (), landscape: bool = False, most: int = 0,
) -> bytes:  # fmt: skip
    """Return blocks (see `blocks`) on pages with masthead and footer, as a PDF.

    It is set smaller where that brings it to `most` pages; else as large as it is.
    """
    data = _page(title, made, lang=lang, on=on, organ=organ, number=number,
                 footer=footer, landscape=landscape)  # fmt: skip
    for scale in SCALES if most else ():
        if typeset.pages(TEMPLATE, data | {"scale": scale}) <= most:
            data["scale"] = scale
            break
    return typeset.pdf(TEMPLATE, data, on)


def _page(
    title: str, made: list[Block], *, lang: str, on: date, organ: str, number: str,
    footer: Sequence[Sequence[str]], landscape: bool = False, scale: float = 1,
) -> dict[str, Any]:  # fmt: skip
    return {
        "title": title, "lang": lang, "organ": organ, "number": number,
        "date": day(on, lang), "landscape": landscape, "blocks": made,
        "footer": [list(line) for line in footer],
        "page": say(lang, "page", n="{n}", of="{of}"), "scale": scale,
    }  # fmt: skip


def _section(
    section: Section, document: Document, number: str, sans: str, scale: float
) -> list[Block]:
    lang = document.lang
    made: list[Block] = [
        {"kind": "part", "number": number + _kicker(section, lang),
         "runs": blocks.runs(document, section.headline)}
    ]  # fmt: skip
    if below := blocks.lead(document, section):
        made.append({"kind": "lead", "runs": blocks.runs(document, below)})
    made += [
        {"kind": "para", "runs": blocks.runs(document, text)}
        for text in section.paragraphs
    ]
    if section.chart is not None:
        made.append(blocks.chart(section.chart, document, sans, scale))
    if section.table is not None:
        made.append(blocks.table(section.table, lang, ROWS))
    if section.actions:
        made.append(blocks.actions(section.actions, lang))
    if section.notes:
        lines = [blocks.runs(document, note) for note in section.notes]
        made.append({"kind": "notes", "lines": lines})
    return made


def _kicker(section: Section, lang: str) -> str:
    colon = "：" if lang == "zh" else ": "
    return section.kicker + colon if section.kicker else ""


def _lists(document: Document) -> list[Block]:
    """Return the figures with their 口径, and all lists; the figures may be one."""
    made = [blocks.table(one, document.lang) for one in document.tables]
    if document.figures and all(one.key != FIGURES for one in document.tables):
        held = list(document.figures.values())
        made.insert(0, blocks.figures(held, document.lang))
    return made


def _end(document: Document) -> list[Block]:
    """Return the sources, and who says so when."""
    lang, stamp = document.lang, document.stamp
    made: list[Block] = []
    colon = "：" if lang == "zh" else ": "
    said = [name + colon + words for name, words in document.sources]
    said += [
        say(lang, key) + colon + (value or NOTHING)
        for key, value in (
            ("tasks", stamp.tasks), ("author", stamp.author), ("made", stamp.made),
            ("program", stamp.program),
        )
    ]  # fmt: skip
    made.append({"kind": "notes", "lines": [[[line, ""]] for line in said]})
    lines = [document.town, day(stamp.day, lang)]
    made.append({"kind": "closing", "lines": [line for line in lines if line]})
    return made
