"""A survey without its three signatures is marked wherever its figures are used."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.dossier import dossier
from dashboards.models.households import find
from dashboards.models.overview import overview
from dashboards.models.view import View
from dashboards.pages.overview import markup
from dashboards.widgets.dossier import dossier_page
from dashboards.widgets.facets import table
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
