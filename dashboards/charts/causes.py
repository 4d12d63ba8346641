"""Causes of poverty: all enrolled households, and those that are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets.fitted import fitted, own
from dashboards.widgets.marks import go
from fupin import charting
from fupin.codes import label
from fupin.document import Chart, Point, Series
from fupin.figures import number
from fupin.measures import Count

if TYPE_CHECKING:
    from dashboards.models.overview import Overview

SHOWN = 6
LEAST, MOST, ROW, AXIS, SIZE = 256, 440, 27, 34, 12


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
    """Return the bars; each row opens its households."""
    rows = ranked(page)
    if not rows:
        return ""
    links = {
        _name(cause, lang): _link(_name(cause, lang), cause, count, page, lang)
        for cause, count in rows
        if cause != "*"
    }
    height = ROW * len(rows) + AXIS
    drawn = chart(page, lang)

    def made(width: int) -> str:
        return charting.draw(
            own(drawn, width), lang, width, height, css=True, size=SIZE, links=links
        )

    return fitted(made, LEAST, MOST)


def chart(page: Overview, lang: str) -> Chart:
    """Return what is drawn: what is left, and the whole of the row at its end."""
    rows = [(_name(cause, lang), count) for cause, count in ranked(page)]
    left = tuple(Point(name, n.left, number(n.left)) for name, n in rows)
    whole = tuple(
        Point(name, n.total - n.left, _of(n, lang), is_of_row=True) for name, n in rows
    )
    return Chart(
        "causes", "bar", say(lang, "overview.causes_none"),
        say(lang, "overview.causes_caption"), "households",
        (Series(say(lang, "overview.causes_left"), left, "s1"),
         Series(say(lang, "overview.causes_rest"), whole, "s4")),
    )  # fmt: skip


def _of(count: Count, lang: str) -> str:
    return say(lang, "overview.causes_whole", n=number(count.total))


def _name(cause: str, lang: str) -> str:
    return (
        say(lang, "overview.other_causes")
        if cause == "*"
        else label("cause", cause, lang)
    )


def _link(
    name: str, cause: str, count: Count, page: Overview, lang: str
) -> tuple[str, str]:
    title = say(
        lang, "overview.cause_title", cause=name, left=count.left, total=count.total
    )
    return title, go("households", cause=cause, v=page.village)
