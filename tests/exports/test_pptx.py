import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from fupin import settings
from fupin.document import Action, Blank, Column, DocumentError, Point, Section, Table
from fupin.exports import write
from fupin.exports.deck import template
from tests.exports import bad_documents
from tests.exports.opened import bare, needs_office, pages, printed
from tests.exports.sample_document import SAMPLE

CHARTS = {s.chart.key: s.chart for s in SAMPLE.sections if s.chart}


def opened(document=SAMPLE, **asked):
    return Presentation(io.BytesIO(write(document, "pptx", **asked)))


@pytest.fixture(scope="module")
def deck():
    return opened()


def words(slide):
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def everything(deck):
    return "\n".join(
        words(slide) + slide.notes_slide.notes_text_frame.text for slide in deck.slides
    )


def charts(deck):
    return {
        shape.name.removeprefix("图 "): shape
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart
    }


def slide_of(deck, text):
    return next(slide for slide in deck.slides if text in words(slide))


def replaced(**changes):
    return replace(SAMPLE, **changes)


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


def long_table(rows, columns=3):
    return Table(
        "long", "长表",
        tuple(Column(f"c{n}", f"第{n}列") for n in range(columns)),
        tuple(tuple(f"{r}-{c}" for c in range(columns)) for r in range(rows)),
    )  # fmt: skip


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
    assert "其余 452 行见同一快照的工作簿（XLSX）" in said
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


def test_the_template_in_the_repository_is_what_the_look_makes():
    kept = zipfile.ZipFile(settings.TEMPLATES / "deck.pptx")
    fresh = zipfile.ZipFile(io.BytesIO(template.made()))
    assert set(kept.namelist()) == set(fresh.namelist())
    assert all(kept.read(name) == fresh.read(name) for name in kept.namelist())


def test_the_theme_has_the_looks_colours_and_fonts():
    part = zipfile.ZipFile(io.BytesIO(template.made())).read("ppt/theme/theme1.xml")
    text = part.decode()
    for key, value in (("accent1", "0C6155"), ("accent2", "D96F22"),
                       ("accent3", "34455C"), ("accent4", "7388A3")):  # fmt: skip
        assert f'<a:{key}><a:srgbClr val="{value}"/></a:{key}>' in text
    assert '<a:ea typeface="Microsoft YaHei"/>' in text


def own_template(tmp_path, change):
    deck = Presentation(io.BytesIO(template.made()))
    change(deck)
    path = tmp_path / "本镇.pptx"
    deck.save(path)
    return path


def test_a_towns_own_template_is_used_and_its_own_slides_are_not(tmp_path):
    def change(deck):
        deck.slides.add_slide(deck.slide_layouts[0])
        deck.slide_layouts[1].placeholders[2].width = 5_000_000

    deck = opened(template=own_template(tmp_path, change))
    assert len(deck.slides) == 9
    assert {slide.slide_layout.name for slide in deck.slides} == set(template.PLACES)


def test_a_template_without_a_place_is_refused_with_its_name(tmp_path):
    def change(deck):
        layout = next(x for x in deck.slide_layouts if x.name == "会议页")
        for shape in list(layout.placeholders):
            if shape.name in ("标题", "脚注左"):
                shape.name = "Rectangle"

    path = own_template(tmp_path, change)
    with pytest.raises(DocumentError) as refused:
        opened(template=path)
    assert "本镇.pptx 缺少占位符。会议页：标题、脚注左" in refused.value.zh
    assert "会议页：标题、脚注左" in refused.value.en


def test_a_template_without_a_layout_is_refused_with_all_its_places(tmp_path):
    def change(deck):
        deck.slide_layouts[2].element.cSld.set("name", "别的")

    with pytest.raises(DocumentError, match="整幅页：会议、页码"):
        opened(template=own_template(tmp_path, change))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", b"words"])
def test_a_file_that_is_no_presentation_is_refused(tmp_path, data):
    path = tmp_path / "x.pptx"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=r"x\.pptx"):
        opened(template=path)


def test_a_workbook_is_no_template(tmp_path):
    path = tmp_path / "x.pptx"
    openpyxl.Workbook().save(path)
    with pytest.raises(DocumentError, match=r"x\.pptx"):
        opened(template=path)


def test_a_template_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DocumentError, match=r"none\.pptx"):
        opened(template=tmp_path / "none.pptx")


@pytest.mark.parametrize(
    "document",
    [bad_documents.EMPTY, bad_documents.ODD, bad_documents.TITLED,
     bad_documents.ENGLISH],
    ids=["empty", "odd", "titled", "english"],
)  # fmt: skip
def test_odd_documents_are_written_all_the_same(document):
    deck = opened(document)
    assert len(deck.slides) > 2
    shown = [f for s in document.sections for _, f in document.runs(s.headline) if f]
    assert all(figure.text.split("\x00")[0] in everything(deck) for figure in shown)


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
