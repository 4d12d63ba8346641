"""The shell: menu, top bar, one session, pages by ?p=, nothing kept afterwards."""

from __future__ import annotations

from contextvars import Context
from functools import cache
from typing import Any
from weakref import ref

import panel as pn
import param
from panel_material_ui import Page
from tornado.ioloop import IOLoop

from dashboards import text
from dashboards.models.address import day_of, known_of, restore, written
from dashboards.models.desk import Desk
from dashboards.models.view import ADDRESS, View, remembered
from dashboards.pages.coverage import CoveragePage
from dashboards.pages.forms import FormsPage
from dashboards.pages.funds import FundsPage
from dashboards.pages.households import HouseholdsPage
from dashboards.pages.intake import IntakePage
from dashboards.pages.meeting import MeetingPage
from dashboards.pages.oversight import OversightPage
from dashboards.pages.overview import OverviewPage
from dashboards.pages.plan import PlanPage
from dashboards.pages.review import ReviewPage
from dashboards.pages.tasks import TasksPage
from dashboards.pages.village import VillagePage
from dashboards.pages.whatif import WhatIfPage
from dashboards.theme import THEME
from dashboards.widgets.frame import nav, topbar
from dashboards.widgets.history import History
from dashboards.widgets.html import Html
from fupin import settings
from fupin.book import open_book, read_plan
from fupin.intake import read
from fupin.plan import load_plan
from fupin.register import Register
from fupin.why.evidence import FileMarks

PAGES = {
    "overview": OverviewPage,
    "village": VillagePage,
    "households": HouseholdsPage,
    "tasks": TasksPage,
    "funds": FundsPage,
    "coverage": CoveragePage,
    "review": ReviewPage,
    "oversight": OversightPage,
    "forms": FormsPage,
    "whatif": WhatIfPage,
    "meeting": MeetingPage,
    "plan": PlanPage,
    "intake": IntakePage,
}
MENU_WIDTH = 184
# So soon an open page knows of what others wrote.
FOLLOW_S = 2


class Body(pn.viewable.Viewer):
    """The open page; each page is built when first asked for, and then kept."""

    desk = param.Parameter(doc="The shared desk.")
    view: View = param.ClassSelector(class_=View)  # type: ignore[assignment]

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._pages: dict[str, Any] = {}
        self._column = pn.Column(sizing_mode="stretch_width", margin=0)
        self.view.param.watch(self._show, "page")
        self._show()

    def _show(self, *_: Any) -> None:
        name = self.view.page
        if name not in self._pages:
            self._pages[name] = PAGES[name](self.desk, self.view)
        self._column[:] = [self._pages[name]]

    def __panel__(self) -> Any:
        return self._column


@cache
def shared_desk() -> Desk:
    """Return the process's desk: the register and the plan, read once."""
    path = settings.register_path()
    if path is not None:
        taken = read(path)
        desk = Desk(taken.register, read_plan(for_file=True))
        desk.files = FileMarks(taken, path)
    else:
        desk = Desk(Register.of({}), load_plan(settings.PLAN))
        # It looks how far the store is written, and only then reads it.
        desk.move_to(open_book())
    text.learn(desk.plan)
    # The first visitor finds the figures of the newest date and its trend ready.
    desk.assessment(desk.days[-1], "fixed")
    desk.trend(desk.days[-1])
    desk.tasks.board(desk.days[-1])
    return desk


def create_app(desk: Desk | None = None) -> Any:
    """Return the whole app for one session."""
    desk = desk or shared_desk()
    # Somebody may have written by the command since the last visitor, and may while the
    # page is being made: whatever is later than this is followed.
    seen = desk.look()
    desk = desk.at(known_of(_query())) or desk
    view = View(day=desk.days[-1], known=desk.vintage.seq if desk.vintage else 0)
    # Before any page: what is seen then stands in the address, for Back to return to,
    # and only the page that was asked for is built.
    _keep_address(view, desk)
    top = Html(
        on_go=lambda where: _act(view, where),
        on_field=lambda name, value: _set(view, desk, name, value),
        dark=view.param.dark, recalls="me",
    )  # fmt: skip
    menu = Html(on_go=view.go, dark=view.param.dark)

    def draw(*_: Any) -> None:
        top.html, menu.html = topbar(desk, view), nav(desk, view, tuple(PAGES))

    view.param.watch(
        draw,
        ["page", "lang", "dark", "day", "village", "basis", "household", "written",
         "own", "followed"],
    )  # fmt: skip
    page = Page(
        title="", header=[top], sidebar=[menu], sidebar_variant="auto",
        main=[Body(desk=desk, view=view)], sidebar_width=MENU_WIDTH,
        sidebar_open=_is_wide(), theme_toggle=False, theme_config=THEME,
        dark_theme=view.param.dark, busy_indicator="linear", sx=SX,
    )  # fmt: skip
    draw()
    page.header.append(History(
        on_back=lambda query: restore(view, query, desk.days, desk.village_names),
        on_narrow=lambda: page.param.update(sidebar_open=False),
    ))  # fmt: skip
    _release_on_close(page)
    _follow(view, desk, seen)
    return page


