"""The brief (通报) as a text for Word: styles by name, tables, charts as pictures.

It says what the PDF says in the same order; the office edits it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fupin import charting, typeset
from fupin.document import Blank, Column, Table
from fupin.exports import blocks
from fupin.exports.letter import pieces
from fupin.exports.letter.styles import dress
from fupin.exports.measure import LINE, clean, fitted
from fupin.exports.png import TEMPLATE
from fupin.exports.words import NOTHING, day, number, say, stamped

if TYPE_CHECKING:
    from fupin.document import Chart, Document, Section

# Rows of a table within the text, as in the PDF; a list has them all.
ROWS = 20
# A picture's width in mm, and pixels for each of its points.
MILLIMETRES, SHARP = 160, 2.5
# The paper, in mm: A4 with the margins of a notice.
PAPER, MARGINS = (210, 297), {"left": 25, "right": 25, "top": 22, "bottom": 22}
# A title's type in points, and what it may take of the first page.
TITLES, TITLE_WIDE, TITLE_HIGH = (22, 18, 16, 14, 12, 10), 450, 100
# A foot's type, and how wide its line is.
FEET, FOOT_WIDE = (8, 7, 6), 450
AIR, FIGURES, KEPT = "\u3000", "figures", "<w:keepNext/>"


def write(document: Document, *, lists: bool = False) -> bytes:
    """Return the brief as the bytes of a .docx; with `lists`, every list behind it.

    Raises FupinError where the machine has no Chinese font to draw charts with, and
    DocumentError for a text that speaks of a figure that isn't there.
    """
    # Only for writing texts.
    import docx  # noqa: PLC0415

    letter = Letter(document, docx.Document())
    letter.write(lists=lists)
    stream = io.BytesIO()
    letter.file.save(stream)
    return stream.getvalue()


@dataclass
class Letter:
    """A brief being written from the top down."""

    document: Document
    file: Any
    ids: dict[str, str] = field(default_factory=dict)

    def write(self, *, lists: bool) -> None:
        """Write everything: head, sections, figures, sources, closing, lists."""
        dress(self.file)
        self.ids = {style.name: style.style_id for style in self.file.styles}
        self._paper()
        self._head()
        for n, section in enumerate(self.document.sections, 1):
            self._section(n, section)
        self._end()
        if lists:
            self._figures()
            for table in self.document.tables:
                self._table(table)

    def _put(self, xml: str) -> None:
        self.file.element.body.insert_element_before(pieces.parsed(xml), "w:sectPr")

    def _say(self, style: str, inner: str, look: str = "") -> None:
        self._put(pieces.paragraph(self.ids[style], inner, look))

    def _paper(self) -> None:
        """Set paper, properties, and what stands on each page's edges."""
        from docx.shared import Mm  # noqa: PLC0415

        (section,) = self.file.sections
        section.page_width, section.page_height = (Mm(side) for side in PAPER)
        for side, wide in MARGINS.items():
            setattr(section, f"{side}_margin", Mm(wide))
        section.header_distance = section.footer_distance = Mm(11)
        properties = self.file.core_properties
        properties.title = clean(self.document.title)[:255]
        properties.author = clean(self.document.stamp.author)
        properties.keywords = clean(self.document.stamp.snapshot)
        properties.comments = ""
        shown, kept = stamped(self.document)
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{pieces.WIDE}"/></w:tabs>'
        head = clean(self.document.title)[:40]
        self._edge(section.header, [
            pieces.paragraph(self.ids["Header"], pieces.run(f"{head}\t{kept[0]}"), tab),
        ])  # fmt: skip
        parts = say(self.document.lang, "page", n="\0PAGE\0", of="\0NUMPAGES\0")
        pages = "".join(
            pieces.field(part) if n % 2 else pieces.run(part)
            for n, part in enumerate(parts.split("\0"))
        )
        foot = AIR.join(shown)
        size = fitted(foot, FOOT_WIDE, FEET[0] * LINE + 1, FEET)
        self._edge(section.footer, [
            pieces.paragraph(self.ids["Footer"], pieces.run(foot, points=size)),
            pieces.paragraph(
                self.ids["Footer"], pieces.run(f"{AIR.join(kept)}\t") + pages, tab
            ),
        ])  # fmt: skip

    @staticmethod
    def _edge(edge: Any, paragraphs: list[str]) -> None:
        edge.is_linked_to_previous = False
        for old in list(edge._element):  # noqa: SLF001
            edge._element.remove(old)  # noqa: SLF001
        for text in paragraphs:
            edge._element.append(pieces.parsed(text))  # noqa: SLF001

    def _head(self) -> None:
        stamp, lang = self.document.stamp, self.document.lang
        self._say("发文单位", pieces.run(self.document.town))
        rule = (
            '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="4" '
            'w:color="17202C"/></w:pBdr>'
            f'<w:tabs><w:tab w:val="right" w:pos="{pieces.WIDE}"/></w:tabs>'
        )
        line = f"{stamp.snapshot}\t{day(stamp.day, lang)}"
        self._say("发文字号", pieces.run(line), rule)
        title = self.document.title
        size = fitted(title, TITLE_WIDE, TITLE_HIGH, TITLES, bold=True)
        own = 0 if size == TITLES[0] else size
        self._say("Title", pieces.run(title, points=own))

    def _section(self, n: int, section: Section) -> None:
        document, lang = self.document, self.document.lang
        colon = "：" if lang == "zh" else ": "
        kicker = document.said(section.kicker)
        number_ = blocks.numeral(n, lang) + (kicker + colon if kicker else "")
        self._say(
            "Heading 1", pieces.run(number_) + pieces.runs(document, section.headline)
        )
        if below := blocks.lead(document, section):
            self._say("提要", pieces.runs(document, below))
        for text in section.paragraphs:
            self._say("正文", pieces.runs(document, text))
        if section.chart is not None:
            # What is noted of a chart isn't left alone on the next page.
            has_more = section.table is not None or section.actions
            self._chart(section.chart, is_kept=bool(section.notes) and not has_more)
        if section.table is not None:
            self._table(section.table, ROWS)
        if section.actions:
            self._actions(section)
        for at, note in enumerate(section.notes, 1):
            look = KEPT if at < len(section.notes) else ""
            self._say("注", pieces.runs(document, note), look)

    def _chart(self, chart: Chart, *, is_kept: bool) -> None:
        """Put a chart's picture, its title above, and the title as what it tells."""
        from docx.shared import Mm  # noqa: PLC0415

        self._say("图题", pieces.runs(self.document, chart.title))
        self._say("Caption", pieces.run(charting.caption(chart, self.document)))
        sans, _ = typeset.families()
        height = _height(chart)
        drawn = charting.svg(
            chart, self.document, blocks.WIDTH, height, size=blocks.SIZE, font=sans
        )
        data = {"svg": drawn, "width": blocks.WIDTH, "height": height}
        picture = typeset.png(TEMPLATE, data, self.document.stamp.day, SHARP)
        held = self.file.add_paragraph(style="图")
        held.paragraph_format.keep_with_next = is_kept
        shape = held.add_run().add_picture(io.BytesIO(picture), width=Mm(MILLIMETRES))
        told = shape._inline.docPr  # noqa: SLF001
        told.set("name", clean(chart.key))
        told.set("descr", clean(self.document.said(chart.title)))

    def _table(self, table: Table, most: int = 0) -> None:
        said, lang = self.document.said, self.document.lang
        rows = table.rows[:most] if most else table.rows
        if table.title:
            self._say("表题", pieces.run(said(table.title)))
        notes = [said(table.caption)] if table.caption else []
        if len(rows) < len(table.rows):
            count, all_ = number(len(rows)), number(len(table.rows))
            notes.append(say(lang, "first_rows", n=count, of=all_))
        if notes:
            self._say("Caption", pieces.run(AIR.join(notes)))
        ids = (self.ids["表头"], self.ids["表格"])
        self._put(pieces.grid(table.columns, rows, table.totals, lang, ids))
        # Word joins two tables that nothing stands between.
        self._say("注", "", '<w:spacing w:line="120" w:lineRule="exact"/>')

    def _actions(self, section: Section) -> None:
        said, lang = self.document.said, self.document.lang
        keys = ("what", "who", "due", "note")
        columns = tuple(
            Column(key, say(lang, key), "date" if key == "due" else "text")
            for key in keys
        )
        rows = tuple(
            (
                said(a.what), a.who or Blank.NOTHING, a.due or Blank.NOTHING,
                said(a.note) or Blank.NOTHING,
            )
            for a in section.actions
        )  # fmt: skip
        self._table(Table("actions", say(lang, "actions"), columns, rows))

    def _figures(self) -> None:
        """Write every figure with its 口径; a snapshot's lists have them anyway."""
        document, lang = self.document, self.document.lang
        if not document.figures or any(t.key == FIGURES for t in document.tables):
            return
        columns = tuple(
            Column(key, say(lang, key)) for key in ("figure", "value", "how")
        )
        rows = tuple(
            (
                f.what or f.key,
                Blank.UNKNOWN if _is_open(f.text, lang) else f.text,
                f.how or Blank.NOTHING,
            )
            for f in document.figures.values()
        )  # fmt: skip
        self._table(Table(FIGURES, say(lang, "figures"), columns, rows))

    def _end(self) -> None:
        """Write the sources, and who says so when."""
        document, lang, stamp = self.document, self.document.lang, self.document.stamp
        colon = "：" if lang == "zh" else ": "
        told = list(document.sources)
        told += [
            (say(lang, key), value or NOTHING)
            for key, value in (
                ("tasks", stamp.tasks), ("author", stamp.author), ("made", stamp.made),
                ("program", stamp.program),
            )
        ]  # fmt: skip
        for name, what in told:
            self._say("注", pieces.run(name + colon + what))
        for line in (document.town, day(stamp.day, lang)):
            self._say("落款", pieces.run(line))


def _height(chart: Chart) -> float:
    """Return a picture's height in px: as high as its rows ask for, as in the PDF."""
    if chart.kind in ("line", "step"):
        return blocks.WIDTH * 0.28
    wanted = charting.height_of(chart, blocks.WIDTH, size=blocks.SIZE)
    return min(wanted * 0.85, blocks.HIGHEST)


def _is_open(text: str, lang: str) -> bool:
    return text == say(lang, "unknown")
