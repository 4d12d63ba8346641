"""A reader is given no column, figure or list of a class of facts that isn't theirs."""

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
from dashboards.widgets.dossier import dossier_page
from dashboards.widgets.facets import facets, table
from dashboards.widgets.kpis import kpis
from fupin.access import ALL_CLASSES, Reader
from tests import registers
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.schema import Personal

DAY = date(2018, 6, 30)
HOUSE = "001-001"
# What the screen would show of each class.
TOLD: dict[Personal, tuple[str, ...]] = {
    "income": ("17,778", "10,413"),
    "hardship": ("因残", "低保户"),
    "health": ("患有大病",),
    "name": ("欧阳",),
}
COLUMNS: dict[Personal, set[str]] = {
    "income": {"income_per_person_year", "distance", "income_year"},
    "hardship": {"cause", "poverty_type", "has_dibao"},
    "health": {"is_main_worker_unable"},
    "name": {"head_name", "helper_name"},
}


def desk_of(plan: Plan, *unseen: Personal) -> Desk:
    text.learn(plan)
    register = registers.of(
        villages=[village()],
        households=[
            household(
                HOUSE, head_name="欧阳一二", persons_count=4, cause="disability",
                poverty_type="dibao",
            )
        ],
        members=[
            member(f"{HOUSE}-0{n}", health="serious", member_name="欧阳一二",
                   is_insured=None if n == 3 else True)
            for n in range(4)
        ],
        incomes=incomes(17_778.0, HOUSE),
    )  # fmt: skip
    return Desk(register, plan, Reader("cadre", classes=ALL_CLASSES - {*unseen}))


def view_of(desk: Desk, **filters: str) -> View:
    return View(day=DAY, household=desk.token_of(HOUSE), **filters)


def sent(desk: Desk, lang: str = "zh") -> str:
    view = view_of(desk, lang=lang)
    found, opened = find(desk, view), dossier(desk, view)
    assert opened is not None
    shown = facets(desk, view, found) + table(desk, view, found)
    # Facets name every code; the words of a fact are looked for in rows and dossier.
    return shown[shown.index("<thead>") :] + dossier_page(opened, desk, view)


@pytest.mark.parametrize("unseen", TOLD)
def test_what_a_reader_may_not_see_is_in_no_row(plan: Plan, unseen: Personal) -> None:
    for classes, is_there in (((), True), ((unseen,), False)):
        desk = desk_of(plan, *classes)
        found, opened = find(desk, view_of(desk)), dossier(desk, view_of(desk))
        assert found.count.total == 1
        assert opened is not None
        for held in (set(found.rows.columns), set(opened.row)):
            assert (COLUMNS[unseen] <= held) is is_there
            assert bool(COLUMNS[unseen] & held) is is_there


@pytest.mark.parametrize("unseen", TOLD)
def test_what_a_reader_may_not_see_is_not_in_the_bytes(
    plan: Plan, unseen: Personal
) -> None:
    whole, without = sent(desk_of(plan)), sent(desk_of(plan, unseen))
    for words in TOLD[unseen]:
        assert words not in without
    assert [words for words in TOLD[unseen] if words not in whole] == []
    assert without.count("您的身份看不到") > whole.count("您的身份看不到")


def test_a_list_that_asks_what_may_not_be_seen_is_closed(plan: Plan) -> None:
    open_, closed = desk_of(plan), desk_of(plan, "hardship", "income")
    for filters in ({"cause": "disability"}, {"kind": "dibao"}):
        assert find(open_, view_of(open_, **filters)).count.total == 1
        found = find(closed, view_of(closed, **filters))
        assert (found.is_closed, found.count.total) == (True, 0)
        assert "您的身份看不到名单" in table(closed, view_of(closed, **filters), found)
    assert find(closed, view_of(closed, alarm="borderline")).is_closed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_none_found_is_not_all_met(plan: Plan, lang: str) -> None:
    desk = desk_of(plan)
    view = view_of(desk, search="nobody", lang=lang)
    said = facets(desk, view, find(desk, view))
    assert text.say(lang, "households.headline_none") in said
    assert text.say(lang, "households.headline_all", n="0") not in said


def test_a_closed_list_does_not_say_how_many_there_are(plan: Plan) -> None:
    desk = desk_of(plan, "income")
    view = view_of(desk, alarm="borderline")
    said = facets(desk, view, find(desk, view))
    assert text.say("zh", "households.closed") in said
    assert text.say("zh", "households.headline_none") not in said


def test_a_facet_that_asks_what_may_not_be_seen_is_not_offered(plan: Plan) -> None:
    for classes, is_there in (((), True), (("hardship", "income"), False)):
        desk = desk_of(plan, *classes)
        offered = facets(desk, view_of(desk), find(desk, view_of(desk)))
        for field in ('data-field="cause"', 'data-field="kind"', 'value="borderline"'):
            assert (field in offered) is is_there


def test_a_name_that_may_not_be_seen_cannot_be_searched(plan: Plan) -> None:
    for classes, count in (((), 1), (("name",), 0)):
        desk = desk_of(plan, *classes)
        assert find(desk, view_of(desk, search="欧阳")).count.total == count


def test_an_unknown_household_has_no_dossier_and_asks_no_frame(plan: Plan) -> None:
    desk = desk_of(plan)
    assert dossier(desk, View(day=DAY, household="nobody")) is None


def test_an_age_is_of_the_birth_dates_class(plan: Plan) -> None:
    whole, without = sent(desk_of(plan)), sent(desk_of(plan, "identity"))
    opened = dossier(desk_of(plan, "identity"), view_of(desk_of(plan)))
    assert opened is not None
    assert not {"age_years", "birth_on"} & set(opened.members[0])
    for age in ("（户主，38 岁）", "<td class='r'>38</td>"):
        assert age in whole
        assert age not in without


def test_a_mean_of_fewer_than_three_incomes_is_held_back(plan: Plan) -> None:
    whole, without = (overview(desk_of(plan, *c), DAY) for c in ((), ("income",)))
    assert whole.mean_income == 17_778
    assert (without.mean_income, without.is_mean_held) == (None, True)
    assert "17,778" in kpis(whole, "zh")
    assert "10,413" not in kpis(without, "zh")
    assert "不足 3 户" in kpis(without, "zh")
