"""Say in words that nothing could be written: a full disk, a database gone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from fupin.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the machine refuses. What a trigger or a key refuses is an error of our own.
REFUSALS = (OSError, sa.exc.OperationalError, sa.exc.InterfaceError)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the machine refuses within into a StoreError that says the cure."""
    try:
        yield
    except REFUSALS as cause:
        said = str(getattr(cause, "orig", None) or cause).splitlines()[0]
        raise StoreError(
            f"写不进去：{said}。什么也没有改，原来的内容还在。请看磁盘是否已满、数据库是否在运行",
            f"It can't be written: {said}. Nothing was changed; what was there stands "
            "as before. See whether the disk is full and the database runs.",
        ) from cause
