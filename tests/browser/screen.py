"""The dashboard as a person sees it: what stands there, and what is touched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# All text and attributes, through every shadow root.
EVERYTHING = """() => {
  const said = []
  const walk = (node) => {
    if (node.nodeType === 3) said.push(node.data)
    for (const a of node.attributes ?? []) said.push(a.value)
    if (node.shadowRoot) walk(node.shadowRoot)
    if (!["STYLE", "SCRIPT"].includes(node.tagName)) node.childNodes.forEach(walk)
  }
  walk(document.documentElement)
  return said.join("\\n")
}"""


@dataclass
class Screen:
    """The dashboard in a page of the browser."""

    page: Page
    address: str

    def open(self, query: str = "") -> Screen:
        """Open an address and wait for its figures."""
        self.page.goto(f"{self.address}?{query}", wait_until="commit")
        self.body.wait_for()
        return self

    @property
    def body(self) -> Locator:
        """Return the page below the bar."""
        return self.page.locator(".page").first

    @property
    def kpis(self) -> Locator:
        """Return the figures at the top of the overview."""
        return self.page.locator(".kpi .figure b")

    @property
    def headline(self) -> Locator:
        """Return the sentence above the table of households."""
        return self.page.locator(".headline h2")

    @property
    def rows(self) -> Locator:
        """Return the rows of the table of households."""
        return self.page.locator("section.card table.list tbody tr")

    @property
    def asked(self) -> dict[str, str]:
        """Return what the address asks for."""
        query = parse_qs(urlsplit(self.page.url).query)
        return {name: values[0] for name, values in query.items()}

    def choose(self, field: str, value: str) -> None:
        """Choose a value in a field of the bar or of the facets."""
        self.page.locator(f'select[data-field="{field}"]:visible').first.select_option(
            value
        )

    def touch(self, where: str) -> None:
        """Touch what leads to `where`."""
        self.page.locator(f'[data-go="{where}"]:visible').first.click()

    def expect_asked(self, **wanted: str) -> None:
        """Wait until the address asks for exactly this."""
        self.page.wait_for_function(
            """wanted => {
              const said = Object.fromEntries(new URLSearchParams(location.search))
              const names = new Set([...Object.keys(said), ...Object.keys(wanted)])
              return [...names].every((name) => said[name] === wanted[name])
            }""",
            arg=wanted,
        )

    def expect_count(self, count: int) -> None:
        """Wait until the households' headline speaks of so many."""
        expect(self.headline).to_have_text(re.compile(rf"^{count:,}\D"))

    def everything(self) -> str:
        """Return all that the browser holds in words."""
        return str(self.page.evaluate(EVERYTHING))
