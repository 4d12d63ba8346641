"""Programs that a test starts on a free port and ends by itself."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PATIENCE = 90.0
# What Tornado and Bokeh raise where a visitor leaves while the server answers.
LEAVING = (
    "tornado.websocket.WebSocketClosedError",
    "tornado.iostream.StreamClosedError",
    "self.connection.session.notify_connection_lost()",
)
UNRETRIEVED = "Task exception was never retrieved"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(address: str) -> bool:
    """Say whether the address gives a page."""
    try:
        # The proxy that a machine may have is for other machines.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address, timeout=20):
            return True
    except (OSError, urllib.error.URLError):
        return False


@contextlib.contextmanager
def dashboard(log: Path, **variables: str) -> Iterator[str]:
    """Serve the dashboard until the block ends, and give where; no error is logged."""
    port = free_port()
    home = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "fupin.cli", "serve", "--port", str(port)]
    with running(command, home + "liveness", log, **variables):
        yield home
    assert _faults(log.read_text()) == []


def _faults(log: str) -> list[str]:
    """Return the log's errors, but for those of a visitor who left meanwhile."""
    _, *tracebacks = log.split("Traceback (most recent call last):")
    said = [part for part in tracebacks if not any(name in part for name in LEAVING)]
    lines = re.findall(r"^.*ERROR.*$", log, re.MULTILINE)
    return said + [line for line in lines if UNRETRIEVED not in line]


@contextlib.contextmanager
def running(
    command: Sequence[str], ready: str, log: Path, **variables: str
) -> Iterator[None]:
    """Run `command` until the block ends; it has begun when `ready` gives a page."""
    with log.open("w") as out:
        process = subprocess.Popen(
            command, env=os.environ | variables, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            until = time.monotonic() + PATIENCE
            while not answers(ready):
                ended = process.poll() is not None
                assert not ended, log.read_text()
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(30)
