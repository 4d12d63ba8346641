"""Contents kept beside the store by their hash: whole on the disk before any row.

The same content is kept once. A content that no row names is what a crash left.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fupin.errors import StoreError
from fupin.store.refusing import refusing
from fupin.store.rows import flush

if TYPE_CHECKING:
    from collections.abc import Collection

    from fupin.store.database import Store

FOLDER = "files"


def hash_of(content: bytes) -> str:
    """Return the SHA-256 of a content: its name."""
    return hashlib.sha256(content).hexdigest()


def keep(store: Store, content: bytes) -> str:
    """Keep a content and return its hash; it is on the disk when this returns.

    Raises StoreError where the disk takes no more.
    """
    with refusing():
        return _kept(store, content)


def _kept(store: Store, content: bytes) -> str:
    name = hash_of(content)
    folder = store.folder / FOLDER
    final = folder / name
    if final.exists() and hash_of(final.read_bytes()) == name:
        # As young as if it had been written now: no sweep takes it before its row.
        final.touch()
        return name
    folder.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".writing-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(final)
        flush(folder)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return name


def read(store: Store, name: str) -> bytes:
    """Return the content of a hash.

    Raises StoreError where it is gone or no longer what was kept.
    """
    path = store.folder / FOLDER / name
    content = path.read_bytes() if path.is_file() else b""
    if hash_of(content) != name:
        raise StoreError(
            "这个附件的内容不见了或被改过。请用 fupin audit verify 查看，从备份恢复",
            "The content of this file is gone or was changed. Look with fupin audit "
            "verify, and restore it from a backup.",
        )
    return content


def is_whole(store: Store, name: str) -> bool:
    """Say whether the content of a hash is there, and is what was kept."""
    try:
        read(store, name)
    except StoreError:
        return False
    return True


def sweep(store: Store, known: Collection[str], older_than_seconds: float) -> None:
    """Remove contents that no row names, unless a writer may be about to name them."""
    folder = store.folder / FOLDER
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        age = time.time() - path.stat().st_mtime
        if path.name not in known and age > older_than_seconds:
            path.unlink(missing_ok=True)
