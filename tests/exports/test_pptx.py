import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from fupin.document import Blank, Column, Section, Table
from fupin.exports import write
from tests.exports.decks import (
    CHARTS,
    charts,
    everything,
    opened,
    replaced,
    slide_of,
    words,
)
from tests.exports.opened import bare, needs_office, pages, printed
from tests.exports.sample_document import SAMPLE


@pytest.mark.parametrize("figure", SAMPLE.figures.values(), ids=SAMPLE.figures)
def test_every_figure_stands_in_the_deck_as_the_document_says_it(deck, figure):
    assert figure.text in everything(deck)


def test_every_cell_of_a_sections_table_stands_in_a_native_table(deck):
    table = next(s.table for s in SAMPLE.sections if s.table and s.key == "villages")
    slide = slide_of(deck, "各村情况")
    grid = next(shape.table for shape in slide.shapes if shape.has_table)
    rows = [[cell.text for cell in row.cells] for row in grid.rows]
    assert rows[0][:2] == ["村", "在册（户）"]
    assert len(rows) == len(table.rows) + 2
    assert rows[1] == [
        "红中村", "86", "9,606", "81.5", "69.7", "2018年5月3日", "▲ 未达标",
    ]  # fmt: skip
    assert rows[4] == ["建发村", "59", "待核实", "77.0", "74.5", "待核实", "◌ 待核实"]
    assert rows[5] == ["新立村", "0", "待核实", "—", "—", "—", "◌ 待核实"]
    assert rows[6][0] == "合计"


def test_stacked_bars_are_native_with_the_documents_numbers(deck):
    chart = charts(deck)["verdicts"].chart
    assert chart.chart_type == XL_CHART_TYPE.BAR_STACKED
    assert list(chart.plots[0].categories) == ["红中村", "历麻村", "回龙村", "建发村"]
    assert {s.name: list(s.values) for s in chart.plots[0].series} == {
        s.name: [p.value for p in s.points] for s in CHARTS["verdicts"].series
    }


def test_distances_begin_at_the_rule_and_unknown_reaches_to_both_sides(deck):
    chart = charts(deck)["villages"].chart
    assert {s.name: list(s.values) for s in chart.plots[0].series} == {
        "人均可支配收入": [9606, 9934, 9871, 9702, None],
        "人均可支配收入 最高": [None, None, None, 9914, None],
        "出列线 9,820 元": [9820] * 5,
        "原定 9,600 元": [9600] * 5,
    }
    assert chart.value_axis.crosses_at == 9820
    assert chart.value_axis.minimum_scale == 9500
    hatched = chart._chartSpace.xpath(".//a:pattFill/@prst")
    assert set(hatched) == {"wdUpDiag"}
    said = words(slide_of(deck, "差 214 元"))
    for text in ("多 114 元", "缺 5 户收入", "村收入未录", "官圩镇，86 户", "待核实"):
        assert text in said


def test_a_line_keeps_dates_as_dates_and_each_series_own_points(deck):
    chart = charts(deck)["path"].chart
    assert chart.chart_type in (XL_CHART_TYPE.LINE, XL_CHART_TYPE.LINE_MARKERS)
    categories = [date.fromisoformat(str(c)[:10]) for c in _dates(chart)]
    for series in CHARTS["path"].series:
        drawn = next(s for s in chart.plots[0].series if s.name == series.name)
        held = dict(zip(categories, drawn.values, strict=True))
        assert {p.at: p.value for p in series.points} == {
            day: value for day, value in held.items() if value is not None
        }
    most = next(s for s in chart.plots[0].series if s.name == "达标率 最高")
    assert [v for v in most.values if v is not None] == [84.1]


