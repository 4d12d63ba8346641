"""Each village's groups as bars: surveyed and signed, surveyed only, not surveyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.covered import behind
from dashboards.widgets.fitted import fitted, own
from dashboards.widgets.marks import go
from dashboards.widgets.take import taken
from fupin import charting
from fupin.charting import Several
from fupin.document import Chart, Point, Series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.models.coverage import Coverage, Village
    from fupin.coverage import Covered

    Role = Literal["s2", "unknown", "unmet"]

# Part, which is the list that it opens, and its role; together they are the residents.
PARTS: tuple[tuple[str, Role], ...] = (
    ("signed", "s2"), ("unsigned", "unknown"), ("undated", "unknown"),
    ("missing", "unmet"),
)  # fmt: skip
CLASSES = {"signed": "signed", "unsigned": "unk", "missing": "missing"}
LEAST, MOST, ROW, SIZE = 256, 560, 22, 12


def groups(page: Coverage, lang: str) -> str:
    """Return the card of villages; every bar opens the households behind it."""
    held = charts(page, lang).charts
    drawn = {one.key: one for one in held}
    blocks = "".join(
        _village(village, drawn.get(f"groups-{village.id}"), held, lang)
        for village in page.shown
    )
    one = " one" if len(page.shown) == 1 else ""
    body = f'<div class="groups{one}">{blocks}</div>'
    return taken("groups", title(page, lang), _legend(lang), body, "eight", lang)


def title(page: Coverage, lang: str) -> str:
    """Return how many villages have missed somebody."""
    short = [v for v in page.shown if v.whole.missing]
    if not short:
        return say(lang, "coverage.groups_full")
    return say(lang, "coverage.groups_title", n=len(short),
               rate=figures.percent(page.whole.rate))  # fmt: skip


def _legend(lang: str) -> str:
    keys = "".join(
        f'<span class="named"><i class="key part {tone}"></i>{say(lang, f"coverage.part_{part}")}</span>　'
        for part, tone in CLASSES.items()
    )
    return keys + say(lang, "coverage.groups_caption")


def _village(
    village: Village, drawn: Chart | None, held: Sequence[Chart], lang: str
) -> str:
    rows = f'<p class="empty">{say(lang, "coverage.no_list")}</p>'
    if drawn is not None:
        rows = _bars(village, drawn, held, lang)
    return (
        f'<div class="village"><header><b {go("coverage", v=village.id)}>{figures.text(village.name)}</b>'
        f'<span class="caption" {behind(f"surveyed:{village.id}")}>{_figure(village, lang)}</span></header>{rows}</div>'
    )


def _bars(village: Village, drawn: Chart, held: Sequence[Chart], lang: str) -> str:
    """Return a village's rows; they begin and end where those of all villages do."""
    links, height = _links(village, lang), ROW * len(village.groups) + 2

    def made(width: int) -> str:
        return charting.draw(
            own(drawn, width), lang, width, height, css=True,
            size=SIZE, bare=True, is_keyed=False, links=links,
            reach=charting.shared(held, lang, width, SIZE, is_keyed=False),
        )  # fmt: skip

    return fitted(made, LEAST, MOST)


def _figure(village: Village, lang: str) -> str:
    whole = village.whole
    return say(lang, "coverage.village_figure", surveyed=figures.number(whole.surveyed),
               n=figures.number(whole.residents), rate=figures.percent(whole.rate))  # fmt: skip


def charts(page: Coverage, lang: str) -> Several:
    """Return each village's groups as a bar chart, all on one scale."""
    most = max((c.residents for v in page.shown for _, c in v.groups), default=1)
    return Several(
        "groups", "", say(lang, "coverage.groups_caption"),
        tuple(_chart(village, most, lang) for village in page.shown if village.groups),
    )  # fmt: skip


def _chart(village: Village, most: int, lang: str) -> Chart:
    series = tuple(
        Series(say(lang, f"coverage.part_{part}"), tuple(
            _point(part, _name(name, lang), counts, lang)
            for name, counts in village.groups
        ), role)
        for part, role in PARTS
    )  # fmt: skip
    # A part that nobody is in takes no place among the names.
    held = tuple(
        s for s in series if s.role != "unknown" or any(p.value for p in s.points)
    )
    title = f"{village.name}　{_figure(village, lang)}"
    return Chart(
        f"groups-{village.id}", "bar", title, "", "households", held, most=most
    )


def _name(group: str, lang: str) -> str:
    return say(lang, "coverage.group", n=group) if group else figures.NOTHING


def _point(part: str, name: str, counts: Covered, lang: str) -> Point:
    n = getattr(counts, part)
    if part == "signed":
        # At the row's end stands what it comes to.
        return Point(name, n, figures.number(counts.residents), is_of_row=True)
    return Point(name, n, say(lang, f"coverage.gap_{part}", n=n))


def _links(village: Village, lang: str) -> dict[str, tuple[str, str]]:
    """Return what each part opens: the households behind it."""
    found = {}
    for group, counts in village.groups:
        place, name = f"{village.id}:{group}", _name(group, lang)
        whole = f"{name} {counts.residents}"
        found[charting.part(name)] = (whole, behind(f"residents:{place}"))
        for part, _ in PARTS:
            n = getattr(counts, part)
            word = say(lang, f"coverage.part_{part}")
            if n:
                key = charting.part(name, word)
                found[key] = (f"{name} {word} {n}", behind(f"{part}:{place}"))
    return found
