from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from fupin import exports
from fupin.document import Blank, Column, Section, Table
from fupin.exports import blocks
from fupin.exports.words import cell
from tests.exports.bad_documents import EMPTY, ENGLISH, EVIL, LONG, ODD, TITLED
from tests.exports.sample_document import SAMPLE
from tests.printed import squeezed, words

KIB = 1024


@pytest.fixture(scope="module")
def brief() -> bytes:
    return exports.write(SAMPLE, "pdf")


def fonts(made: bytes) -> list[Any]:
    found = []
    for held in PdfReader(io.BytesIO(made)).pages:
        page: Any = held
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            found.append(inner["/FontDescriptor"].get_object())
    return found


def test_the_brief_is_two_to_four_pages_of_a4_and_small(brief):
    pages = PdfReader(io.BytesIO(brief)).pages
    assert 2 <= len(pages) <= 4
    assert all(tuple(map(round, p.mediabox[2:])) == (595, 842) for p in pages)
    assert len(brief) < 1.5 * KIB * KIB


def test_its_fonts_are_embedded_and_cut_to_what_is_used(brief):
    held = fonts(brief)
    assert held
    assert all("/FontFile3" in f or "/FontFile2" in f for f in held)
    assert all(re.match(r"/[A-Z]{6}\+", f["/FontName"]) for f in held)


def test_every_figure_stands_as_text_in_the_brief_with_its_lists():
    said = words(exports.write(SAMPLE, "pdf", lists=True))
    for figure in SAMPLE.figures.values():
        assert squeezed(figure.text) in said, figure.key


def test_every_text_cell_and_label_stands_in_it(brief):
    said = words(brief)
    for section in SAMPLE.sections:
        texts = [section.kicker, section.headline, section.below, *section.paragraphs,
                 *section.notes]  # fmt: skip
        # A line of a page may break anywhere in Chinese: its pieces are all there.
        for text in texts:
            for piece in re.split("[，。、；：]", SAMPLE.said(text)):
                assert squeezed(piece) in said, piece
        for action in section.actions:
            assert squeezed(action.what) in said
        for series in section.chart.series if section.chart else ():
            for point in series.points:
                assert squeezed(point.text) in said
        held = [section.table] if section.table else []
        for row, columns in [(row, t.columns) for t in held for row in t.rows]:
            for value, column in zip(row, columns, strict=True):
                shown = cell(value, column, "zh").replace("◌ ", "")
                assert squeezed(shown.lstrip("▲● ")) in said


def test_every_page_says_where_it_is_from(brief):
    pages = PdfReader(io.BytesIO(brief)).pages
    for n, page in enumerate(pages, 1):
        said = squeezed(page.extract_text())
        for part in ("S-180630-K7", "方案原线", "四村全部户", "截至2018年6月30日",
                     "第12版7f3a08", f"第{n}页，共{len(pages)}页"):  # fmt: skip
            assert part in said


def test_what_is_not_known_is_said_and_is_never_nought_or_blank(brief):
    said = words(brief)
    assert "已拨资金待核实" in said
    rows = [
        line for line in subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=brief, capture_output=True,
            check=True,
        ).stdout.decode().splitlines() if line.strip().startswith("建发村")
    ] if shutil.which("pdftotext") else []  # fmt: skip
    assert not rows or any(row.count("待核实") == 3 for row in rows)


def test_a_document_with_much_to_say_is_set_smaller_to_come_to_four_pages():
    two = replace(SAMPLE, sections=SAMPLE.sections + SAMPLE.sections[:3])
    assert len(PdfReader(io.BytesIO(exports.write(two, "pdf"))).pages) <= 4


def test_a_unit_of_the_register_is_said_in_words():
    column = replace(SAMPLE.tables[0].columns[3], unit="yuan")
    columns = (*SAMPLE.tables[0].columns[:3], column)
    section = Section(
        "k", "名单", "名单", table=replace(SAMPLE.tables[0], columns=columns)
    )
    said = words(exports.write(replace(SAMPLE, sections=(section,)), "pdf"))
    assert "人均收入（元）" in said
    assert "yuan" not in said


def test_the_same_document_gives_the_same_bytes(brief):
    assert exports.write(SAMPLE, "pdf") == brief


def test_a_brief_is_tagged_and_lists_of_a_whole_town_stay_small():
    row = tuple(f"第三组 {n}" for n in range(9))
    columns = tuple(Column(f"c{n}", f"栏{n}") for n in range(9))
    rows = Table("households", "户名单", columns, (row,) * 750)
    made = replace(SAMPLE, tables=(rows,))
    brief: Any = PdfReader(io.BytesIO(exports.write(made, "pdf")))
    assert "/StructTreeRoot" in brief.trailer["/Root"]
    # The bar of a PDF is 1.5 MB; fonts and charts are 0.2 of it.
    assert len(exports.write(made, "pdf", lists=True)) < 1_000_000


def test_words_have_room_beside_many_figures_and_long_ones_more_than_short_ones():
    figures = tuple(Column(f"c{n}", "发生率最高", "integer") for n in range(12))
    words = Column("lacks", "未达标的项")
    row = (*range(12), "村收入达标、贫困发生率达标")
    made = blocks.table(Table("k", "题", (*figures, words), (row,)), "zh")
    shares = [column["weight"] for column in made["columns"]]
    assert min(shares) > 0
    assert shares[-1] == max(shares)
    few = Table("k", "题", (words, Column("name", "户主")), (("参加基本医疗", "陈*"),))
    long, short = (c["weight"] for c in blocks.table(few, "zh")["columns"])
    assert long > 2 * short


def test_the_lists_follow_with_all_their_rows_where_they_are_asked_for():
    many = tuple((f"001-{n:03}", "陈*", "收入", Blank.UNKNOWN) for n in range(60))
    table = replace(SAMPLE.tables[0], rows=many)
    document = replace(SAMPLE, tables=(table,))
    assert "001-059" not in words(exports.write(document, "pdf"))
    assert "001-059" in words(exports.write(document, "pdf", lists=True))


def test_a_long_table_says_how_many_rows_it_leaves_out():
    section = next(s for s in SAMPLE.sections if s.key == "open")
    many = tuple((f"001-{n:03}", "陈*", "收入", Blank.UNKNOWN) for n in range(60))
    table = replace(SAMPLE.tables[0], rows=many)
    document = replace(SAMPLE, sections=(replace(section, table=table),))
    assert "前8行，共60行" in words(exports.write(document, "pdf"))


@pytest.mark.parametrize("document", [EMPTY, ODD, TITLED, ENGLISH],
                         ids=["empty", "odd", "titled", "english"])  # fmt: skip
def test_a_hard_document_is_written_whole(document):
    said = words(exports.write(document, "pdf", lists=True))
    for figure in document.figures.values():
        text = figure.text.replace("\x00", "").replace("\x0b", "")
        assert squeezed(text) in said


def test_markup_is_printed_as_it_stands():
    said = words(exports.write(ODD, "pdf"))
    assert squeezed(EVIL.replace("\x00", "").replace("\x0b", "")) in said
    assert "=1+1" in said
    assert "@x" in said


def test_a_title_of_500_characters_is_whole():
    said = words(exports.write(TITLED, "pdf"))
    assert (
        said.count("红中村离出列线还差二百一十四元") >= LONG[:500].count("红中村") - 2
    )


def test_a_brief_in_english_says_its_frame_in_english():
    said = words(exports.write(ENGLISH, "pdf"))
    for part in ("Page1of", "Asof30Jun2018", "namesaremasked", "Tobesettled"):
        assert part in said
