"""The three answers under plan and scenario: bars, their data, the moves between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.counted import KINDS, told, verdict
from dashboards.widgets.take import plain, taken
from fupin.document import Chart, Point, Series
from fupin.measures import truncated
from fupin.whatif.engine import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from dashboards.models.whatif import WhatIf

ROLES: dict[int, Literal["met", "unmet", "unknown"]] = {
    MET: "met", UNMET: "unmet", UNKNOWN: "unknown",
}  # fmt: skip
# Narrower than a twelfth a segment has no room for its number.
ROOM = 12


def bars(page: WhatIf, lang: str) -> str:
    """Return the three answers of plan and scenario as two bars."""
    rows = "".join(
        _bar(page, key, counts.sum(axis=0), lang)
        for key, counts in (("plan", page.before), ("scenario", page.after))
    )
    table = "" if page.is_coarse or page.is_of_villages else _moves(page, lang)
    caption = say(lang, f"rule.{page.root}")
    body = rows + _data(page, lang) + table
    return taken("answers", told(page, lang, "three"), caption, body, "", lang)


def chart(page: WhatIf, lang: str) -> Chart:
    """Return the two bars as a chart, to be saved."""
    counts = {
        say(lang, f"whatif.{key}"): held.sum(axis=0)
        for key, held in (("plan", page.before), ("scenario", page.after))
    }
    series = tuple(
        Series(verdict(page, lang, n), tuple(
            Point(name, int(total[n]), figures.number(int(total[n])))
            for name, total in counts.items()
        ), ROLES[n])
        for n, _ in KINDS
    )  # fmt: skip
    unit = "villages" if page.is_of_villages else "households"
    return Chart("answers", "bar", plain(told(page, lang, "three")),
                 plain(say(lang, f"rule.{page.root}")), unit, series)  # fmt: skip


def _bar(page: WhatIf, key: str, total: Any, lang: str) -> str:
    parts = "".join(
        f'<i class="seg {tone}" style="flex:{total[n]}">{total[n] if total[n] * ROOM > total.sum() else ""}</i>'
        for n, tone in KINDS
        if total[n]
    )
    said = told(page, lang, "answers", unmet=total[UNMET], unknown=total[UNKNOWN])
    name = say(lang, f"whatif.{key}")
    spoken = say(lang, "whatif.bar", name=name, verdict=verdict(page, lang, MET),
                 n=total[MET], rest=said)  # fmt: skip
    return (
        f'<div class="answers"><span>{name}</span><div class="split tall" role="img" aria-label="{spoken}">{parts}</div>'
        f'<span class="caption">{said}</span></div>'
    )


def _data(page: WhatIf, lang: str) -> str:
    """Return the figures behind the bars, with their shares."""
    heads = "".join(
        f'<th class="r">{say(lang, f"whatif.{k}")}</th>' for k in ("was", "now")
    )
    totals = [counts.sum(axis=0) for counts in (page.before, page.after)]
    lines = "".join(
        f"<tr><td>{verdict(page, lang, n)}</td>"
        + "".join(
            f'<td class="r">{_share(int(t[n]), int(t.sum()))}</td>' for t in totals
        )
        + "</tr>"
        for n, _ in KINDS
    )
    return f"<details><summary>{say(lang, 'whatif.data')}</summary><table><tr><th></th>{heads}</tr>{lines}</table></details>"


def _share(part: int, whole: int) -> str:
    return f"{figures.number(part)} <small>{figures.percent(truncated(part, whole))} %</small>"


def _moves(page: WhatIf, lang: str) -> str:
    table = cross(page, page.compared.moves, lang)
    return f"<details><summary>{say(lang, 'whatif.moves')}</summary>{table}</details>"


def cross(page: WhatIf, moves: Any, lang: str) -> str:
    """Return the moves between the three answers: before down, after across."""
    heads = "".join(f'<th class="r">{verdict(page, lang, n)}</th>' for n, _ in KINDS)
    rows = "".join(
        f"<tr><td>{say(lang, 'whatif.from', answer=verdict(page, lang, n))}</td>"
        + "".join(f'<td class="r">{moves[n, m]}</td>' for m, _ in KINDS)
        + "</tr>"
        for n, _ in KINDS
    )
    return f"<table><tr><th></th>{heads}</tr>{rows}</table>"
