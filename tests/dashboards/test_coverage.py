"""Every figure of the coverage page opens as many rows as it says; names are masked."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.coverage import coverage
from dashboards.models.desk import Desk
from dashboards.models.view import View
from dashboards.pages.coverage import listing, markup
from fupin.access import ALL_CLASSES, LOCAL, Reader, mask_name
from fupin.register import Register
from fupin.sample import make_tables
from tests import registers
from tests.registers import household, member, village

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY = date(2018, 6, 30)
LINKS = 80
# Where a figure stands among others, the list is of the first.
FIRST = re.compile(r"\d[\d,]*")


class Lists(HTMLParser):
    """Collects what opens a list: its specification, and the words on it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self.stack: list[list[str] | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        where = said.get("data-go") or ""
        link = None
        if where.startswith("list="):
            link = [where.removeprefix("list="), said.get("title") or ""]
            self.found.append(link)
        if tag not in ("path", "circle", "rect"):
            self.stack.append(link)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "circle", "rect"):
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        # A figure within another that opens its own list speaks for itself.
        for link in reversed(self.stack):
            if link is not None:
                link[1] += f" {data}"
                return


def desk_of(plan: Plan, reader: Reader = LOCAL) -> Desk:
    text.learn(plan)
    return Desk(Register.of(make_tables()), plan, reader)


@pytest.fixture(scope="module")
def desk(plan: Plan) -> Desk:
    return desk_of(plan)


@pytest.mark.parametrize("day", [date(2016, 12, 31), DAY], ids=str)
@pytest.mark.parametrize("village", ["", "004"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_opens_as_many_rows_as_it_says(
    desk: Desk, day: date, village: str, lang: str
) -> None:
    page = coverage(desk, View(day=day, village=village))
    lists = Lists()
    lists.feed(markup(page, desk, 0, lang))
    assert len(lists.found) > (20 if village else LINKS)
    wrong = []
    for spec, words in lists.found:
        figures = FIRST.findall(words.replace(",", ""))
        if str(page.count(spec)) not in figures:
            wrong.append((spec, page.count(spec), words))
        shown = listing(spec, page, desk, lang)
        assert shown.count("<tr>") - 1 == min(page.count(spec), 200), spec
    assert wrong == []


@pytest.mark.parametrize("spec", ["found:nothing", "nothing", "missing:<b>:<i>", ""])
def test_a_list_that_is_not_there_opens_nothing_or_is_empty(
    desk: Desk, spec: str
) -> None:
    page = coverage(desk, View(day=DAY))
    shown = listing(spec, page, desk, "zh")
    assert shown == "" or "没有这样的户" in shown
    assert "<i>" not in shown


def everything(desk: Desk) -> str:
    page = coverage(desk, View(day=DAY))
    lists = ("missing", "unsigned", "surveyed", "over", "faulty", "running")
    return markup(page, desk, 0, "zh") + "".join(
        listing(spec, page, desk, "zh") for spec in lists
    )


def test_names_are_masked_and_ids_are_as_people_say_them(desk: Desk) -> None:
    said = everything(desk)
    residents = desk.register["residents"]
    words = set(re.findall(r"[\u4e00-\u9fff]+", said))
    assert not words & {n for n in residents["head_name"] if len(n) > 2}
    missing = coverage(desk, View(day=DAY)).rows("missing")
    assert all(f">{mask_name(name)}<" in said for name in missing["head_name"])
    assert not [id_ for id_ in residents["household_id"] if id_ in said]


def test_who_may_not_see_names_is_shown_none_masked_or_not(plan: Plan) -> None:
    said = everything(desk_of(plan, Reader("cadre", classes=ALL_CLASSES - {"name"})))
    assert "户主</th>" not in said
    assert "**" not in said


def test_a_reader_of_one_village_is_shown_that_village_alone(plan: Plan) -> None:
    desk = desk_of(plan, Reader("cadre", frozenset({"003"})))
    page = coverage(desk, View(day=DAY))
    assert [village.name for village in page.shown] == ["回龙村"]
    assert set(page.procedures["village_id"]) == {"003"}
    assert "红中" not in everything(desk)


def test_a_town_without_a_list_of_residents_says_so(plan: Plan) -> None:
    text.learn(plan)
    register = registers.of(
        villages=[village(town_name="镇")], households=[household()], members=[member()]
    )
    desk = Desk(register, plan)
    said = markup(coverage(desk, View(day=DAY)), desk, 0, "zh")
    assert "还没有户籍户名册" in said
    assert "没有步骤记录" in said
