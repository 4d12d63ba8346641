import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from fupin.document import Blank, Column, DocumentError, Section, Table
from fupin.exports import write
from fupin.exports.letter import pieces
from fupin.exports.letter.styles import STYLES
from fupin.exports.measure import width
from fupin.exports.words import cell, header
from tests.exports import bad_documents
from tests.exports.opened import bare, needs_office, pages, printed
from tests.exports.sample_document import SAMPLE

TABLES = [s.table for s in SAMPLE.sections if s.table]


def opened(document=SAMPLE, **asked):
    return docx.Document(io.BytesIO(write(document, "docx", **asked)))


@pytest.fixture(scope="module")
def letter():
    return opened()


def everything(letter):
    cells = [c.text for t in letter.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in letter.paragraphs), *cells])


def rows_under(letter, table):
    heads = [header(column, "zh") for column in table.columns]
    return next(
        rows
        for t in letter.tables
        if (rows := [[c.text for c in row.cells] for row in t.rows])[0] == heads
    )


@pytest.mark.parametrize("figure", SAMPLE.figures.values(), ids=SAMPLE.figures)
def test_every_figure_stands_in_the_brief_as_the_document_says_it(letter, figure):
    assert figure.text in everything(letter)


def test_the_list_of_figures_comes_with_the_lists_and_not_with_the_brief(letter):
    listed = everything(opened(lists=True))
    for figure in SAMPLE.figures.values():
        assert figure.what in listed
        assert figure.how in listed
    assert "数字与口径" not in everything(letter)


def test_the_line_below_a_headline_is_not_said_again_by_the_paragraph():
    section = SAMPLE.sections[0]
    told = "全镇 {households}，{met}达标。"
    twice = replace(section, below="在册 {households}", paragraphs=(told,))
    more = replace(section, below="在册 {households}，慢 {behind}", paragraphs=(told,))
    for made, is_there in ((twice, False), (more, True)):
        letter = opened(replace(SAMPLE, sections=(made,)))
        leads = [p.text for p in letter.paragraphs if p.style.name == "提要"]
        assert leads == ([SAMPLE.said(made.below)] if is_there else [])


def test_word_puts_no_air_of_its_own_between_chinese_and_figures(letter):
    form = letter.styles.element.xpath("w:docDefaults/w:pPrDefault/w:pPr")[0]
    for key in ("w:autoSpaceDE", "w:autoSpaceDN"):
        assert form.find(qn(key)).get(qn("w:val")) == "0"


@pytest.mark.parametrize("table", TABLES, ids=[t.key for t in TABLES])
def test_every_cell_of_a_table_reads_as_elsewhere(letter, table):
    rows = (*table.rows, *([table.totals] * bool(table.totals)))
    assert rows_under(letter, table)[1:] == [
        [cell(value, column, "zh") for value, column in zip(row, table.columns,
                                                            strict=True)]
        for row in rows
    ]  # fmt: skip


def test_the_text_says_what_the_sections_say_under_headings_that_word_finds(letter):
    headings = [p.text for p in letter.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "一、进度：290 户中 226 户达标，达标率 77.9 %", "二、分村：红中村欠得最多",
        "三、村出列：红中村离出列线还差 214 元，建发村暂不能判定",
        "四、假如：收入线每提高一步，达标的户变少", "五、名单：5 户缺事实，不能判定",
    ]  # fmt: skip
    body = [p.text for p in letter.paragraphs if p.style.name == "正文"]
    assert "全镇现有贫困户 290 户，226 户达标，达标率 77.9 %。" in body
    assert "已拨资金 待核实：台账没有拨付日期，补齐才能说。" in body


def test_figures_are_bold_in_the_colour_of_their_verdict(letter):
    heading = next(p for p in letter.paragraphs if "214 元，" in p.text)
    run = next(r for r in heading.runs if r.text == "214 元")
    assert run.bold
    assert str(run.font.color.rgb) == "9A480B"


