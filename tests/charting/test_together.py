"""Bars side by side, parts of a column, rows on one scale: what belongs together."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import pytest

from fupin import charting, exports
from fupin.charting import Several
from fupin.document import Blank, Chart, Point, Rule, Section, Series
from tests.charting.drawn import bars, groups, villages
from tests.charting.svg_words import SVG, parsed, words
from tests.exports.sample_document import SAMPLE

if TYPE_CHECKING:
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


@pytest.mark.parametrize("chart", [income(), villages(9178), groups("甲", (72, 1))],
                         ids=["upright", "dot", "bar"])  # fmt: skip
def test_every_kind_says_the_same_on_the_screen_and_in_a_picture(chart):
    screen = charting.draw(chart, "zh", 366, 200, css=True, size=12)
    saved = charting.draw(chart, "zh", 1728, 700, size=25)
    tips = [re.findall(r'data-tip="([^"]*)"', one) for one in (screen, saved)]
    assert tips[0] == tips[1] != []


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
