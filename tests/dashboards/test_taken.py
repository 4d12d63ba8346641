"""Each card with a chart hands it over as a file, with the screen's own numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from dashboards import text
from dashboards.charts import causes, groups, income, matrix, schematic, villages
from dashboards.models.coverage import coverage
from dashboards.models.desk import Desk
from dashboards.models.dossier import dossier, whose
from dashboards.models.overview import overview
from dashboards.models.view import View
from dashboards.pages.coverage import CoveragePage
from dashboards.pages.households import HouseholdsPage
from dashboards.pages.overview import CHARTS, OverviewPage
from dashboards.pages.village import VillagePage
from dashboards.pages.whatif import WhatIfPage
from dashboards.widgets.html import Html
from dashboards.widgets.take import plain
from fupin import settings
from fupin.access import ALL_CLASSES, Reader
from fupin.intake import read
from tests.charting.svg_words import parsed

if TYPE_CHECKING:
    from fupin.plan import Plan

CLERK = Reader("clerk", classes=ALL_CLASSES - {"income"})
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def desk(plan: Plan) -> Desk:
    text.learn(plan)
    return Desk(read(settings.SAMPLE).register, plan)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    held: Files = {}
    monkeypatch.setattr(
        Html, "download", lambda _, name, made: held.update({name: made})
    )
    return held


def view_of(desk: Desk, page: str, **more: Any) -> View:
    return View(page=page, day=desk.days[-1], **more)


def offered(markup: str) -> list[str]:
    return re.findall(r'data-go="picture=(\w+):svg"', markup)


def numbers(markup: str) -> list[str]:
    return re.findall(r'data-tip="([^"]*)"', markup)


def on_screen(markup: str) -> list[str]:
    """Return a chart's numbers once: it says the same in every width."""
    found: list[str] = []
    for fitted in markup.split('<div class="fit">')[1:]:
        widths = [numbers(one) for one in re.split(r'<div class="w\d', fitted)[1:]]
        assert len(widths) > 1
        assert all(one == widths[0] for one in widths)
        found += widths[0]
    return found


def token(desk: Desk) -> str:
    ids = desk.assessment(desk.days[-1]).households
    row = ids.filter(ids["income_per_person_year"].is_not_null() & ids["is_enrolled"])
    return desk.token_of(row["household_id"][0])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_of_the_overview_is_offered_and_says_where_it_is_from(
    desk: Desk, files: Files, lang: str
) -> None:
    view = view_of(desk, "overview", lang=lang)
    page = OverviewPage(desk, view)
    assert offered(page._html.html) == list(CHARTS)
    for key in CHARTS:
        files.clear()
        page._heard(f"picture={key}:svg")
        ((name, made),) = files.items()
        root = parsed(made.decode())
        assert (root.get("width"), root.get("height")) == ("1600", "900")
        assert f"{view.day}-{key}.svg" in name
        said = "".join(root.itertext())
        assert desk.plan.town[lang] in said
        assert desk.register.fingerprint[:6] in said
        assert text.say(lang, "app.as_plan") in said
        title = plain(CHARTS[key].title(page._page(), lang))
        assert title[:12] in said.replace("\n", "")
        assert "<em>" not in made.decode()


def test_the_saved_numbers_are_those_on_the_screen(desk: Desk, files: Files) -> None:
    view = view_of(desk, "overview")
    page = overview(desk, view.day)
    shown = {
        "villages": villages.villages(page, "zh"), "causes": causes.causes(page, "zh"),
        "map": schematic.schematic(page, "zh"),
    }  # fmt: skip
    made = OverviewPage(desk, view)
    for key, markup in shown.items():
        files.clear()
        made._heard(f"picture={key}:svg")
        (saved,) = files.values()
        assert numbers(saved.decode()) == on_screen(markup) != []


def test_a_villages_mark_is_its_own_income_against_its_own_line(desk: Desk) -> None:
    page = overview(desk, desk.days[-1])
    drawn = villages.chart(page, "zh")
    points = {str(p.at): p for p in drawn.series[0].points}
    for one, name in zip(page.villages, villages.names(page), strict=True):
        point, rule = points[name], drawn.line_of(name)
        assert point.value == one.income
        assert one.line is None or (rule is not None and rule.value == one.line)
        if one.distance is not None:
            assert f"{abs(one.distance):,.0f}" in point.text
            assert point.verdict == ("met" if one.distance >= 0 else "unmet")
    # Rows still open their households.
    assert villages.villages(page, "zh").count('data-go="p=households') >= len(points)


def test_the_matrix_says_one_thing_in_the_table_and_in_the_picture(desk: Desk) -> None:
    page = overview(desk, desk.days[-1])
    drawn = matrix.picture(page, "zh")
    badges = [b for row in drawn.rows for cell in row.cells for b in cell]
    table = re.findall(r"<b class=\"badge[^>]*>([^<]*)</b>", matrix.matrix(page, "zh"))
    assert table == [b.text for b in badges] != []


