from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fupin import charting
from fupin.document import Blank, Chart, Point, Rule, Series
from tests.charting.svg_words import SVG, parsed, words
from tests.exports.sample_document import DAY, SAMPLE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CHARTS = {s.chart.key: s.chart for s in SAMPLE.sections if s.chart is not None}
SIZES = ((1728, 800), (960, 496), (560, 220), (358, 240))
KINDS: Any = st.sampled_from(["bar", "dot", "line", "step"])


def drawn(chart: Chart, width: float = 960, height: float = 496, **asked: Any) -> str:
    return charting.svg(chart, SAMPLE, width, height, **asked)


def said(chart: Chart, **asked: Any) -> str:
    return " ".join(w.text for w in words(drawn(chart, **asked)))


def hatched(markup: str) -> list[Element]:
    return [n for n in parsed(markup).iter() if "url(#hatch" in n.get("fill", "")]


def marks(root: Element) -> list[Element]:
    return [g for g in root.iter(f"{SVG}g") if g.get("class") == "mark"]


def simple(kind: Any, *values: Any, **more: Any) -> Chart:
    held = tuple(
        v if isinstance(v, Point) else Point(n, v, "") for n, v in enumerate(values)
    )
    if kind in ("bar", "dot"):
        held = tuple(replace(p, at=f"村{p.at}") for p in held)
    return Chart("k", kind, "题", "", "户", (Series("户数", held),), **more)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", CHARTS)
def test_words_are_neither_cut_at_the_edge_nor_over_each_other(key, size):
    found = words(drawn(CHARTS[key], *size))
    assert len(found) > 5
    outside = [w for w in found if w.left < -1 or w.right > size[0] + 1 or w.top < -1
               or w.bottom > size[1] + 1]  # fmt: skip
    assert outside == []
    assert [(a.text, b.text) for a, b in combinations(found, 2) if a.meets(b)] == []


@pytest.mark.parametrize("key", CHARTS)
def test_what_a_point_says_stands_in_the_chart(key):
    told = said(CHARTS[key])
    for series in CHARTS[key].series:
        for point in series.points:
            assert point.text in told


def test_a_dot_chart_says_value_distance_verdict_and_note():
    told = said(CHARTS["villages"])
    for part in ("9,606", "差 214 元", "未达标", "官圩镇，86 户", "9,702", "9,914",
                 "出列线 9,820 元", "待核实"):  # fmt: skip
        assert part in told


@pytest.mark.parametrize("kind", ["bar", "dot", "line", "step"])
def test_an_unknown_value_is_hatched_and_never_drawn_as_nought(kind):
    known, unknown = simple(kind, 4, 0, 9), simple(kind, 4, None, 9)
    assert hatched(drawn(known)) == []
    assert len(hatched(drawn(unknown))) == 1
    assert "待核实" in said(unknown)
    assert "村1：待核实" in drawn(unknown) or kind in ("line", "step")


@pytest.mark.parametrize("kind", ["bar", "dot", "line", "step"])
def test_a_range_is_hatched_between_its_ends(kind):
    chart = simple(kind, 4, Point(1, 5, "", high=8), 6)
    if kind in ("bar", "dot"):
        chart = simple(kind, 4, Point("1", 5, "", high=8), 6)
    assert len(hatched(drawn(chart))) == 1
    assert "5–8" in drawn(chart)


def test_a_village_short_of_the_line_is_a_triangle_left_of_it_and_one_over_it_a_dot():
    root = parsed(drawn(CHARTS["villages"]))
    short, over = marks(root)[:2]
    assert short.find(f"{SVG}path") is not None
    assert over.find(f"{SVG}circle") is not None
    assert short.find(f"{SVG}circle") is None


def test_the_gap_is_drawn_from_the_line_to_the_mark():
    root = parsed(drawn(CHARTS["villages"]))
    rule = next(n for n in root.iter(f"{SVG}line") if n.get("stroke") == "#17202C")
    gap = marks(root)[0].find(f"{SVG}line")
    assert gap is not None
    assert gap.get("x1") == rule.get("x1")
    assert float(gap.get("x2", "")) < float(gap.get("x1", ""))


def test_a_target_is_dashed_and_a_projection_dotted():
    root = parsed(drawn(CHARTS["path"]))
    dashes = [n.get("stroke-dasharray") for n in root.iter(f"{SVG}polyline")]
    assert dashes[0] is None
    assert len({d for d in dashes if d}) == 2


def test_steps_hold_until_the_next_value_and_break_at_what_is_unknown():
    root = parsed(drawn(CHARTS["curve"]))
    runs = [str(n.get("points")).split() for n in root.iter(f"{SVG}polyline")]
    assert len(runs) == 2
    for one, other in zip(runs[0], runs[0][1:], strict=False):
        (x1, y1), (x2, y2) = one.split(","), other.split(",")
        assert x1 == x2 or y1 == y2


def test_colours_are_tokens_on_a_screen_and_values_elsewhere():
    assert "var(--met)" in drawn(CHARTS["verdicts"], css=True)
    assert "#0C6155" not in drawn(CHARTS["verdicts"], css=True)
    assert "var(" not in drawn(CHARTS["verdicts"])
    assert "#1F9E88" in drawn(CHARTS["verdicts"], dark=True)


