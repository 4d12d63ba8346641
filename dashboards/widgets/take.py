"""The quiet button of a card with a chart: it saves the chart as a file."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, TypeVar

from dashboards.text import say
from dashboards.widgets.marks import card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupin.charting import Picture
    from fupin.document import Chart

    Drawn = TypeVar("Drawn", bound=Chart | Picture)

PICTURES = ("png", "svg")
TAKE = "picture="
ICON = '<path d="M2.5 2.5h11v11h-11zM2.5 11l3.5-4 2.5 3 2-2 3 3"/>'
_TAG = re.compile(r"<[^>]+>")


def take(key: str, lang: str, kinds: Sequence[str] = PICTURES) -> str:
    """Return the button that offers a chart in these formats."""
    words = say(lang, "app.take")
    buttons = "".join(
        f'<button class="btn" data-go="{TAKE}{key}:{kind}" '
        f'aria-label="{words} {kind.upper()}">{kind.upper()}</button>'
        for kind in kinds
    )
    return (
        f'<details class="take"><summary title="{words}" aria-label="{words}">'
        '<svg width="16" height="16" viewBox="0 0 16 16" fill="none" '
        f'stroke="currentColor" stroke-width="1.2" aria-hidden="true">{ICON}</svg>'
        f"</summary><div>{buttons}</div></details>"
    )


def taken(  # noqa: PLR0913 as `card`, with its key and language
    key: str, title: str, caption: str, body: str, span: str, lang: str
) -> str:
    """Return a card whose chart can be saved; see `card`."""
    return card(title, caption, body, span, extra=take(key, lang))


def titled(drawn: Drawn, title: str, caption: str) -> Drawn:
    """Return what is drawn with the finding of its card, without markup."""
    return replace(drawn, title=plain(title), caption=plain(caption))


def plain(markup: str) -> str:
    """Return the words of markup."""
    return unescape(_TAG.sub("", markup)).strip()
