"""The slides of a snapshot: 1600 × 900, one idea each, as the look has it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.meeting_chart import chart_svg
from dashboards.widgets.meeting_open import actions
from dashboards.widgets.meeting_words import table, worded
from fupin import charting
from fupin.charting.measure import width as width_of

if TYPE_CHECKING:
    from fupin.document import Document, Section

WIDE, BESIDE, HEIGHT = 1440, 960, 496
ROWS = 9
# The look's type in a chart beside actions; over the whole width one step larger.
SIZES = {BESIDE: 16, WIDE: 18}
# A headline's sizes: the first in which it is one line; in the last it may be two.
HEADLINES = (48, 44, 40, 36, 32, 28)


def slides(told: Document) -> str:
    """Return the title's slide and one a section; the first is shown."""
    made = [_first(told), *(_slide(one, told) for one in told.sections)]
    count = len(made)
    return "".join(
        f'<svg class="slide{" on" if n == 1 else ""}" viewBox="0 0 1600 900" role="group" aria-label="{n} / {count}">'
        f'<foreignObject width="1600" height="900"><div xmlns="http://www.w3.org/1999/xhtml" class="sheet {told.lang}">'
        f'{_top(told, kicker, n, count)}{body}{_foot(told)}</div></foreignObject></svg>'
        for n, (kicker, body) in enumerate(made, 1)
    )  # fmt: skip


def _top(told: Document, kicker: str, n: int, count: int) -> str:
    seal = say(told.lang, "app.seal")
    name = say(told.lang, "meeting.slide_top", town=escape(told.town), title=escape(told.title))  # fmt: skip
    return (
        f'<div class="top"><span><i class="seal serif">{seal}</i>{name}<b>{kicker}</b></span>'
        f"<span>{n} / {count}</span></div>"
    )


def _foot(told: Document) -> str:
    lang, stamp = told.lang, told.stamp
    left = (
        say(lang, "meeting.foot_day", day=figures.day(stamp.day, lang)),
        say(lang, "meeting.foot_scenario", words=escape(stamp.scenario)),
        say(lang, "meeting.foot_filters", words=escape(stamp.filters)),
        say(lang, "meeting.foot_basis", words=escape(stamp.basis)),
    )
    right = (
        say(lang, "meeting.foot_snapshot", id=stamp.snapshot),
        say(lang, "meeting.foot_data", words=escape(stamp.vintage)),
        say(lang, "meeting.foot_plan", words=escape(stamp.plan)),
    )
    return (
        f'<div class="foot"><span>{"　".join(left)}</span><span>{"　".join(right)}</span></div>'
    )  # fmt: skip


def _first(told: Document) -> tuple[str, str]:
    lang = told.lang
    day = say(lang, "meeting.foot_day", day=figures.day(told.stamp.day, lang))
    return "", (
        f'<div class="cover"><h2 class="serif">{escape(told.title)}</h2>'
        f'<p class="below">{escape(told.town)}　{day}</p></div>'
    )


def _slide(one: Section, told: Document) -> tuple[str, str]:
    lang = told.lang
    size = _headline_size(told.said(one.headline))
    broken = " broken" if size == HEADLINES[-1] else ""
    body = (
        f'<h2 class="serif{broken}" style="font-size:{size}px">{worded(told, one.headline)}</h2>'
        f'<p class="below">{worded(told, one.below)}</p><div class="body">'
    )
    if one.chart is not None:
        width = BESIDE if one.actions else WIDE
        drawn = chart_svg(one.chart, told, (width, HEIGHT), SIZES[width])
        caption = escape(charting.caption(one.chart, told))
        body += f'<div class="left" style="width:{width}px"><p class="cap">{caption}</p>{drawn}</div>'
    elif one.table is not None:
        # One idea a slide: beside a chart the list is behind, not on it.
        body += f'<div class="left" style="width:{WIDE}px"><p class="cap">{escape(one.table.title)}</p>{table(one.table, lang, ROWS)}</div>'
    if one.actions:
        asked = say(lang, "meeting.asked", n=len(one.actions))
        body += f'<aside><p class="cap">{asked}</p>{actions(one, lang)}</aside>'
    return escape(one.kicker), body + "</div>"


def _headline_size(text: str) -> int:
    """Return the first size in which a text is one line, else the last."""
    fits = (size for size in HEADLINES if width_of(text, size, bold=True) <= WIDE)
    return next(fits, HEADLINES[-1])
