"""The overview's charts are drawn from the same plain data as the exports'."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.charts.causes import causes, ranked
from dashboards.charts.trend import SIZES, chart, trend
from dashboards.models.desk import Desk
from dashboards.models.overview import overview
from fupin import charting, settings
from fupin.intake import read
from tests.charting.svg_words import parsed, words

if TYPE_CHECKING:
    from dashboards.models.overview import Overview
    from fupin.plan import Plan


@pytest.fixture(scope="module")
def page(plan: Plan) -> Overview:
    text.learn(plan)
    desk = Desk(read(settings.SAMPLE).register, plan)
    return overview(desk, desk.days[-1])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_cause_is_a_row_that_opens_its_households(
    page: Overview, lang: str
) -> None:
    markup = causes(page, lang)
    rows = [g for g in parsed(markup).iter() if g.get("class") == "row"]
    held = ranked(page)
    assert len(rows) == len(held)
    for row, (cause, count) in zip(rows, held, strict=True):
        said = row.get("aria-label", "")
        if cause == "*":
            assert row.get("data-go") is None
        else:
            assert f"cause={cause}" in row.get("data-go", "")
            assert str(count.left) in said
            assert str(count.total) in said
        assert str(count.total) in [n.text for n in row.iter() if n.text]


def test_the_trends_points_are_the_pages_own_counts(page: Overview) -> None:
    actual = chart(page, "zh", "k").series[0].points
    assert [(p.at, p.value) for p in actual] == [
        (day, count.rate) for day, count in page.trend if count.total
    ]
    assert actual[-1].text == f"{page.count.rate} %"
    assert actual[-1].high is not None
    assert actual[-1].high > (page.count.rate or 0)


def test_the_trend_says_pace_plan_and_what_is_open(page: Overview) -> None:
    wide, small = (
        [w.text for w in words(f"<svg{part}")]
        for part in re.sub(r"</?div[^>]*>", "", trend(page, "zh")).split("<svg")[1:]
    )
    for said in ("计划 100 %", f"实际 {page.count.rate} %"):
        assert said in wide
        assert said in small
    assert any(one.startswith("照现速") for one in wide)
    assert any("待核实全达标则" in one for one in wide)
    assert not any("待核实全达标则" in one for one in small)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_of_both_charts_do_not_lie_over_each_other(
    page: Overview, lang: str
) -> None:
    drawn = [causes(page, lang)]
    for name, (width, height, plain) in SIZES.items():
        one = chart(page, lang, name, plain)
        drawn.append(charting.draw(one, lang, width, height, css=True, size=12))
    for markup in drawn:
        held = words(markup.replace("var(--sans)", "x"))
        pairs = [(a.text, b.text) for a, b in combinations(held, 2) if a.meets(b)]
        assert pairs == []
