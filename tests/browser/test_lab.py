"""In JupyterLab a page is live in its cell, and nothing leaves the machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboards.models.overview import overview
from dashboards.widgets import figures
from tests.browser.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from dashboards.models.desk import Desk
    from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
# A kernel starts, imports and draws.
PATIENCE = 60_000


@pytest.fixture(scope="module")
def lab(register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return where JupyterLab runs, without a password and with settings of its own."""
    port = free_port()
    folder = tmp_path_factory.mktemp("lab")
    home = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "fupin.cli", "lab", "--port", str(port)]
    own = {
        "FUPIN_REGISTER": str(register),
        "FUPIN_LAB_ARGS": "--IdentityProvider.token= --ServerApp.password=",
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    with running(command, home + "api", folder / "log", **own):
        yield home


def test_a_page_is_live_in_its_cell(
    lab: str, page: Page, watch: Watch, desk: Desk
) -> None:
    page.goto(f"{lab}lab/tree/overview.ipynb?reset", wait_until="commit")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=PATIENCE)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=PATIENCE)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    kpis = page.locator(".jp-OutputArea .kpi .figure b")
    kpis.first.wait_for(timeout=PATIENCE)
    now = overview(desk, desk.days[-1])
    expect(kpis.first).to_have_text(figures.number(now.count.total))
    page.locator('.jp-OutputArea [data-go="list=villages"]').click()
    rows = page.locator(".jp-OutputArea .dialog tbody tr")
    expect(rows).to_have_count(len(now.villages))
    expect(page.get_by_text("Jupyter news")).to_have_count(0)
    assert not watch.external
