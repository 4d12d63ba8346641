"""What a person asked a command for: a date, a language, a register."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from fupin.errors import FupinError

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.register import Register
    from fupin.why.evidence import Marks


def language() -> str:
    """Return "zh" or "en": FUPIN_LANG, else what the system says."""
    said = os.environ.get("FUPIN_LANG") or os.environ.get("LANG", "")
    return "zh" if said.startswith("zh") else "en"


def day(text: str) -> date:
    """Return the date that was typed; FupinError where it isn't one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FupinError(
            f"“{text}”不是日期。请写成 2018-06-30",
            f"{text!r} is not a date. Write it as 2018-06-30.",
        ) from None


def ending(to: Path | None, *known: str) -> str:
    """Return the ending of a file to be written; FupinError for none of `known`."""
    if to is None or to.suffix in known:
        return "" if to is None else to.suffix
    raise FupinError(
        f"不会写“{to.suffix}”。请用 {'、'.join(known)}",
        f"Can't write {to.suffix!r}. Use one of {', '.join(known)}.",
    )


def marked(
    path: Path | None, household: str, until: date | None
) -> tuple[Register, Marks]:
    """Return the register, and what says where each row of the household is from.

    `path` is a register's (None: the store); `until` the date that it was known by.
    """
    from fupin import store as kept  # noqa: PLC0415
    from fupin.book import open_book  # noqa: PLC0415
    from fupin.intake import read  # noqa: PLC0415
    from fupin.why.evidence import FileMarks, StoreMarks  # noqa: PLC0415

    if path is not None:
        taken = read(path)
        return taken.register, FileMarks(taken, path)
    store = open_book()
    try:
        marks = StoreMarks.of_household(store, household, until)
        return kept.register(store, until), marks
    finally:
        store.close()