def test_every_chart_is_a_sharp_picture_that_is_told(letter):
    told = [shape._inline.docPr.get("descr") for shape in letter.inline_shapes]
    assert told == [SAMPLE.said(s.chart.title) for s in SAMPLE.sections if s.chart]
    parts = letter.part.related_parts.values()
    pictures = [part for part in parts if part.partname.endswith(".png")]
    assert len(pictures) == 4
    for part in pictures:
        assert Image.open(io.BytesIO(part.blob)).width == 1800


def test_styles_have_names_and_chinese_fonts(letter):
    for name, look in STYLES.items():
        fonts = letter.styles[name].element.rPr.rFonts
        wanted = "SimSun" if look.is_serif else "Microsoft YaHei"
        assert fonts.get(qn("w:eastAsia")) == wanted
        latin = "Times New Roman" if look.is_serif else "Microsoft YaHei"
        assert fonts.get(qn("w:ascii")) == fonts.get(qn("w:hAnsi")) == latin
        assert not any("Theme" in key for key in fonts.attrib)
    defaults = letter.styles.element.xpath("w:docDefaults//w:rFonts")[0]
    assert defaults.get(qn("w:eastAsia")) == "Microsoft YaHei"


def test_what_is_noted_of_a_chart_stands_on_the_same_page(letter):
    alone = [
        s for s in SAMPLE.sections
        if s.chart and s.notes and not s.table and not s.actions
    ]  # fmt: skip
    kept = [
        p for p in letter.paragraphs
        if p.style.name == "图" and p.paragraph_format.keep_with_next
    ]  # fmt: skip
    assert len(kept) == len(alone) > 0


def test_long_words_give_way_by_their_share_and_dates_and_headers_are_whole():
    columns = (
        Column("who", "Unit"), Column("what", "Task"),
        Column("due", "Due", "date"), Column("household", "Household"),
        Column("late", "Days late", "integer"), Column("status", "Status"),
    )  # fmt: skip
    row = ("Work team in the villages", "Three signatures of a year",
           date(2016, 12, 31), "a", 546, "Reported as done")  # fmt: skip
    xml = pieces.grid(columns, [row], (), "en", ("a", "b"))
    who, what, due, household, *more = map(int, re.findall(r'gridCol w:w="(\d+)"', xml))
    assert sum((who, what, due, household, *more)) == pytest.approx(pieces.WIDE, abs=6)
    # In the widest type that is fallen back on, 9 pt and 8.5 pt.
    assert due > width("31 Dec 2016", 180) + 2 * pieces.SIDE
    assert household > width("Household", 170) + 2 * pieces.SIDE
    assert who > what > more[-1]


def test_every_page_carries_stamp_and_page_number(letter):
    (section,) = letter.sections
    head = "".join(p.text for p in section.header.paragraphs)
    foot = "".join(p.text for p in section.footer.paragraphs)
    assert "港口镇扶贫工作领导小组会议 通报" in head
    for text in ("2018年6月30日", "方案原线", "四村全部户", "S-180630-K7", "第12版",
                 "姓名已遮盖"):  # fmt: skip
        assert text in foot
    codes = section.footer._element.xpath(".//w:fldSimple/@w:instr")
    assert [code.strip() for code in codes] == ["PAGE", "NUMPAGES"]


def test_what_is_not_known_is_hatched(letter):
    held = [c for t in letter.tables for row in t.rows for c in row.cells]
    for one in held:
        hatched = one._tc.xpath("./w:tcPr/w:shd/@w:val") == ["thinDiagStripe"]
        assert hatched == (one.text == "待核实")
    assert sum(one.text == "待核实" for one in held) == 4


def test_a_table_repeats_its_header_and_breaks_no_row(letter):
    for table in letter.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)


def test_what_is_to_be_settled_is_a_table_with_dates(letter):
    rows = [[c.text for c in row.cells] for t in letter.tables for row in t.rows]
    assert ["红中村砂糖橘合作社 7 月分红", "农业和农村工作局", "2018年7月31日",
            "预计每人增收 230 元"] in rows  # fmt: skip
    assert ["红中村 4 户危房完工验收", "住建局", "—", "—"] in rows


