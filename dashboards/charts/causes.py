"""Causes of poverty: all enrolled households, and those that are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets.marks import go
from fupin.codes import label
from fupin.measures import Count

if TYPE_CHECKING:
    from dashboards.models.overview import Overview

SHOWN = 6


def ranked(page: Overview) -> list[tuple[str, Count]]:
    """Return the largest causes, the rest summed up as "others"."""
    named = [c for c in page.causes if c[0] and c[0] != "other"]
    rest = named[SHOWN:] + [c for c in page.causes if not c[0] or c[0] == "other"]
    rows = named[:SHOWN]
    if rest:
        total = Count(
            *(sum(getattr(c, f) for _, c in rest) for f in ("met", "unmet", "unknown"))
        )
        rows.append(("*", total))
    return rows


def causes(page: Overview, lang: str) -> str:
    """Return the bars; each opens its households."""
    rows = ranked(page)
    top = max((count.total for _, count in rows), default=1)
    return (
        '<div class="causes">'
        + "".join(_bar(*row, top, lang, page.village) for row in rows)
        + "</div>"
    )


def _bar(cause: str, count: Count, top: int, lang: str, village: str) -> str:
    words = (
        say(lang, "overview.other_causes")
        if cause == "*"
        else label("cause", cause, lang)
    )
    link = "" if cause == "*" else go("households", cause=cause, v=village)
    title = say(
        lang, "overview.cause_title", cause=words, left=count.left, total=count.total
    )
    return (
        f'<div class="row" title="{title}" {link}><span>{words}</span>'
        f'<span class="track"><i class="all" style="width:{count.total / top * 100:.1f}%">'
        f'<i class="left" style="width:{count.left / max(count.total, 1) * 100:.1f}%"></i></i>'
        f"<b>{count.total}</b></span></div>"
    )
