"""The funds page in markup: the finding, the parts of the page, and the six figures."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboards.models.funds import TABS
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import bullet

if TYPE_CHECKING:
    from dashboards.models.funds import Funds


def opens(**filters: str) -> str:
    """Return the attribute that opens the ledger with these filters only."""
    kept = {"p": "funds", "tab": "ledger"} | {k: v for k, v in filters.items() if v}
    return f'data-go="{urlencode(kept).replace("&", "&amp;")}"'


def head(page: Funds, tab: str) -> str:
    """Return the finding, what follows from it, and the page's parts and acts."""
    lang = page.lang
    buttons = "".join(
        f'<button class="btn pill{" on" if one == tab else ""}" data-go="tab={one}">'
        f"{say(lang, f'funds.tab_{one}')}</button>"
        for one in TABS
    )
    if page.may_write:
        buttons += (
            f'<button class="btn pri" data-go="new">{say(lang, "funds.new")}</button>'
        )
    return (
        f'<div class="headline funds-head"><div><h2 class="serif">{_finding(page)}</h2>'
        f'<p class="next">{_after(page)}</p></div><div class="funds-acts">{buttons}</div></div>'
    )


def _finding(page: Funds) -> str:
    lang, told = page.lang, page.accounts
    total = told.total
    if total.net <= 0:
        return say(lang, "funds.headline_none")
    used = say(
        lang, "funds.headline_used", allocated=figures.fen(total.net, lang),
        rate=figures.percent(total.used_rate),
        left=f"<em>{figures.fen(total.balance, lang)}</em>",
    )  # fmt: skip
    if not page.low:
        return used
    floor = told.limits.floor
    names = say(lang, "list_comma").join(
        figures.text(page.names.get(v, v)) for v in page.low[:3]
    )
    gap = sum(floor * 100 - told.own[v] for v in page.low)
    words = say(
        lang, "funds.headline_low", villages=names, n=len(page.low),
        floor=figures.money(floor, lang), gap=f"<em>{figures.fen(gap, lang)}</em>",
    )  # fmt: skip
    return words + used


def _after(page: Funds) -> str:
    lang, told = page.lang, page.accounts
    said = []
    if told.wait.overdue_fen:
        said.append(
            say(lang, "funds.next_waiting", n=told.limits.wait_days,
                amount=figures.fen(told.wait.overdue_fen, lang),
                longest=told.wait.waiting_longest)
        )  # fmt: skip
    if told.pace.rate is not None:
        said.append(
            say(lang, "funds.next_pace", rate=figures.percent(told.pace.rate),
                elapsed=figures.percent(told.pace.elapsed))
        )  # fmt: skip
    said.append(say(lang, "funds.next_who"))
    return say(lang, "funds.semicolon").join(said)


def kpis(page: Funds) -> str:
    """Return the six figures, each with its base."""
    lang = page.lang
    cells = (
        _planned(page), _allocated(page), _paid(page), _balance(page), _used(page),
        _days(page),
    )  # fmt: skip
    return '<div class="kpis">' + "".join(
        f'<div class="kpi" {link}><p class="label">{say(lang, f"funds.kpi_{key}")}</p>'
        f'<p class="figure">{figure}</p>{mark}<p class="context">{context}</p></div>'
        for key, figure, mark, context, link in cells
    ) + "</div>"  # fmt: skip


Kpi = tuple[str, str, str, str, str]


def big(fen: int | None, lang: str, *, least: bool = False) -> str:
    """Return an amount as a large figure with its unit small; "≥" of a least sum."""
    words = figures.fen(fen, lang)
    figure, _, unit = words.partition(" ")
    sign = '<small class="least">≥</small>' if least and fen is not None else ""
    return f"{sign}<b>{figure}</b><small>{unit}</small>"


def _planned(page: Funds) -> Kpi:
    lang, total = page.lang, page.accounts.total
    context = say(lang, "funds.of_plans", n=figures.number(total.plans))
    if total.open_plans:
        context += say(lang, "funds.of_plans_open", n=figures.number(total.open_plans))
    figure = big(total.planned, lang, least=bool(total.open_plans))
    if not total.plans:
        figure, context = f"<b>{figures.NOTHING}</b>", say(lang, "funds.no_plans")
    return "planned", figure, _part(total.planned, total.net), context, opens(
        kind="planned", v=page.village
    )  # fmt: skip


def _part(part: int, whole: int) -> str:
    """Return the bar of a part of what was allocated."""
    return bullet(part / whole * 100 if whole > 0 else None, None)


def _allocated(page: Funds) -> Kpi:
    lang, total = page.lang, page.accounts.total
    rows = page.accounts.rows
    context = say(lang, "funds.of_entries", n=int((rows["kind"] == "allocated").sum()))
    if total.returned:
        context += say(
            lang, "funds.of_returned", amount=figures.fen(total.returned, lang)
        )
    return "allocated", big(total.allocated, lang), _part(1, 1 if total.net else 0), context, opens(
        kind="allocated", v=page.village
    )  # fmt: skip


def _paid(page: Funds) -> Kpi:
    lang, told = page.lang, page.accounts
    n = int((told.rows["kind"] == "paid").sum())
    context = say(lang, "funds.of_entries", n=n)
    if told.open_plan:
        context += say(lang, "funds.of_no_plan", n=told.open_plan)
    mark = _part(told.total.paid, told.total.net)
    return "paid", big(told.total.paid, lang), mark, context, opens(
        kind="paid", v=page.village
    )  # fmt: skip


def _balance(page: Funds) -> Kpi:
    lang, told = page.lang, page.accounts
    context = say(lang, "funds.of_overdue", n=told.limits.wait_days,
                  amount=figures.fen(told.wait.overdue_fen, lang))  # fmt: skip
    mark = _part(told.total.balance or 0, told.total.net)
    return (
        "balance",
        big(told.total.balance, lang),
        mark,
        context,
        opens(v=page.village),
    )


def _used(page: Funds) -> Kpi:
    lang, told = page.lang, page.accounts
    target = told.limits.used_target
    context = say(lang, "funds.of_target", target=figures.number(target))
    if told.pace.rate is not None:
        context += say(lang, "funds.of_year", rate=figures.percent(told.pace.rate),
                       elapsed=figures.percent(told.pace.elapsed))  # fmt: skip
    rate = told.total.used_rate
    figure = f"<b>{figures.percent(rate)}</b><small>%</small>"
    return "used", figure, bullet(rate, target), context, opens(v=page.village)


def _days(page: Funds) -> Kpi:
    lang, told = page.lang, page.accounts
    one = told.wait
    limit = told.limits.wait_days
    median = figures.NOTHING if one.median is None else str(one.median)
    figure = f"<b>{median}</b><small>{say(lang, 'funds.days_unit')}</small>"
    context = say(
        lang,
        "funds.of_days",
        longest=_days_of(one.longest),
        waiting=_days_of(one.waiting_longest),
    )
    mark = bullet(None if one.median is None else one.median, limit, top=limit * 1.5)
    return "days", figure, mark, context, opens(kind="paid", v=page.village)


def _days_of(days: int | None) -> str:
    return figures.NOTHING if days is None else str(days)
