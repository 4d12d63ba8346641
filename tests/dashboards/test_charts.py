"""The overview's charts are drawn from the same plain data as the exports'."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.charts.causes import causes, ranked
from dashboards.charts.trend import ROOMY, chart, trend
from dashboards.models.desk import Desk
from dashboards.models.overview import overview
from fupin import settings
from fupin.intake import read
from tests.charting.svg_words import parsed, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from dashboards.models.overview import Overview
    from fupin.measures import Count
    from fupin.plan import Plan


def drawings(markup: str) -> list[str]:
    """Return a chart's drawings, one a width."""
    return re.findall(r"<svg.*?</svg>", markup, re.DOTALL)


@pytest.fixture(scope="module")
def page(plan: Plan) -> Overview:
    text.learn(plan)
    desk = Desk(read(settings.SAMPLE).register, plan)
    return overview(desk, desk.days[-1])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_cause_is_a_row_that_opens_its_households(
    page: Overview, lang: str
) -> None:
    held = ranked(page)
    for markup in drawings(causes(page, lang)):
        rows = [g for g in parsed(markup).iter() if g.get("class") == "row"]
        _check_rows(rows, held)


def _check_rows(rows: list[Element], held: list[tuple[str, Count]]) -> None:
    assert len(rows) == len(held)
    for row, (cause, count) in zip(rows, held, strict=True):
        said = row.get("aria-label", "")
        if cause == "*":
            assert row.get("data-go") is None
        else:
            assert f"cause={cause}" in row.get("data-go", "")
            assert str(count.left) in said
            assert str(count.total) in said
        assert f"/ {count.total}" in [n.text for n in row.iter() if n.text]


def test_the_trends_points_are_the_pages_own_counts(page: Overview) -> None:
    actual = chart(page, "zh", "k").series[0].points
    assert [(p.at, p.value) for p in actual] == [
        (day, count.rate) for day, count in page.trend if count.total
    ]
    assert actual[-1].text == f"{page.count.rate} %"
    assert actual[-1].high is not None
    assert actual[-1].high > (page.count.rate or 0)


def test_the_trend_says_pace_plan_and_what_is_open(page: Overview) -> None:
    widths = set()
    for one in drawings(trend(page, "zh")):
        held = [w.text for w in words(one)]
        for said in ("计划 100 %", f"实际 {page.count.rate} %"):
            assert said in held
        assert any(said.startswith("照现速") for said in held)
        is_roomy = int(re.findall(r'width="(\d+)"', one)[0]) >= ROOMY
        assert any("待核实全达标则" in said for said in held) == is_roomy
        widths.add(is_roomy)
    assert widths == {True, False}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_of_both_charts_do_not_lie_over_each_other(
    page: Overview, lang: str
) -> None:
    for markup in drawings(causes(page, lang)) + drawings(trend(page, lang)):
        held = words(markup.replace("var(--sans)", "x"))
        pairs = [(a.text, b.text) for a, b in combinations(held, 2) if a.meets(b)]
        assert pairs == []
