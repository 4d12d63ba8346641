"""What is too long, too much, too little or too odd for a slide."""

from dataclasses import replace
from datetime import date

import pytest

from fupin.document import Action, DocumentError, Point, Section
from fupin.exports.deck.grid import Grid
from fupin.exports.measure import width
from tests.exports import bad_documents
from tests.exports.decks import (
    CHARTS,
    charts,
    everything,
    long_table,
    opened,
    replaced,
    words,
)
from tests.exports.sample_document import SAMPLE


def test_the_last_slides_tell_what_the_slides_figures_rest_on_and_no_others():
    figures = dict(SAMPLE.figures)
    for n in range(100):
        figures[f"more_{n}"] = replace(figures["short"], key=f"more_{n}", what=f"数{n}")
    deck = opened(replaced(figures=figures))
    slides = [s for s in deck.slides if s.shapes.title.text_frame.text == "数字与口径"]
    assert len(slides) == 1
    assert "红中村离出列线" in words(slides[0])
    assert "数7" not in words(slides[0])
    assert "全部 109 个见同一快照的工作簿" in words(slides[0])


def test_a_table_of_one_row_more_than_a_slide_holds_leaves_none_alone():
    section = Section("long", "名单", "名单", table=long_table(12))
    deck = opened(replaced(sections=(section,)))
    grids = [x.table for s in deck.slides for x in s.shapes if x.has_table]
    assert [len(grid.rows) - 1 for grid in grids[:2]] == [6, 6]


def test_a_long_table_goes_on_on_further_slides():
    section = Section("long", "名单", "名单很长", table=long_table(30))
    deck = opened(replaced(sections=(section,)))
    grids = [s for s in deck.slides for shape in s.shapes if shape.has_table]
    rows = [
        len(next(x.table for x in s.shapes if x.has_table).rows) - 1 for s in grids[:3]
    ]
    assert rows == [10, 10, 10]
    assert [s.shapes.title.text_frame.text for s in grids[:3]] == [
        "名单很长", "名单很长（续）", "名单很长（续）",
    ]  # fmt: skip
    assert "第 11–20 行，共 30 行" in words(grids[1])


def test_a_list_of_households_is_left_to_the_workbook_and_the_deck_says_so():
    section = Section("long", "名单", "名单", table=long_table(500, 40))
    deck = opened(replaced(sections=(section,)))
    said = everything(deck)
    assert "其余 456 行见同一快照的工作簿（XLSX）" in said
    assert "其余 24 列见工作簿" in said


def test_a_title_of_500_characters_is_made_small_then_cut_and_kept_in_the_notes():
    title = "扶贫" * 250
    section = Section("x", "题", "标题很长" * 125)
    deck = opened(replaced(title=title, sections=(section,)))
    cover, slide = deck.slides[0], deck.slides[1]
    shown = cover.shapes.title.text_frame.text
    assert shown == title or shown.endswith("…")
    notes = cover.notes_slide.notes_text_frame.text
    assert title in shown + notes
    assert slide.shapes.title.text_frame.text.endswith("…")
    assert section.headline in slide.notes_slide.notes_text_frame.text


def test_a_headline_of_two_lines_is_set_smaller():
    section = Section("x", "题", "红中村离出列线还差一点，建发村暂不能判定，" * 2)
    slide = opened(replaced(sections=(section,))).slides[1]
    run = slide.shapes.title.text_frame.paragraphs[0].runs[0]
    assert run.font.size.pt < 48 * 0.6
    assert not run.text.endswith("…")


def test_a_bold_latin_headline_fits_in_the_widest_letters_that_are_fallen_back_on():
    # As DejaVu Serif Bold sets it, in parts of its size.
    said, wide = "8.0 households more; 10.7 are needed to be done in time", 31.7
    section = Section("x", "Course", said)
    slide = opened(replaced(lang="en", sections=(section,))).slides[1]
    (run,) = slide.shapes.title.text_frame.paragraphs[0].runs
    assert run.text == said
    assert wide * run.font.size.pt / 0.6 <= 1440
    assert width("0123456789", 100, bold=True) > 695


def test_both_ends_of_the_foot_are_in_one_size():
    for lang, begins in (("zh", ("截至", "快照")), ("en", ("As of", "Snapshot"))):
        slide = opened(replaced(lang=lang)).slides[1]
        runs = [
            x.text_frame.paragraphs[0].runs[0] for x in slide.placeholders
            if x.has_text_frame and x.text_frame.text.startswith(begins)
        ]  # fmt: skip
        assert len(runs) == 2
        assert runs[0].font.size == runs[1].font.size


