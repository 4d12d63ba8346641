"""Why nothing was saved; of an edit that somebody was faster with, both versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.rows import list_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupin.errors import FupinError


def refused(found: FupinError, lang: str, both: str = "") -> str:
    """Return the card of an error; with `both`, the versions, one may insist."""
    words = f'<p class="bad" role="alert">{figures.text(found.say(lang))}</p>'
    insist = f'<div class="acts"><button class="btn" data-go="insist">{say(lang, "tasks.insist")}</button></div>'
    return f'<section class="card bad-card">{words}{both}{insist if both else ""}</section>'


def versions(fields: Iterable[tuple[str, str, str]], lang: str) -> str:
    """Return a table of fields: the name of each, what stands there, what was typed."""
    heads = [(say(lang, f"tasks.{key}"), "") for key in ("what", "theirs", "mine")]
    rows = "".join(
        f"<tr><td>{name}</td><td>{theirs}</td><td><b>{mine}</b></td></tr>"
        for name, theirs, mine in fields
    )
    return list_table(heads, rows)