def _dates(chart):
    """Return the dates of a chart's own sheet, which is what an editor opens."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return [row[0].value for row in book.active.iter_rows(min_row=2)]


def test_steps_are_exact_and_what_is_not_known_breaks_them(deck):
    chart = charts(deck)["curve"].chart
    drawn = {
        s.name: list(zip(_numbers(s, "xVal"), _numbers(s, "yVal"), strict=True))
        for s in chart.plots[0].series
    }
    assert drawn["达标户"] == [
        (3000, 288), (5000, 288), (5000, 271), (7365, 271), (7365, 226), (8500, 226),
    ]  # fmt: skip
    assert drawn["达标户 2"] == [(9000, 140), (9820, 140), (9820, 96)]
    assert drawn["年度任务 200 户"] == [(3000, 200), (9820, 200)]
    assert "达标户 96 户" in words(slide_of(deck, "年度任务 200 户"))


def _numbers(series, key):
    return [float(v) for v in series._element.xpath(f"c:{key}//c:pt/c:v/text()")]


@pytest.mark.parametrize("key", CHARTS)
def test_a_chart_is_told_to_who_cannot_see_it(deck, key):
    told = charts(deck)[key]._element.nvGraphicFramePr.cNvPr.get("descr")
    assert told.startswith(SAMPLE.said(CHARTS[key].title))


def test_every_slide_carries_its_stamp_and_its_number(deck):
    for n, slide in enumerate(deck.slides, 1):
        said = words(slide)
        for text in ("2018年6月30日", "方案原线", "四村全部户", "S-180630-K7",
                     "第12版 7f3a08", "第3版 9c41e2", "姓名已遮盖"):  # fmt: skip
            assert text in said
        if n > 1:
            assert f"{n} / {len(deck.slides)}" in said
            assert slide._element.xpath(".//a:fld/@type") == ["slidenum"]


def test_a_chart_lets_through_what_is_hatched_behind_it(deck):
    for shape in charts(deck).values():
        space = shape.chart._chartSpace
        assert space.xpath("./c:spPr/a:noFill")
        assert space.xpath("./c:chart/c:plotArea/c:spPr/a:noFill")


def test_no_two_shapes_of_a_slide_have_one_number(deck):
    for slide in deck.slides:
        numbers = slide._element.xpath("//p:cNvPr/@id")
        assert len(set(numbers)) == len(numbers)
        assert "0" not in numbers


def test_the_headline_colours_each_figure_by_its_verdict(deck):
    slide = slide_of(deck, "建发村暂不能判定")
    runs = slide.shapes.title.text_frame.paragraphs[0].runs
    assert [(run.text, run.font.color.type is None) for run in runs] == [
        ("红中村离出列线还差 ", True), ("214 元", False), ("，建发村暂不能判定", True),
    ]  # fmt: skip
    assert str(runs[1].font.color.rgb) == "9A480B"


def test_the_notes_say_where_each_figure_comes_from(deck):
    notes = slide_of(deck, "建发村暂不能判定").notes_slide.notes_text_frame.text
    assert "红中村离出列线：214 元（方案三（一））" in notes
    assert "出列线 9,820 元。" in notes
    assert "村收入按台账，近 12 个月。" in notes
    assert "贫困户台账：第12版，2018年6月30日" in notes


def test_what_the_meeting_settles_stands_at_the_right(deck):
    said = words(slide_of(deck, "请会议议定三件事"))
    assert "红中村砂糖橘合作社 7 月分红" in said
    assert "农业和农村工作局\t7月31日" in said
    assert "预计每人增收 230 元" in said


def test_no_text_is_higher_than_its_place(deck):
    high, wide = deck.slide_height, deck.slide_width
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.top >= 0
            assert shape.top + shape.height <= high
            assert shape.left >= 0
            assert shape.left + shape.width <= wide


def test_two_at_once_get_the_same_deck():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: write(SAMPLE, "pptx"), range(4)))
    said = {everything(Presentation(io.BytesIO(data))) for data in made}
    assert len(said) == 1


def test_an_english_document_speaks_english():
    said = everything(opened(replaced(lang="en")))
    for text in ("As of 30 Jun 2018", "To be settled: 3", "Not met", "Sources"):
        assert text in said


@needs_office
def test_libreoffice_shows_every_slide_with_its_figures(tmp_path):
    found = pages(printed(write(SAMPLE, "pptx"), "deck.pptx", tmp_path))
    assert len(found) == 9
    whole = "".join(found)
    for figure in SAMPLE.figures.values():
        assert bare(figure.text) in whole
    # The native charts' own numbers: labels and axes.
    for text in ("9,606", "9,934", "9,702", "9,914", "差214元", "2017年7月"):
        assert text in whole


def test_a_cell_that_is_unknown_is_hatched(deck):
    slide = slide_of(deck, "各村情况")
    grid = next(shape.table for shape in slide.shapes if shape.has_table)
    rows = next(
        s.table for s in SAMPLE.sections if s.table and s.key == "villages"
    ).rows
    for n, row in enumerate(rows, 1):
        for m, value in enumerate(row):
            hatched = grid.cell(n, m)._tc.xpath("./a:tcPr/a:pattFill")
            assert bool(hatched) == (value is Blank.UNKNOWN)


def test_a_long_text_is_broken_whole_and_the_others_keep_their_size():
    told = "年度目标之间按日直线推算，" * 8
    table = Table("t", "表", (Column("a", "数字"), Column("b", "口径")),
                  (("计划", told), ("截至", "—")))  # fmt: skip
    deck = opened(replaced(sections=(Section("s", "口径", "口径", table=table),)))
    grid = next(x.table for s in deck.slides for x in s.shapes if x.has_table)
    assert grid.cell(1, 1).text_frame.text == told
    (run,) = grid.cell(1, 0).text_frame.paragraphs[0].runs
    assert run.font.size.pt == 12  # 20 px of a slide of 1600
