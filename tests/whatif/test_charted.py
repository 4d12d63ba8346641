"""One chart of a curve: what the page moves over and what every export draws."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest
from pptx import Presentation

from fupin import charting
from fupin.access import ALL_CLASSES, Reader
from fupin.document import Chart, DocumentError
from fupin.exports.single import KINDS, save, single
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import make_tables
from fupin.whatif.charted import charted, stamp
from fupin.whatif.curve import curve, root_of
from fupin.whatif.engine import MET, UNKNOWN, Engine
from fupin.whatif.planned import Planned, planned
from tests.charting.svg_words import parsed, words

if TYPE_CHECKING:
    from fupin.document import Document
    from fupin.plan import Plan
    from fupin.whatif.steps import Curve

DAY = date(2018, 6, 30)
PARAMETERS = ("household_exit_line", "household_entry_line", "school_age_to",
              "incidence_limit", "village_exit_line")  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Register.of(make_tables()), DAY)


def drawn(engine: Engine, plan: Plan, parameter: str) -> Curve:
    scenario = Scenario(plan)
    return curve(engine, scenario, parameter, root_of(scenario, parameter))


def at(chart: Chart, curve: Curve, value: float) -> tuple[int, int]:
    """Return what the chart says at a threshold: of the last point reached."""
    first, *rest = chart.series[0].points
    reached = [p for p in rest if p.at <= value] if curve.is_closed else [  # type: ignore[operator]
        p for p in rest if p.at < value]  # type: ignore[operator]  # fmt: skip
    point = reached[-1] if reached else first
    return int(point.value or 0), int(point.high or 0)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_the_chart_says_the_exact_count_at_every_threshold(
    engine: Engine, plan: Plan, parameter: str
) -> None:
    made = drawn(engine, plan, parameter)
    chart = charted(made, "zh")
    assert chart.kind == "step"
    low, high = made.bounds
    points = chart.series[0].points
    assert (points[0].at, points[-1].at) == (low, high)
    values = {low, high, *np.linspace(low, high, 37), *made.turns.at[:40]}
    for value in (v for v in values if low <= v <= high):
        counts = made.counts([value])[0]
        wanted = counts[MET], counts[MET] + counts[UNKNOWN]
        assert at(chart, made, value) == wanted


def test_the_villages_curves_add_up_to_the_towns(engine: Engine, plan: Plan) -> None:
    made = drawn(engine, plan, "household_exit_line")
    whole = charted(made, "zh")
    parts = [
        charted(made, "zh", village=n, name=str(n)) for n in range(len(made.villages))
    ]
    assert len({part.key for part in parts}) == len(parts)
    for value in (4000, 6500.5, 7365, 7725, 12000):
        held = [at(part, made, value) for part in parts]
        assert tuple(map(sum, zip(*held, strict=True))) == at(whole, made, value)


def test_the_mark_and_the_plans_value_stand_on_it_with_the_count(
    engine: Engine, plan: Plan
) -> None:
    made = drawn(engine, plan, "household_exit_line")
    chart = charted(made, "zh", now=7725, plan=7365)
    was, now = chart.rules
    assert (was.value, was.dashed, was.is_upright) == (7365, True, True)
    assert (now.value, now.is_current, now.is_upright) == (7725, True, True)
    met = int(made.counts([7725])[0, MET])
    assert f"{met} 户" in now.label
    assert was.label == "方案 7,365"


def test_the_plans_path_is_met_at_the_line_and_not_one_yuan_further(
    engine: Engine, plan: Plan
) -> None:
    made = drawn(engine, plan, "household_exit_line")
    found = planned(engine, Scenario(plan), made)
    assert found is not None
    # 80.8 % of 290 households on 2018-06-30, as the overview says.
    assert (found.wanted, found.total) == (234, 290)
    assert found.value is not None
    met = made.counts([found.value, found.value + 1])[:, MET]
    assert met[0] == found.met >= found.wanted > met[1]
    (rule,) = charted(made, "zh", path=found).across
    assert (rule.value, rule.until) == (234, found.value)
    assert rule.label == f"计划 234 户 对应线 {found.value:,.0f} 元"
    said = charted(made, "en", path=found).across[0].label
    assert said == f"plan's 234: line at {found.value:,.0f} yuan"


def test_a_path_that_the_curve_jumps_over_says_how_many_it_is_instead(
    engine: Engine, plan: Plan
) -> None:
    made = drawn(engine, plan, "school_age_to")
    told = Planned(234, 290, 80.8, 236, 14.0)
    (rule,) = charted(made, "zh", path=told).across
    assert rule.label == "计划 234 户：14 岁时 236 户"


@pytest.mark.parametrize(("target", "words"), [(100, "界内最多"), (0, "界内最少")])
def test_a_path_that_no_line_meets_is_said_and_not_drawn(
    engine: Engine, plan: Plan, target: float, words: str
) -> None:
    scenario = Scenario(plan).with_value("target_share", target)
    made = curve(engine, scenario, "household_exit_line")
    found = planned(engine, scenario, made)
    assert found is not None
    assert (found.value, found.wanted) == (None, 290 * target / 100)
    ends = made.counts(made.bounds)[:, MET].tolist()
    assert found.met == (max(ends) if target else min(ends))
    chart = charted(made, "zh", path=found)
    assert chart.across == ()
    assert f"{words} {found.met} 户" in chart.caption


@pytest.mark.parametrize(
    "parameter", ["household_entry_line", "village_exit_line", "incidence_limit"]
)
def test_only_of_the_exit_of_households_the_plan_has_a_path(
    engine: Engine, plan: Plan, parameter: str
) -> None:
    made = drawn(engine, plan, parameter)
    assert planned(engine, Scenario(plan), made) is None


def test_who_sees_no_incomes_is_told_the_path_in_coarse_steps(
    engine: Engine, plan: Plan
) -> None:
    clerk = Reader("clerk", classes=ALL_CLASSES - {"income"})
    blind = Engine(engine.register, DAY, reader=clerk)
    made = drawn(blind, plan, "household_exit_line")
    found = planned(blind, Scenario(plan), made)
    assert found is not None
    assert found.value is not None
    assert found.value % 100 == 0


def test_who_sees_no_incomes_gets_the_coarse_steps_only(
    engine: Engine, plan: Plan
) -> None:
    clerk = Reader("clerk", classes=ALL_CLASSES - {"income"})
    blind = Engine(engine.register, DAY, reader=clerk)
    exact = charted(drawn(engine, plan, "household_exit_line"), "zh")
    told = charted(drawn(blind, plan, "household_exit_line"), "zh")
    assert {p.at for p in told.series[0].points} <= set(range(4000, 12001, 100))
    assert not {p.at for p in exact.series[0].points} <= set(range(4000, 12001, 100))


@pytest.fixture(scope="module")
def taken(engine: Engine, plan: Plan) -> tuple[Chart, Document]:
    scenario = Scenario(plan).with_value("household_exit_line", 7725)
    made = curve(engine, scenario, "household_exit_line")
    path = planned(engine, scenario, made)
    chart = charted(made, "zh", now=7725, plan=7365, path=path)
    told = stamp(engine, scenario, "zh", vintage="第 3 批 7f3a08")
    return chart, single(chart, "zh", plan.town["zh"], told)


def test_a_saved_curve_has_the_numbers_of_the_screens(taken: tuple[Chart, Document]):
    chart, document = taken
    screen = charting.draw(chart, "zh", 560, 268, css=True, size=12)
    saved = save(chart, document, "svg").decode()
    tips = [re.findall(r'data-tip="([^"]*)"', one) for one in (screen, saved)]
    assert tips[0] == tips[1]
    assert len(tips[0]) == len(chart.series[0].points)
    root = parsed(saved)
    assert (root.get("width"), root.get("height")) == ("1600", "900")
    said = " ".join(w.text for w in words(saved))
    for part in ("港口镇", "2018年6月30日", "另设情景", "第 3 批 7f3a08", "7,725",
                 "方案 7,365", "计划 234 户 对应线", chart.title):  # fmt: skip
        assert part in said
    # A picture off a page is of no snapshot, and says so by not naming one.
    assert "快照" not in said


def test_a_slide_and_a_sheet_have_the_same_steps(taken: tuple[Chart, Document]):
    chart, document = taken
    points = chart.series[0].points
    deck = Presentation(io.BytesIO(save(chart, document, "pptx")))
    shapes = [s for slide in deck.slides for s in slide.shapes if s.has_chart]
    (plot,) = shapes[0].chart.plots
    lines = {
        s.name: list(zip(s.iter_values(), _xs(s), strict=True)) for s in plot.series
    }
    steps = next(iter(lines.values()))
    assert {(p.at, p.value) for p in points} <= {(x, y) for y, x in steps}
    assert {x for _, x in lines["方案 7,365"]} == {7365}
    (path,) = chart.across
    assert lines[path.label] == [(234, 4000), (234, path.until)]
    (words,) = [s for slide in deck.slides for s in slide.shapes
                if s.has_text_frame and s.text_frame.text == path.label]  # fmt: skip
    assert words.left < shapes[0].left + shapes[0].width / 3
    book = openpyxl.load_workbook(io.BytesIO(save(chart, document, "xlsx")))
    rows = [r for sheet in book for r in sheet.iter_rows(values_only=True)]
    held = {tuple(round(n, 6) for n in r[:2]) for r in rows if _are_numbers(r[:2])}
    table = {r[:3] for r in rows if _are_numbers(r[:3])}
    for point in points:
        at = float(point.at)  # type: ignore[arg-type]
        assert (round(at, 6), point.value) in held
        # In the table a place is cut off, as on the forms.
        assert (int(at * 10 + 1e-6) / 10, point.value, point.high) in table


def _are_numbers(cells: tuple[object, ...]) -> bool:
    return all(isinstance(cell, int | float) for cell in cells)


def _xs(series: object) -> list[float]:
    found = series._element.xVal.iter(  # type: ignore[attr-defined]
        "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
    )
    return [float(node.text) for node in found]


def test_what_it_cannot_be_saved_as_is_said(taken: tuple[Chart, Document]):
    chart, document = taken
    with pytest.raises(DocumentError, match=r"docx[\s\S]*png"):
        save(chart, document, "docx")
    heat = charting.Heat("h", "题", "", (1, 2), (1, 2), ((1, 2), (3, 4)), 2, ("a", "b"),
                         lambda a, b, n: f"{a} {b} {n}")  # fmt: skip
    with pytest.raises(DocumentError, match="png、svg"):
        save(heat, document, "pptx")
    assert set(KINDS) > {"png", "svg"}
