"""推演: move a line or switch a rule; see who enters, who leaves, and the cost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.models.levers import as_planned, goal_of, has_curve, on_basis
from dashboards.models.own_rule import OwnRule
from dashboards.models.shelf import Shelf
from dashboards.models.whatif import LINE, SORTS, preset, whatif
from dashboards.pages.block import Block
from dashboards.pages.whatif_files import Files, file_of
from dashboards.pages.whatif_places import COLUMNS, block
from dashboards.pages.whatif_shelf import SHELF_ACTS, shelved
from dashboards.text import say
from dashboards.widgets import answers, beside, levers, outcomes, seeking
from dashboards.widgets.curve import CurveView
from dashboards.widgets.groups import groups
from dashboards.widgets.heat import heat
from dashboards.widgets.html import Html
from fupin.errors import FupinError
from fupin.plan import to_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.plan import Scenario

MOST_STEPS = 100
CARDS = ("beside", "years", "against")
LEVERS = "levers"


class WhatIfPage(Files, Block):
    """The page: blocks of markup around a curve that the browser moves by itself."""

    key = "whatif"
    watched = ("scenario",)

    def _begin(self) -> None:
        self.shelf, self.own = Shelf(self.desk, self.view), OwnRule()
        self.parameter, self.other, self.error, self.start = LINE, "", "", 0
        self.sort = self.target = self.reference = ""
        self.pair = ("plan", "scenario")
        self.goal = {"figure": "met", "relation": "at_least", "amount": ""}
        self.shown: set[str] = set()
        self.refused: levers.Refused | None = None
        self._past: list[str] = []
        self._future: list[str] = []
        dark = self.view.param.dark
        self._head = self._html
        self._left, self._right, self._under, self._more = (
            Html(
                on_go=self._heard, on_field=self._field, dark=dark, css_classes=[place]
            )
            for place in ("whatif-left", "whatif-right", "whatif-middle", "whatif-more")
        )
        self._curve = CurveView(
            self._moved, self._heard, dark=dark, css_classes=["whatif-curve"]
        )
        columns = pn.Column(
            self._left, self._curve, self._right, self._under, self._more,
            sizing_mode="stretch_width", margin=0, css_classes=["whatif-columns"],
            stylesheets=[COLUMNS],
        )  # fmt: skip
        self._page = pn.Column(
            self._head, columns, sizing_mode="stretch_width", margin=0
        )

    def __panel__(self) -> Any:
        return self._page

    def _draw(self) -> None:
        lang = self.view.lang
        page = whatif(self.desk, self.view, self.parameter)
        self.parameter = page.parameter
        if not page.engine.enrolled.size:
            self._head.html = f'<p class="page empty">{say(lang, "overview.empty")}</p>'
            self._curve.clear()
            for place in (self._left, self._under, self._right, self._more):
                place.html = ""
            return
        if not self.goal["amount"]:
            self.goal["amount"] = str(int(page.before[:, 1].sum()))
        with pn.io.hold():
            self._send(page, lang)

    def _send(self, page: Any, lang: str) -> None:
        """Send each block; one that is as it was isn't sent again."""
        self._curve.draw(page, lang)
        self._head.html = levers.head(
            page, self.shelf, lang, undo=bool(self._past), redo=bool(self._future),
            error="" if self.refused else self.error,
        )  # fmt: skip
        is_open = LEVERS in self.shown
        self._left.html = block(
            levers.levers(page, lang, self.own, is_open=is_open, refused=self.refused),
            lang,
        )
        right = [outcomes.moved(page, self.start, lang, self.sort)]
        right.append(self._seeking(page, lang))
        under = [answers.bars(page, lang)]
        if not page.is_coarse:
            right.append(outcomes.costs(page, lang))
            under += [groups(page, lang), outcomes.costs_by_village(page, lang)]
            under.append(heat(page, self.other, self.target, lang))
        more = self._on_demand(page, lang)
        for place, cards in (
            (self._under, under), (self._more, more), (self._right, right),
        ):  # fmt: skip
            place.html = block("".join(cards), lang)

    def _on_demand(self, page: Any, lang: str) -> list[str]:
        """Return the cards whose figures are worked out only while they are open."""
        one, two, three = (name in self.shown for name in CARDS)
        return [
            beside.beside(page, self.shelf, self.pair, lang, is_open=one),
            beside.years(page, lang, is_open=two),
            beside.against(page, self.shelf, self.reference, lang, is_open=three),
        ]

    def _seeking(self, page: Any, lang: str) -> str:
        try:
            goal: Any = goal_of(self.goal)
        except FupinError as error:
            goal = error
        return seeking.seeking(page, self.goal, goal, lang)

    def _moved(self, value: float) -> None:
        self._change(lambda s: s.with_value(self.parameter, value))

    def _change(self, change: Callable[[Scenario], Scenario], lever: str = "") -> None:
        """Take a change of the scenario; what the plan refuses is said, not done.

        Of a `lever` it is said there, and the lever stands as it was.
        """
        page = whatif(self.desk, self.view, self.parameter)
        try:
            # A preset's name holds only as long as nothing else is changed.
            plain = replace(page.scenario, description="")
            link = to_link(change(plain))
            self.error, self.refused = "", None
        except FupinError as error:
            self.error = error.say(self.view.lang)
            again = self.refused.count + 1 if self.refused else 1
            self.refused = levers.Refused(lever, self.error, again) if lever else None
            self._update()
            return
        self._past = [*self._past, self.view.scenario][-MOST_STEPS:]
        self._future, self.start = [], 0
        self._show(link)

    def _show(self, link: str) -> None:
        if link == self.view.scenario:
            self._update()
        self.view.scenario = link

    def _step(self, back: list[str], ahead: list[str]) -> None:
        if back:
            ahead.append(self.view.scenario)
            self._show(back.pop())

    def _tell(self, error: FupinError) -> None:
        self.error = error.say(self.view.lang)
        self._update()

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        if name in ("undo", "redo"):
            lists = self._past, self._future
            self._step(*(lists if name == "undo" else lists[::-1]))
        elif name == "preset":
            page = whatif(self.desk, self.view, self.parameter)
            line = page.value(LINE, page.plan)
            self._change(lambda s: preset(s, value, line))
        elif name == "basis":
            parameter, _, basis = value.partition(":")
            self._change(lambda s: on_basis(s, parameter, basis))
        elif name == "restore":
            self._change(lambda s: as_planned(s, value))
        elif name == "compare":
            self.shown |= {CARDS[0]}
            self._update()
            self._more.show(f".{CARDS[0]}")
        elif name in ("both", "value"):
            self._set(value)
        elif name in ("own", "drop"):
            self._rule(name, value)
        elif name in SHELF_ACTS:
            self.error = shelved(self, name)
            self._update()
        elif name in ("curve", "rows", "download", "sort", "more"):
            self._look(name, value)
        else:
            self.view.go(where)

    def _set(self, value: str) -> None:
        """Set the parameter of the curve, and with two values that of the map too.

        One change, so that one step back takes both.
        """
        names = (self.parameter, self.other)
        said = dict(zip(names, map(_number, value.split(":")), strict=False))

        def both(scenario: Scenario) -> Scenario:
            for name, number in said.items():
                scenario = scenario.with_value(name, number)
            return scenario

        self._change(both)

    def _rule(self, name: str, value: str) -> None:
        """Add the form's rule, where the compiler takes it, or drop one."""
        if name == "drop":
            self._change(lambda s: s.without_added(value))
            return
        added = self.own.check(whatif(self.desk, self.view, self.parameter))
        if added is None:
            self._update()
            return
        self.own = OwnRule()
        self._change(lambda _: added)

    def _look(self, name: str, value: str) -> None:
        page = whatif(self.desk, self.view, self.parameter)
        if name == "download":
            file = file_of(self, page, value)
            if file is not None:
                self._right.download(*file)
            return
        if name == "curve" and has_curve(page, value):
            self.parameter, self.other, self.target = value, "", ""
            self.goal |= {"figure": "met", "amount": ""}
        elif name == "rows" and value.isdecimal():
            self.start = int(value)
        elif name == "sort" and value.removeprefix("-") in SORTS:
            self.sort, self.start = value, 0
        elif name == "more" and value in (*CARDS, LEVERS):
            self.shown ^= {value}
        self._update()

    def _field(self, field: str, value: str) -> None:
        kind, _, name = field.partition(".")
        if kind == "value":
            self._change(lambda s: s.with_value(name, _number(value)), name)
        elif kind == "switch":
            self._change(lambda s: s.with_value(name, bool(value)))
        elif kind == "rule":
            self._change(lambda s: s.with_rule(name, on=bool(value)))
        elif kind == "open":
            self._open(value)
        elif kind == "author":
            self.view.author = value
        elif kind == "save" and name in self.shelf.fields:
            self.shelf.fields[name] = value
        else:
            self._choose(kind, name, value)
            self._update()

    def _choose(self, kind: str, name: str, value: str) -> None:
        """Take what only changes the look: a goal, a map's other parameter, a list."""
        if kind == "goal" and name in self.goal:
            self.goal[name] = value
        elif kind == "heat":
            self.other = value if value in self.desk.plan.parameters else ""
        elif kind in ("target", "against"):
            self.target, self.reference = (
                (value, self.reference) if kind == "target" else (self.target, value)
            )
        elif kind == "pair":
            one, other = self.pair
            self.pair = (value, other) if name == "one" else (one, value)
        elif kind == "beside":
            self.shelf.choose(name, on=bool(value))
        elif kind == "own" and name in self.own.fields:
            self.own.fields[name] = value
            if self.own.fields["when"]:
                self.own.check(whatif(self.desk, self.view, self.parameter))

    def _open(self, number: str) -> None:
        found = self.shelf.open(number)
        if found is not None:
            self._change(lambda _: replace(found, description=""))
        else:
            self._update()


def _number(text: str) -> float:
    """Return the number, or NaN, which the scenario refuses in words."""
    try:
        return float(text)
    except ValueError:
        return float("nan")
