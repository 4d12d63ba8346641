"""A survey without its three signatures is marked wherever its figures are used."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.dossier import dossier
from dashboards.models.forms import forms_view
from dashboards.models.households import find
from dashboards.models.overview import overview
from dashboards.models.review import review
from dashboards.models.view import View
from dashboards.models.village import village_file
from dashboards.models.whatif import whatif
from dashboards.pages.overview import markup
from dashboards.pages.review import listing
from dashboards.widgets.dossier import dossier_page
from dashboards.widgets.facets import table
from dashboards.widgets.form_page import form_page
from dashboards.widgets.outcomes import moved
from dashboards.widgets.village import village_page
from fupin.plan import Scenario, to_link
from tests import registers
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY = date(2018, 6, 30)
SIGNED, UNSIGNED = "001-001", "001-002"
WARNING = "摸查表未经三方签名，未核实"


@pytest.fixture(scope="module")
def desk(plan: Plan) -> Desk:
    text.learn(plan)
    ids = (SIGNED, UNSIGNED)
    return Desk(
        registers.of(
            villages=[village(town_name="镇")],
            households=[household(id_) for id_ in ids],
            members=[member(f"{id_}-01") for id_ in ids],
            incomes=[row for id_ in ids for row in incomes(1900.0, id_)],
            signatures=[
                {
                    "signature_id": f"{id_}-{signer}", "household_id": id_,
                    "document": "survey", "signer": signer, "signed_on": DAY,
                }
                for id_ in ids
                for signer in ("household", "cadre", "surveyor")
                if (id_, signer) != (UNSIGNED, "cadre")
            ],
        ),
        plan,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("house", "times"), [(SIGNED, 0), (UNSIGNED, 2)], ids=["signed", "unsigned"]
)
def test_a_dossier_says_so_over_its_figures_and_at_its_reasons(
    desk: Desk, house: str, times: int
) -> None:
    view = View(day=DAY, household=desk.token_of(house))
    found = dossier(desk, view)
    assert found is not None
    page = dossier_page(found, desk, view)
    assert page.count(f"<b>{WARNING}</b>") == times // 2
    assert page.count(f'<b class="unk">{WARNING}</b>') == times // 2


def test_the_table_marks_the_row_and_no_other(desk: Desk) -> None:
    view = View(day=DAY)
    shown = table(desk, view, find(desk, view))
    rows = {id_: shown.index(desk.display_id(id_, "001")) for id_ in (SIGNED, UNSIGNED)}
    assert shown.count(WARNING) == 1
    assert shown.index(WARNING) > rows[UNSIGNED] > rows[SIGNED]


def test_the_alarm_counts_them_and_opens_their_list(desk: Desk) -> None:
    page = overview(desk, DAY)
    assert page.unverified == 1
    assert 'data-go="p=households&amp;alarm=unverified"' in markup(page, "zh")
    found = find(desk, View(day=DAY, alarm="unverified"))
    assert found.rows["household_id"].to_list() == [UNSIGNED]


def test_a_form_marks_the_row_and_says_how_many(desk: Desk) -> None:
    view = View(day=DAY, page="forms", form="household_list")
    shown = form_page(forms_view(desk, view, {}), "zh", {})
    (mark,) = [n for n in range(len(shown)) if shown.startswith('"unverified"', n)]
    assert shown.index(SIGNED) < mark < shown.index(UNSIGNED)
    assert f"{WARNING}（1 户，行首标“未核”）" in shown
    view = View(day=DAY, page="forms", form="exit_plan")
    shown = form_page(forms_view(desk, view, {}), "zh", {})
    assert '"unverified"' not in shown
    assert f"{WARNING}（数字里有 1 户）" in shown


def test_a_village_says_how_many_and_opens_their_list(desk: Desk) -> None:
    found = village_file(desk, View(day=DAY, page="village"))
    assert found is not None
    shown = village_page(found, desk, "zh")
    assert f"其中 1 户{WARNING}" in shown
    assert "p=households&amp;alarm=unverified&amp;status=enrolled&amp;v=001" in shown


def test_who_moves_in_a_scenario_is_marked(desk: Desk) -> None:
    scenario = Scenario(desk.plan).with_value("household_exit_line", 7700.0)
    view = View(day=DAY, page="whatif", scenario=to_link(scenario))
    page = whatif(desk, view, "household_exit_line")
    shown = moved(page, 0, "zh")
    assert page.compared.flips.height == 2
    assert shown.count(WARNING) == 1
    assert shown.index(desk.display_id(SIGNED, "001")) < shown.index(WARNING)


def test_the_lists_of_the_review_mark_the_row(desk: Desk) -> None:
    view = View(day=DAY, page="review")
    page = review(desk, view)
    assert page.rows("misplaced_open")["household_id"].to_list() == [SIGNED, UNSIGNED]
    shown = listing("misplaced_open", page, desk, "zh")
    assert shown.count(WARNING) == 1
    assert shown.index(WARNING) > shown.index(desk.display_id(UNSIGNED, "001"))
