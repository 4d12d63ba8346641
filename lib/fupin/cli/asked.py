"""What a person asked a command for: a date, and the language of the answer."""

from __future__ import annotations

import os
from datetime import date

from fupin.errors import FupinError


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