def long_table(rows, columns=3):
    return Table(
        "long", "长表",
        tuple(Column(f"c{n}", f"第{n}列") for n in range(columns)),
        tuple(tuple(f"{r}-{c}" for c in range(columns)) for r in range(rows)),
    )  # fmt: skip


def test_a_long_table_shows_its_first_rows_and_says_how_many_there_are():
    table = long_table(45)
    letter = opened(replace(SAMPLE, sections=(Section("x", "", "长", table=table),)))
    assert len(rows_under(letter, table)) == 21
    assert "前 20 行，共 45 行，其余见附表" in everything(letter)


def test_with_lists_every_row_of_every_list_follows():
    table = long_table(3000)
    letter = opened(replace(SAMPLE, sections=(), tables=(table,)), lists=True)
    assert len(letter.tables[-1]._tbl.tr_lst) == 3001
    assert not opened(replace(SAMPLE, sections=(), tables=(table,))).tables[1:]


def test_a_wide_table_stays_on_the_page():
    section = Section("x", "", "宽", table=long_table(3, 30))
    letter = opened(replace(SAMPLE, sections=(section,)))
    grid = letter.tables[0]._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")
    assert sum(map(int, grid)) <= 9070


@bad_documents.each
def test_odd_documents_are_written_all_the_same(document):
    letter = opened(document)
    title = next(p for p in letter.paragraphs if p.style.name == "Title")
    assert title.text == document.title.replace("\x00", "").replace("\x0b", "")


def test_a_title_of_500_characters_is_set_smaller_and_stands_in_full():
    letter = opened(bad_documents.TITLED)
    title = next(p for p in letter.paragraphs if p.style.name == "Title")
    assert title.text == bad_documents.TITLED.title
    assert title.runs[0].font.size.pt < 22


def test_formulas_and_markup_are_only_words(letter):
    rows = rows_under(letter, next(t for t in TABLES if t.key == "open"))
    assert [row[2] for row in rows[1:]] == [
        "=收入",
        "+签名",
        "-日期",
        "@SUM(A1)",
        "收入",
    ]
    assert rows[-1][1] == "<b>韦*</b>"


def test_figures_nobody_knows_are_refused():
    with pytest.raises(DocumentError, match="stranger"):
        opened(replace(SAMPLE, sections=(Section("x", "", "{stranger}"),)))


def test_an_english_brief_speaks_english():
    letter = opened(replace(SAMPLE, lang="en"), lists=True)
    said = everything(letter)
    for text in (
        "To be settled",
        "To verify",
        "Figures and their basis",
        "30 Jun 2018",
    ):
        assert text in said
    assert any(p.text.startswith("1. 进度: ") for p in letter.paragraphs)


def test_two_at_once_get_the_same_brief():
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda _: write(SAMPLE, "docx"), range(3)))
    body = {zipfile.ZipFile(io.BytesIO(d)).read("word/document.xml") for d in made}
    assert len(body) == 1


def test_a_unknown_total_is_said():
    table = Table("t", "表", (Column("a", "甲"), Column("n", "数", "integer")),
                  (("x", 1),), totals=("合计", Blank.UNKNOWN))  # fmt: skip
    letter = opened(replace(SAMPLE, sections=(Section("x", "", "表", table=table),)))
    assert rows_under(letter, table)[-1] == ["合计", "待核实"]


@needs_office
def test_libreoffice_prints_every_figure_on_a_few_pages(tmp_path):
    found = pages(printed(write(SAMPLE, "docx"), "brief.docx", tmp_path))
    assert 2 <= len(found) <= 4
    whole = "".join(found)
    for figure in SAMPLE.figures.values():
        assert bare(figure.text) in whole
    assert f"第{len(found)}页，共{len(found)}页" in whole
