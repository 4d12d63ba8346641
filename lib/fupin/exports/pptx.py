"""A document as a deck: native charts and tables that an office edits.

A cover, a slide for each idea, every figure with its 口径, the sources. The speaker's
notes have the texts in full, and where their figures come from.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from fupin import settings
from fupin.exports.deck.canvas import Run, fill, run_properties, spoken, tidy
from fupin.exports.deck.compose import fill_body, pages
from fupin.exports.deck.layouts import Deck
from fupin.exports.deck.template import COVER
from fupin.exports.deck.words import say
from fupin.exports.measure import clean, cut, fitted, width
from fupin.exports.words import day, stamped
from fupin.exports.words import say as said_by_all
from fupin.palette import SLIDE

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.document import Document, Section
    from fupin.exports.deck.compose import Page
    from fupin.exports.deck.layouts import Slide

HEADLINES = (SLIDE["headline"], 44, 40, 36, 32, 28, 24, 20)
COVERS = (56, 48, 40, 34, 28, 24, 20)
BELOW = (SLIDE["body"], 20, 18)
FEET = (SLIDE["foot"], 15, 14, 13, 12)
AIR = "\u3000"


def write(document: Document, template: Path | None = None) -> bytes:
    """Return `document` as the bytes of a .pptx.

    `template` is a .pptx whose layouts and placeholders bear the names of
    `deck.template.PLACES`; by default `data/plan/templates/deck.pptx`. Raises
    DocumentError for one that can't be opened or lacks a place, and for a text that
    speaks of a figure that isn't there.
    """
    own = settings.TEMPLATES / "deck.pptx"
    deck = Deck(template or (own if own.exists() else None))
    made = pages(deck, document)
    _cover(deck.add(COVER), document)
    for n, page in enumerate(made, 2):
        slide = deck.add(page.layout)
        _frame(slide, document, page, n, len(made) + 1)
        fill_body(slide, page)
        _notes(slide, document, page.section)
        tidy(slide.page)
    properties = deck.file.core_properties
    properties.title = clean(document.title)[:255]
    properties.author = clean(document.stamp.author)
    properties.subject = clean(AIR.join(stamped(document)[0]))[:255]
    properties.keywords = clean(document.stamp.snapshot)
    stream = io.BytesIO()
    deck.file.save(stream)
    return stream.getvalue()


def _cover(slide: Slide, document: Document) -> None:
    lang, stamp = document.lang, document.stamp
    room = slide.room("标题")
    size = fitted(document.title, room.width, room.height, COVERS, bold=True)
    title = cut(document.title, size, room.width, room.height, bold=True)
    fill(slide.places["标题"], [[Run(title, size)]])
    fill(slide.places["单位"], [[Run(document.town)]])
    when = f"{said_by_all(lang, 'as_of')} {day(stamp.day, lang)}"
    fill(slide.places["日期"], [[Run(when)]])
    shown, kept = stamped(document)
    made = [
        f"{said_by_all(lang, key)} {value}"
        for key, value in (("tasks", stamp.tasks), ("author", stamp.author),
                           ("made", stamp.made), ("program", stamp.program))
        if value
    ]  # fmt: skip
    lines = [AIR.join(shown[1:]), AIR.join(kept), AIR.join(made)]
    where = slide.room("来历")
    size = fitted(
        "\n".join(lines), where.width, where.height, (SLIDE["caption"], *FEET)
    )
    fill(slide.places["来历"], [[Run(line, size)] for line in lines])
    notes = [say(lang, "whole", text=document.title)] if title != document.title else []
    slide.page.notes_slide.notes_text_frame.text = clean("\n".join([*notes, *lines]))
    tidy(slide.page)


def _frame(slide: Slide, document: Document, page: Page, n: int, of: int) -> None:
    """Write what surrounds a slide's field: heading, headline, line below, foot."""
    section, lang = page.section, document.lang
    heading = slide.room("会议")
    kicker = f"{AIR}{document.said(section.kicker)}"
    room = heading.width - width(kicker, SLIDE["caption"])
    title = cut(document.title, SLIDE["caption"], room, SLIDE["caption"])
    fill(slide.places["会议"], [[Run(title + kicker)]])
    _number(slide, n, of)
    more = say(lang, "continued") if page.is_continued else ""
    _headline(slide, document, section, more)
    if section.below:
        _said(slide, "提要", document, section.below, BELOW)
    else:
        slide.drop("提要")
    shown, kept = stamped(document)
    feet = [("脚注左", AIR.join(shown)), ("脚注右", AIR.join(kept))]
    # One line in one size; some programs set more air around figures than others.
    size = min(
        fitted(whole, room.width * 0.92, room.height / 2, FEET)
        for room, whole in ((slide.room(place), whole) for place, whole in feet)
    )
    for place, whole in feet:
        where = slide.room(place)
        said = cut(whole, size, where.width, where.height)
        fill(slide.places[place], [[Run(said, size)]])


def _headline(slide: Slide, document: Document, section: Section, more: str) -> None:
    _said(slide, "标题", document, section.headline, HEADLINES, more)


def _said(slide: Slide, place: str, document: Document, text: str,
          sizes: tuple[int, ...], more: str = "") -> None:  # fmt: skip
    """Write a text with its figures in colour, in the largest size that fits."""
    room = slide.room(place)
    whole = document.said(text) + more
    is_bold = sizes is HEADLINES
    size = fitted(whole, room.width, room.height, sizes, bold=is_bold)
    short = cut(whole, size, room.width, room.height, bold=is_bold)
    runs = [Run(short, size)]
    if short == whole:
        runs = spoken(document.runs(text), size) + [Run(more, size)] * bool(more)
    fill(slide.places[place], [runs])


def _number(slide: Slide, n: int, of: int) -> None:
    """Write 3 / 9, the first as a field that follows when slides are moved."""
    from fupin.exports.deck.canvas import parsed  # noqa: PLC0415

    body = slide.places["页码"].text_frame._txBody  # noqa: SLF001
    for old in body.p_lst:
        body.remove(old)
    dress = run_properties(Run(""))
    body.append(parsed(
        '<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        f"{dress}<a:t>{n}</a:t></a:fld><a:r>{dress}<a:t> / {of}</a:t></a:r></a:p>"
    ))  # fmt: skip


def _notes(slide: Slide, document: Document, section: Section) -> None:
    """Write the speaker's notes: texts in full, 口径 of each figure, sources, stamp."""
    lang = document.lang
    texts = [section.headline, section.below, *section.paragraphs, *section.notes]
    if section.chart:
        texts.append(section.chart.title)
    found = [
        document.said(text) for text in (section.headline, *section.paragraphs) if text
    ]
    if section.chart:
        found.append(say(lang, "chart", text=document.said(section.chart.title)))
    found += [document.said(note) for note in section.notes]
    spoken_of = {
        figure.key: figure
        for text in texts for _, figure in document.runs(text) if figure
    }  # fmt: skip
    colon = "：" if lang == "zh" else ": "
    found += [
        f"{f.what}{colon}{f.text}" + (f"（{f.how}）" if f.how else "")
        for f in spoken_of.values()
    ]
    found += [f"{name}{colon}{what}" for name, what in document.sources]
    found += [AIR.join(part) for part in stamped(document)]
    slide.page.notes_slide.notes_text_frame.text = clean("\n".join(found))
