"""The dashboard as served, and a browser that may speak to this machine only."""

from __future__ import annotations

import os
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import ViewportSize, expect, sync_playwright

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.view import View
from fupin.intake import read
from fupin.sample import write_sample
from tests.browser.screen import Screen
from tests.browser.servers import free_port, running
from tests.browser.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from fupin.plan import Plan

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
ARGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
expect.set_options(timeout=15_000)


# What Tornado and Bokeh raise where a visitor leaves while the server answers.
LEAVING = (
    "tornado.websocket.WebSocketClosedError",
    "tornado.iostream.StreamClosedError",
    "self.connection.session.notify_connection_lost()",
)
UNRETRIEVED = "Task exception was never retrieved"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser; it stands in for the plug-in's, which downloads its own."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("needs chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a new visitor, with nothing in the cache."""
    size = ViewportSize(width=1440, height=900)
    visitor = browser.new_context(locale="zh-CN", viewport=size)
    yield visitor
    visitor.close()


@pytest.fixture
def watch(context: BrowserContext) -> Iterator[Watch]:
    """Return what is seen of the test's pages; at the end nothing may be wrong."""
    seen = Watch()
    seen.over(context)
    yield seen
    seen.settle()


@pytest.fixture
def page(watch: Watch, context: BrowserContext) -> Page:  # noqa: ARG001
    """Return a watched page."""
    page = context.new_page()
    page.set_default_timeout(40_000)
    return page


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the register that the server shows: the sample town."""
    folder = tmp_path_factory.mktemp("town")
    write_sample(folder)
    return folder


@pytest.fixture(scope="session")
def desk(register: Path, plan: Plan) -> Desk:
    """Return the same register and plan as the library sees them."""
    text.learn(plan)
    return Desk(read(register).register, plan)


@pytest.fixture
def view(desk: Desk) -> View:
    """Return what a visitor sees first."""
    return View(day=desk.days[-1])


@pytest.fixture(scope="session")
def address(register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return where the dashboard is served; its log may hold no error."""
    port = free_port()
    log = tmp_path_factory.mktemp("server") / "log"
    home = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "fupin.cli", "serve", "--port", str(port)]
    with running(command, home + "liveness", log, FUPIN_REGISTER=str(register)):
        yield home
    assert _faults(log.read_text()) == []


def _faults(log: str) -> list[str]:
    """Return the log's errors, but for those of a visitor who left meanwhile."""
    _, *tracebacks = log.split("Traceback (most recent call last):")
    said = [part for part in tracebacks if not any(name in part for name in LEAVING)]
    lines = re.findall(r"^.*ERROR.*$", log, re.MULTILINE)
    return said + [line for line in lines if UNRETRIEVED not in line]


@pytest.fixture
def screen(page: Page, address: str) -> Screen:
    """Return the dashboard, not yet opened."""
    return Screen(page, address)
