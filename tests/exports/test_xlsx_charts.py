import io
import re
import zipfile
from dataclasses import replace
from html import unescape

from fupin.document import Point, Section
from fupin.exports import write
from tests.exports.books import CHARTS, drawn, find, opened
from tests.exports.sample_document import SAMPLE


def test_stacked_bars_are_native_and_draw_the_documents_numbers(book):
    assert drawn(book, "分村") == {
        s.name: [p.value for p in s.points] for s in CHARTS["分村"].series
    }


def test_a_part_that_is_not_there_says_nothing_on_its_neighbour():
    bars = next(
        s for s in SAMPLE.sections
        if s.chart and s.chart.kind == "bar" and len(s.chart.series) > 1
    )  # fmt: skip
    made = write(replace(SAMPLE, sections=(bars,)), "xlsx")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
    labels = re.findall(r"<c:dLbls><c:numFmt formatCode=\"([^\"]*)\"", drawn)
    assert labels
    # Of three parts of a format the third is what 0 says: nothing.
    assert [form.split(";")[2:] for form in map(unescape, labels)] == [[""]] * len(
        labels
    )


def test_distances_begin_at_the_rule_and_what_is_not_known_is_not_drawn(book):
    assert drawn(book, "村出列") == {
        "人均可支配收入": [9606, 9934, 9871, 9702, None],
        "人均可支配收入 最高": [None, None, None, 9914, None],
        "出列线 9,820 元": [9820] * 5,
        "原定 9,600 元": [9600] * 5,
    }
    data = zipfile.ZipFile(io.BytesIO(write(SAMPLE, "xlsx")))
    assert any(
        b'<c:crossesAt val="9820"/>' in data.read(n)
        for n in data.namelist() if "charts/chart" in n
    )  # fmt: skip
    # The table under the chart says so in words.
    assert find(book["图 村出列"], "待核实")
    assert find(book["图 村出列"], "新立村（待核实）")


def test_a_line_draws_each_series_own_points(book):
    found = drawn(book, "进度")
    for series in CHARTS["进度"].series:
        assert found[series.name] == [p.value for p in series.points]
    assert found["达标率 最高"] == [84.1]


def test_steps_are_exact_and_break_where_a_value_is_not_known(book):
    found = drawn(book, "假如")
    assert found["达标户"] == [288, 288, 271, 271, 226, 226]
    assert found["达标户 2"] == [140, 140, 96]
    assert found["年度任务 200 户"] == [200, 200]


def test_a_chart_without_points_is_a_sheet_without_a_chart():
    chart = replace(CHARTS["分村"], series=())
    section = Section("x", "空", "空", chart=chart)
    book = opened(replace(SAMPLE, sections=(section,)))
    assert not book["图 空"]._charts


def test_a_line_over_words_leaves_a_gap_where_it_is_not_known():
    chart = CHARTS["分村"]
    points = tuple(replace(p, value=None if n == 1 else p.value)
                   for n, p in enumerate(chart.series[0].points))  # fmt: skip
    line = replace(
        chart, kind="line", series=(replace(chart.series[0], points=points),)
    )
    book = opened(replace(SAMPLE, sections=(Section("x", "线", "线", chart=line),)))
    assert drawn(book, "线") == {"达标": [60, None, 62, 44]}
    # What isn't said is a gap; a zero would have to be.
    assert book["图 线"]._charts[0].display_blanks == "gap"
    assert find(book["图 线"], "待核实")


def test_rows_of_a_sheet_are_in_order_and_each_once_however_long_the_curve():
    chart = CHARTS["假如"]
    points = tuple(Point(3000 + n, 300 - n, "") for n in range(290))
    curve = replace(chart, series=(replace(chart.series[0], points=points),))
    section = Section("x", "长", "长", chart=curve)
    data = write(replace(SAMPLE, sections=(section,)), "xlsx")
    file = zipfile.ZipFile(io.BytesIO(data))
    for name in file.namelist():
        if "worksheets/sheet" in name:
            rows = [int(n) for n in re.findall(rb'<row r="(\d+)"', file.read(name))]
            assert rows == sorted(set(rows))
    book = opened(replace(SAMPLE, sections=(section,)))
    assert len(drawn(book, "长")["达标户"]) == 579
