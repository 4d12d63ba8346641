"""A closed session leaves nothing behind."""

from __future__ import annotations

import gc
import time
import urllib.request
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
    pn.state.reset()


def _alive() -> int:
    gc.collect()
    return sum(isinstance(one, View) for one in gc.get_objects())


def test_thirty_sessions_opened_and_closed_leave_two_views_at_most(
    server: Any,
) -> None:
    before = _alive()
    for _ in range(SESSIONS):
        address = f"http://127.0.0.1:{server.port}/dashboard"
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            assert b"bokeh" in answer.read()
        # As a browser does: it fetches the document by websocket, and leaves.
        session = pull_session(url=address)
        assert session.document.roots
        session.close()
    until = time.monotonic() + PATIENCE
    while server.get_sessions("/dashboard") and time.monotonic() < until:
        time.sleep(0.1)
    assert not server.get_sessions("/dashboard")
    assert _alive() - before <= LEFT