def test_bars_begin_at_nought_and_stack():
    root = parsed(drawn(CHARTS["verdicts"]))
    (first, *_), (second, *_) = (list(g.iter(f"{SVG}rect")) for g in marks(root)[:2])
    end = float(first.get("x", "")) + float(first.get("width", ""))
    assert 0 < float(second.get("x", "")) - end < 4


def test_a_label_that_is_not_its_parts_own_value_stands_at_the_rows_end():
    """The whole of a row is said beside its last part, and not within it."""
    series = (
        Series("余下", (Point("因病", 30, "30 户"),), "s1"),
        Series("其他", (Point("因病", 86, "116 户"),), "s3"),
    )
    markup = drawn(Chart("k", "bar", "题", "", "户", series))
    end = max(
        float(r.get("x", "")) + float(r.get("width", ""))
        for g in parsed(markup).iter(f"{SVG}g") for r in g.iter(f"{SVG}rect")
    )  # fmt: skip
    held = {w.text: w for w in words(markup)}
    assert held["116 户"].left > end
    assert held["30 户"].right < end
    money = (Series("已付", (Point("村", 1_420_345, "142 万元"),), "s1"),)
    held = {w.text: w for w in words(drawn(Chart("k", "bar", "题", "", "元", money)))}
    assert held["142 万元"].right < 900


def test_whole_values_have_whole_ticks():
    told = [w.text for w in words(drawn(simple("bar", 1, 1)))]
    assert "0.2" not in told
    assert {"0", "1"} <= set(told)


def test_more_rows_than_there_is_room_for_say_how_many_are_left_out():
    chart = simple("bar", *range(1, 200))
    assert "其余" in said(chart)
    assert len(charting.table(chart, "zh").rows) == 199


def test_a_long_name_ends_in_an_ellipsis_and_is_whole_in_the_mark_and_the_table():
    name = "很长的村名" * 30
    chart = Chart("k", "bar", "题", "", "户", (Series("", (Point(name, 3, ""),)),))
    assert "…" in said(chart)
    assert name in drawn(chart)
    assert charting.table(chart, "zh").rows[0][0] == name


def test_markup_in_words_stays_words():
    evil = '<script>"&\x00\x0b'
    series = Series(evil, (Point(evil, 3, evil, note=evil),))
    chart = Chart(evil, "dot", evil, evil, evil, (series,), (Rule(4, evil),))
    root = parsed(drawn(chart))
    assert [n for n in root.iter() if n.tag.endswith("script")] == []
    assert '<script>"&' in "".join(root.itertext())


def test_a_chart_without_points_says_so():
    assert said(Chart("k", "line", "题", "", "", ())) == "没有数据"
    assert said(Chart("k", "bar", "题", "", "", (Series("s", ()),))) == "没有数据"


def test_a_link_goes_with_the_row_of_its_category():
    links = {"红中村": ("86 户", 'data-go="p=households"')}
    markup = charting.draw(CHARTS["villages"], "zh", 600, 300, links=links)
    assert markup.count('data-go="p=households"') == 1
    assert 'aria-label="86 户"><title>86 户</title>' in markup


def test_a_scale_that_does_not_begin_at_nought_says_where_it_does():
    assert charting.caption(CHARTS["villages"], SAMPLE).endswith("刻度自 9,500 起")
    assert "刻度" not in charting.caption(CHARTS["verdicts"], SAMPLE)


def test_a_table_of_a_chart_has_its_values_and_what_is_not_known():
    rows = charting.table(CHARTS["villages"], "zh").rows
    assert rows[0] == ("红中村", 9606, "差 214 元", "unmet")
    assert rows[3] == ("建发村", "9,702–9,914", "缺 5 户收入", "unknown")
    assert rows[4][1] is Blank.UNKNOWN
    path = charting.table(CHARTS["path"], "zh")
    assert [c.kind for c in path.columns] == ["date", "decimal", "integer", "decimal"]
    held = {row[0]: row[1:] for row in path.rows}
    assert held[DAY] == ("77.9–84.1", Blank.NOTHING, 77.9)
    assert list(held) == sorted(held, key=str)


@settings(max_examples=60)
@given(
    KINDS,
    st.lists(
        st.one_of(st.none(), st.floats(-1e6, 1e6), st.integers(0, 10**9)),
        min_size=1, max_size=12,
    ),
    st.booleans(),
)  # fmt: skip
def test_whatever_the_values_the_drawing_is_whole(kind, values, dates):
    chart = simple(kind, *values, rules=(Rule(10, "线 10"),))
    if dates and kind in ("line", "step"):
        series = chart.series[0]
        days = [date(2016, 1, 1) + timedelta(31 * n) for n in range(len(values))]
        points = [replace(p, at=d) for p, d in zip(series.points, days, strict=True)]
        chart = replace(chart, series=(replace(series, points=tuple(points)),))
    markup = drawn(chart, 560, 300)
    assert "nan" not in markup
    assert "inf" not in markup
    for one in words(markup):
        assert one.left > -2
        assert one.right < 562
