"""The address of a view: written from it, and read back whatever a person typed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from dashboards.models.view import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Collection

    from dashboards.models.view import View

SWITCH_ON = "1"
# More digits than any register has rows; Python refuses to read thousands of them.
START_DIGITS = 9
DEFAULTS: dict[str, Any] = {"lang": "zh", "dark": False, "basis": "fixed"}


def written(view: View, newest: date) -> str:
    """Return the query of the address; what stands at its default is left out."""
    defaults = DEFAULTS | {"page": "", "day": newest}
    said = {
        short: getattr(view, name)
        for name, short in ADDRESS.items()
        if getattr(view, name) not in (defaults.get(name, ""), "", 0, None)
    }
    if "dark" in said:
        said["dark"] = SWITCH_ON
    return f"?{urlencode(said)}" if said else ""


def restore(
    view: View, query: str, days: list[date], villages: Collection[str]
) -> None:
    """Set the view to what an address says, and everything else to its default.

    What can't be understood (a date that isn't, a page or a village that isn't there)
    is left at its default: an address edited by hand still opens.
    """
    said = dict(parse_qsl(query.lstrip("?")))
    if said.get("theme") == "dark":
        # Panel's own word: it would make the frame dark and leave the page light.
        said["dark"] = SWITCH_ON
    changes: dict[str, Any] = {}
    for name, short in ADDRESS.items():
        changes[name] = _read(view, name, said.get(short), days)
    if changes["village"] not in villages:
        changes["village"] = ""
    view.param.update(**changes)


def _read(view: View, name: str, value: str | None, days: list[date]) -> Any:
    if name == "day":
        day = day_of(value or "")
        # Outside the register's years there is nothing to decide.
        is_inside = day and days[0] <= day <= date(days[-1].year, 12, 31)
        return day if is_inside else days[-1]
    if name == "known":
        # What a session looks at was decided when it was opened.
        return view.known
    if name == "dark":
        return value == SWITCH_ON
    if name == "start":
        is_row = value and value.isdecimal() and len(value) <= START_DIGITS
        return int(value) if is_row and value else 0
    parameter = view.param[name]
    if value is None or value not in getattr(parameter, "objects", [value]):
        return parameter.default
    return value


def known_of(query: str) -> int:
    """Return the number of the vintage that an address looks back to; 0 is now."""
    said = dict(parse_qsl(query.lstrip("?"))).get(ADDRESS["known"], "")
    is_number = said.isascii() and said.isdecimal() and len(said) <= START_DIGITS
    return int(said) if is_number else 0


def day_of(text: str) -> date | None:
    """Return the date that `text` is, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