def test_a_village_without_households_and_an_unknown_value_are_neither_zero_nor_blank():
    dot = CHARTS["villages"]
    open_ = replace(dot.series[0], points=(Point("新立村", None, "待核实", "unknown"),))
    section = Section("x", "题", "村", chart=replace(dot, series=(open_,)))
    deck = opened(replaced(sections=(section,)))
    slide = deck.slides[1]
    assert "待核实" in words(slide)
    drawn = charts(deck)["villages"].chart.plots[0].series[0]
    assert list(drawn.values) == [None]
    hatched = [s.name for s in slide.shapes if s._element.xpath(".//a:pattFill")]
    assert "新立村 待核实" in hatched


def test_a_place_of_any_name_stands_beside_the_chart_where_nothing_is_known():
    bars = CHARTS["verdicts"]
    name = '<红>&"中'
    points = (Point("甲", 3, "3"), Point(name, None, "待核实", "unknown"))
    chart = replace(bars, series=(replace(bars.series[0], points=points),))
    deck = opened(replaced(sections=(Section("x", "题", "话", chart=chart),)))
    assert any(name in shape.name for shape in deck.slides[1].shapes)


def test_charts_and_tables_without_anything_make_a_slide_all_the_same():
    empty = replace(CHARTS["verdicts"], series=())
    line = replace(CHARTS["path"], series=())
    sections = (
        Section("a", "题", "空图", chart=empty), Section("b", "题", "空线", chart=line),
        Section("c", "题", "空表", table=long_table(0)), Section("d", "题", "只有话"),
    )  # fmt: skip
    deck = opened(replaced(sections=sections))
    assert [s.shapes.title.text_frame.text for s in deck.slides][1:5] == [
        "空图", "空线", "空表", "只有话",
    ]  # fmt: skip
    assert "没有符合的行" in words(deck.slides[3])


def test_many_actions_go_on_on_the_next_slide():
    asked = tuple(
        Action(f"第 {n} 件", "组织办", date(2019, 1, n)) for n in range(1, 12)
    )
    deck = opened(replaced(sections=(Section("x", "题", "请议定", actions=asked),)))
    said = [words(slide) for slide in deck.slides if "请会议议定" in words(slide)]
    assert len(said) > 1
    assert all(any(f"第 {n} 件" in text for text in said) for n in range(1, 12))
    assert "2019年1月1日" in said[0]


def test_a_chart_of_many_villages_goes_on_with_the_same_scale():
    bars = CHARTS["verdicts"]
    points = tuple(Point(f"第{n}村", n, str(n)) for n in range(1, 26))
    series = tuple(replace(s, points=points) for s in bars.series)
    section = Section("x", "题", "很多村", chart=replace(bars, series=series))
    deck = opened(replaced(sections=(section,)))
    drawn = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert sum(len(list(c.plots[0].categories)) for c in drawn) == 25
    assert len({c.value_axis.maximum_scale for c in drawn}) == 1
    assert len(drawn) == 3


def test_text_with_markup_or_controls_is_only_text():
    section = Section("x", "题", "<b>甲</b>&\x0b乙", "“引号”'\"", ("=1+1", "\x00空"))
    deck = opened(replaced(sections=(section,)))
    said = words(deck.slides[1])
    assert "<b>甲</b>&乙" in said
    assert "=1+1" in said


def test_a_section_of_words_only_is_set_as_words_over_as_many_slides_as_it_takes():
    said = tuple(f"第{n}段：" + "话" * 400 for n in range(6))
    deck = opened(replaced(sections=(Section("x", "题", "话", paragraphs=said),)))
    texts = "".join(words(slide) for slide in deck.slides).replace("\n", "")
    assert all(f"第{n}段" in texts for n in range(6))
    assert texts.count("话") >= 2400


def test_figures_nobody_knows_are_refused():
    with pytest.raises(DocumentError, match="stranger"):
        opened(replaced(sections=(Section("x", "题", "{stranger}"),)))


@bad_documents.each
def test_odd_documents_are_written_all_the_same(document):
    deck = opened(document)
    assert len(deck.slides) > 2
    shown = [f for s in document.sections for _, f in document.runs(s.headline) if f]
    assert all(figure.text.split("\x00")[0] in everything(deck) for figure in shown)


def test_rows_that_fit_are_not_left_out_for_the_sake_of_even_slides():
    grid = Grid(SAMPLE, long_table(20), 1400)
    heights = [800.0, 250.0]
    assert [len(chunk.rows) for chunk in grid.chunks(heights)] == [11, 5, 4]
    # By five to seven a slide the last would find no room.
    grid = Grid(SAMPLE, long_table(26), 1400)
    found = grid.chunks(heights)
    assert [len(chunk.rows) for chunk in found] == [11, 5, 5, 5]
    assert [chunk.left_out for chunk in found] == [0, 0, 0, 0]
