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
ROWS = 20


def write(document: Document, *, lists: bool = False) -> bytes:
    """Return the brief on A4 as the bytes of a PDF, its fonts embedded.

    Every figure of the document stands in it, those that no text speaks of in the
    table at the end. With `lists` the document's lists follow, all their rows.

    Raises FupinError where the machine has no Chinese font.
    """
    sans, _ = typeset.families()
    made: list[Block] = []
    for n, section in enumerate(document.sections, 1):
        made += _section(section, document, blocks.numeral(n, document.lang), sans)
    made += _end(document)
    if lists:
        made += [blocks.table(one, document.lang) for one in document.tables]
    return page(
        document.title, made, lang=document.lang, on=document.stamp.day,
        organ=document.town, number=document.stamp.snapshot, footer=stamped(document),
    )  # fmt: skip


def page(
    title: str, made: list[Block], *, lang: str, on: date, organ: str, number: str = "",
    footer: Sequence[Sequence[str]] = (), landscape: bool = False,
) -> bytes:  # fmt: skip
    """Return blocks (see `blocks`) on pages with masthead and footer, as a PDF."""
    data: dict[str, Any] = {
        "title": title, "lang": lang, "organ": organ, "number": number,
        "date": day(on, lang), "landscape": landscape, "blocks": made,
        "footer": [list(line) for line in footer],
        "page": say(lang, "page", n="{n}", of="{of}"),
    }  # fmt: skip
    return typeset.pdf(TEMPLATE, data, on)


def _section(
    section: Section, document: Document, number: str, sans: str
) -> list[Block]:
    lang = document.lang
    made: list[Block] = [
        {"kind": "part", "number": number + _kicker(section, lang),
         "runs": blocks.runs(document, section.headline)}
    ]  # fmt: skip
    if section.below:
        made.append({"kind": "lead", "runs": blocks.runs(document, section.below)})
    made += [
        {"kind": "para", "runs": blocks.runs(document, text)}
        for text in section.paragraphs
    ]
    if section.chart is not None:
        made.append(blocks.chart(section.chart, document, sans))
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


def _end(document: Document) -> list[Block]:
    """Return the figures with their 口径, the sources, and who says so when."""
    lang, stamp = document.lang, document.stamp
    made: list[Block] = []
    if document.figures:
        made.append(blocks.figures(list(document.figures.values()), lang))
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
