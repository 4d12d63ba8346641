"""会议: snapshots made, opened, presented, annotated, edited, compared, exported."""

from __future__ import annotations

from typing import Any

import panel as pn

from dashboards.models.meeting import Meeting
from dashboards.pages.block import Block
from dashboards.text import say
from dashboards.widgets.meeting import meeting
from dashboards.widgets.meeting_brief import brief
from dashboards.widgets.meeting_diff import diff
from dashboards.widgets.meeting_open import opened
from dashboards.widgets.meeting_slides import slides
from dashboards.widgets.show import Show


class MeetingPage(Block):
    """The page: the list, one snapshot, its brief, or two compared; and the slides."""

    key = "meeting"
    watched = ("tab", "snapshot", "against")

    def _begin(self) -> None:
        self.state = Meeting(self.desk, self.view)
        self._show = Show(self._leave, dark=self.view.param.dark)

    def __panel__(self) -> Any:
        return pn.Column(self._html, self._show, sizing_mode="stretch_width", margin=0)

    def _drawn(self) -> str:
        view, state = self.view, self.state
        if view.snapshot and view.against:
            return diff(state, view.lang)
        found = state.opened()
        if found is None:
            return meeting(state, view.lang)
        if view.tab == "brief" and state.may_write and found.withdrawn is None:
            if not any(name.startswith("brief:") for name in state.fields):
                state.begin_brief(found)
            return brief(state, found, view.lang)
        return opened(state, found, view.lang)

    def _field(self, name: str, value: str) -> None:
        self.state.set(name, value)
        if name.startswith("brief:"):
            # What is typed is shown with its figures beside it.
            self._update()

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        act = getattr(self, f"_do_{name.replace('-', '_')}", None)
        if act is None:
            self.view.go(where)
            return
        act(value)
        self._update()

    def _do_open(self, value: str) -> None:
        self.state.forget()
        self.view.param.update(snapshot=value, against="", tab="")

    def _do_back(self, _: str) -> None:
        self.state.forget()
        self.view.param.update(snapshot="", against="", tab="")

    def _do_make(self, _: str) -> None:
        if self.state.make():
            self.view.written += 1

    def _do_compare(self, _: str) -> None:
        held, state = self.state.listed, self.state
        self.state.forget()
        self.view.param.update(
            snapshot=state.typed("before") or held[1].id,
            against=state.typed("after") or held[0].id, tab="diff",
        )  # fmt: skip

    def _do_check(self, _: str) -> None:
        self.state.check()

    def _do_withdraw(self, _: str) -> None:
        self.state.is_withdrawing = True

    def _do_keep(self, _: str) -> None:
        self.state.forget()

    def _do_save_withdraw(self, _: str) -> None:
        self.state.withdraw()

    def _do_save_note(self, _: str) -> None:
        found = self.state.opened()
        if found is not None:
            # What the browser shows first is chosen until another one is.
            first = next(iter(self.state.document(found).figures), "")
            self.state.fields.setdefault("figure", first)
        self.state.annotate()

    def _do_brief(self, _: str) -> None:
        found = self.state.opened()
        if found is not None:
            self.state.begin_brief(found)
            self.view.tab = "brief"

    def _do_leave_brief(self, _: str) -> None:
        self._close_brief()

    def _do_save_brief(self, _: str) -> None:
        if self.state.save_brief():
            self._close_brief()

    def _do_insist_brief(self, _: str) -> None:
        if self.state.save_brief(insists=True):
            self._close_brief()

    def _close_brief(self) -> None:
        state = self.state
        state.forget()
        state.fields = {n: v for n, v in state.fields.items() if "brief:" not in n}
        self.view.tab = ""

    def _do_export(self, value: str) -> None:
        made = self.state.export(value)
        if made is not None:
            self._html.download(*made)

    def _do_present(self, _: str) -> None:
        found = self.state.opened()
        if found is not None:
            self._show.words = say(self.view.lang, "meeting.leave")
            self._show.html = slides(self.state.document(found))

    def _leave(self) -> None:
        self._show.html = ""