def _follow(view: View, desk: Desk, seen: int) -> None:
    """Tell the session when anybody has written more than `seen`; it ends with it.

    The server's clock holds the session weakly, and is wound up outside of the
    session's context, which names its document: either would keep a closed one alive.
    """
    document = pn.state.curdoc
    if document is None or document.session_context is None or desk.store is None:
        return
    loop = IOLoop.current()
    whose, where = ref(view), ref(document)

    def told() -> None:
        held = whose()
        if held is not None:
            held.followed += 1

    def look() -> None:
        nonlocal seen
        there = where()
        if whose() is None or there is None or there.session_context is None:
            return
        # Before anything that may fail: a database that was gone comes back.
        loop.call_later(FOLLOW_S, look)
        now = desk.look()
        if now != seen:
            seen = now
            there.add_next_tick_callback(told)

    Context().run(loop.call_later, FOLLOW_S, look)


SX = {
    "& .MuiAppBar-root": {
        "boxShadow": "none", "backgroundImage": "none", "bgcolor": "background.paper",
        "color": "text.primary", "borderBottom": "1px solid", "borderColor": "divider",
    },
    "& .MuiToolbar-root": {
        "minHeight": "56px !important", "padding": "0 !important", "m": "0 !important",
    },
    "& .MuiToolbar-root > .MuiIconButton-root": {
        "m": 0, "ml": "8px", "@media (min-width: 1280px)": {"display": "none"},
    },
    "& .MuiDrawer-paper": {
        "borderRight": "1px solid", "borderColor": "divider", "boxShadow": "none",
        "backgroundImage": "none",
    },
    "& main": {"bgcolor": "background.default"},
    # On paper there is no window to scroll in, and no menu to choose from.
    "@media print": {
        "&, & main, & .main-content": {
            "display": "block", "height": "auto", "overflow": "visible",
            "bgcolor": "transparent",
        },
        "& .MuiIconButton-root, & main .MuiToolbar-root": {
            "display": "none !important",
        },
        "& .MuiAppBar-root": {
            "position": "static", "bgcolor": "transparent", "border": 0,
        },
    },
}  # fmt: skip


def _is_wide() -> bool:
    """Guess from the browser's name; `History` tells where the guess was wrong."""
    return "Mobi" not in (pn.state.headers or {}).get("User-Agent", "")


def _act(view: View, where: str) -> None:
    if where == "lang":
        view.lang = "en" if view.lang == "zh" else "zh"
    elif where == "dark":
        view.dark = not view.dark
    else:
        view.go(where)


def _set(view: View, desk: Desk, field: str, value: str) -> None:
    if field == "day":
        view.day = day_of(value) or view.day
    elif field == "step":
        view.day = desk.days[int(value)]
    elif field in ("village", "basis"):
        view.set(**{field: value})
    elif field == "me":
        view.param.update(**remembered(value))
        # Who is known by name alone lands on what is theirs as well.
        view.param.trigger("own")


def _query() -> str:
    return (pn.state.location.search or "") if pn.state.location else ""


def _keep_address(view: View, desk: Desk) -> None:
    """Keep the address and the view the same, in both directions."""
    location = pn.state.location
    if location is None:
        return
    restore(view, location.search or "", desk.days, desk.village_names)

    def write(*_: Any) -> None:
        location.search = written(view, desk.days[-1])

    view.param.watch(write, list(ADDRESS))
    write()


def _release_on_close(page: Page) -> None:
    """Drop what Panel leaves of a closed session on its process-wide state.

    `Page.busy` refers to `pn.state.param.busy`, and the notification area stays among
    `pn.state`'s views: either would keep the session's view alive for ever.
    """
    own = pn.state.curdoc

    def release(_: Any) -> None:
        views = pn.state._views  # noqa: SLF001
        for root in [root for root, view in views.items() if view[2] is own]:
            del views[root]
        # No public way: the page resolved a reference of its own making.
        watchers = page._param__private.ref_watchers  # noqa: SLF001
        for _ref, watcher in list(watchers):
            (watcher.inst or watcher.cls).param.unwatch(watcher)
        watchers[:] = []

    pn.state.on_session_destroyed(release)


def create_page(name: str, desk: Desk | None = None) -> Any:
    """Return one page without the shell, for a notebook of its own."""
    desk = desk or shared_desk()
    view = View(day=desk.days[-1], page=name)
    return PAGES[name](desk, view)
