"""Whoever looks isn't made to wait while somebody else takes a file."""

from __future__ import annotations

import shutil
import statistics
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.registers import workbook_path
from bench.row import Row
from bench.screen import FILTERED, REPAINTED, free_port, serving, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST = 400
PIECES = 20


def while_taking() -> list[Row]:
    """Measure changes of filter while a workbook of 10,000 households is read."""
    path = workbook_path()
    port = free_port()
    home = f"http://127.0.0.1:{port}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with serving(port):
            times = _changes(browser, home, str(path))
        browser.close()
    worst = statistics.quantiles(times, n=PIECES)[-1]
    name = f"a change repainted while a file is read, p95 of {len(times)}"
    return [Row(3, name, worst, "ms", 500)]


def _changes(browser: Browser, home: str, path: str) -> list[float]:
    """Change a filter again and again until the other visitor's file is read."""
    _, query, field, parts = FILTERED[2]
    times: list[float] = []
    with (
        visiting(browser, home + "?p=intake", "[data-drop]") as taking,
        visiting(browser, home + query, parts[-1]) as page,
    ):
        values = page.locator(f"{field} option").evaluate_all(
            "options => options.map((option) => option.value)"
        )
        taking.set_input_files("input[type=file]", path)
        while not taking.locator(".counts").count() and len(times) < MOST:
            old = [page.locator(part).first.element_handle() for part in parts]
            value = values[(len(times) + 1) % len(values)]
            change = page.locator(field).first
            times.append(change.evaluate(REPAINTED, [value, *old]))
    return times