def test_the_groups_are_counted_as_the_page_counts_and_open_their_lists(
    desk: Desk, files: Files
) -> None:
    view = view_of(desk, "coverage")
    page = coverage(desk, view)
    markup = groups.groups(page, "zh")
    for village, chart in zip(
        page.villages, groups.charts(page, "zh").charts, strict=True
    ):
        for name, counts in village.groups:
            parts = {s.name: p for s in chart.series for p in s.points
                     if p.at == f"第{name}组"}  # fmt: skip
            assert sum(int(p.value or 0) for p in parts.values()) == counts.residents
            assert f'data-go="list=residents:{village.id}:{name}"' in markup
            if counts.missing:
                assert f'data-go="list=missing:{village.id}:{name}"' in markup
    CoveragePage(desk, view)._heard("picture=groups:svg")
    (saved,) = files.values()
    linked = [t for t in numbers(saved.decode()) if "：" in t]
    shown = [t for t in on_screen(markup) if "：" in t]
    assert linked == shown != []


def test_a_households_years_add_up_and_its_picture_is_masked(
    desk: Desk, files: Files
) -> None:
    view = view_of(desk, "households", household=token(desk))
    found = dossier(desk, view)
    assert found is not None
    chart = income.chart(found, "zh")
    assert chart is not None
    for year in found.years:
        if year.per_person is None:
            continue
        name = "近12个月" if year.label else str(year.year)
        held = [
            float(p.value or 0) for s in chart.series for p in s.points if p.at == name
        ]
        assert sum(held) == pytest.approx(year.per_person)
        rule = chart.line_of(name)
        assert (rule.value if rule else None) == year.line
    page = HouseholdsPage(desk, view)
    assert offered(page._html.html) == ["income"]
    page._heard("picture=income:svg")
    (saved,) = files.values()
    shown = on_screen(income.income(found, "zh"))
    assert numbers(saved.decode()) == shown != []
    said = "".join(parsed(saved.decode()).itertext())
    assert whose(found, desk) in said
    assert "*" in whose(found, desk)
    assert str(found.row["head_name"]) not in said


def test_who_may_not_see_incomes_is_offered_none_and_gets_none(
    desk: Desk, plan: Plan, files: Files
) -> None:
    blind = Desk(desk.register, plan, CLERK)
    page = HouseholdsPage(blind, view_of(blind, "households", household=token(desk)))
    assert offered(page._html.html) == []
    page._heard("picture=income:svg")
    assert files == {}
    what = WhatIfPage(blind, view_of(blind, "whatif"))
    what._heard("picture=curve:svg")
    (saved,) = files.values()
    at = {
        int(n.replace(",", ""))
        for n in re.findall(r'data-tip="([\d,]+)：', saved.decode())
    }
    assert at <= set(range(4000, 12001, 100)) != set()
    files.clear()
    for key in ("small:svg", "heat:svg", "nothing:svg"):
        what._heard(f"picture={key}")
    assert files == {}


def test_the_what_if_page_hands_over_what_it_shows(desk: Desk, files: Files) -> None:
    page = WhatIfPage(desk, view_of(desk, "whatif"))
    page._field("value.household_exit_line", "7725")
    page._field("heat", "school_age_to")
    assert {"answers", "heat"} <= set(offered(page._under.html + page._more.html))
    for key in ("curve", "small", "answers", "heat"):
        files.clear()
        page._heard(f"picture={key}:svg")
        (made,) = files.values()
        assert "另设情景" in made.decode()
    sent = page._curve.data["town"]
    files.clear()
    page._heard("picture=curve:svg")
    (made,) = files.values()
    told = numbers(made.decode())
    assert len(told) >= len(sent["at"]) + 1
    for met, high in zip(sent["met"], sent["high"], strict=True):
        range_ = f"{met}–{high}" if met != high else f"{met}"
        assert any(f"：{range_} 户" in t for t in told)
    files.clear()
    for kind in ("pptx", "xlsx", "png"):
        page._heard(f"picture=curve:{kind}")
    assert sorted(name.rpartition(".")[2] for name in files) == ["png", "pptx", "xlsx"]


def test_a_villages_trend_is_its_own(desk: Desk, files: Files) -> None:
    village = next(iter(desk.village_names))
    page = VillagePage(desk, view_of(desk, "village", village=village))
    assert offered(page._html.html) == ["trend"]
    page._heard("picture=trend:svg")
    (saved,) = files.values()
    assert desk.village_names[village] in "".join(parsed(saved.decode()).itertext())


def test_a_format_that_nobody_offers_is_refused_in_words(
    desk: Desk, files: Files
) -> None:
    page = OverviewPage(desk, view_of(desk, "overview"))
    page._heard("picture=map:docx")
    assert files == {}
    assert "png、svg" in page._html.html
