"""The choices of a select."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def choices(rows: Iterable[tuple[object, str]], held: object) -> str:
    """Return an option for each value with its words, trusted markup; `held` is chosen."""
    return "".join(
        f'<option value="{escape(str(value))}"{" selected" if value == held else ""}>{words}</option>'
        for value, words in rows
    )
