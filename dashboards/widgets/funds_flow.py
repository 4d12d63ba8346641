"""Where the money comes from and where it goes: the tree, the villages, the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.funds import opens
from dashboards.widgets.marks import card, go
from dashboards.widgets.rows import list_table, wide

if TYPE_CHECKING:
    from dashboards.models.funds import Funds
    from fupin.funds import Sums

# The mark of the floor stands at this share of a village's bar when nothing is longer.
FLOOR_AT = 75.0


def sources(page: Funds) -> str:
    """Return the tree of sources: an indented row each, allocated and paid as a bar."""
    lang, tree = page.lang, page.accounts.tree
    rows = [row for row in page.sources if row[0]]
    leaves = [(n, one) for n, one, _ in rows if n in tree.leaves and one.net > 0]
    if not rows:
        body = f'<p class="empty">{say(lang, "funds.sources_none")}</p>'
        return card(say(lang, "funds.sources"), "", body, "eight")
    top = max((one.allocated for _, one in leaves), default=0)
    body = "".join(_source(name, one, depth, top, page) for name, one, depth in rows)
    rest = page.accounts.by_source[""]
    if rest.plans:
        body += _unnamed(rest, lang)
    heads = (
        (say(lang, f"funds.head_{key}"), css)
        for key, css in (("source", ""), ("flow", "min-hide"), ("planned", "r min-hide"),
                         ("allocated", "r"), ("paid", "r min-hide"), ("balance", "r min-hide"),
                         ("used", "r"))
    )  # fmt: skip
    note = say(lang, "funds.sources_empty", n=page.empty_sources)
    gap = "" if lang == "zh" else " "
    return card(
        _sources_title(leaves, page),
        say(lang, "funds.sources_caption"),
        wide(list_table(heads, body, "funds-tree"))
        + f'<p class="note">{note}{gap}{figures.text(tree.reading[lang])}</p>',
        "eight",
    )


def _sources_title(leaves: list[tuple[str, Sums]], page: Funds) -> str:
    lang, tree = page.lang, page.accounts.tree
    if not leaves:
        return say(lang, "funds.sources")
    largest = max(leaves, key=lambda item: item[1].net)
    rated = [item for item in leaves if item[1].used_rate is not None]
    if len(rated) < 2:  # noqa: PLR2004
        return say(lang, "funds.sources_one", source=tree.path(largest[0], lang),
                   amount=figures.fen(largest[1].net, lang))  # fmt: skip
    slowest = min(rated, key=lambda item: item[1].used_rate or 0)
    return say(
        lang, "funds.sources_title", source=tree.path(largest[0], lang),
        amount=figures.fen(largest[1].net, lang), slow=tree.path(slowest[0], lang),
        rate=figures.percent(slowest[1].used_rate),
    )  # fmt: skip


def _source(name: str, one: Sums, depth: int, top: int, page: Funds) -> str:
    lang, tree = page.lang, page.accounts.tree
    is_leaf = name in tree.leaves
    words = figures.text(tree.sources[name].name[lang])
    link = opens(src=name, v=page.village) if is_leaf else ""
    shown = f"<b>{words}</b>" if depth == 0 else words
    planned = figures.fen(one.planned, lang) if one.plans else figures.NOTHING
    drawn = bar(one, top) if is_leaf else ""
    return (
        f'<tr {link}><td class="funds-d{depth}">{shown}</td><td class="min-hide">{drawn}</td>'
        f'<td class="r min-hide">{planned}</td><td class="r">{figures.fen(one.allocated, lang)}</td>'
        f'<td class="r min-hide">{figures.fen(one.paid, lang)}</td><td class="r min-hide">{_signed(one, lang)}</td>'
        f'<td class="r">{rate(one, page)}</td></tr>'
    )


def _signed(one: Sums, lang: str) -> str:
    words = figures.fen(one.balance, lang)
    is_over = one.balance is not None and one.balance < 0
    return f'<b class="unmet">{words}</b>' if is_over else words


def rate(one: Sums, page: Funds) -> str:
    """Return the used rate, marked where it is below the target."""
    found = one.used_rate
    if found is None:
        return figures.NOTHING
    tone = "unmet" if found < page.accounts.limits.used_target else ""
    return f'<b class="{tone}">{figures.percent(found)} %</b>'


def bar(one: Sums, top: int) -> str:
    """Return allocated and paid, one within the other."""
    whole = one.allocated / top * 100 if top else 0
    paid = min(one.paid / top * 100, 100) if top else 0
    return (
        f'<span class="funds-bar"><i class="all" style="width:{whole:.1f}%"></i>'
        f'<i class="paid" style="width:{paid:.1f}%"></i></span>'
    )


def _unnamed(one: Sums, lang: str) -> str:
    sign = "≥ " if one.open_plans else ""
    dash = figures.NOTHING
    return (
        f'<tr><td class="funds-d0">{say(lang, "funds.source_open")}</td><td class="min-hide"></td>'
        f'<td class="r min-hide">{sign}{figures.fen(one.planned, lang)}</td><td class="r">{dash}</td>'
        f'<td class="r min-hide">{dash}</td><td class="r min-hide">{dash}</td><td class="r">{dash}</td></tr>'
    )


def villages(page: Funds) -> str:
    """Return each village's own funds of twelve months against the floor."""
    lang, told = page.lang, page.accounts
    floor = told.limits.floor * 100
    top = max([floor / FLOOR_AT * 100, *(fen for _, fen in page.own_order)])
    rows = "".join(_village(v, fen, top, page) for v, fen in page.own_order)
    words = figures.money(told.limits.floor, lang)
    title = say(lang, "funds.villages_fine", floor=words)
    if page.low:
        title = say(lang, "funds.villages_low", n=len(page.low), floor=words)
    if not page.own_order:
        rows = f'<p class="empty">{say(lang, "funds.villages_none")}</p>'
    return card(title, say(lang, "funds.villages_caption", floor=words),
                f'<div class="funds-villages">{rows}</div>', "four")  # fmt: skip


def _village(village: str, fen: int, top: float, page: Funds) -> str:
    lang, told = page.lang, page.accounts
    floor = told.limits.floor * 100
    one, lying = told.by_village[village], told.waits[village]
    width, mark = max(fen, 0) / top * 100, floor / top * 100
    gap, tone = "", ""
    if fen < floor:
        tone = "unmet"
        gap = f'<i class="gap" style="left:{width:.1f}%;width:{mark - width:.1f}%"></i>'
    short = say(lang, "funds.short", gap=figures.fen(floor - fen, lang)) if tone else ""
    under = say(
        lang, "funds.village_line", allocated=figures.fen(one.net, lang),
        rate=figures.percent(one.used_rate), median=lying.median if lying.median is not None else figures.NOTHING,
    )  # fmt: skip
    return (
        f'<div class="row" {go("funds", v=village)}><b>{figures.text(page.names.get(village, village))}</b>'
        f'<span class="r {tone}"><b>{figures.fen(fen, lang)}</b> {short}</span>'
        f'<span class="track"><i class="own" style="width:{width:.1f}%"></i>{gap}<b style="left:{mark:.1f}%"></b></span>'
        f'<small class="caption">{under}</small></div>'
    )
