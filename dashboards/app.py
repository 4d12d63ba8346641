"""The shell: menu, top bar, one session, pages by ?p=, and what leaves no trace after."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui
import param
from panel.custom import JSComponent

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.view import ADDRESS, View
from dashboards.pages.households import HouseholdsPage
from dashboards.pages.overview import OverviewPage
from dashboards.text import say
from dashboards.theme import THEME
from dashboards.widgets.frame import nav, topbar
from dashboards.widgets.html import Html
from fupin import settings
from fupin.intake import read
from fupin.plan import load_plan

if TYPE_CHECKING:
    from datetime import date

PAGES = {"overview": OverviewPage, "households": HouseholdsPage}
MENU_WIDTH = 184


class History(JSComponent):
    """Back and forward between pages, without an entry for every filter.

    Panel pushes an entry a change and ignores Back; here a change within a page
    replaces the entry, and Back sends the address to the session.
    """

    _esm = """
const NARROW = 1280
export function render({ model }) {
  const pageOf = (url) => { const q = new URL(url, location.href).searchParams; return q.get("p") + "|" + q.get("h") }
  const push = history.pushState.bind(history)
  history.pushState = (state, title, url) =>
    pageOf(url) === pageOf(location.href) ? history.replaceState(state, title, url) : push(state, title, url)
  addEventListener("popstate", () => model.send_msg({ search: location.search }))
  // Once the session listens: a message at render would be lost.
  if (innerWidth < NARROW) setTimeout(() => model.send_msg({ narrow: true }), 150)
  return document.createElement("span")
}"""

    def __init__(self, on_back: Any, on_narrow: Any, **params: Any) -> None:
        self._on_back, self._on_narrow = on_back, on_narrow
        super().__init__(width=0, height=0, margin=0, **params)

    def _handle_msg(self, data: Any) -> None:
        if data.get("narrow"):
            self._on_narrow()
        else:
            self._on_back(str(data.get("search", "")).lstrip("?"))


class Body(pn.viewable.Viewer):
    """The open page; each page is built when first asked for, and then kept."""

    desk = param.Parameter(doc="The shared desk.")
    view = param.ClassSelector(class_=View)

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
    plan = load_plan(settings.PLAN)
    text.learn(plan)
    desk = Desk(read(settings.register_path()).register, plan)
    if desk.days:
        # The first visitor finds the figures of the newest date and its trend ready.
        desk.trend(desk.days[-1])
    return desk


def create_app(desk: Desk | None = None) -> Any:
    """Return the whole app for one session."""
    desk = desk or shared_desk()
    view = View(day=desk.days[-1] if desk.days else None)
    if not desk.days:
        return Html(
            html=f'<div class="page"><p class="empty">{say("zh", "app.no_data")}</p></div>'
        )
    top = Html(on_go=lambda where: _act(view, where), on_field=lambda k, v: _set(view, k, v),
               dark=view.param.dark)  # fmt: skip
    menu = Html(on_go=lambda where: _leave(view, page, where), dark=view.param.dark)

    def draw(*_: Any) -> None:
        top.html, menu.html = topbar(desk, view), nav(desk, view, tuple(PAGES))

    view.param.watch(
        draw, ["page", "lang", "dark", "day", "village", "basis", "household"]
    )
    page = pmui.Page(
        title="", header=[top], sidebar=[menu], sidebar_variant="auto",
        main=[Body(desk=desk, view=view)], sidebar_width=MENU_WIDTH,
        sidebar_open=_is_wide(), theme_toggle=False, theme_config=THEME,
        dark_theme=view.param.dark, busy_indicator="linear", sx=SX,
    )  # fmt: skip
    _address(view, desk.days)
    draw()
    page.header.append(History(
        on_back=lambda query: _restore(view, query),
        on_narrow=lambda: page.param.update(sidebar_open=False),
    ))  # fmt: skip
    _release_on_close(page)
    return page


SX = {
    "& .MuiAppBar-root": {
        "boxShadow": "none", "backgroundImage": "none", "bgcolor": "background.paper",
        "color": "text.primary", "borderBottom": "1px solid", "borderColor": "divider",
    },
    "& .MuiToolbar-root": {"minHeight": "56px !important", "padding": "0 !important", "m": "0 !important"},
    "& .MuiToolbar-root > .MuiIconButton-root": {
        "m": 0, "ml": "8px", "@media (min-width: 1280px)": {"display": "none"},
    },
    "& .MuiDrawer-paper": {"borderRight": "1px solid", "borderColor": "divider", "boxShadow": "none", "backgroundImage": "none"},
    "& main": {"bgcolor": "background.default"},
}  # fmt: skip


def _is_wide() -> bool:
    """Guess from the browser's name; `History` tells where the guess was wrong."""
    return "Mobi" not in (pn.state.headers or {}).get("User-Agent", "")


