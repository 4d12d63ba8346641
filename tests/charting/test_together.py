"""Charts side by side, a row in the small, and what is no chart of series."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import pytest

from fupin import charting, exports
from fupin.charting import Badge, Heat, Map, Matrix, Place, Row, Several
from fupin.charting.labels import Labels
from fupin.charting.pen import Pen
from fupin.document import Blank, Chart, Point, Rule, Section, Series
from tests.charting.svg_words import SVG, parsed, words
from tests.exports.sample_document import SAMPLE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from fupin.document import Verdict

YEARS = ("2015", "2016", "2017", "近12个月")
PARTS = {"工资性": (500, 1500, 2900, 4420), "生产经营性": (1800, 2100, 1900, 1690),
         "转移性等": (995, 1310, 1300, 1043)}  # fmt: skip
LINES = (None, 6433, 5900, 7365)
ROLES: tuple[Any, ...] = ("s1", "s3")


def income() -> Chart:
    roles: tuple[Any, ...] = ("s1", "s2", "s4")
    held = [
        tuple(Point(y, v, f"{v:,}") for y, v in zip(YEARS, values, strict=True))
        for values in PARTS.values()
    ]
    series = tuple(map(Series, PARTS, held, roles))
    rules = tuple(
        Rule(line, f"{line:,}", at=year)
        for year, line in zip(YEARS, LINES, strict=True)
        if line is not None
    )
    return Chart("income", "bar", "题", "", "yuan", series, rules, is_upright=True)


def villages(*lines: float) -> Chart:
    points = (
        Point("红中村", 8964, "差 214", "unmet"),
        Point("历麻村", 9292, "多 114", "met"),
        Point("建发村", None, "待核实", "unknown"),
    )  # fmt: skip
    rules = tuple(
        Rule(line, f"线 {line:,.0f}", at=str(p.at) if len(lines) > 1 else "")
        for line, p in zip(lines, points, strict=False)
    )
    return Chart("villages", "dot", "题", "", "yuan", (Series("收入", points),), rules)


def groups(name: str, *rows: tuple[int, int]) -> Chart:
    signed = tuple(
        Point(f"第{n}组", a, str(a + b), is_of_row=True)
        for n, (a, b) in enumerate(rows)
    )
    missing = tuple(Point(f"第{n}组", b, f"缺 {b}") for n, (_, b) in enumerate(rows))
    series = Series("签齐", signed, "s2"), Series("未查", missing, "unmet")
    return Chart(name, "bar", name, "", "households", series, most=80)


def bars(markup: str, colour: str) -> list[Element]:
    return [n for n in parsed(markup).iter(f"{SVG}rect") if n.get("fill") == colour]


@pytest.mark.parametrize("size", [(384, 250), (1728, 700), (326, 220)])
def test_bars_side_by_side_say_their_sum_their_line_and_the_gap(size):
    found = words(charting.draw(income(), "zh", *size))
    said = [w.text for w in found]
    for part in ("3,295", "4,910", "6,100", "7,153", "6,433", "5,900", "7,365",
                 "−1,523", "+200", "−212", "工资性", "4,420", "近12个月"):  # fmt: skip
        assert part in said
    # The first year has no line: it is held against nothing.
    assert len([s for s in said if s[0] in "+−"]) == 3
    assert [(a.text, b.text) for a, b in combinations(found, 2) if a.meets(b)] == []
    assert all(w.left > -1 and w.right < size[0] + 1 for w in found)


def test_the_data_of_bars_side_by_side_has_the_line_of_each():
    told = charting.table(income(), "zh")
    assert [column.label for column in told.columns][-1] == "线"
    assert [row[-1] for row in told.rows] == [Blank.NOTHING, 6433, 5900, 7365]
    assert "线" not in [c.label for c in charting.table(villages(9178), "zh").columns]


def test_the_parts_of_a_column_are_as_high_as_they_are():
    drawn = charting.draw(income(), "zh", 384, 250, size=12)
    heights = {
        colour: [float(n.get("height", "")) + 1 for n in bars(drawn, colour)]
        for colour in ("#34455C", "#7388A3", "#D5DDE7")
    }  # fmt: skip
    for held, values in zip(heights.values(), PARTS.values(), strict=True):
        for (a, b), (v, w) in zip(pairwise(held), pairwise(values), strict=True):
            assert a / b == pytest.approx(v / w, rel=0.03)


def test_a_column_with_a_part_that_isnt_known_has_no_sum():
    chart = income()
    open_ = Series("另有", (Point("2016", None, ""),), "s3")
    told = [w.text for w in words(charting.draw(
        Chart("k", "bar", "", "", "", (*chart.series, open_), is_upright=True), "zh",
        600, 300))]  # fmt: skip
    assert "待核实" in told
    assert "4,910" not in told
    assert "3,295" in told


@pytest.mark.parametrize("lines", [(9178,), (9178, 9000, 9178)])
def test_a_row_in_the_small_stands_beside_its_own_line(lines):
    chart = villages(*lines)
    for name, left in (("红中村", True), ("历麻村", False)):
        markup = charting.strip(chart, name, "zh", 200, 34, size=12)
        root = parsed(markup)
        line = next(n for n in root.iter(f"{SVG}line") if n.get("stroke") == "#17202C")
        gap = next(n for n in root.iter(f"{SVG}line") if n.get("stroke-width") == "3.0")
        assert line.get("x1") == gap.get("x1") == "100.0"
        assert (float(gap.get("x2", "")) < 100) is left
        told = root.get("aria-label", "")
        assert told.startswith(name)
        assert "元" in told
    assert "8,964，差 214" in charting.strip(chart, "红中村", "zh", 200, 34)
    unknown = charting.strip(chart, "建发村", "zh", 200, 34)
    assert "url(#hatch" in unknown
    assert "待核实" in unknown


def test_rows_on_one_scale_have_the_length_that_their_value_asks_for():
    one, other = groups("甲", (72, 0), (36, 3)), groups("乙", (54, 0), (70, 8))
    asked: dict[str, Any] = {"size": 12, "bare": True, "is_keyed": False}
    reach = charting.shared([one, other], "zh", 366, 12, is_keyed=False)
    long, half, less, near = (
        float(n.get("width", "")) + 1
        for chart in (one, other)
        for n in bars(
            charting.draw(chart, "zh", 366, 60, reach=reach, **asked), "#7388A3"
        )
    )
    assert long / half == pytest.approx(2, rel=0.02)
    assert long / less == pytest.approx(72 / 54, rel=0.02)
    assert long / near == pytest.approx(72 / 70, rel=0.02)
    # By itself it takes the room that its own words leave, and lengths don't compare.
    alone = charting.draw(one, "zh", 366, 60, **asked)
    assert float(bars(alone, "#7388A3")[0].get("width", "")) > long


def test_one_of_many_can_still_be_seen_and_opens_its_list():
    chart = groups("甲", (71, 1))
    key = charting.part("第0组", "未查")
    links = {key: ("第0组 未查 1", 'data-go="list=missing"'),
             charting.part("第0组"): ("第0组 72", 'data-go="list=all"')}  # fmt: skip
    markup = charting.draw(chart, "zh", 366, 30, size=12, bare=True, links=links)
    assert float(bars(markup, "#D96F22")[0].get("width", "")) >= 2
    root = parsed(markup)
    opens = [g.get("data-go") for g in root.iter(f"{SVG}g") if g.get("data-go")]
    # The part, its words at the row's end, and what the row comes to.
    assert opens == ["list=missing", "list=all", "list=missing"]
    # A reader of the screen gets to what is in it.
    assert root.get("role") == "group"
    assert parsed(charting.draw(chart, "zh", 366, 30)).get("role") == "img"


def test_several_charts_name_their_series_once_and_show_every_row():
    held = tuple(
        groups(f"{n}村", *[(40 + k, k % 3) for k in range(9)]) for n in range(4)
    )
    several = Several("groups", "题", "", held)
    for lang in ("zh", "en"):
        markup = charting.draw(several, lang, 1728, 640, size=25)
        said = [w.text for w in words(markup)]
        assert said.count("签齐") == said.count("未查") == 1
        assert said.count("第8组") == 4
        assert all(f"{n}村" in said for n in range(4))


@pytest.mark.parametrize("size", [12, 13.2, 26.4])
def test_the_first_place_that_covers_nothing_is_taken_however_long_the_words(size):
    """Rounding once decided between places alike; words flew to the farthest one."""
    for n in range(40):
        for text in (
            "2016年 28.6 %，快 0.6",
            "实际 77.5 %",
            "12 户待核实全达标则 81.7 %",
        ):
            x, y = 500.1 + 17.7 * n, 90.3 + 41.9 * n
            pen = Pen("k", size)
            Labels((0, 0, 2000, 2000)).near(pen, (x, y), text, "ink", size=size)
            found = [re.search(rf' {a}="([\d.]+)"', pen.parts[0]) for a in "xy"]
            at = [float(one[1]) for one in found if one]
            assert at == pytest.approx([x + size * 0.55, y + size * 1.25], abs=0.2)


MATRIX = Matrix("m", "缺口", "户", ("红中", "建发"), (
    Row("两不愁", "收入达标",
        ((Badge("unmet", "17", "a"), Badge("unknown", "6", "b")), ())),
    Row("三保障", "住房安全", ((), (Badge("unmet", "3"),))),
))  # fmt: skip
MAP = Map("p", "余下", "户", (
    Place("红中村", "余 24 户", 60, 20, 24, "unmet", "001"),
    Place("建发村", "余 6 户", 95, 70, 6, "unknown", "002"),
    Place("无址村", "余 0 户", None, None, 0, "met"),
), "西江", "北")  # fmt: skip
HEAT = Heat(
    "h",
    "两个参数",
    "户",
    (4000, 5000, 6000),
    (5, 6),
    ((9, 8), (7, 4), (3, 1)),
    5,
    ("脱贫线", "年龄"),
    lambda a, b, n: f"{a} × {b}：{n} 户",
    (5100, 6.4),
)
PICTURES = (MATRIX, MAP, HEAT)


@pytest.mark.parametrize("drawn", PICTURES, ids=lambda one: one.key)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_screen_and_a_saved_picture_say_the_same_numbers(drawn, lang):
    screen = charting.draw(drawn, lang, 268, 190, css=True, size=12)
    saved = charting.draw(drawn, lang, 1728, 700, size=25)
    assert "var(" not in saved
    assert "color-mix" not in saved
    tips = [re.findall(r'data-tip="([^"]*)"', one) for one in (screen, saved)]
    assert tips[0] == tips[1] != []
    assert [w.text for w in words(screen)] == [w.text for w in words(saved)]


def test_a_matrix_has_a_number_only_where_something_lacks():
    root = parsed(charting.draw(MATRIX, "zh", 268, 120))
    tips = [g.get("data-tip") for g in root.iter(f"{SVG}g") if g.get("data-tip")]
    assert tips == [
        "收入达标 · 红中：未达标 17", "收入达标 · 红中：待核实 6",
        "收入达标 · 建发：达标",
        "住房安全 · 红中：达标", "住房安全 · 建发：未达标 3",
    ]  # fmt: skip
    assert len(list(root.iter(f"{SVG}circle"))) == 2


def test_a_map_gives_a_village_an_area_by_its_households_and_a_hatch_if_unknown():
    for width, height in ((268, 190), (1728, 640)):
        root = parsed(charting.draw(MAP, "zh", width, height))
        one, open_, none = root.iter(f"{SVG}circle")
        large, small = (float(n.get("r", "")) for n in (one, open_))
        assert large / small == pytest.approx(2, rel=0.01)
        assert "url(#hatch" in open_.get("fill", "")
        assert float(none.get("r", "")) > 0
        found = words(charting.draw(MAP, "zh", width, height))
        assert all(w.left >= 0 and w.right <= width for w in found)
        assert {"红中村", "余 24 户", "西江", "北"} <= {w.text for w in found}


def test_a_map_of_heat_is_darkest_at_the_most_and_has_a_contour_at_the_target():
    root = parsed(charting.draw(HEAT, "zh", 536, 200))
    cells = [n.get("fill") for n in root.iter(f"{SVG}rect") if n.get("class") == "cell"]
    assert len(cells) == 6
    assert (cells[0], cells[-1]) == ("#34455C", "#D5DDE7")
    contour = next(n for n in root.iter(f"{SVG}path") if n.get("class") == "contour")
    # 4 and 3 lie beyond 5, 7 and 8 before: one edge down, one across.
    assert len(re.findall("v|h", contour.get("d", ""))) == 3
    # The frame is around the cell nearest to where the scenario stands.
    frame = next(n for n in root.iter(f"{SVG}rect") if n.get("class") == "here")
    near = [n for n in root.iter(f"{SVG}rect") if n.get("class") == "cell"][3]
    assert (frame.get("x"), frame.get("y")) == (near.get("x"), near.get("y"))
    assert "color-mix(in srgb,var(--s1) 100%,var(--s4))" in charting.draw(
        HEAT, "zh", 536, 200, css=True
    )


@pytest.mark.parametrize("chart", [income(), villages(9178), groups("甲", (72, 1))],
                         ids=["upright", "dot", "bar"])  # fmt: skip
def test_every_kind_says_the_same_on_the_screen_and_in_a_picture(chart):
    screen = charting.draw(chart, "zh", 366, 200, css=True, size=12)
    saved = charting.draw(chart, "zh", 1728, 700, size=25)
    tips = [re.findall(r'data-tip="([^"]*)"', one) for one in (screen, saved)]
    assert tips[0] == tips[1] != []


def test_an_upright_rule_stands_at_its_place_and_its_label_on_no_other_line():
    points = tuple(Point(4000 + 100 * n, 250 - n, "", high=262 - n) for n in range(81))
    rules = (
        Rule(7365, "方案 7,365", dashed=True, is_upright=True),
        Rule(7725, "7,725 元：225 户", is_upright=True, is_current=True),
    )
    chart = Chart("c", "step", "题", "", "households",
                  (Series("达标", points, "met"),), rules, 100)  # fmt: skip
    root = parsed(charting.draw(chart, "zh", 1000, 400, size=16))
    lines = [n for n in root.iter(f"{SVG}line") if n.get("x1") == n.get("x2")]
    plan, now = (float(n.get("x1", "")) for n in lines)
    step = next(n for n in root.iter(f"{SVG}polyline"))
    xs = [float(spot.split(",")[0]) for spot in step.get("points", "").split()]
    part = (plan - xs[0]) / (xs[-1] - xs[0])
    assert part == pytest.approx((7365 - 4000) / 8000, abs=0.001)
    assert lines[1].get("stroke") == "#2A4BA0"
    told = {w.text: w for w in words(charting.draw(chart, "zh", 1000, 400, size=16))}
    assert told["方案 7,365"].right <= plan
    assert told["7,725 元：225 户"].left >= now


@pytest.mark.parametrize("kind", ["pptx", "xlsx", "docx", "pdf", "html", "svg"])
def test_every_export_takes_bars_side_by_side_and_lines_of_their_own(kind):
    charts = (income(), villages(9178, 9000, 9178), groups("甲", (71, 1), (66, 0)))
    sections = tuple(
        Section(f"s{n}", "", chart.title, chart=chart) for n, chart in enumerate(charts)
    )
    made = exports.write(replace(SAMPLE, sections=sections), kind)
    assert len(made) > 1000


def test_on_a_phone_long_words_stand_above_the_rows_whole_and_clear_of_each_other():
    said = ("214 yuan short", "114 yuan more", "No income on record")
    verdicts: tuple[Verdict, ...] = ("unmet", "met", "unknown")
    points = tuple(
        Point(f"Village {n}", value, text, verdict, note="Town, 71 households")
        for n, (value, text, verdict) in enumerate(
            zip((8964, 9292, None), said, verdicts, strict=True)
        )
    )
    rule = Rule(9178, "Exit line 9,178 yuan")
    chart = Chart("v", "dot", "Villages", "", "yuan", (Series("", points),), (rule,),
                  8800)  # fmt: skip
    height = charting.height_of(chart, 330, size=12)
    markup = charting.draw(chart, "en", 330, height, size=12)
    found = words(markup)
    assert {*said, "8,964", "9,292"} <= {w.text for w in found}
    assert not any("…" in w.text for w in found)
    assert all(w.left > -1 and w.right < 331 for w in found)
    assert [(a.text, b.text) for a, b in combinations(found, 2) if a.meets(b)] == []
    # Half of the width at least is left to tell the distances apart.
    axis = [w.left for w in found if w.text in ("8,800", "9,300")]
    assert max(axis) - min(axis) > 165


def test_the_names_of_series_stay_within_a_narrow_chart():
    names = ("Not met or to verify", "Meets the standard")
    held = tuple(
        Series(name, (Point("A cause of many words", 9, "9"),), role)
        for name, role in zip(names, ROLES, strict=True)
    )
    chart = Chart("k", "bar", "Causes", "", "households", held)
    found = {w.text: w for w in words(charting.draw(chart, "en", 330, 120, size=12))}
    assert all(found[name].right < 331 for name in names)


def test_a_lines_figure_is_whole_at_its_end_however_narrow_the_chart():
    points = tuple(Point(date(2018, 6 + n, 1), 77.0 + n, "") for n in range(3))
    last = Point(date(2018, 12, 31), 94.4, "94.4 %")
    series = Series("At this pace", (*points, last))
    chart = Chart("k", "line", "Course", "", "%", (series,))
    found = [w.text for w in words(charting.draw(chart, "en", 330, 230, size=12))]
    assert "94.4 %" in found
    assert "At this pace" in found


def test_the_labels_of_thresholds_close_to_each_other_stand_over_their_lines():
    rules = (Rule(9178, "线 9,178 元"), Rule(9190, "线 9,190 元"))
    close = replace(villages(), rules=rules)
    drawn = charting.draw(close, "zh", 560, 260, size=12)
    texts = [drawn.index(f">{w.text}<") for w in words(drawn) if "线" in w.text]
    # What is drawn later covers: the lines from the top on come before the labels.
    lines = [m.start() for m in re.finditer(r'<line [^>]*stroke="#17202C"', drawn)]
    assert len(texts) == 2
    assert len(lines) >= 2
    assert max(lines) < min(texts)
