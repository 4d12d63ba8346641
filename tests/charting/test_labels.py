"""Where the words of a chart stand: beside, below, in the first place that is free."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from fupin import charting
from fupin.charting.labels import Labels
from fupin.charting.pen import Pen
from fupin.document import Chart, Point, Rule, Series
from tests.charting.drawn import bars, groups, villages
from tests.charting.svg_words import SVG, parsed, words


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
