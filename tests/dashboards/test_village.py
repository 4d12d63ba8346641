from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl
import pytest
from pypdf import PdfReader

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.households import find
from dashboards.models.view import View
from dashboards.models.village import STATES, share, sheet_file, village_file
from dashboards.widgets.village import SERVICES, headline, village_page
from fupin import measures, settings
from fupin.access import Reader
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.intake import read

if TYPE_CHECKING:
    from dashboards.models.village import VillageFile
    from fupin.plan import Plan


@pytest.fixture(scope="module")
def desk(plan: Plan) -> Desk:
    text.learn(plan)
    return Desk(read(settings.SAMPLE).register, plan)


def of(desk: Desk, village: str) -> VillageFile:
    found = village_file(desk, View(day=desk.days[-1], page="village", village=village))
    assert found is not None
    return found


def test_each_village_says_what_stands_between_it_and_its_exit(desk: Desk) -> None:
    said = {
        name: (of(desk, key).village.verdict, headline(of(desk, key), "zh"))
        for key, name in desk.village_names.items()
    }
    assert said["红中村"][0] == UNMET
    assert "还差 <em>214 元</em>" in said["红中村"][1]
    assert "贫困发生率还没达标" in said["红中村"][1]
    assert said["历麻村"] == (MET, "历麻村达到出列标准：收入、发生率、六项服务都齐")
    assert said["建发村"][0] == UNKNOWN
    assert "没有收入记录" in said["建发村"][1]


def test_the_years_are_held_against_the_line_of_each_year(desk: Desk) -> None:
    years = {one.year: one for one in of(desk, "001").years}
    assert years[2015].line is None
    assert (years[2016].line, years[2017].line) == (8577, 9178)
    assert years[2017].income is not None
    assert years[2017].distance == years[2017].income - 9178
    assert all(one.source for one in years.values())


def test_every_percentage_of_a_service_is_of_recorded_counts(desk: Desk) -> None:
    found = of(desk, "001")
    for _, part, whole in SERVICES:
        has, all_of = found.row[part], found.row[whole]
        assert share(has, all_of) == measures.truncated(has, all_of)
    assert share(None, 10) is None
    assert share(3, None) is None


def test_points_and_money_add_up_to_their_totals(desk: Desk) -> None:
    for key in desk.village_names:
        found = of(desk, key)
        low, high = found.village.score
        assert sum(one.low for one in found.points) == pytest.approx(low)
        assert sum(one.high for one in found.points) == pytest.approx(high)
        assert sum(one.most for one in found.points) == 100
        assert (
            sum(one.allocated for _, one in found.money) == found.page.money.allocated
        )
        assert sum(one.paid for _, one in found.money) == found.page.money.paid


def test_an_unknown_village_opens_the_first_and_no_village_says_so(
    desk: Desk, plan: Plan
) -> None:
    assert of(desk, "999").village.id == "001"
    nobody = Desk(type(desk.register).of({}), plan)
    assert village_file(nobody, View(day=nobody.days[-1], page="village")) is None


def test_a_name_that_is_markup_stays_text(desk: Desk, plan: Plan) -> None:
    tables = dict(desk.register.tables)
    tables["villages"] = tables["villages"].with_columns(
        pl.lit("<b>村</b>").alias("village_name")
    )
    other = Desk(type(desk.register)(tables), plan)
    assert "<b>村</b>" not in village_page(of(other, "001"), other, "zh")


def test_the_states_are_counted_from_their_rules_and_open_as_many(desk: Desk) -> None:
    found = of(desk, "001")
    done = desk.assessment(desk.days[-1])
    rows = done.households.filter(village_id="001")
    counts = {one.rule: one for one in found.states}
    assert set(counts) == set(STATES)
    assert counts["early_pass"].households > 0
    assert counts["exited"].households > 0
    for rule, one in counts.items():
        view = View(day=desk.days[-1], page="households", village="001", status="all",
                    rule=rule, verdict=MET)  # fmt: skip
        assert find(desk, view).rows.height == one.households
        assert rows.filter(pl.col(rule))["persons_count"].sum() == one.persons
    # Who is out is never counted as an early pass too.
    assert rows.filter(pl.col("exited") & pl.col("early_pass")).is_empty()


def test_a_reader_without_incomes_is_not_told_of_the_watch(plan: Plan) -> None:
    text.learn(plan)
    reader = Reader("cadre", classes=frozenset({"name"}))
    found = of(Desk(read(settings.SAMPLE).register, plan, reader), "001")
    assert "relapse_watch" not in {one.rule for one in found.states}


def test_the_incidence_stands_with_the_persons_that_it_is_of(desk: Desk) -> None:
    found = of(desk, "001")
    low, high = found.poor
    page = village_page(found, desk, "zh")
    people = found.row["population_count"]
    shown = "–".join(f"{n:,}" for n in dict.fromkeys((low, high)))
    assert f"未达标 {shown} 人，户籍 {people:,} 人" in page
    assert found.village.incidence == (low / people * 100, high / people * 100)


def test_its_sheet_is_a_pdf_named_by_day_and_village(desk: Desk) -> None:
    day = desk.days[-1]
    name, made = sheet_file(desk, View(day=day, page="village", village="001"))
    assert name == f"{day} 村情表 红中村.pdf"
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    assert "红中村" in said
