"""Every figure and every cell, in every format: the document's own words."""

import html
import io
import re
import zipfile

import pytest
from pypdf import PdfReader

from fupin.exports import write
from fupin.exports.words import cell
from tests.exports.opened import bare
from tests.exports.sample_document import SAMPLE

FORMATS = ("pptx", "xlsx", "docx", "pdf", "html")
TABLES = {s.table.key: s.table for s in SAMPLE.sections if s.table}


def text_of(kind):
    data = write(SAMPLE, kind)
    if kind == "pdf":
        return "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(data)).pages
        )
    if kind == "html":
        return html.unescape(re.sub(r"<[^>]+>", "", data.decode()))
    file = zipfile.ZipFile(io.BytesIO(data))
    parts = [file.read(name).decode() for name in file.namelist() if _holds_text(name)]
    return html.unescape(re.sub(r"<[^>]+>", "", "\n".join(parts)))


def _holds_text(name):
    return name.endswith(".xml") and any(
        part in name
        for part in ("slides/", "notesSlides/", "sharedStrings", "document")
    )


@pytest.fixture(scope="module")
def said():
    return {kind: bare(text_of(kind)) for kind in FORMATS}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("figure", SAMPLE.figures.values(), ids=SAMPLE.figures)
def test_a_figure_reads_alike_in_every_format(said, kind, figure):
    assert bare(figure.text) in said[kind]
    # A brief has no table of those that a sentence of its own speaks of.
    assert kind in ("pdf", "docx") or bare(figure.what) in said[kind]


@pytest.mark.parametrize("kind", ["pptx", "docx", "pdf", "html"])
@pytest.mark.parametrize("key", TABLES)
def test_a_cell_reads_alike_wherever_it_is_words(said, kind, key):
    table = TABLES[key]
    for row in (*table.rows, *([table.totals] * bool(table.totals))):
        for value, column in zip(row, table.columns, strict=True):
            words = cell(value, column, "zh")
            # The page draws the verdict's mark itself.
            mark = column.kind == "verdict" and kind in ("pdf", "html")
            assert bare(words.split(" ")[-1] if mark else words) in said[kind]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_section_says_its_finding_in_every_format(said, kind):
    for section in SAMPLE.sections:
        for text in (section.headline, section.below, *section.paragraphs):
            assert bare(SAMPLE.said(text)) in said[kind]
