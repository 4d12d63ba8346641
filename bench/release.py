"""The what-if page in a browser: the mark dragged, and let go; until all is painted."""

from __future__ import annotations

import contextlib
import shutil
import statistics
from typing import TYPE_CHECKING
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from bench.registers import DAY, HOUSEHOLDS, large_path
from bench.row import Row
from bench.screen import free_port, serving, visiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

TIMES = 40
MOVES = 100
FIRST = 300
MARK = ".curve .mark"
PARTS = (".levers", ".flips", ".costs", ".answers")
# From the pointer's release to the frame that shows the last change of any block; quiet
# for 150 ms is the end.
RELEASED = """
([svg, x, ...parts]) => new Promise((resolve) => {
  const box = svg.getBoundingClientRect()
  const tell = (kind) => svg.dispatchEvent(new PointerEvent(kind, {
    bubbles: true, composed: true, clientX: box.left + x, clientY: box.top + 90,
    pointerId: 1 }))
  tell("pointerdown")
  tell("pointermove")
  let began = 0, painted = 0, waiting = null
  const end = () => { for (const one of watching) one.disconnect(); resolve(painted) }
  const seen = () => requestAnimationFrame(() => setTimeout(() => {
    painted = performance.now() - began
    clearTimeout(waiting)
    waiting = setTimeout(end, 150)
  }))
  const watching = parts.map((part) => {
    const one = new MutationObserver(seen)
    one.observe(part.getRootNode(), { childList: true, subtree: true })
    return one
  })
  waiting = setTimeout(end, 5000)
  setTimeout(() => { began = performance.now(); tell("pointerup") }, 100)
})
"""
# From each move of the finger to the frame that shows it, with the pill, the count and
# each village's dot where they weren't before; what stood still is no measurement.
DRAGGED = """
async (svg, moves) => {
  const root = svg.getRootNode(), box = svg.getBoundingClientRect()
  const tell = (kind, x) => svg.dispatchEvent(new PointerEvent(kind, {
    bubbles: true, composed: true, clientX: box.left + x, clientY: box.top + 90,
    pointerId: 1 }))
  const told = () => [
    root.querySelector(".pill").textContent,
    root.querySelector(".mark").getAttribute("transform"),
    root.querySelector(".said").getAttribute("x"),
    ...[...root.querySelectorAll(".small .dot")].map((dot) => dot.getAttribute("cx")),
  ]
  tell("pointerdown", 80)
  const taken = []
  for (let n = 1; n <= moves; n++) {
    const before = told(), began = performance.now()
    tell("pointermove", 80 + 3 * n)
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    taken.push(performance.now() - began)
    const now = told()
    if (now.length < 4 || now.some((one, place) => one === before[place])) return []
  }
  return taken
}
"""


def release() -> list[Row]:
    """Measure p95 of moving the mark, and of letting it go: town and 100,000."""
    return [
        Row(
            5, "mark dragged, event to painted frame with counts and villages: p95",
            _dragged(), "ms", 50,
        ),
        Row(5, "release, list and costs painted: the town, p95", _p95(None), "ms", 300),
        Row(
            5, f"release, list and costs painted: {HOUSEHOLDS:,}, p95",
            _p95(large_path()), "ms", 500,
        ),
    ]  # fmt: skip


def _dragged() -> float:
    with _opened(None) as page:
        svg = page.locator(".curve svg.main")
        times = svg.evaluate(DRAGGED, MOVES)
    return statistics.quantiles(times, n=20)[-1] if times else float("inf")


def _p95(register: Path | None) -> float:
    with _opened(register) as page:
        times = [_released(page, turn) for turn in range(TIMES + 2)][2:]
    return statistics.quantiles(times, n=20)[-1]


@contextlib.contextmanager
def _opened(register: Path | None) -> Iterator[Page]:
    port = free_port()
    address = f"http://127.0.0.1:{port}/?p=whatif&d={DAY}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with serving(port, register):
            # Reading 100,000 households isn't what is measured here.
            with urlopen(address, timeout=FIRST) as first:
                first.read()
            with visiting(browser, address, MARK) as page:
                yield page
        browser.close()


def _released(page: Page, turn: int) -> float:
    # Each time at another value: nothing of it was worked out before.
    x = 150 + 7 * turn
    old = [page.locator(part).first.element_handle() for part in PARTS]
    svg = page.locator(".curve svg.main").element_handle()
    taken = float(page.evaluate(RELEASED, [svg, x, *old]))
    # Nothing changed within five seconds is no measurement.
    return taken or float("inf")
