"""The browser's Back and Forward, kept to pages, dossiers and snapshots."""

from __future__ import annotations

from typing import Any

from panel.custom import JSComponent

from dashboards.widgets.html import when_loaded


class History(JSComponent):
    """Back and forward between pages, without an entry for every filter.

    Panel pushes an entry a change and ignores Back; here a change within a page
    replaces the entry, and Back sends the address to the session. In a narrow window
    another page also closes the menu that lies over it.
    """

    _esm = """
const NARROW = 1280
export function render({ model }) {
  const pageOf = (url) => {
    const said = new URL(url, location.href).searchParams
    const open = ["h", "m", "m2"].map((name) => said.get(name) ?? "")
    return [said.get("p") ?? "overview", ...open].join("|")
  }
  const push = history.pushState.bind(history)
  const close = () => { if (innerWidth < NARROW) model.send_msg({ narrow: true }) }
  // Where Back or Forward led: until the session has followed, or a person goes on,
  // what it still writes about the former page is no new entry.
  let popped = null
  history.pushState = (state, title, url) => {
    const page = pageOf(url)
    if (page === pageOf(location.href)) history.replaceState(state, title, url)
    else if (popped === null) { push(state, title, url); close() }
    if (page === popped) popped = null
  }
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => { popped = null }, true)
  addEventListener("popstate", () => {
    popped = pageOf(location.href)
    model.send_msg({ search: location.search })
  })
  // Once the session listens: a message at render would be lost.
  setTimeout(close, 150)
  return document.createElement("span")
}"""

    def __init__(self, on_back: Any, on_narrow: Any, **params: Any) -> None:
        self._on_back, self._on_narrow = on_back, on_narrow
        super().__init__(width=0, height=0, margin=0, **params)

    def _handle_msg(self, data: Any) -> None:
        if data.get("narrow"):
            when_loaded(self._on_narrow)
        else:
            query = str(data.get("search", "")).lstrip("?")
            when_loaded(lambda: self._on_back(query))
