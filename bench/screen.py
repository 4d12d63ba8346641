"""The dashboard in a browser: started, opened by a later visitor, and filtered."""

from __future__ import annotations

import contextlib
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    Parts = tuple[str, ...]

FUPIN = Path(sys.executable).with_name("fupin")
LOG = Path(__file__).with_name("data") / "server.log"
FIGURES = ".kpi .figure"
VISITORS = 7
# What is changed: its name, address and field, and everything that is drawn anew.
FILTERED = (
    ("village, overview", "?p=overview", ".topbar select[data-field=village]",
     (".topbar", ".page.overview")),
    ("date, overview", "?p=overview", ".topbar select[data-field=day]",
     (".topbar", ".nav", ".page.overview")),
    ("village, households", "?p=households", ".facets select[data-field=village]",
     (".topbar", ".facets", "table.list")),
)  # fmt: skip
# From the change to the frame after the last part was drawn anew.
REPAINTED = """
(field, [value, ...parts]) => new Promise((resolve) => {
  const began = performance.now()
  field.value = value
  field.dispatchEvent(new Event("change", { bubbles: true, composed: true }))
  const look = () => parts.some((part) => part.isConnected)
    ? requestAnimationFrame(look)
    : requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)))
  look()
})
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def serving(port: int, register: Path | None = None) -> Iterator[None]:
    """Run the server until it is left; it answers at the port on entry.

    With `register` it shows that one instead of the store.
    """
    command = [str(FUPIN), "serve", "--port", str(port)]
    command += ["--register", str(register)] if register else []
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 240
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.02)
    message = f"no server at port {port}: {LOG.read_text('utf-8')}"
    raise RuntimeError(message)


@contextlib.contextmanager
def visiting(browser: Browser, address: str, seen: str = FIGURES) -> Iterator[Page]:
    """Open an address as a new visitor, with nothing in the cache, until usable."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit", timeout=300_000)
    page.locator(seen).first.wait_for(timeout=120_000)
    try:
        yield page
    finally:
        context.close()


def _later(browser: Browser, address: str) -> float:
    times = []
    for _ in range(VISITORS):
        began = time.perf_counter()
        with visiting(browser, address):
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def _filtered(browser: Browser, address: str, field: str, parts: Parts) -> float:
    """Return the median milliseconds of ten changes of a field."""
    times = []
    with visiting(browser, address, parts[-1]) as page:
        values = page.locator(f"{field} option").evaluate_all(
            "options => options.map((option) => option.value)"
        )
        for turn in range(1, 11):
            old = [page.locator(part).first.element_handle() for part in parts]
            value = values[turn % len(values)]
            change = page.locator(field).first
            times.append(change.evaluate(REPAINTED, [value, *old]))
            page.wait_for_timeout(100)
    return statistics.median(times)


def screen() -> list[Row]:
    """Measure start to usable, a later visitor, and a change of filter."""
    port = free_port()
    home = f"http://127.0.0.1:{port}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        began = time.perf_counter()
        with serving(port):
            with visiting(browser, home):
                first = time.perf_counter() - began
            rows = [
                Row(2, "server start to first page usable", first, "s", 6),
                Row(2, "a later visitor's page usable", _later(browser, home), "s", 2),
            ]
            for name, query, field, parts in FILTERED:
                value = _filtered(browser, home + query, field, parts)
                said = f"a change repainted: {name}"
                rows.append(Row(2, said, value, "ms", 150))
        browser.close()
    return rows
