"""Each village's groups as bars: surveyed and signed, surveyed only, not surveyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.covered import behind
from dashboards.widgets.marks import card, go

if TYPE_CHECKING:
    from dashboards.models.coverage import Coverage, Village
    from fupin.coverage import Covered

# Part, its class, and the list that it opens; together they are the residents.
PARTS = (("signed", "signed"), ("unsigned", "unk"), ("undated", "unk"),
         ("missing", "missing"))  # fmt: skip


def groups(page: Coverage, lang: str) -> str:
    """Return the card of villages; every bar opens the households behind it."""
    most = max((c.residents for v in page.shown for _, c in v.groups), default=1)
    blocks = "".join(_village(village, most, lang) for village in page.shown)
    one = " one" if len(page.shown) == 1 else ""
    title = say(lang, "coverage.groups_full")
    short = [v for v in page.shown if v.whole.missing]
    if short:
        title = say(lang, "coverage.groups_title", n=len(short),
                    rate=figures.percent(page.whole.rate))  # fmt: skip
    return card(
        title, _legend(lang), f'<div class="groups{one}">{blocks}</div>', "eight"
    )


def _legend(lang: str) -> str:
    keys = "".join(
        f'<i class="key part {tone}"></i>{say(lang, f"coverage.part_{part}")}　'
        for part, tone in PARTS
        if part != "undated"
    )
    return keys + say(lang, "coverage.groups_caption")


def _village(village: Village, most: int, lang: str) -> str:
    whole = village.whole
    rows = "".join(_group(village, name, c, most, lang) for name, c in village.groups)
    if not rows:
        rows = f'<p class="empty">{say(lang, "coverage.no_list")}</p>'
    figure = say(lang, "coverage.village_figure", surveyed=figures.number(whole.surveyed),
                 n=figures.number(whole.residents), rate=figures.percent(whole.rate))  # fmt: skip
    return (
        f'<div class="village"><header><b {go("coverage", v=village.id)}>{figures.text(village.name)}</b>'
        f'<span class="caption" {behind(f"surveyed:{village.id}")}>{figure}</span></header>{rows}</div>'
    )


def _group(village: Village, name: str, counts: Covered, most: int, lang: str) -> str:
    place = f"{village.id}:{name}"
    segments = ""
    for part, tone in PARTS:
        n = getattr(counts, part)
        if n:
            title = f"{say(lang, f'coverage.part_{part}')} {n}"
            segments += (
                f'<i class="part {tone}" style="flex:{n}" title="{title}" '
                f'aria-label="{title}" {behind(f"{part}:{place}")}></i>'
            )
    label = (
        say(lang, "coverage.group", n=figures.text(name)) if name else figures.NOTHING
    )
    width = counts.residents / max(most, 1) * 100
    gaps = "".join(
        f'<b class="{tone}" {behind(f"{part}:{place}")}>{say(lang, f"coverage.gap_{part}", n=getattr(counts, part))}</b>'
        for part, tone in (
            ("missing", "unmet"),
            ("unsigned", "unk"),
            ("undated", "unk"),
        )
        if getattr(counts, part)
    )
    return (
        f'<div class="group"><span>{label}</span><span class="bar"><span class="parts" style="width:{width:.1f}%">'
        f'{segments}</span></span><span class="n" {behind(f"residents:{place}")}>{counts.residents}</span>'
        f'<span class="gaps">{gaps}</span></div>'
    )
