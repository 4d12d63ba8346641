"""总览: progress, what blocks it, who acts; every figure opens the list behind it."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 a NamedTuple is read when it runs
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboards.charts import causes, matrix, schematic, trend, villages
from dashboards.models.overview import Overview, overview
from dashboards.pages.block import Listed
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.alarms import alarms
from dashboards.widgets.headlines import headlines
from dashboards.widgets.kpis import kpis
from dashboards.widgets.listing import listing
from dashboards.widgets.marks import go
from dashboards.widgets.take import taken, titled
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.codes import label

if TYPE_CHECKING:
    from dashboards.pages.taking import Pictures

LABOUR = "has_labour"


class Shown(NamedTuple):
    """A card with a chart: its words, what is on the screen, and what is saved."""

    title: Callable[[Overview, str], str]
    caption: Callable[[Overview, str], str]
    markup: Callable[[Overview, str], str]
    drawn: Callable[[Overview, str], Any]
    span: str


class OverviewPage(Listed):
    """The page: one block of markup, drawn again when date or village moves."""

    key = "overview"
    watched = ("followed",)

    def _drawn(self) -> str:
        page, lang = self._page(), self.view.lang
        shown = listing(self.behind, page, self.desk, lang) if self.behind else ""
        return markup(page, lang) + shown

    def _page(self) -> Overview:
        view = self.view
        return overview(self.desk, view.day, view.village, view.basis)

    def _pictures(self) -> Pictures:
        page, lang = self._page(), self.view.lang
        if not page.count.total:
            return {}
        return {
            key: partial(_picture, shown, page, lang) for key, shown in CHARTS.items()
        }


def _picture(shown: Shown, page: Overview, lang: str) -> Any:
    title, caption = shown.title(page, lang), shown.caption(page, lang)
    return titled(shown.drawn(page, lang), title, caption)


def markup(page: Overview, lang: str) -> str:
    """Return the whole page for its figures."""
    if not page.villages:
        words, link = say(lang, "app.no_data"), go("intake")
        button = f'<button class="btn pri" {link}>{say(lang, "intake.title")}</button>'
        return f'<p class="page empty">{words}<br><br>{button}</p>'
    if not page.count.total:
        return f'<p class="page empty">{say(lang, "overview.empty")}</p>'
    cards = "".join(
        taken(key, one.title(page, lang), one.caption(page, lang),
              one.markup(page, lang), one.span, lang)
        for key, one in CHARTS.items()
    ) + alarms(page, lang)  # fmt: skip
    return (
        f'<div class="page overview {lang}">{headlines(page, lang)}{kpis(page, lang)}'
        f'<div class="grid">{cards}</div></div>'
    )


def _trend_title(page: Overview, lang: str) -> str:
    pace = page.pace
    if pace.now is None or pace.needed is None:
        return say(lang, "overview.trend_plain")
    key = "overview.trend_slow" if pace.needed > pace.now else "overview.trend_enough"
    return say(
        lang, key, now=figures.percent(pace.now), needed=figures.percent(pace.needed)
    )


def _villages_title(page: Overview, lang: str) -> str:
    met = sum(v.verdict == MET for v in page.villages)
    below = [v for v in page.villages if v.verdict == UNMET]
    below.sort(key=lambda v: v.distance if v.distance is not None else 0)
    open_ = [v for v in page.villages if v.verdict == UNKNOWN]
    said = [say(lang, "overview.villages_met", n=met)]
    said += [
        say(lang, "overview.block_short", village=figures.text(v.name),
            gap=figures.number(-v.distance))
        if v.distance is not None and v.distance < 0
        else say(lang, "overview.village_unmet", village=figures.text(v.name))
        for v in below[:1]
    ]  # fmt: skip
    said += [
        say(lang, "overview.village_open", village=figures.text(v.name))
        for v in open_[:1]
    ]
    return say(lang, "list_comma").join(said)


def _matrix_title(page: Overview, lang: str) -> str:
    lacking = [
        rule for rule, n in sorted(page.failing.items(), key=lambda i: -i[1]) if n
    ]
    if not lacking:
        return say(lang, "overview.matrix_none")
    words = say(lang, "list_and").join(
        say(lang, f"panel.{rule}").lower() for rule in lacking[:2]
    )
    return say(lang, "overview.matrix_title", rules=words)


def _causes_title(page: Overview, lang: str) -> str:
    rows = [row for row in causes.ranked(page) if row[0] != "*"]
    if not rows:
        return say(lang, "overview.causes_none")
    cause, count = rows[0]
    return say(
        lang,
        "overview.causes_title",
        cause=label("cause", cause, lang),
        left=count.left,
    )


def _map_note(lang: str) -> str:
    return f'<p class="note">{say(lang, "overview.map_note")}</p>'


def _map_title(page: Overview, lang: str) -> str:
    worst = max(page.villages, key=lambda v: v.count.left)
    left = sum(v.count.left for v in page.villages)
    return say(lang, "overview.map_title", left=left, village=figures.text(worst.name),
               n=worst.count.left)  # fmt: skip


def _said(key: str) -> Callable[[Overview, str], str]:
    return lambda page, lang: say(lang, f"overview.{key}", n=page.count.total)


CHARTS = {
    "trend": Shown(
        _trend_title, _said("trend_caption"), trend.trend,
        lambda page, lang: trend.chart(page, lang, ""), "six",
    ),
    "villages": Shown(
        _villages_title, _said("villages_caption"), villages.villages, villages.chart,
        "six",
    ),
    "matrix": Shown(
        _matrix_title, _said("matrix_caption"), matrix.matrix, matrix.picture, "three"
    ),
    "causes": Shown(
        _causes_title, _said("causes_caption"), causes.causes, causes.chart, "three"
    ),
    "map": Shown(
        _map_title, _said("map_caption"),
        lambda page, lang: schematic.schematic(page, lang) + _map_note(lang),
        schematic.picture, "three",
    ),
}  # fmt: skip
