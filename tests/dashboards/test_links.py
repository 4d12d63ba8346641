"""Every figure of the overview stands on a link to as many households as it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.households import find
from dashboards.models.overview import overview
from dashboards.models.view import View
from dashboards.pages.overview import markup
from fupin.register import Register
from fupin.sample import make_tables

if TYPE_CHECKING:
    from fupin.plan import Plan

VOID = ("br", "rect", "path", "circle", "line", "polygon", "input", "img")
LINKS = 30


@dataclass
class Link:
    """What is touched: its class, where it leads, and the words on it."""

    tag: str
    classes: str
    where: str
    words: str = ""


@dataclass
class Links(HTMLParser):
    """Collects what leads to a list of households."""

    found: list[Link] = field(default_factory=list)
    stack: list[Link | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        link = None
        where = said.get("data-go") or ""
        if where.startswith("p=households"):
            words = said.get("title") or ""
            link = Link(tag, said.get("class") or "", where, f"{words} ")
            self.found.append(link)
        if tag not in VOID:
            self.stack.append(link)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        for link in filter(None, self.stack):
            link.words += data


@pytest.fixture(scope="module")
def desk(plan: Plan) -> Desk:
    text.learn(plan)
    return Desk(Register.of(make_tables()), plan)


@pytest.mark.parametrize("day", [date(2016, 12, 31), date(2018, 6, 30)], ids=str)
@pytest.mark.parametrize("village", ["", "002"])
@pytest.mark.parametrize("basis", ["fixed", "actual"])
def test_every_figure_opens_as_many_households_as_it_says(
    desk: Desk, day: date, village: str, basis: str
) -> None:
    links = Links()
    links.feed(markup(overview(desk, day, village, basis), "zh"))
    # The name of a village and the mean income lead to a list that they don't count.
    counted = [
        link for link in links.found
        if link.tag != "td" and not (link.classes == "kpi" and "income" in link.where)
    ]  # fmt: skip
    assert len(counted) >= LINKS
    view = View(day=day, basis=basis)
    wrong = []
    for link in counted:
        view.go(link.where)
        total = find(desk, view).count.total
        if str(total) not in re.findall(r"\d+", link.words.replace(",", "")):
            wrong.append((link.where, total, link.words))
    assert not wrong
