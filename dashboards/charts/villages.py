"""The villages side by side: income against its line, incidence, score, what lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import CLASSES, HATCH, go, icon, split
from fupin.assess import MET, UNMET

if TYPE_CHECKING:
    from dashboards.models.overview import Overview, Village

WIDTH, HEIGHT, MID = 200, 34, 22
EDGE = 24
LEAST_REACH = 400


def villages(page: Overview, lang: str) -> str:
    """Return the table; each row opens the village's households."""
    reach = max(
        [abs(v.distance) for v in page.villages if v.distance is not None]
        + [LEAST_REACH]
    )
    rows = "".join(_row(v, reach * 1.15, lang, page) for v in page.villages)
    lines = {v.line for v in page.villages if v.line is not None}
    line = figures.number(next(iter(lines))) if len(lines) == 1 else figures.NOTHING
    return (
        '<table class="villages"><thead><tr>'
        f"<th>{say(lang, 'overview.village_lacks')}</th>"
        f"<th class='c'>{say(lang, 'overview.income_line', line=line)}</th>"
        f"<th class='r wide'>{say(lang, 'overview.incidence')}</th>"
        f"<th class='r wide'>{say(lang, 'overview.score')}</th>"
        f"<th class='households'>{say(lang, 'overview.by_verdict')}</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _row(v: Village, reach: float, lang: str, page: Overview) -> str:
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
        f"<td class='plot'>{_plot(v, reach, lang)}</td>"
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


def _plot(v: Village, reach: float, lang: str) -> str:
    mid = WIDTH / 2
    base = f'<line x1="0" x2="{WIDTH}" y1="{MID}" y2="{MID}" class="grid"/>'
    line = f'<line x1="{mid}" x2="{mid}" y1="0" y2="{HEIGHT + 10}" class="threshold"/>'
    if v.distance is None:
        words = say(lang, "verdict.unknown")
        body = (
            HATCH.format(id=f"v{v.id}")
            + f'<rect x="{mid - 44}" y="{MID - 6}" width="88" height="12" rx="2" '
            f'class="band" fill="url(#v{v.id})"/>'
            f'<text x="{mid + 52}" y="{MID + 4}" class="b tk">{words}</text>'
        )
        return _svg(base + body + line, words)
    verdict = MET if v.distance >= 0 else UNMET
    x = mid + v.distance / reach * (mid - EDGE)
    words = _words(v, lang)
    anchor, at = ("end", mid - 6) if verdict == UNMET else ("start", mid + 6)
    mark = (
        f'<circle cx="{x:.1f}" cy="{MID}" r="5" fill="var(--met)"/>'
        if verdict == MET
        else f'<path d="M{x:.1f} {MID - 6}l6.5 11h-13z" fill="var(--unmet)"/>'
    )
    tone = "tm" if verdict == MET else "tu"
    body = (
        f'<line x1="{mid}" x2="{x:.1f}" y1="{MID}" y2="{MID}" stroke-width="3" '
        f'stroke="var(--{verdict})"/>{mark}'
        f'<text x="{at:.1f}" y="11" text-anchor="{anchor}" class="b {tone}">{words}</text>'
    )
    return _svg(base + line + body, words)


def _words(v: Village, lang: str) -> str:
    distance = v.distance or 0
    key = "overview.above" if distance >= 0 else "overview.below"
    return say(
        lang, key, income=figures.number(v.income), gap=figures.number(abs(distance))
    )


def _svg(body: str, words: str) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{words}">{body}</svg>'
    )
