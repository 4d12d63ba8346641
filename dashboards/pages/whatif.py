"""推演: move a line or switch a rule; see who enters, who leaves, and the cost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.models.whatif import LINE, flips, goal_of, has_curve, preset, whatif
from dashboards.text import say
from dashboards.widgets import levers, outcomes
from dashboards.widgets.curve import CurveView, payload
from dashboards.widgets.html import Html
from fupin.errors import FupinError
from fupin.plan import to_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.plan import Scenario

WATCHED = ["day", "village", "lang", "page", "written", "scenario"]
MOST_STEPS = 100
# 288 · fluid · 320; below 1280 px one under the other.
COLUMNS = """
:host(.whatif-columns){display:grid!important;
grid-template-columns:288px minmax(0,1fr) 320px;gap:16px;
padding:0 24px 24px;max-width:1600px;align-items:start;
height:auto!important;max-height:none!important;grid-auto-rows:max-content}
@media (max-width:1279px){:host(.whatif-columns){grid-template-columns:minmax(0,1fr)}}
@media (max-width:700px){:host(.whatif-columns){padding:0 16px 16px}}
"""


class WhatIfPage(pn.viewable.Viewer):
    """The page: blocks of markup around a curve that the browser moves by itself."""

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        self.parameter, self.other, self.error, self.start = LINE, "", "", 0
        self.goal = {"figure": "met", "relation": "at_least", "amount": ""}
        self._past: list[str] = []
        self._future: list[str] = []
        heard: dict[str, Any] = {
            "on_go": self._go, "on_field": self._field, "dark": view.param.dark,
        }  # fmt: skip
        self._head, self._left, self._under, self._right = (
            Html(**heard) for _ in "1234"
        )
        self._curve = CurveView(self._moved, dark=view.param.dark)
        middle = pn.Column(
            self._curve, self._under, sizing_mode="stretch_width", margin=0
        )
        columns = pn.Column(
            self._left, middle, self._right, sizing_mode="stretch_width", margin=0,
            css_classes=["whatif-columns"], stylesheets=[COLUMNS],
        )  # fmt: skip
        self._page = pn.Column(
            self._head, columns, sizing_mode="stretch_width", margin=0
        )
        view.param.watch(self._update, WATCHED)
        self._update()

    def __panel__(self) -> Any:
        return self._page

    def _update(self, *_: Any) -> None:
        view, lang = self.view, self.view.lang
        if view.page != "whatif" or view.day is None:
            return
        page = whatif(self.desk, view, self.parameter)
        if not page.engine.enrolled.size:
            empty = f'<p class="page empty">{say(lang, "overview.empty")}</p>'
            self._head.html, self._curve.data = empty, {}
            self._left.html = self._under.html = self._right.html = ""
            return
        if not self.goal["amount"]:
            self.goal["amount"] = str(int(page.before[:, 1].sum()))
        with pn.io.hold():
            self._draw(page, lang)

    def _draw(self, page: Any, lang: str) -> None:
        self._curve.data = payload(page, lang)
        self._head.html = levers.head(
            page, lang, undo=bool(self._past), redo=bool(self._future), error=self.error
        )
        self._left.html = (
            f'<div class="whatif {lang}">{levers.levers(page, lang)}</div>'
        )
        under = [outcomes.bars(page, lang)]
        right = [outcomes.moved(page, self.start, lang), self._seeking(page, lang)]
        if not page.is_coarse:
            under += [
                outcomes.groups(page, lang), outcomes.heat(page, self.other, lang),
            ]  # fmt: skip
            right.append(outcomes.costs(page, lang))
        self._under.html = f'<div class="whatif {lang}">{"".join(under)}</div>'
        self._right.html = f'<div class="whatif {lang}">{"".join(right)}</div>'

    def _seeking(self, page: Any, lang: str) -> str:
        try:
            goal: Any = goal_of(self.goal)
        except FupinError as error:
            goal = error
        return outcomes.seeking(page, self.goal, goal, lang)

    def _moved(self, value: float) -> None:
        self._change(lambda s: s.with_value(self.parameter, value))

    def _change(self, change: Callable[[Scenario], Scenario]) -> None:
        """Take a change of the scenario; what the plan refuses is said, not done."""
        page = whatif(self.desk, self.view, self.parameter)
        try:
            # A preset's name holds only as long as nothing else is changed.
            plain = replace(page.scenario, description="")
            link = to_link(change(plain))
            self.error = ""
        except FupinError as error:
            self.error = error.say(self.view.lang)
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
            self._change(
                lambda s: s.without_value(parameter).with_basis(parameter, basis)
            )
        elif name == "both":
            self._set_both(value)
        elif name == "value":
            self._moved(float(value))
        elif name in ("curve", "rows", "download"):
            self._look(name, value)
        else:
            self.view.go(where)

    def _set_both(self, value: str) -> None:
        one, _, other = value.partition(":")
        self._change(
            lambda s: s.with_value(self.parameter, float(one)).with_value(
                self.other, float(other)
            )
        )

    def _look(self, name: str, value: str) -> None:
        page = whatif(self.desk, self.view, self.parameter)
        if name == "download" and not page.is_coarse:
            table = flips(page).write_csv(include_bom=True)
            file = f"whatif-{page.scenario.fingerprint}-{self.view.day}.csv"
            self._right.download(file, table.encode())
            return
        if name == "curve" and has_curve(page, value):
            self.parameter, self.other = value, ""
            self.goal |= {"amount": ""}
        elif name == "rows" and value.isdecimal():
            self.start = int(value)
        self._update()

    def _field(self, field: str, value: str) -> None:
        kind, _, name = field.partition(".")
        if kind == "value":
            self._change(lambda s: s.with_value(name, _number(value)))
        elif kind == "rule":
            self._change(lambda s: s.with_rule(name, on=bool(value)))
        elif kind == "goal" and name in self.goal:
            self.goal[name] = value
            self._update()
        elif kind == "heat":
            self.other = value if value in self.desk.plan.parameters else ""
            self._update()


def _number(text: str) -> float:
    """Return the number, or NaN, which the scenario refuses in words."""
    try:
        return float(text)
    except ValueError:
        return float("nan")
