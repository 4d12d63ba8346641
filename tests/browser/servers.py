"""Programs that a test starts on a free port and ends by itself."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PATIENCE = 90.0


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
