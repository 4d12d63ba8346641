"""Where the shares of the development funds stand, and what has to be looked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.funds import opens
from dashboards.widgets.marks import card, chip, go
from fupin.assess import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboards.models.funds import Funds
    from fupin.funds import Alarm, Standing

WORDS = {True: MET, False: UNMET, None: UNKNOWN}
# Alarms that open the ledger's rows; the others open the villages.
OF_ROWS = ("ban", "over", "early", "unplanned", "look", "no_plan")


def shares(page: Funds) -> str:
    """Return each share: due against what is there, both from least to most."""
    lang, told = page.lang, page.accounts
    low, high = told.persons
    top = max([s.due[1] for s in told.shares] + [s.there[1] for s in told.shares] + [1])
    rows = "".join(_share(one, top, page) for one in told.shares)
    plan = told.done.scenario.plan
    note = plan.parameters["town_share"].note[lang]
    # After a Chinese full stop no space follows.
    gap = "" if lang == "zh" else " "
    caption = say(
        lang, "funds.shares_caption", persons=_range(low, high, figures.number),
        yuan=figures.number(_per_person(page)),
    )  # fmt: skip
    return card(
        _title(told.shares[0], lang), caption,
        f'<div class="funds-shares">{rows}</div><p class="note">{figures.text(note)}{gap}{say(lang, "funds.shares_note")}</p>',
        "six",
    )  # fmt: skip


def _per_person(page: Funds) -> float:
    done = page.accounts.done
    entry = done.scenario.parameter("budget_per_person").on(done.day)
    return float(entry.value) if entry else 0.0


def _title(one: Standing, lang: str) -> str:
    percent = figures.number(one.percent)
    if one.is_met:
        return say(lang, "funds.share_met", percent=percent)
    least, most = one.due[0] - one.there[1], one.due[1] - one.there[0]
    if one.is_met is None:
        return say(
            lang, "funds.share_open", percent=percent, most=figures.fen(most, lang)
        )
    gap = _range(least, most, lambda fen: figures.fen(fen, lang))
    return say(lang, "funds.share_short", percent=percent, gap=gap)


def _range(low: int, high: int, told: Callable[[int], str]) -> str:
    first, last = told(low), told(high)
    if low == high:
        return first
    # One unit for both, where it is the same.
    unit = last.rpartition(" ")[2]
    return f"{first.removesuffix(f' {unit}')}–{last}"


def _share(one: Standing, top: int, page: Funds) -> str:
    lang, plan = page.lang, page.accounts.done.scenario.plan
    verdict = WORDS[one.is_met]
    sure, most = (min(fen / top * 100, 100) for fen in one.there)
    due = one.due[1] / top * 100
    entry = plan.parameters[one.share.parameter].on(page.accounts.day)
    mark = ""
    if entry is not None and entry.confidence != "high":
        mark = f' <span class="tag" title="{figures.text(entry.source)}">{say(lang, "funds.unconfirmed")}</span>'
    told = say(
        lang, "funds.share_line", due=_range(*one.due, lambda f: figures.fen(f, lang)),
        there=_range(*one.there, lambda f: figures.fen(f, lang)),
    )  # fmt: skip
    return (
        f'<div class="row"><span><b>{figures.text(one.share.name[lang])} {figures.number(one.percent)} %</b>{mark}</span>'
        f"{chip(verdict, say(lang, f'funds.share_chip_{verdict}'))}"
        f'<span class="track"><i class="own" style="width:{sure:.1f}%"></i>'
        f'<i class="perhaps" style="left:{sure:.1f}%;width:{most - sure:.1f}%"></i><b style="left:{due:.1f}%"></b></span>'
        f'<small class="caption">{told}</small></div>'
    )


def alarms(page: Funds) -> str:
    """Return the card of alarms, the gravest first."""
    lang = page.lang
    body = "".join(_alarm(one, page) for one in page.alarms)
    certain = sum(one.is_certain for one in page.alarms)
    title = say(lang, "funds.alarms_title", n=certain)
    if len(page.alarms) > certain:
        title += say(lang, "funds.alarms_open", n=len(page.alarms) - certain)
    if not body:
        title = say(lang, "funds.alarms_none")
        body = f'<p class="empty">{title}</p>'
    return card(title, say(lang, "funds.alarms_caption"), f'<div class="alarms">{body}</div>', "six")  # fmt: skip


def _alarm(one: Alarm, page: Funds) -> str:
    lang, limits = page.lang, page.accounts.limits
    words = say(
        lang, f"funds.alarm_{one.kind}", floor=figures.money(limits.floor, lang),
        days=limits.wait_days, margin=figures.number(limits.margin),
    )  # fmt: skip
    names = [figures.text(page.names.get(v, v)) for v in one.villages]
    where = say(lang, "list_comma").join(names[:4])
    if len(names) > 4:  # noqa: PLR2004
        where += say(lang, "funds.and_more", n=len(names) - 4)
    amount = say(
        lang, f"funds.alarm_{one.kind}_amount", amount=figures.fen(one.fen, lang)
    )
    under = " · ".join(part for part in (where, amount) if part)
    link = go("funds", v=one.villages[0] if len(one.villages) == 1 else page.village)
    if one.kind in OF_ROWS:
        link = opens(alarm=one.kind, v=page.village)
    elif one.kind == "waiting":
        link = opens(kind="allocated", v=page.village)
    tone = "unmet" if one.is_certain else "unk"
    return (
        f'<div class="alarm" {link}><b class="{tone}">{figures.number(one.count)}</b>'
        f'<span><b>{words}</b><small>{under}</small></span><i class="chevron"></i></div>'
    )
