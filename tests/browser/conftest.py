"""The dashboard as served, and a browser that may speak to this machine only."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import ViewportSize, expect, sync_playwright

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.view import View
from fupin.intake import read
from fupin.recording import preview, record
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store
from tests.browser.screen import Screen
from tests.browser.servers import dashboard
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
    log = tmp_path_factory.mktemp("server") / "log"
    with dashboard(log, FUPIN_REGISTER=str(register)) as home:
        yield home


@pytest.fixture
def screen(page: Page, address: str) -> Screen:
    """Return the dashboard, not yet opened."""
    return Screen(page, address)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the store of a town of sixty invented households, taken in as a file."""
    write_sample(tmp_path / "town", households=60)
    store = open_store(tmp_path / "town.db")
    record(store, preview(store, tmp_path / "town", LAST_DAY), "陈一", "录入")
    store.close()
    return tmp_path / "town.db"


@pytest.fixture
def own(page: Page, book: Path, tmp_path: Path) -> Iterator[Screen]:
    """Return the dashboard of the test's own store, for what is written there."""
    with dashboard(tmp_path / "log", FUPIN_STORE=str(book)) as home:
        yield Screen(page, home)
