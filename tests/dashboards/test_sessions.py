"""A closed session leaves nothing behind."""

from __future__ import annotations

import gc
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import panel as pn
import pytest
from bokeh.client import pull_session

from dashboards.models.view import View
from fupin import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

SESSIONS = 30
LEFT = 2
PATIENCE = 20


@pytest.fixture
def server() -> Iterator[Any]:
    """Serve the dashboard's notebook in a thread that forgets sessions quickly."""
    thread = pn.serve(
        {"dashboard": str(settings.NOTEBOOKS / "dashboard.ipynb")},
        port=0, address="127.0.0.1", show=False, threaded=True,
        unused_session_lifetime_milliseconds=200,
        check_unused_sessions_milliseconds=100,
    )  # fmt: skip
    until = time.monotonic() + PATIENCE
    while not pn.state._servers and time.monotonic() < until:
        time.sleep(0.05)
    yield next(iter(pn.state._servers.values()))[0]
    thread.stop()
    thread.join(PATIENCE)
    pn.state.reset()


def _visited(address: str) -> bool:
    """Open the page, fetch its document by websocket as a browser does, and leave."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310
        page = answer.read()
    session = pull_session(url=address)
    roots = len(session.document.roots)
    session.close()
    return b"bokeh" in page and roots > 0


def _alive() -> int:
    gc.collect()
    return sum(isinstance(one, View) for one in gc.get_objects())


def test_thirty_sessions_opened_and_closed_leave_two_views_at_most(
    server: Any,
) -> None:
    before = _alive()
    # In a thread of its own: a browser's test may have left its loop in this one.
    with ThreadPoolExecutor(1) as visitors:
        address = f"http://127.0.0.1:{server.port}/dashboard"
        assert all(visitors.map(_visited, [address] * SESSIONS))
    until = time.monotonic() + PATIENCE
    while server.get_sessions("/dashboard") and time.monotonic() < until:
        time.sleep(0.1)
    assert not server.get_sessions("/dashboard")
    assert _alive() - before <= LEFT
