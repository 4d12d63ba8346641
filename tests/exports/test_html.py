from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from fupin import exports
from fupin.document import Blank, Column, Table
from fupin.exports.words import cell
from tests.exports.bad_documents import EMPTY, ENGLISH, EVIL, ODD, TITLED
from tests.exports.sample_document import SAMPLE

MIB = 1024 * 1024
# What ends itself.
VOID = {"meta", "br", "link", "input"}
LOADS = {
    "src",
    "href",
    "xlink:href",
    "action",
    "data",
    "poster",
    "srcset",
    "background",
}


class Page(HTMLParser):
    """The page as a browser takes it: its text, its tags, what it would load."""

    def __init__(self, made: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.inline: list[str] = []
        self.parts: list[str] = []
        self.feed(made.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.loads += [str(v) for k, v in attrs if k in LOADS]
        self.inline += [k for k, _ in attrs if k.startswith("on") or k == "style"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.parts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.parts)


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(exports.write(SAMPLE, "html"))


def test_it_is_whole_and_loads_nothing(page):
    assert page.open == []
    assert [where for where in page.loads if not where.startswith("#")] == []
    assert page.inline == []
    assert page.tags.count("script") == 1


def test_it_may_load_nothing_and_run_only_its_own_script():
    made = exports.write(SAMPLE, "html").decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', made)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert policy[1].count("'sha256-") == 2


def test_every_figure_text_and_cell_stands_in_it(page):
    for figure in SAMPLE.figures.values():
        assert figure.text in page.text
        assert figure.how in page.text
    for section in SAMPLE.sections:
        texts = (section.headline, section.below, *section.paragraphs, *section.notes)
        for text in texts:
            assert SAMPLE.said(text) in page.text
    tables = [*SAMPLE.tables, *(s.table for s in SAMPLE.sections if s.table)]
    for table in tables:
        for row in table.rows:
            for value, column in zip(row, table.columns, strict=True):
                assert cell(value, column, "zh") in page.text


def test_it_says_where_it_is_from(page):
    for part in ("S-180630-K7", "方案原线", "四村全部户", "2018年6月30日",
                 "第12版 7f3a08", "第3版 9c41e2", "姓名已遮盖", "林*",
                 "fupin 0.1.0"):  # fmt: skip
        assert part in page.text


@pytest.mark.parametrize("document", [EMPTY, ODD, TITLED, ENGLISH],
                         ids=["empty", "odd", "titled", "english"])  # fmt: skip
def test_a_hard_document_is_whole_and_its_markup_stays_words(document):
    page = Page(exports.write(document, "html"))
    assert page.open == []
    assert page.tags.count("script") == 1
    assert document.title.replace("\x00", "").replace("\x0b", "") in page.text


def test_control_characters_do_not_reach_the_page():
    made = exports.write(ODD, "html").decode()
    assert "\x00" in EVIL
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", made)


def test_a_long_list_says_how_many_rows_it_leaves_out_and_stays_under_4_mb():
    columns = tuple(Column(f"c{n}", f"列{n}", "money", "元") for n in range(20))
    row = (1234, Blank.UNKNOWN, -3.5, Blank.NOTHING) * 5
    many = Table("many", "大表", columns, (row,) * 10_000)
    made = exports.write(replace(SAMPLE, tables=(many, many, many)), "html")
    assert len(made) < 4 * MIB
    assert "共 10,000 行" in Page(made).text


def test_a_list_of_more_than_30_rows_is_folded_and_says_how_many():
    many = replace(SAMPLE.tables[0], rows=SAMPLE.tables[0].rows * 10)
    made = exports.write(replace(SAMPLE, tables=(many,)), "html").decode()
    assert "<details><summary>共 50 行</summary>" in made


def test_figures_are_listed_once_where_the_document_lists_them_itself():
    own = replace(SAMPLE.tables[0], key="figures", title="本镇数字")
    page = Page(exports.write(replace(SAMPLE, tables=(own,)), "html"))
    assert "本镇数字" in page.text
    assert "数字与口径" not in page.text
    assert "数字与口径" in Page(exports.write(SAMPLE, "html")).text
