"""A document as a workbook: every table with real types, ready to filter and print.

Summary, main points, what is to be settled; each chart, native, with its data; each
table; sources and 口径. Texts are written as texts, whatever they begin with.
"""

from __future__ import annotations

import io
import math
import re
from typing import TYPE_CHECKING, Any

from fupin.document import Blank, Column, Table
from fupin.exports.book.charts import ChartSheet
from fupin.exports.book.plain import plain_workbook
from fupin.exports.book.sheets import Book
from fupin.exports.book.words import say
from fupin.exports.measure import clean
from fupin.exports.words import day
from fupin.exports.words import say as said_by_all
from fupin.units import unit_words

if TYPE_CHECKING:
    from fupin.document import Cell, Document, Figure


FIGURES = "figures"


def write(document: Document) -> bytes:
    """Return `document` as the bytes of a .xlsx.

    Raises DocumentError for a table of more rows than a sheet holds, and for a text
    that speaks of a figure that isn't there.
    """
    stream = io.BytesIO()
    with plain_workbook(stream) as file:
        book = Book(file, document)
        file.set_properties({
            "title": clean(document.title)[:255],
            "author": clean(document.stamp.author),
            "keywords": clean(document.stamp.snapshot),
            "comments": "\n".join(book.stamp()),
        })  # fmt: skip
        front = book.sheet(say(document.lang, "front"))
        _tables(book)
        _front(book, front)
    return stream.getvalue()


def _tables(book: Book) -> None:
    document, lang = book.document, book.document.lang
    book.table(_points(document), say(lang, "points"))
    if any(section.actions for section in document.sections):
        book.table(_actions(document), say(lang, "settle"))
    for section in document.sections:
        kicker = document.said(section.kicker)
        if section.chart:
            ChartSheet(book, section.chart, say(lang, "chart", name=kicker)).write()
        if section.table:
            book.table(section.table)
    for table in document.tables:
        # The first sheet has every figure already, with its value as a number.
        if table.key != FIGURES:
            book.table(table)
    book.table(_sources(document), say(lang, "sources"))


def _front(book: Book, sheet: Any) -> None:
    """Write the first sheet: the stamp, every figure, and the way to each sheet."""
    document, lang, stamp = book.document, book.document.lang, book.document.stamp
    made = [
        f"{said_by_all(lang, key)} {value}"
        for key, value in (("tasks", stamp.tasks), ("author", stamp.author),
                           ("made", stamp.made), ("program", stamp.program))
        if value
    ]  # fmt: skip
    row = book.top(sheet, document.title, document.town, "\u3000".join(made))
    others = book.names[1:]
    # The links come first: what is written in bulk stands below all else.
    sheet.write_string(row, 0, say(lang, "sheets"), book.styles("part"))
    for n, name in enumerate(others, row + 1):
        target = name.replace("'", "''")
        sheet.write_url(n, 0, f"internal:'{target}'!A1", book.styles("link"), name)
    row += len(others) + 2
    sheet.write_string(row, 0, said_by_all(lang, "figures"), book.styles("part"))
    table = _figures(document)
    end = book.rows(sheet, table, row + 1)
    sheet.set_landscape()
    sheet.print_area(0, 0, end - 1, len(table.columns) - 1)
    sheet.activate()


def _figures(document: Document) -> Table:
    """Return every figure as a row: its value in its own type, how it reads, 口径."""
    lang = document.lang
    columns = (
        Column("what", said_by_all(lang, "figure")),
        Column("value", said_by_all(lang, "value")),
        Column("unit", say(lang, "unit")), Column("text", say(lang, "said")),
        Column("verdict", say(lang, "verdict"), "verdict"),
        Column("how", said_by_all(lang, "how")),
    )  # fmt: skip
    rows = tuple(
        (
            f.what, _typed(f), unit_words(f.unit, lang) or Blank.NOTHING, f.text,
            f.verdict or Blank.NOTHING, f.how or Blank.NOTHING,
        )
        for f in document.figures.values()
    )  # fmt: skip
    return Table("figures", said_by_all(lang, "figures"), columns, rows)


def _typed(figure: Figure) -> Cell:
    if figure.value is None:
        return Blank.UNKNOWN
    if isinstance(figure.value, tuple):
        low, high = figure.value
        # Two ends aren't a number: how they read is.
        return _as_told(low, figure.text) if low == high else figure.text
    if isinstance(figure.value, float):
        return _as_told(figure.value, figure.text)
    return figure.value


def _as_told(value: float, text: str) -> float:
    """Return a number without the decimals that its words don't have.

    8,141.9 is written 8,141 元: a sheet with both would say two values.
    """
    found = re.search(r"\d[\d,]*(?:\.(\d+))?", text)
    told = float(found[0].replace(",", "")) if found else math.inf
    # 24.8 万元 is in another unit than its value.
    if found is None or abs(told - abs(value)) >= 1:
        return value
    return math.copysign(told, value) if found[1] else int(math.copysign(told, value))


def _points(document: Document) -> Table:
    """Return what each section says, its figures in words."""
    lang, said = document.lang, document.said
    keys = ("part", "finding", "more", "remark")
    return Table(
        "points", say(lang, "points"),
        tuple(Column(key, say(lang, key)) for key in keys),
        tuple(
            (
                said(s.kicker), said(s.headline),
                "\n".join(map(said, filter(None, (s.below, *s.paragraphs))))
                or Blank.NOTHING,
                "\n".join(map(said, s.notes)) or Blank.NOTHING,
            )
            for s in document.sections
        ),
    )  # fmt: skip


def _actions(document: Document) -> Table:
    lang, said = document.lang, document.said
    columns = (
        Column("part", say(lang, "part")), Column("what", said_by_all(lang, "what")),
        Column("who", said_by_all(lang, "who")),
        Column("due", said_by_all(lang, "due"), "date"),
        Column("note", said_by_all(lang, "note")),
    )  # fmt: skip
    rows = tuple(
        (
            said(s.kicker), said(a.what), a.who or Blank.NOTHING,
            a.due or Blank.NOTHING, said(a.note) or Blank.NOTHING,
        )
        for s in document.sections
        for a in s.actions
    )  # fmt: skip
    return Table("actions", said_by_all(lang, "actions"), columns, rows)


def _sources(document: Document) -> Table:
    """Return sources, the 口径 of each figure, and where the whole comes from."""
    lang, stamp = document.lang, document.stamp
    rows = [(say(lang, "source"), name, what) for name, what in document.sources]
    rows += [
        (say(lang, "basis"), f.what, f.how) for f in document.figures.values() if f.how
    ]
    rows += [
        (said_by_all(lang, "notes"), document.said(s.kicker), document.said(note))
        for s in document.sections for note in s.notes
    ]  # fmt: skip
    rows += [
        (said_by_all(lang, "snapshot"), said_by_all(lang, key), value)
        for key, value in (
            ("snapshot", stamp.snapshot), ("as_of", day(stamp.day, lang)),
            ("scenario", stamp.scenario), ("filters", stamp.filters),
            ("basis", stamp.basis), ("vintage", stamp.vintage), ("plan", stamp.plan),
            ("tasks", stamp.tasks), ("author", stamp.author), ("made", stamp.made),
            ("program", stamp.program),
        )
        if value
    ]  # fmt: skip
    keys = ("kind", "name", "content")
    columns = tuple(Column(key, say(lang, key)) for key in keys)
    return Table("sources", say(lang, "sources"), columns, tuple(rows))
