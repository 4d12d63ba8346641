"""总览: progress, what blocks it, who acts; every figure opens the list behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn
import param

from dashboards.charts.causes import causes, ranked
from dashboards.charts.matrix import matrix
from dashboards.charts.schematic import schematic
from dashboards.charts.trend import trend
from dashboards.charts.villages import villages
from dashboards.models.overview import Overview, overview
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.html import Html
from dashboards.widgets.listing import listing
from dashboards.widgets.marks import bullet, card, go, icon, split
from fupin.assess import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View

LABOUR = "has_labour"


class OverviewPage(pn.viewable.Viewer):
    """The page: one block of markup, drawn again when date, village or language moves."""

    behind = param.String(default="", doc="The list that is open over the page.")

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        self._html = Html(on_go=self._go, dark=view.param.dark)
        view.param.watch(self._update, ["day", "village", "lang", "page"])
        self.param.watch(self._update, ["behind"])
        self._update()

    def __panel__(self) -> Any:
        return self._html

    def _update(self, *_: Any) -> None:
        if self.view.page != "overview":
            return
        page = overview(self.desk, self.view.day, self.view.village)
        shown = (
            listing(self.behind, page, self.desk, self.view.lang) if self.behind else ""
        )
        self._html.html = markup(page, self.view.lang) + shown

    def _go(self, where: str) -> None:
        if where.startswith("list="):
            self.behind = where.removeprefix("list=")
            return
        self.behind = ""
        self.view.go(where)


def markup(page: Overview, lang: str) -> str:
    """Return the whole page for its figures."""
    if not page.count.total:
        return f'<div class="page"><p class="empty">{say(lang, "overview.empty")}</p></div>'
    cards = (
        card(_trend_title(page, lang), say(lang, "overview.trend_caption", n=page.count.total),
             trend(page, lang), "six", extra=_legend(lang)),
        card(_villages_title(page, lang), say(lang, "overview.villages_caption"),
             villages(page, lang), "six"),
        card(_matrix_title(page, lang), say(lang, "overview.matrix_caption"),
             matrix(page, lang), "three"),
        card(_causes_title(page, lang), say(lang, "overview.causes_caption"),
             causes(page, lang), "three"),
        card(_map_title(page, lang), say(lang, "overview.map_caption"),
             schematic(page, lang) + f'<p class="note">{say(lang, "overview.map_note")}</p>',
             "three"),
        _alarms(page, lang),
    )  # fmt: skip
    return (
        f'<div class="page overview {lang}">{_headlines(page, lang)}{_kpis(page, lang)}'
        f'<div class="grid">{"".join(cards)}</div></div>'
    )


def _legend(lang: str) -> str:
    return (
        f'<span class="legend"><i class="solid"></i>{say(lang, "overview.actual")}'
        f'<i class="dashed"></i>{say(lang, "overview.planned")}</span>'
    )


def _headlines(page: Overview, lang: str) -> str:
    parts = (
        ("progress", _progress(page, lang), _progress_next(page, lang)),
        ("block", _block(page, lang), _block_next(page, lang)),
        ("duty", _duty(page, lang), _duty_next(page, lang)),
    )
    return (
        '<div class="headlines">'
        + "".join(
            f'<div><p class="kicker">{say(lang, f"overview.{key}")}</p>'
            f'<h2 class="serif">{finding}</h2><p class="next">{after}</p></div>'
            for key, finding, after in parts
        )
        + "</div>"
    )


def _progress(page: Overview, lang: str) -> str:
    behind = page.behind or 0
    key = "behind" if behind > 0 else "ahead" if behind < 0 else "level"
    return say(lang, f"overview.progress_{key}", met=page.count.met, gap=abs(behind))


def _progress_next(page: Overview, lang: str) -> str:
    words = say(lang, "overview.progress_next", month=figures.month(page.day, lang),
                expected=page.expected, left=page.count.left)  # fmt: skip
    if page.pace.needed is not None and page.count.left:
        words += say(
            lang, "overview.progress_pace", pace=figures.percent(page.pace.needed)
        )
    words += say(lang, "overview.progress_exited", n=page.exited)
    return words


def _block(page: Overview, lang: str) -> str:
    below = [v for v in page.villages if v.distance is not None and v.distance < 0]
    open_ = [v for v in page.villages if v.distance is None]
    parts = []
    if below:
        worst = min(below, key=lambda v: v.distance or 0)
        gap = figures.number(-(worst.distance or 0))
        parts.append(
            say(lang, "overview.block_short", village=figures.text(worst.name), gap=gap)
        )
    if open_:
        parts.append(
            say(lang, "overview.block_open", village=figures.text(open_[0].name))
        )
    if not parts:
        return say(lang, "overview.block_none")
    return say(lang, "list_comma").join(parts)


def _block_next(page: Overview, lang: str) -> str:
    worst = sorted(page.failing.items(), key=lambda item: -item[1])
    said = [say(lang, f"overview.failing_{rule}", n=n) for rule, n in worst if n][:3]
    if page.failing_twice:
        said.append(say(lang, "overview.failing_twice", n=page.failing_twice))
    return say(lang, "list_comma").join(said) or say(lang, "overview.failing_none")


def _duty(page: Overview, lang: str) -> str:
    by = page.late_by_department
    if not by:
        return say(lang, "overview.duty_none")
    name, days = next(iter(by.items()))
    return say(lang, "overview.duty_late", department=say(lang, f"department.{name}"),
               n=len(days), days=max(days))  # fmt: skip


def _duty_next(page: Overview, lang: str) -> str:
    others = list(page.late_by_department.items())[1:]
    if not others:
        return say(lang, "overview.duty_total", n=len(page.tasks))
    said = [
        say(
            lang,
            "overview.duty_other",
            department=say(lang, f"department.{name}"),
            n=len(days),
        )
        for name, days in others
    ]
    return say(lang, "overview.duty_also") + say(lang, "list_comma").join(said)


def _kpis(page: Overview, lang: str) -> str:
    return '<div class="kpis">' + "".join(
        f'<div class="kpi" {link}><p class="label">{say(lang, f"overview.kpi_{key}")}</p>'
        f'<p class="figure">{figure}</p>{mark}<p class="context">{context}</p></div>'
        for key, figure, mark, context, link in (
            _enrolled(page, lang), _met(page, lang), _income(page, lang),
            _exits(page, lang), _tasks(page, lang), _money(page, lang),
        )
    ) + "</div>"  # fmt: skip


def _figure(value: str, unit: str) -> str:
    return f"<b>{value}</b><small>{unit}</small>"


Kpi = tuple[str, str, str, str, str]


def _enrolled(page: Overview, lang: str) -> Kpi:
    labour = page.labour
    unit = say(
        lang, "overview.households_persons", persons=figures.number(page.count.persons)
    )
    context = say(lang, "overview.labour_split", yes=labour.met, no=labour.unmet)
    if labour.unknown:
        context += say(lang, "overview.labour_unknown", n=labour.unknown)
    mark = (
        f'<div class="split plain"><i style="flex:{labour.met}"></i>'
        f'<i class="two" style="flex:{labour.left}"></i></div>'
    )
    return (
        "enrolled",
        _figure(figures.number(page.count.total), unit),
        mark,
        context,
        go("households", status="enrolled", v=page.village),
    )


def _met(page: Overview, lang: str) -> Kpi:
    count = page.count
    unit = say(lang, "overview.households_rate", rate=figures.percent(count.rate))
    context = say(
        lang, "overview.unmet_unknown", unmet=count.unmet, unknown=count.unknown
    )
    link = go("households", rule="exit_standard", verdict=MET, v=page.village)
    return (
        "met",
        _figure(figures.number(count.met), unit),
        split(count, lang),
        context,
        link,
    )


def _income(page: Overview, lang: str) -> Kpi:
    income, line = page.mean_income, page.line
    link = go("households", rule="income_met", verdict=UNMET, v=page.village)
    if income is None or line is None:
        words = say(lang, "overview.no_income")
        return "income", _figure(figures.NOTHING, ""), bullet(None, None), words, link
    gap = income - line
    key = "overview.income_above" if gap >= 0 else "overview.income_below"
    context = say(lang, key, line=figures.number(line), gap=figures.number(abs(gap)))
    mark = bullet(income, line, max(income, line) * 1.25)
    return (
        "income",
        _figure(figures.number(income), say(lang, "unit.yuan")),
        mark,
        context,
        link,
    )


def _exits(page: Overview, lang: str) -> Kpi:
    by = {
        w: [v for v in page.villages if v.verdict == w] for w in (MET, UNMET, UNKNOWN)
    }
    marks = "".join(icon(v.verdict) for v in page.villages[:12])
    unit = say(lang, "overview.of_villages", n=len(page.villages))
    context = say(
        lang, "overview.unmet_unknown", unmet=len(by[UNMET]), unknown=len(by[UNKNOWN])
    )
    mark = f'<div class="marks">{marks}</div>'
    return (
        "villages",
        _figure(str(len(by[MET])), unit),
        mark,
        context,
        'data-go="list=villages"',
    )


def _tasks(page: Overview, lang: str) -> Kpi:
    target = page.on_time_target
    context = say(lang, "overview.tasks_context", n=len(page.tasks), late=len(page.late),
                  target=figures.number(target))  # fmt: skip
    mark = bullet(page.on_time_rate, target)
    return ("tasks", _figure(figures.percent(page.on_time_rate), "%"), mark, context,
            'data-go="list=late"')  # fmt: skip


def _money(page: Overview, lang: str) -> Kpi:
    money = page.money
    paid = figures.money(money.paid, lang).removesuffix(" 万元").removesuffix(" yuan")
    context = say(lang, "overview.funds_context", paid=paid,
                  allocated=figures.money(money.allocated, lang),
                  target=figures.number(page.funds_target))  # fmt: skip
    mark = bullet(money.used_rate, page.funds_target)
    return ("funds", _figure(figures.percent(money.used_rate), "%"), mark, context,
            'data-go="list=funds"')  # fmt: skip


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
        say(lang, f"panel.{rule}") for rule in lacking[:2]
    )
    return say(lang, "overview.matrix_title", rules=words)


def _causes_title(page: Overview, lang: str) -> str:
    rows = [row for row in ranked(page) if row[0] != "*"]
    if not rows:
        return say(lang, "overview.causes_none")
    from fupin.codes import label  # noqa: PLC0415

    cause, count = rows[0]
    return say(
        lang,
        "overview.causes_title",
        cause=label("cause", cause, lang),
        left=count.left,
    )


def _map_title(page: Overview, lang: str) -> str:
    worst = max(page.villages, key=lambda v: v.count.left)
    left = sum(v.count.left for v in page.villages)
    return say(lang, "overview.map_title", left=left, village=figures.text(worst.name),
               n=worst.count.left)  # fmt: skip


def _alarms(page: Overview, lang: str) -> str:
    low = page.low_funds
    departments = say(lang, "list_comma").join(
        f"{say(lang, f'department.{name}')} {len(days)}"
        for name, days in list(page.late_by_department.items())[:4]
    )
    open_ = say(lang, "list_comma").join(
        f"{figures.text(v.name.removesuffix('村'))} {v.count.unknown}"
        for v in sorted(page.villages, key=lambda v: -v.count.unknown)
        if v.count.unknown
    )
    funds = say(lang, "list_comma").join(
        f"{figures.text(v.name)} {figures.money(v.funds, lang)}" for v in low
    )
    rows = (
        ("late", len(page.late), departments, 'data-go="list=late"', "unmet"),
        ("unknown", page.count.unknown, open_,
         go("households", rule="exit_standard", verdict=UNKNOWN, v=page.village), "unmet"),
        ("unvisited", page.unvisited, say(lang, "overview.unvisited_who"),
         go("households", alarm="unvisited", v=page.village), "unmet"),
        ("low_funds", len(low), funds, 'data-go="list=funds"', "unmet"),
        ("borderline", page.borderline, say(lang, "overview.borderline_next"),
         go("households", alarm="borderline", v=page.village), "ink2"),
    )  # fmt: skip
    wanted = [row for row in rows if row[1]]
    body = "".join(
        f'<div class="alarm" {link}><b class="{tone}">{n}</b>'
        f"<span><b>{_alarm_words(key, page, lang)}</b><small>{who}</small></span>"
        '<i class="chevron"></i></div>'
        for key, n, who, link, tone in wanted
    )
    title = say(lang, "overview.alarms_title", n=len(wanted))
    if not wanted:
        body = f'<p class="empty">{say(lang, "overview.alarms_none")}</p>'
    return card(
        title,
        say(lang, "overview.alarms_caption"),
        f'<div class="alarms">{body}</div>',
        "three",
    )


def _alarm_words(key: str, page: Overview, lang: str) -> str:
    return say(lang, f"overview.alarm_{key}", floor=figures.money(page.funds_floor, lang),
               days=page.unvisited_days)  # fmt: skip
