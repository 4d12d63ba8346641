"""Where the data lies. The only place of the library that knows the folder `data/`."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("FUPIN_DATA", ROOT / "data"))
PLAN = DATA / "plan"
REFERENCE = DATA / "reference"
SAMPLE = DATA / "sample"
PRIVATE = DATA / "private"
NOTEBOOKS = ROOT / "notebooks"


def register_path() -> Path:
    """Return the register to show: FUPIN_REGISTER, else the sample."""
    return Path(os.environ.get("FUPIN_REGISTER", SAMPLE))


def link_key() -> bytes:
    """Return this installation's key for opaque ids in addresses, made on first use."""
    path = PRIVATE / "link.key"
    if not path.exists():
        PRIVATE.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(32))
        path.chmod(0o600)
    return path.read_bytes()
