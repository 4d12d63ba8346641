"""The funds by what they pay for, and by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.funds_flow import bar, rate
from dashboards.widgets.marks import card
from dashboards.widgets.rows import list_table, wide
from fupin.codes import label

if TYPE_CHECKING:
    from dashboards.models.funds import Funds
    from fupin.funds import Sums

MEASURES_SHOWN = 8


def measures(page: Funds) -> str:
    """Return the sums by kind of measure, and the measures that entries name."""
    lang, told = page.lang, page.accounts
    rest = told.by_kind[""]
    rows = "".join(
        _kind(f"<b>{label('measure_kind', name, lang)}</b>", one, page)
        for name, one in told.by_kind.items()
        if name
    )
    rows += _kind(say(lang, "funds.no_measure"), rest, page)
    tied = told.total.paid - rest.paid
    title = say(lang, "funds.measures_none")
    if tied:
        title = say(lang, "funds.measures_title", amount=figures.fen(tied, lang),
                    paid=figures.fen(told.total.paid, lang))  # fmt: skip
    heads = (("kind_of_measure", ""), ("plans", "r min-hide"), ("planned", "r"),
             ("allocated", "r min-hide"), ("paid", "r"))  # fmt: skip
    body = _table(heads, rows, lang) + _named(page)
    return card(title, say(lang, "funds.measures_caption"), body, "six")


def _table(heads: tuple[tuple[str, str], ...], rows: str, lang: str) -> str:
    said = ((say(lang, f"funds.head_{key}"), css) for key, css in heads)
    return wide(list_table(said, rows))


def _kind(name: str, one: Sums, page: Funds) -> str:
    lang = page.lang
    planned = figures.NOTHING
    if one.plans:
        planned = f"{'≥ ' if one.open_plans else ''}{figures.fen(one.planned, lang)}"
    return (
        f'<tr><td>{name}</td><td class="r min-hide">{figures.number(one.plans)}</td><td class="r">{planned}</td>'
        f'<td class="r min-hide">{_some(one.allocated, page)}</td><td class="r">{_some(one.paid, page)}</td></tr>'
    )


def _some(fen: int, page: Funds) -> str:
    """Return an amount; nothing named it is a dash, since what names none may be its."""
    return figures.fen(fen, page.lang) if fen else figures.NOTHING


def _named(page: Funds) -> str:
    """Return the measures that money is entered for, the largest first."""
    lang, told = page.lang, page.accounts
    money = told.rows.filter(
        pl.col("measure_id").is_not_null() & (pl.col("kind") != "planned")
    )
    if not money.height:
        return ""
    names = dict(
        money.select("measure_id", "measure_name").unique("measure_id").iter_rows()
    )
    held = sorted(
        ((n, told.by_measure[n]) for n in names), key=lambda i: (-i[1].paid, i[0])
    )
    rows = "".join(
        f'<tr><td class="wrap"><b>{figures.text(names[n] or n)}</b> <small class="caption">{figures.text(n)}</small></td>'
        f'<td class="r">{figures.fen(one.planned, lang) if one.plans > one.open_plans else say(lang, "funds.pending")}</td>'
        f'<td class="r min-hide">{_some(one.allocated, page)}</td><td class="r">{_some(one.paid, page)}</td></tr>'
        for n, one in held[:MEASURES_SHOWN]
    )
    heads = (
        ("measure", ""),
        ("planned", "r"),
        ("allocated", "r min-hide"),
        ("paid", "r"),
    )
    return _table(heads, rows, lang)


def years(page: Funds) -> str:
    """Return the sums by the year of the funds."""
    lang, told = page.lang, page.accounts
    top = max((one.allocated for one in told.by_year.values()), default=0)
    rows = "".join(_year(year, one, top, page) for year, one in told.by_year.items())
    heads = (("year", ""), ("flow", "min-hide"), ("planned", "r min-hide"), ("allocated", "r"),
             ("paid", "r min-hide"), ("used", "r"))  # fmt: skip
    pace = told.pace
    title = say(lang, "funds.years")
    if pace.rate is not None:
        title = say(lang, "funds.years_title", rate=figures.percent(pace.rate),
                    available=figures.fen(pace.available, lang),
                    elapsed=figures.percent(pace.elapsed))  # fmt: skip
    body = f'<p class="empty">{say(lang, "funds.sources_none")}</p>'
    if rows:
        body = _table(heads, rows, lang)
    note = f'<p class="note">{say(lang, "funds.days_note")}</p>'
    return card(title, say(lang, "funds.years_caption"), body + note, "six")


def _year(year: int, one: Sums, top: int, page: Funds) -> str:
    lang = page.lang
    name = str(year) if year else say(lang, "funds.year_open")
    planned = figures.fen(one.planned, lang) if one.plans else figures.NOTHING
    return (
        f'<tr><td><b>{name}</b></td><td class="min-hide">{bar(one, top)}</td>'
        f'<td class="r min-hide">{"≥ " if one.open_plans else ""}{planned}</td><td class="r">{_some(one.allocated, page)}</td>'
        f'<td class="r min-hide">{_some(one.paid, page)}</td><td class="r">{rate(one, page)}</td></tr>'
    )