def _leave(view: View, page: pmui.Page, where: str) -> None:
    view.go(where)
    if not _is_wide():
        page.sidebar_open = False


def _act(view: View, where: str) -> None:
    if where == "lang":
        view.lang = "en" if view.lang == "zh" else "zh"
    elif where == "dark":
        view.dark = not view.dark
    else:
        view.go(where)


def _set(view: View, field: str, value: str) -> None:
    if field == "day":
        view.day = _day(value) or view.day
    elif field in ("village", "basis"):
        view.set(**{field: value})


def _day(value: str) -> date | None:
    from datetime import date  # noqa: PLC0415

    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _address(view: View, days: list[date]) -> None:
    """Keep the address and the view the same; what a link says wrong is left out."""
    if pn.state.location is None:
        return
    _restore(view, pn.state.location.search.lstrip("?"))
    view.param.watch(lambda *_: _write(view, days), list(ADDRESS))
    _write(view, days)


def _write(view: View, days: list[date]) -> None:
    from urllib.parse import urlencode  # noqa: PLC0415

    defaults = {
        "page": "",
        "lang": "zh",
        "dark": False,
        "day": days[-1],
        "basis": "fixed",
    }
    said = {
        short: getattr(view, name)
        for name, short in ADDRESS.items()
        if getattr(view, name) not in (defaults.get(name, ""), "", 0, None)
    }
    if "dark" in said:
        said["dark"] = 1
    pn.state.location.search = f"?{urlencode(said)}" if said else ""


def _restore(view: View, query: str) -> None:
    """Set the view to what an address says, and everything else to its default."""
    from urllib.parse import parse_qsl  # noqa: PLC0415

    said = dict(parse_qsl(query))
    changes: dict[str, Any] = {}
    for name, short in ADDRESS.items():
        default = view.param[name].default
        value: Any = said.get(short)
        if name == "day":
            value = (_day(value) if value else None) or view.day
        elif name == "dark":
            value = value == "1"
        elif name == "start":
            value = int(value) if value and value.isdigit() else 0
        elif (
            name in ("page", "lang", "basis") and value not in view.param[name].objects
        ):
            value = default
        changes[name] = default if value is None else value
    view.param.update(**changes)


def _release_on_close(page: pmui.Page) -> None:
    """Drop the watcher that Page leaves on the process-wide state.

    `Page.busy` refers to `pn.state.param.busy`; the watcher on `pn.state` would keep
    the page, and with it the session's view, alive for ever.
    """

    def release(_: Any) -> None:
        for _ref, watcher in list(page._param__private.ref_watchers):
            (watcher.inst or watcher.cls).param.unwatch(watcher)
        page._param__private.ref_watchers[:] = []

    pn.state.on_session_destroyed(release)


def create_page(name: str, desk: Desk | None = None) -> Any:
    """Return one page without the shell, for a notebook of its own."""
    desk = desk or shared_desk()
    view = View(day=desk.days[-1] if desk.days else None, page=name)
    return PAGES[name](desk, view)
