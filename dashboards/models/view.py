"""What a person looks at: page, date, language, filters. One a session; no panel.

All of it but the search text stands in the address, so that a link opens the same
view. A household stands there by its opaque id only.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import param

PAGES = (
    "overview", "village", "households", "tasks", "funds", "coverage", "review",
    "oversight",
    "forms", "whatif", "meeting", "plan", "intake",
)  # fmt: skip
# The name in the address of each filter.
ADDRESS = {
    "page": "p", "known": "k", "lang": "lang", "dark": "dark", "day": "d",
    "basis": "basis",
    "village": "v", "status": "status", "cause": "cause", "labour": "labour",
    "kind": "kind", "department": "dept", "rule": "rule", "verdict": "verdict",
    "alarm": "alarm", "household": "h", "form": "f", "sort": "sort", "start": "start",
    "scenario": "s", "tab": "tab", "task": "t", "snapshot": "m", "against": "m2",
    "source": "src",
    "due": "due",
}  # fmt: skip
FILTERS = (
    "village", "status", "cause", "labour", "kind", "department", "rule", "verdict",
    "alarm", "source",
)  # fmt: skip
LONGEST_NAME = 60


class View(param.Parameterized):
    """The state of one session."""

    page: Any = param.Selector(default="overview", objects=list(PAGES))
    lang: Any = param.Selector(default="zh", objects=["zh", "en"])
    dark = param.Boolean(default=False)
    day: Any = param.CalendarDate(default=None, allow_None=True, doc="The as-of date.")
    basis: Any = param.Selector(default="fixed", objects=["fixed", "actual"])
    village = param.String(default="", doc="Village id; empty is all.")
    status = param.String(default="")
    cause = param.String(default="")
    labour = param.String(default="")
    kind = param.String(default="")
    department = param.String(default="")
    rule = param.String(default="")
    verdict = param.String(default="")
    alarm = param.String(default="")
    source = param.String(default="", doc="Where funds come from.")
    due = param.String(
        default="", doc="First day of the week or month: 2018-06-25, 2018-06."
    )
    household = param.String(default="", doc="Opaque id of the open dossier.")
    tab = param.String(default="", doc="The part of a page; empty is its first.")
    task = param.String(default="", doc="Opaque id of the open task.")
    snapshot = param.String(default="", doc="Id of the open snapshot.")
    against = param.String(default="", doc="Id of the one that it is compared with.")
    form = param.String(
        default="",
        doc="The form, the list or the step that is shown; empty: the first.",
    )
    sort = param.String(default="", doc="Column, with a minus in front for descending.")
    start = param.Integer(default=0, bounds=(0, None), doc="First row of the table.")
    search = param.String(default="", doc="Never in the address.")
    scenario = param.String(default="", doc="The what-if scenario as a link.")
    author = param.String(default="", doc="Who writes; never in the address.")
    own = param.String(
        default="", doc="The department of who looks; never in the address."
    )
    known = param.Integer(
        default=0, doc="The newest vintage that counts; 0 is now. Set at the opening."
    )
    written = param.Integer(default=0, doc="Grows when this session writes.")
    followed = param.Integer(default=0, doc="Grows when anybody wrote anything.")

    def go(self, where: str) -> None:
        """Open what `where` says ("p=households&v=001"); clear the other filters."""
        by_short = {short: name for name, short in ADDRESS.items()}
        wanted = {
            by_short.get(k, k): v for k, v in parse_qsl(where, keep_blank_values=True)
        }
        changes: dict[str, Any] = dict.fromkeys(
            (
                *FILTERS,
                "household",
                "form",
                "sort",
                "tab",
                "task",
                "snapshot",
                "against",
                "due",
            ),
            "",
        ) | {
            "start": 0,
            "search": "",
        }
        changes |= {k: v for k, v in wanted.items() if k in changes or k == "page"}
        changes["start"] = int(changes["start"] or 0)
        self.param.update(**changes)

    def set(self, **changes: Any) -> None:
        """Change some filters and go back to the first row."""
        self.param.update(**({"start": 0} | changes))

    @property
    def filters(self) -> dict[str, str]:
        """Return the filters that are set."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name)}


def remembered(kept: str) -> dict[str, str]:
    """Return who looks, as a browser kept it; nothing where it isn't that."""
    try:
        said = json.loads(kept)
    except ValueError:
        return {}
    if not isinstance(said, dict):
        return {}
    held = [name for name in ("author", "own") if name in said]
    return {name: str(said[name])[:LONGEST_NAME] for name in held}
