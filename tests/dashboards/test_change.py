from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dashboards import text
from dashboards.models.change import change
from dashboards.models.desk import Desk
from dashboards.models.dossier import dossier
from dashboards.models.view import View
from dashboards.widgets.change import change_card
from dashboards.widgets.dossier import dossier_page
from fupin.access import LOCAL, Reader
from tests import registers
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY = date(2018, 6, 30)
HOUSE = "001-001"


def card_of(plan: Plan, amount: float | None, lang: str = "zh", *,
            reader: Reader = LOCAL, **person: Any) -> str:  # fmt: skip
    text.learn(plan)
    register = registers.of(
        villages=[village()], households=[household()], members=[member(**person)],
        incomes=incomes(amount),
    )  # fmt: skip
    desk = Desk(register, plan, reader)
    view = View(day=DAY, page="households", household=desk.token_of(HOUSE), lang=lang)
    found = dossier(desk, view)
    assert found is not None
    card = change_card(change(desk, view, found), lang)
    assert card in dossier_page(found, desk, view)
    return card


def test_the_card_says_how_far_in_yuan_and_percent_and_what_is_lacking(
    plan: Plan,
) -> None:
    card = card_of(plan, 1800.0)
    assert "最少改 1 处就能达标" in card
    assert "165 元</b>（2.2 %）" in card
    assert "人均可支配收入再增 165" in card
    assert "±10 % 内，结论会变" in card


def test_a_household_far_above_the_line_is_firm(plan: Plan) -> None:
    card = card_of(plan, 3000.0)
    assert "结论不变" in card
    assert "任一条即不达标" in card


def test_what_is_unknown_is_to_be_found_out(plan: Plan) -> None:
    card = card_of(plan, 1900.0, is_insured=None)
    assert "1 人的参加基本医疗保险" in card
    assert "查清" in card
    assert "尚无结论" in card


def test_the_title_counts_the_shortest_of_the_ways_and_it_comes_first(
    plan: Plan,
) -> None:
    text.learn(plan)
    desk = Desk(registers.of(
        villages=[village()], households=[household()], members=[member()],
        incomes=incomes(1800.0),
    ), plan)  # fmt: skip
    view = View(day=DAY, page="households", household=desk.token_of(HOUSE))
    found = dossier(desk, view)
    assert found is not None
    told = change(desk, view, found)
    (flip,) = told.flips
    longer = (flip.ways[0][0], flip.ways[0][0])
    mixed = replace(told, flips=(replace(flip, ways=(longer, *flip.ways)),))
    card = change_card(mixed, "zh")
    assert "最少改 1 处就能达标" in card
    assert "和" not in card.split("<li>")[1]


def test_the_card_is_told_in_english_too(plan: Plan) -> None:
    assert "Changes that would meet the standard: 1" in card_of(plan, 1800.0, "en")


def test_who_may_not_see_incomes_learns_neither_distance_nor_robustness(
    plan: Plan,
) -> None:
    reader = Reader("cadre", classes=frozenset({"name"}))
    card = card_of(plan, 1800.0, reader=reader)
    assert "165" not in card
    assert "±" not in card


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_household_of_the_sample_has_its_card(plan: Plan, lang: str) -> None:
    from fupin.register import Register  # noqa: PLC0415
    from fupin.sample import make_tables  # noqa: PLC0415

    text.learn(plan)
    desk = Desk(Register.of(make_tables()), plan)
    for id_ in desk.register["households"]["household_id"].unique().sort()[::40]:
        view = View(day=DAY, page="households", household=desk.token_of(id_), lang=lang)
        found = dossier(desk, view)
        assert found is not None
        assert change_card(change(desk, view, found), lang).startswith("<section")
