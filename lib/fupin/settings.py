"""Where the data lies. The only place of the library that knows the folder `data/`."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("FUPIN_DATA", ROOT / "data"))
PLAN = DATA / "plan"
FORMS = PLAN / "forms"
TEMPLATES = PLAN / "templates"
SAMPLE = DATA / "sample"
PRIVATE = DATA / "private"
SAMPLE_DAY = date(2018, 6, 30)
OWN_STORE = PRIVATE / "fupin.db"
PRACTICE_STORE = SAMPLE / "practice.db"
NOTEBOOKS = ROOT / "notebooks"
# Only where the source is: the library ships without them.
CASES = ROOT / "tests" / "cases"


def register_path() -> Path | None:
    """Return the file that is only to be looked at: FUPIN_REGISTER, if it is set."""
    told = os.environ.get("FUPIN_REGISTER")
    return Path(told) if told else None


def store_url() -> str:
    """Return where the store is: FUPIN_STORE, else the town's own file, else practice.

    Until a town has taken its first register there is only the practice store, which
    holds the sample.
    """
    told = os.environ.get("FUPIN_STORE")
    return told or str(OWN_STORE if OWN_STORE.exists() else PRACTICE_STORE)


def has_store() -> bool:
    """Say whether there is a store other than the one to practise with."""
    return store_url() != str(PRACTICE_STORE)


def has_sample() -> bool:
    """Say whether there is an invented register to practise with."""
    return any(SAMPLE.glob("households.*"))


def store_files() -> Path | None:
    """Return the folder of large vintages: FUPIN_FILES, else beside the database."""
    told = os.environ.get("FUPIN_FILES")
    return Path(told) if told else None


def fonts_folder() -> Path | None:
    """Return a folder of fonts to print with: FUPIN_FONTS, if it is set."""
    told = os.environ.get("FUPIN_FONTS")
    return Path(told) if told else None


def link_key() -> bytes:
    """Return this installation's key for opaque ids in addresses, made on first use."""
    path = PRIVATE / "link.key"
    if not path.exists():
        PRIVATE.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(32))
        path.chmod(0o600)
    return path.read_bytes()
