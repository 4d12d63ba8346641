"""Under a table of the server's rows: which are shown, and the way to the others."""

from __future__ import annotations

from dashboards.models.households import PAGE_ROWS
from dashboards.text import say
from dashboards.widgets import figures


def pager(total: int, first: int, lang: str, key: str = "households.shown") -> str:
    """Return which rows are shown of how many, and the way to those before and after."""
    last = min(first + PAGE_ROWS, total)
    words = say(
        lang,
        key,
        first=first + 1,
        last=last,
        total=figures.number(total),
    )
    back = f'data-go="start={max(first - PAGE_ROWS, 0)}"' if first else "disabled"
    on = f'data-go="start={last}"' if last < total else "disabled"
    pages = -(-total // PAGE_ROWS)
    return (
        f'<div class="pager"><span>{words}</span><span>'
        f'<button class="btn" {back} aria-label="{say(lang, "dossier.previous")}">‹</button>'
        f"{first // PAGE_ROWS + 1} / {pages}"
        f'<button class="btn" {on} aria-label="{say(lang, "dossier.next")}">›</button></span></div>'
    )
