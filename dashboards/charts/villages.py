"""The villages side by side: income against its line, incidence, score, what lacks."""

from __future__ import annotations

import math
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.fitted import fitted, own
from dashboards.widgets.marks import CLASSES, go, icon, split
from fupin import charting
from fupin.assess import MET
from fupin.document import Chart, Point, Rule, Series

if TYPE_CHECKING:
    from dashboards.models.overview import Overview, Village

LEAST, MOST, HEIGHT, SIZE, STEP = 175, 320, 34, 12, 100


def villages(page: Overview, lang: str) -> str:
    """Return the table; each row opens the village's households."""
    drawn = chart(page, lang)
    rows = "".join(
        _row(v, _plot(drawn, name, lang), lang, page)
        for v, name in zip(page.villages, names(page), strict=True)
    )
    lines = {v.line for v in page.villages if v.line is not None}
    head = say(lang, "overview.income_plain")
    if len(lines) == 1:
        line = figures.number(next(iter(lines)))
        head = say(lang, "overview.income_line", line=line)
    return (
        '<table class="villages"><thead><tr>'
        f"<th>{say(lang, 'overview.village_lacks')}</th>"
        f"<th class='c'>{head}</th>"
        f"<th class='r wide'>{say(lang, 'overview.incidence')}</th>"
        f"<th class='r wide'>{say(lang, 'overview.score')}</th>"
        f"<th class='households'>{say(lang, 'overview.by_verdict')}</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _plot(drawn: Chart, name: str, lang: str) -> str:
    def made(width: int) -> str:
        return charting.strip(
            own(drawn, width), name, lang, width, HEIGHT, css=True, size=SIZE
        )

    return fitted(made, LEAST, MOST)


def _row(v: Village, mark: str, lang: str, page: Overview) -> str:
    chosen = " on" if page.village == v.id else ""
    low, high = v.score
    score = figures.percent(low) + ("+" if high > low else "")
    tone = "unmet" if high < 100 else ("" if low == high else "unk")
    count = v.count
    numbers = (
        f'<b class="met">{count.met}</b><b class="unmet">{count.unmet}</b>'
        f'<b class="unk">{count.unknown}</b>'
    )
    return (
        f'<tr class="{chosen}"><td {go("households", v=v.id)}>'
        f'<div class="name">{icon(v.verdict)}<b>{figures.text(v.name)}</b></div>'
        f'<div class="why {CLASSES[v.verdict]}">{_lacks(v, lang, page)}</div></td>'
        f"<td class='plot'>{mark}</td>"
        f'<td class="r wide {CLASSES[v.incidence_verdict]}">{_incidence(v, lang)}</td>'
        f'<td class="r wide {tone}">{score}</td>'
        f'<td class="households"><div class="numbers">{numbers}</div>'
        f"{split(count, lang, v=v.id)}</td></tr>"
    )


def _incidence(v: Village, lang: str) -> str:
    if v.incidence is None:
        return say(lang, "verdict.unknown")
    low, high = (figures.percent(end) for end in v.incidence)
    return low if low == high else f"{low}–{high}"


def _lacks(v: Village, lang: str, page: Overview) -> str:
    if v.verdict == MET:
        return say(lang, "overview.nothing_lacks")
    said = []
    if v.distance is not None and v.distance < 0:
        said.append(say(lang, "overview.short_yuan", gap=figures.number(-v.distance)))
    if v.distance is None:
        said.append(say(lang, "overview.no_village_income"))
    for rule in (*v.lacks, *v.unknown):
        if rule != "village_income_met":
            word = "overview.lacks_" if rule in v.lacks else "overview.open_"
            kind = rule if rule == "village_incidence_met" else "service"
            said.append(say(lang, word + kind, rule=say(lang, f"rule.{rule}")))
    if v.funds < page.funds_floor:
        gap = figures.money(page.funds_floor - v.funds, lang)
        said.append(say(lang, "overview.short_funds", gap=gap))
    return say(lang, "list_comma").join(said[:2])


def chart(page: Overview, lang: str) -> Chart:
    """Return the villages' incomes against their lines: what the marks are drawn from.

    Villages whose newest income is of another year are held against that year's line.
    """
    lines = {v.line for v in page.villages if v.line is not None}
    rules = tuple(
        Rule(v.line, _line(v.line, lang), at=name if len(lines) > 1 else "")
        for v, name in zip(page.villages, names(page), strict=True)
        if v.line is not None
    )
    points = tuple(
        _point(v, name, lang, page)
        for v, name in zip(page.villages, names(page), strict=True)
    )
    seen = [n for v in page.villages for n in (v.income, v.line) if n is not None]
    starts = max(0, math.floor((min(seen, default=0) - STEP) / STEP) * STEP)
    return Chart(
        "villages", "dot", "", say(lang, "overview.villages_caption"), "yuan",
        (Series(say(lang, "village.income"), points),),
        rules if len(lines) > 1 else rules[:1], starts,
    )  # fmt: skip


def names(page: Overview) -> list[str]:
    """Return the villages' names; one that another one has, too, with its id."""
    held = Counter(v.name for v in page.villages)
    return [v.name if held[v.name] == 1 else f"{v.name} {v.id}" for v in page.villages]


def _line(line: float, lang: str) -> str:
    return say(lang, "overview.line", line=figures.number(line))


def _point(v: Village, name: str, lang: str, page: Overview) -> Point:
    note = unescape(_lacks(v, lang, page))
    if v.distance is None:
        return Point(name, None, say(lang, "verdict.unknown"), "unknown", note=note)
    key = "overview.over" if v.distance >= 0 else "overview.short"
    words = say(lang, key, gap=figures.number(abs(v.distance)))
    verdict = "met" if v.distance >= 0 else "unmet"
    return Point(name, v.income, words, verdict, note=note)  # type: ignore[arg-type]
