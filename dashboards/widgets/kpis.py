"""The strip of six figures; each says its base and opens the list behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import bullet, go, icon, split
from fupin.assess import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from dashboards.models.overview import Overview

# Key, figure, mark, line of context, and the attribute that opens the list.
Kpi = tuple[str, str, str, str, str]


def kpis(page: Overview, lang: str) -> str:
    """Return the six figures."""
    return '<div class="kpis">' + "".join(
        f'<div class="kpi" {link}><p class="label">{say(lang, f"overview.kpi_{key}")}</p>'
        f'<p class="figure">{figure}</p>{mark}<p class="context">{context}</p></div>'
        for key, figure, mark, context, link in (
            _enrolled(page, lang), _met(page, lang), _income(page, lang),
            _exits(page, lang), _tasks(page, lang), _money(page, lang),
        )
    ) + "</div>"  # fmt: skip


def _figure(value: str, unit: str) -> str:
    # Nothing has no unit.
    return f"<b>{value}</b><small>{'' if value == figures.NOTHING else unit}</small>"


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
        split(count, lang, v=page.village),
        context,
        link,
    )


def _income(page: Overview, lang: str) -> Kpi:
    income, line = page.mean_income, page.line
    link = go("households", rule="income_met", verdict=UNMET, v=page.village)
    if income is None or line is None:
        key = "overview.income_held" if page.is_mean_held else "overview.no_income"
        words = say(lang, key)
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
    context = say(lang, "overview.tasks_context", n=figures.number(page.owed.total),
                  late=figures.number(page.owed.late), target=figures.number(target))  # fmt: skip
    mark = bullet(page.on_time_rate, target)
    return ("tasks", _figure(figures.percent(page.on_time_rate), "%"), mark, context,
            'data-go="list=late"')  # fmt: skip


def _money(page: Overview, lang: str) -> Kpi:
    money = page.money
    paid = figures.fen(money.paid, lang).removesuffix(" 万元").removesuffix(" yuan")
    context = say(lang, "overview.funds_context", paid=paid,
                  allocated=figures.fen(money.allocated, lang),
                  target=figures.number(page.funds_target))  # fmt: skip
    mark = bullet(money.used_rate, page.funds_target)
    return ("funds", _figure(figures.percent(money.used_rate), "%"), mark, context,
            'data-go="list=funds"')  # fmt: skip
