"""Small pieces of markup that every page shares: verdict chips, bars, cards."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboards.text import say
from fupin.assess import MET, NOT_APPLICABLE, UNKNOWN, UNMET
from fupin.figures import number

if TYPE_CHECKING:
    from fupin.measures import Count
    from fupin.plan.model import Words

ICONS = {
    MET: '<circle cx="6" cy="6" r="6" fill="var(--met)"/>'
    '<path d="M3.2 6.2l2 2 3.6-4" fill="none" stroke="var(--surface)" stroke-width="1.6"/>',
    UNMET: '<path d="M6 .6l6 10.6H0z" fill="var(--unmet)"/>',
    UNKNOWN: '<circle cx="6" cy="6" r="4.8" fill="none" stroke="var(--unk-ink)" '
    'stroke-width="1.6" stroke-dasharray="2 1.8"/>',
    NOT_APPLICABLE: '<path d="M1 6h10" stroke="var(--ink3)" stroke-width="1.4"/>',
}
CLASSES = {MET: "met", UNMET: "unmet", UNKNOWN: "unk", NOT_APPLICABLE: "none"}
# The hatch is repeated in each SVG: a pattern can't be reached across documents.
HATCH = (
    '<defs><pattern id="{id}" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="5" height="5" fill="var(--unk-soft)"/>'
    '<rect width="1.2" height="5" fill="var(--hatch)"/></pattern></defs>'
)


def icon(verdict: str, size: int = 12) -> str:
    """Return the verdict's mark: tick, triangle, dashed ring or a bar."""
    return (
        f'<svg class="icon" width="{size}" height="{size}" viewBox="0 0 12 12" '
        f'aria-hidden="true">{ICONS[verdict]}</svg>'
    )


def chip(verdict: str, words: str) -> str:
    """Return icon and words on the verdict's soft ground."""
    return f'<span class="chip {CLASSES[verdict]}">{icon(verdict)}{words}</span>'


def unverified(warns: Words, lang: str) -> str:
    """Return the mark of a row whose facts rest on what a rule asks and doesn't find.

    `warns` is what the rule says then.
    """
    words = escape(warns[lang])
    return (
        f'<span class="unverified" title="{words}">{say(lang, "app.unverified")}</span>'
    )


def go(page: str, **filters: str) -> str:
    """Return the attribute that opens `page` with `filters` when touched."""
    kept = {name: value for name, value in filters.items() if value}
    return f'data-go="{urlencode({"p": page, **kept}).replace("&", "&amp;")}"'


def split(count: Count, lang: str, **filters: str) -> str:
    """Return one bar of met, unmet and unknown households; each opens its list."""
    parts = []
    for verdict, n in (
        (MET, count.met),
        (UNMET, count.unmet),
        (UNKNOWN, count.unknown),
    ):
        if n:
            title = say(lang, f"verdict.{verdict}") + f" {n}"
            link = go("households", rule="exit_standard", verdict=verdict, **filters)
            parts.append(
                f'<i class="seg {CLASSES[verdict]}" style="flex:{n}" title="{title}" '
                f'aria-label="{title}" {link}></i>'
            )
    return f'<div class="split">{"".join(parts)}</div>'


def verdicts(count: Count, lang: str, **filters: str) -> str:
    """Return the bar of verdicts, and below it what its parts are."""
    rate = number(count.rate, 1)
    words = "".join(
        f'<span class="{tone}">{say(lang, f"verdict.bar_{tone}", n=n, rate=rate)}</span>'
        for tone, n in (
            ("met", count.met),
            ("unmet", count.unmet),
            ("unk", count.unknown),
        )
    )
    return f'<div class="verdicts">{split(count, lang, **filters)}<p>{words}</p></div>'


def bullet(value: float | None, target: float | None, top: float = 100) -> str:
    """Return a bar of `value` on a track to `top`, with the target as a tick."""
    width = 0 if value is None else max(0.0, min(value / top * 100, 100))
    tick = (
        ""
        if target is None
        else f'<b style="left:{min(target / top * 100, 100):.2f}%"></b>'
    )
    return f'<div class="bullet"><i style="width:{width:.2f}%"></i>{tick}</div>'


def card(title: str, caption: str, body: str, span: str, *, extra: str = "") -> str:
    """Return a card whose title is the finding; `span` is its place in the grid."""
    return (
        f'<section class="card {span}"><header><h3>{title}</h3>{extra}</header>'
        f'<p class="caption">{caption}</p>{body}</section>'
    )


def opener(name: str, lang: str, *, is_open: bool, tone: str = "") -> str:
    """Return the button that opens a card, or closes it."""
    key = "whatif.close" if is_open else "whatif.show"
    return (
        f'<button class="btn {tone}" data-go="more={name}" '
        f'aria-expanded="{str(is_open).lower()}">{say(lang, key)}</button>'
    )
